/// An item of a list in Markdown.
enum ListItem {
  /// Returns what an item holds, without its marker and the indentation that goes with it; text that is
  /// no item stays as it is.
  static func content(of markdown: String) -> String {
    let lines = markdown.split(separator: "\n", omittingEmptySubsequences: false)
    guard let first = lines.first, let width = markerWidth(of: first) else { return markdown }
    let rest = lines.dropFirst().map { line in
      line.dropFirst(min(width, line.prefix { $0 == " " }.count))
    }
    return ([first.dropFirst(width)] + rest).joined(separator: "\n")
  }

  /// The characters before the content: blanks, `-`, `*`, `+` or a number with `.` or `)`, blanks.
  private static func markerWidth(of line: Substring) -> Int? {
    var rest = line.drop { $0 == " " || $0 == "\t" }
    let digits = rest.prefix { $0.isASCII && $0.isNumber }
    rest = rest.dropFirst(digits.count)
    guard let mark = rest.first, (digits.isEmpty ? "-*+" : ".)").contains(mark) else { return nil }
    rest = rest.dropFirst()
    guard rest.isEmpty || rest.first == " " || rest.first == "\t" else { return nil }
    rest = rest.drop { $0 == " " || $0 == "\t" }
    return line.count - rest.count
  }
}
