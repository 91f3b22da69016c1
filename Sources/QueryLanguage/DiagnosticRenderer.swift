/// Prints diagnostics with the line they are about.
public struct DiagnosticRenderer: Sendable {
  private let source: [UInt8]

  /// Creates a renderer for diagnostics about the text of one query.
  public init(source: String) {
    self.source = Array(source.utf8)
  }

  /// Creates a renderer for a text that need not be UTF-8.
  public init(source: [UInt8]) {
    self.source = source
  }

  /// Returns the text for a terminal, with a line feed after the last line.
  ///
  /// ```
  /// error[E102]: relation "releases" has no column "relased_at"
  ///   | releases | where relased_at > 7d ago
  ///   |                  ^^^^^^^^^^ did you mean "released_at"?
  ///   columns: project, repo, line
  /// ```
  ///
  /// Only the line of the place is shown. Characters that a terminal would obey or hide are shown
  /// escaped, and the caret counts the cells of what is shown.
  public func text(_ diagnostics: [Diagnostic]) -> String {
    diagnostics.map(text).joined(separator: "\n")
  }

  /// Returns the text for one diagnostic.
  public func text(_ diagnostic: Diagnostic) -> String {
    var lines = ["error[\(diagnostic.code)]: \(DisplayText.escaped(diagnostic.message))"]
    let source = diagnostic.option.map { DiagnosticRenderer(source: $0) } ?? self
    let echo = source.echo(diagnostic.span)
    lines.append(echo.line.isEmpty ? "  |" : "  | \(echo.line)")
    let blanks = String(repeating: " ", count: echo.before)
    let carets = String(repeating: "^", count: max(1, echo.width))
    let label = diagnostic.label.map { " " + DisplayText.escaped($0) } ?? ""
    lines.append("  | \(blanks)\(carets)\(label)")
    for hint in diagnostic.hints {
      for line in hint.split(separator: "\n", omittingEmptySubsequences: false) {
        lines.append("  " + DisplayText.escaped(String(line)))
      }
    }
    return lines.joined(separator: "\n") + "\n"
  }

  /// Returns the line for a note, such as `note[N401]: 0 rows`.
  public static func text(_ note: AnswerNote) -> String {
    "note[\(note.code)]: \(DisplayText.escaped(note.message))\n"
  }

  // MARK: Places

  /// Where a diagnostic starts: line and column from 1, the column in Unicode scalars.
  struct Place: Hashable {
    var line: Int
    var column: Int
  }

  func place(of offset: Int) -> Place {
    let offset = min(max(offset, 0), source.count)
    let start = lineStart(offset)
    let line = source[..<start].count { $0 == 0x0A } + 1
    var column = 1
    var next = start
    while next < offset {
      next += ScalarReader.scalar(in: source, at: next).length
      column += 1
    }
    return Place(line: line, column: column)
  }

  private func lineStart(_ offset: Int) -> Int {
    var start = offset
    while start > 0, source[start - 1] != 0x0A { start -= 1 }
    return start
  }

  private struct Echo {
    var line = ""
    var before = 0
    var width = 0
  }

  /// The widest part of a line before and after the place that is shown.
  private static let context = 400

  private func echo(_ span: SourceSpan) -> Echo {
    var lower = min(max(span.lower, 0), source.count)
    // The end of a text that ends with a line feed is shown on the last line that has text.
    while span.lower >= source.count, lower > 0, ASCII.isSpace(source[lower - 1]) { lower -= 1 }
    let start = lineStart(lower)
    var end = lower
    while end < source.count, source[end] != 0x0A { end += 1 }
    if end > start, source[end - 1] == 0x0D { end -= 1 }
    let upper = min(max(span.upper, lower), end)

    var echo = Echo()
    var offset = start
    if lower - start > Self.context {
      offset = boundary(lower - Self.context)
      echo.line = "…"
      echo.before = 1
    }
    let limit = min(end, max(upper, lower) + Self.context)
    while offset < limit {
      let (shown, length) = shownScalar(at: offset)
      let width = DisplayText.width(shown)
      if offset < lower {
        echo.before += width
      } else if offset < upper {
        echo.width += width
      }
      echo.line += shown
      offset += length
    }
    if limit < end { echo.line += "…" }
    return echo
  }

  /// Returns the first offset from the given one at which a scalar starts.
  private func boundary(_ offset: Int) -> Int {
    var offset = offset
    while offset < source.count, source[offset] & 0xC0 == 0x80 { offset += 1 }
    return offset
  }

  private func shownScalar(at offset: Int) -> (text: String, length: Int) {
    let (scalar, length) = ScalarReader.scalar(in: source, at: offset)
    guard let scalar else {
      let hex = String(source[offset], radix: 16, uppercase: true)
      return ("\\x" + (hex.count == 1 ? "0" : "") + hex, 1)
    }
    return (scalar == "\t" ? " " : DisplayText.shown(scalar), length)
  }
}
