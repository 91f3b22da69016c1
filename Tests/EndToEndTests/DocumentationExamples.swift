import Foundation

/// One command of a document and what the document says that it prints.
struct DocumentedCommand: Sendable, CustomStringConvertible {
  let command: String
  /// Lines of output; a `…` in a line stands for any text.
  let output: [String]
  let line: Int

  var description: String { command }

  /// Returns the commands of all blocks marked `console`: lines that begin with `$ `, each
  /// followed by its output.
  static func all(in text: String) -> [DocumentedCommand] {
    var commands: [DocumentedCommand] = []
    var isInside = false
    for (index, line) in text.split(separator: "\n", omittingEmptySubsequences: false).enumerated()
    {
      if line.hasPrefix("```") {
        isInside = line == "```console"
      } else if isInside, line.hasPrefix("$ ") {
        commands.append(
          DocumentedCommand(command: String(line.dropFirst(2)), output: [], line: index + 1))
      } else if isInside, let last = commands.popLast() {
        commands.append(
          DocumentedCommand(
            command: last.command, output: last.output + [String(line)], line: last.line))
      }
    }
    return commands
  }

  /// Returns whether lines that were printed are those of the document.
  func matches(_ printed: [String]) -> Bool {
    printed.count == output.count && zip(output, printed).allSatisfy(Self.matches)
  }

  private static func matches(_ expected: String, _ printed: String) -> Bool {
    let parts = expected.split(separator: "…", maxSplits: 1, omittingEmptySubsequences: false)
    guard parts.count == 2 else { return expected == printed }
    return printed.hasPrefix(parts[0]) && printed.hasSuffix(parts[1])
      && printed.count >= parts[0].count + parts[1].count
  }
}
