/// The limits on Markdown that would take its parser too much time or memory.
///
/// What exceeds them is read as plain text, and a problem says so.
package struct MarkdownLimits: Hashable, Sendable {
  /// The limit on the product of the number of lines and the depth of nesting: the parser looks at
  /// all open containers for each line, about 30 ns for each.
  package var maximumWork = 50_000_000
  /// The limit on characters that may each become a node of about 200 bytes.
  package var maximumMarkup = 4_000_000

  package init() {}

  /// Returns why a text is not parsed as Markdown, or null.
  func excess(in source: SourceText) -> ChangelogProblem? {
    var (depth, deepest) = (0, 0)
    for line in 0..<source.lineCount {
      let count = Self.containers(source[line])
      if count > depth { (depth, deepest) = (count, line) }
    }
    if depth * source.lineCount > maximumWork { return .deepNesting(depth, line: deepest + 1) }
    var markup = 0
    for byte in source.bytes where byte.isOne(of: "[]*_&!<>`\\") { markup += 1 }
    return markup > maximumMarkup ? .muchMarkup(markup, limit: maximumMarkup) : nil
  }

  /// Returns how many lists and quotes a line may at most lie in.
  private static func containers(_ line: ArraySlice<UInt8>) -> Int {
    var (count, width) = (0, 0)
    var place = line.startIndex
    while place < line.endIndex {
      let byte = line[place]
      switch byte {
      case .space: width += 1
      case 0x09: width += 4
      case UInt8(ascii: ">"): count += 1
      case UInt8(ascii: "-"), UInt8(ascii: "*"), UInt8(ascii: "+"):
        guard place + 1 == line.endIndex || line[place + 1].isBlank else {
          return count
        }
        count += 1 + width / 2
        width = 0
      case UInt8(ascii: "0")...UInt8(ascii: "9"): count += 1 + width / 2
      case .dot, UInt8(ascii: ")"): break
      default: return count
      }
      if byte.isDigit { width = 0 }
      place += 1
    }
    return count
  }
}
