internal import ArgumentParser
internal import HistoryStore
internal import QueryLanguage
internal import Reports

#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Darwin)
  internal import Darwin
#endif

/// Answers questions one after the other.
struct ShellCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "shell", _superCommandName: "stemma",
    abstract: "Ask one question after the other.",
    discussion: """
      At a terminal, lines are edited, Tab completes what is written, and earlier lines come back \
      with the arrow keys; `.help` lists the commands. Each answer is that of the database at the \
      time. Other input is answered line by line, and the exit code is that of the worst answer:

        stemma shell < questions.stq
      """)

  @OptionGroup var database: DatabaseOptions

  @Option(help: "The form of the answers.")
  var format: AnswerFormat = .table

  @Option(
    help: ArgumentHelp("Ask as of a time, such as 2025-03-01 or '7d ago'.", valueName: "time"))
  var asOf: String?

  @Option(
    help: ArgumentHelp("Look up names in this repository.", valueName: "name"),
    completion: CommandLineCompletion.kind)
  var repo: String?

  @Option(
    help: ArgumentHelp("Cut each answer after this many rows.", valueName: "n"))
  var maxRows: Int?

  @Option(help: ArgumentHelp("Stop each answer after this many seconds.", valueName: "seconds"))
  var timeout: Double = 10

  @Flag(help: "Neither read nor write the file of earlier lines.")
  var noHistory = false

  func run() throws {
    var options = try QuestionOptions.parse([])
    options.format = format
    options.asOf = asOf
    options.repo = repo
    options.maxRows = maxRows
    options.timeout = timeout
    try options.validate()
    // A database that is absent is said at once.
    let path = try database.pathToRead()
    _ = try HistoryStore(reading: path)
    var shell = Shell(database: database, options: options)
    if Self.isInteractive, let editor = LineEditor() {
      try converse(&shell, editor, path)
    } else {
      var input = ShellInput(PlainLines(), draft: ShellInput.Draft())
      while !shell.isDone { try shell.answer(input.next()) }
      if shell.status != .done { throw shell.status }
    }
  }

  private static var isInteractive: Bool {
    isatty(STDIN_FILENO) != 0 && isatty(STDOUT_FILENO) != 0
      && !["dumb", nil].contains(Console.environment("TERM"))
  }

  // MARK: Terminal

  private func converse(_ shell: inout Shell, _ editor: LineEditor, _ path: String) throws {
    let history = noHistory ? nil : ShellHistory()
    for line in history?.lines() ?? [] { editor.remember(line) }
    let draft = ShellInput.Draft()
    let settings = PromptSettings()
    editor.complete = { line, offset in
      ShellCompletion(names: HistoryNames(database: database, repository: settings.repository))
        .complete(line, at: offset, after: draft.text)
    }
    Console.cancelQueriesOnInterrupt()
    try Console.print(
      "stemma \(Stemma.configuration.version) on \(displayText(path))\n"
        + "`.help` lists the commands; Tab completes; Ctrl-D leaves.")
    var input = ShellInput(
      EditedLines(editor: editor) { settings.prompt(isContinued: $0) }, draft: draft)
    while !shell.isDone {
      settings.repository = shell.options.repo
      settings.asOf = shell.options.asOf
      let statement = input.next()
      switch statement {
      case .query(let text): remember(QueryText.singleLine(text), editor, history)
      case .command(let line): remember(line, editor, history)
      case .cancelled: try Console.print("^C")
      case .end: try Console.print("")
      }
      try shell.answer(statement)
    }
  }

  private func remember(_ line: String, _ editor: LineEditor, _ history: ShellHistory?) {
    let line = String(line.prefix { !$0.isNewline })
    guard !line.isEmpty else { return }
    editor.remember(line)
    history?.append(line)
  }
}

/// What the prompt shows of the settings, so that a time in the past is not forgotten.
private final class PromptSettings {
  var repository: String?
  var asOf: String?

  func prompt(isContinued: Bool) -> String {
    let place = repository.map { " \(displayText($0))" } ?? ""
    let time = asOf.map { " as of \(displayText($0))" } ?? ""
    let prompt = "stemma\(place)\(time)> "
    guard isContinued else { return prompt }
    return String(repeating: " ", count: max(0, prompt.count - 5)) + "...> "
  }
}

extension Console {
  /// Lets Ctrl-C stop the query that runs instead of the program.
  static func cancelQueriesOnInterrupt() {
    var action = sigaction()
    #if canImport(Glibc)
      action.__sigaction_handler.sa_handler = { _ in QueryInterruption.request() }
    #else
      action.__sigaction_u.__sa_handler = { _ in QueryInterruption.request() }
    #endif
    action.sa_flags = SA_RESTART
    sigaction(SIGINT, &action, nil)
  }
}
