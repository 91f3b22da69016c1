package import ArgumentParser
internal import Reports

/// The program.
package struct Stemma: ParsableCommand {
  package static let configuration = CommandConfiguration(
    commandName: "stemma",
    abstract: "Keep the version history of repositories and ask it questions.",
    discussion: """
      Stemma indexes tags, branches and commits, image tags and pushes into one SQLite file, keeps \
      every change it ever saw, and answers questions about them.

        stemma index                          index the repository of the working directory
        stemma run latest-release             ask a saved question
        stemma query 'commits in v1.0.0..v1.1.0 | count'
                                              ask in the query language
      """,
    version: "0.1.0",
    subcommands: [
      IndexCommand.self, QueryCommand.self, RunCommand.self, ShellCommand.self, QueriesCommand.self,
      FormatCommand.self, LogCommand.self, NotesCommand.self, ReportCommand.self,
      EquivalentsCommand.self,
      SQLCommand.self, SchemaCommand.self, StatusCommand.self, VersionCommand.self,
      CompletionsCommand.self,
    ])

  package init() {}

  /// What is left to do after the first, synchronous part of a run.
  package enum Run {
    /// The command has run.
    case ended(ExitStatus)
    /// The command waits for other processes, and has to be run in a task.
    case asynchronous(@Sendable () async -> ExitStatus)
  }

  /// Parses the arguments and runs the command, unless that takes a task.
  ///
  /// A question is answered on the calling thread: a task would cost the start of the thread pool,
  /// and memory of a second heap, which is a tenth of the time of a short answer.
  package static func run(_ arguments: [String]) -> Run {
    Console.ignoreSignals()
    do {
      var command = try command(arguments)
      if let command = command as? any AsyncParsableCommand {
        nonisolated(unsafe) let command = command
        return .asynchronous {
          do {
            var command = command
            try await command.run()
            return .done
          } catch {
            return report(error)
          }
        }
      }
      try command.run()
      return .ended(.done)
    } catch {
      return .ended(report(error))
    }
  }

  /// Parses a command line.
  ///
  /// A command reads its own arguments without a look at the others, and without the parser's own
  /// options for completion scripts, since it states the name of those above it (`_superCommandName`):
  /// both save a tenth of the time of a short answer. What it refuses is read again from the root,
  /// whose messages show the whole way to the command.
  private static func command(_ arguments: [String]) throws -> any ParsableCommand {
    if leaf(of: arguments) == nil,
      let error = Subcommands.misspelling(in: arguments, among: names)
    {
      throw error
    }
    if let error = wrongForm(in: arguments) { throw error }
    let arguments = readable(arguments)
    if let (leaf, own) = leaf(of: arguments), let command = try? leaf.parseAsRoot(own),
      type(of: command) == leaf
    {
      return command
    }
    return try parseAsRoot(arguments)
  }

  /// Returns the command without subcommands that arguments begin with, by name or by default, and
  /// the arguments behind its name.
  private static func leaf(
    of arguments: [String]
  ) -> (command: any ParsableCommand.Type, own: [String])? {
    var command: any ParsableCommand.Type = Stemma.self
    var own = arguments[...]
    while !command.configuration.subcommands.isEmpty {
      let named = command.configuration.subcommands.first { $0._commandName == own.first }
      if named != nil { own.removeFirst() }
      guard let next = named ?? command.configuration.defaultSubcommand else { return nil }
      command = next
    }
    return (command, Array(own))
  }

  /// Rewrites what ArgumentParser 1.8.2 misreads in a command line.
  ///
  /// It drops the value of `--sql=shell` if another option follows, and takes a query that begins
  /// with a comment for an option.
  private static func readable(_ arguments: [String]) -> [String] {
    let end = arguments.firstIndex(of: "--") ?? arguments.endIndex
    let rewritten = arguments[..<end].flatMap { argument in
      if argument.hasPrefix("--sql=") { return ["--sql", String(argument.dropFirst(6))] }
      let isComment = argument.hasPrefix("--") && argument.dropFirst(2).first?.isWhitespace == true
      return [isComment ? " " + argument : argument]
    }
    return rewritten + arguments[end...]
  }

  /// Returns the error for a form of `--sql` that there is not, whose name ``readable(_:)`` would
  /// make an argument of its own.
  private static func wrongForm(in arguments: [String]) -> UserError? {
    let forms = QuestionOptions.SQLForm.allCases.map(\.rawValue)
    let given = arguments.prefix { $0 != "--" }.filter { $0.hasPrefix("--sql=") }
    guard let wrong = given.map({ String($0.dropFirst(6)) }).first(where: { !forms.contains($0) })
    else { return nil }
    return UserError(
      "--sql is \(forms.joined(separator: " or ")), not \"\(wrong)\"", status: .usage)
  }

  private static var names: [String] {
    shownCommands + ["help"]
  }

  private static var shownCommands: [String] {
    configuration.subcommands.filter { $0.configuration.shouldDisplay }
      .compactMap { $0.configuration.commandName }
  }

  private static func report(_ error: any Error) -> ExitStatus {
    switch error {
    case let status as ExitStatus:
      return status
    case is CleanExit:
      break
    default:
      if exitCode(for: error) == .success || isUsage(error) { break }
      if let error = UserError(error) {
        Console.warn(error.text)
        return error.status
      }
      return Console.endByClosedPipe()
    }
    let text = fullMessage(for: error)
    if exitCode(for: error) == .success {
      do { try Console.print(text) } catch { return report(error) }
      return .done
    }
    // The message quotes arguments, which may come from anywhere.
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
      .map { displayText(String($0)) }.joined(separator: "\n")
    Console.warn(lines.hasPrefix("Error: ") ? "error: " + lines.dropFirst(7) : lines)
    return .usage
  }

  /// Whether the error is ArgumentParser's own, about the command line.
  private static func isUsage(_ error: any Error) -> Bool {
    error is ValidationError || exitCode(for: error) == .validationFailure
  }
}
