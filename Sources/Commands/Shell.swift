internal import ArgumentParser
internal import HistoryStore
internal import QueryLanguage
internal import Reports

/// Answers statements one after the other, each from the database as it is then.
struct Shell {
  let database: DatabaseOptions
  /// How queries are asked; commands change it.
  var options: QuestionOptions
  private var showsTime = false
  /// The worst of the statements so far.
  private(set) var status = ExitStatus.done
  private(set) var isDone = false

  init(database: DatabaseOptions, options: QuestionOptions) {
    self.database = database
    self.options = options
  }

  /// Answers one statement; what goes wrong is said, and the shell goes on.
  ///
  /// - Throws: A failure to write the answer.
  mutating func answer(_ statement: ShellInput.Statement) throws {
    QueryInterruption.reset()
    do {
      switch statement {
      case .query(let text):
        try timed { shell in try shell.ask(QueryText.withoutEnd(text), name: nil) }
      case .command(let line): try obey(line)
      case .cancelled: break
      case .end: isDone = true
      }
    } catch let error as ExitStatus {
      note(error)
    } catch let error as OutputError {
      throw error
    } catch {
      guard let error = UserError(error) else { throw error }
      if QueryInterruption.isRequested {
        Console.warn("cancelled")
      } else {
        Console.warn(error.text)
      }
      note(error.status)
    }
  }

  private mutating func note(_ status: ExitStatus) {
    if status.code > self.status.code { self.status = status }
  }

  private func ask(_ text: String, name: String?, parameters: [String] = []) throws {
    var options = options
    options.parameters = parameters
    try Question(bytes: Array(text.utf8), name: name, options: options).ask(database)
  }

  private mutating func timed(_ body: (Shell) throws -> Void) throws {
    let start = Console.now()
    defer {
      if showsTime { Console.warn("time: \(Self.seconds(Console.now() - start)) s") }
    }
    try body(self)
  }

  private static func seconds(_ microseconds: Int64) -> String {
    let milliseconds = String(max(0, microseconds) / 1_000)
    let digits = String(repeating: "0", count: max(0, 4 - milliseconds.count)) + milliseconds
    return digits.dropLast(3) + "." + digits.suffix(3)
  }

  // MARK: Commands

  private mutating func obey(_ line: String) throws {
    let (command, words) = try ShellMeta.parse(line)
    switch command {
    case .help: try Console.print(ShellMeta.helpText)
    case .schema: try run(["schema", "--"] + words.prefix(1))
    case .functions: try run(["schema", "functions"])
    case .queries: try run(["queries"])
    case .run: try timed { shell in try shell.runSaved(words) }
    case .format: try chooseFormat(words.first)
    case .explain: options.explain = try isOn(words, options.explain, command)
    case .sql:
      let isOn = try isOn(words, options.sql != nil, command)
      options.sql = isOn ? .statement : nil
    case .timing: showsTime = try isOn(words, showsTime, command)
    case .repo: try chooseRepository(words.first)
    case .asOf: try chooseTime(words.joined(separator: " "))
    case .quit: isDone = true
    }
  }

  /// Runs another command of the program.
  private func run(_ arguments: [String]) throws {
    var command = try Stemma.parseAsRoot(arguments)
    try command.run()
  }

  private func runSaved(_ words: [String]) throws {
    guard let name = words.first else {
      throw UserError(
        "which saved query?", hints: ["`.queries` lists them"], status: .usage)
    }
    let query = try SavedQuery.named(name)
    let names = query.parameters.map(\.name.text)
    var byPosition = names[...]
    let parameters = try words.dropFirst().map { word in
      if let equals = word.firstIndex(of: "="), names.contains(String(word[..<equals])) {
        byPosition.removeAll { $0 == word[..<equals] }
        return word
      }
      guard let next = byPosition.popFirst() else {
        throw UserError(
          "\(name) takes \(counted(names.count, "value", "values"))",
          hints: names.isEmpty ? [] : ["parameters: \(names.joined(separator: ", "))"],
          status: .usage)
      }
      return "\(next)=\(word)"
    }
    try ask(query.text.body, name: name, parameters: parameters)
  }

  // MARK: Settings

  private mutating func chooseFormat(_ word: String?) throws {
    guard let word else { return try Console.print(options.format.rawValue) }
    guard let format = AnswerFormat(rawValue: word) else {
      let names = AnswerFormat.allCases.map(\.rawValue)
      let near = NearNames.label(word, among: names).map { ": \($0)" } ?? ""
      throw UserError(
        "there is no format \"\(word)\"\(near)",
        hints: ["formats: \(names.joined(separator: ", "))"], status: .usage)
    }
    options.format = format
  }

  private func isOn(_ words: [String], _ now: Bool, _ command: ShellMeta) throws -> Bool {
    switch words.first {
    case nil: !now
    case "on"?: true
    case "off"?: false
    default: throw UserError("write \(command.usage)", status: .usage)
    }
  }

  private mutating func chooseRepository(_ word: String?) throws {
    guard let word else { return try Console.print(displayText(options.repo ?? "off")) }
    if word == "off" { return options.repo = nil }
    let names = HistoryNames(database: database).repositories()
    guard names.contains(where: { $0 == word || $0.hasSuffix("/" + word) }) else {
      let near = NearNames.label(word, among: names).map { ": \($0)" } ?? ""
      throw UserError(
        "there is no repository \"\(word)\"\(near)",
        hints: ["repositories: \(NearNames.list(names))"], status: .wrongQuery)
    }
    options.repo = word
  }

  private mutating func chooseTime(_ text: String) throws {
    if text.isEmpty { return try Console.print(options.asOf ?? "off") }
    if text == "off" || text == "now" { return options.asOf = nil }
    do {
      _ = try QueryParser.parseInstant(text, now: Console.now())
      options.asOf = text
    } catch {
      let faults = error.diagnostics.map { $0.given(by: ".as-of ", value: text) }
      Console.warn(String(DiagnosticRenderer(source: text).text(faults).dropLast()))
      throw ExitStatus.wrongQuery
    }
  }
}
