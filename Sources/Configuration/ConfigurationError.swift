internal import QueryLanguage

/// What is wrong with a document, all of it at once.
public struct ConfigurationError: Error, Hashable, Sendable, CustomStringConvertible {
  /// One fault and its place.
  public struct Problem: Hashable, Sendable {
    /// One sentence with the actual values, safe on a terminal.
    public let message: String
    /// The line and column, from 1 on; the column counts characters.
    public let line: Int
    public let column: Int
    public var hints: [String] = []
  }

  /// The path of the document.
  public let path: String
  /// In the order of their places.
  public let problems: [Problem]

  /// `path:line:column: error: …`, a line for each of the first ten problems, with its hints below.
  public var description: String {
    let shown = problems.prefix(10).map { problem in
      (["\(DisplayText.escaped(path)):\(problem.line):\(problem.column): error: \(problem.message)"]
        + problem.hints.map { "  hint: \($0)" }).joined(separator: "\n")
    }
    let more = problems.count > 10 ? ["and \(problems.count - 10) more"] : []
    return (shown + more).joined(separator: "\n")
  }
}
