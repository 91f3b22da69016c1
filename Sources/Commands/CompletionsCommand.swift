internal import ArgumentParser

/// Prints a completion script.
struct CompletionsCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "completions", _superCommandName: "stemma",
    abstract: "Print the completion script of a shell.",
    discussion: """
      For bash: stemma completions bash > /etc/bash_completion.d/stemma
      """)

  enum Shell: String, ExpressibleByArgument, CaseIterable {
    case bash, zsh, fish
  }

  @Argument(help: "The shell: bash, zsh or fish.")
  var shell: Shell

  func run() throws {
    let target = CompletionShell(rawValue: shell.rawValue) ?? .bash
    try Console.print(Stemma.completionScript(for: target))
  }
}
