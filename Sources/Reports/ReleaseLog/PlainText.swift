/// Plain text of several lines, such as the body of a commit.
enum PlainText {
  /// Returns the paragraphs of a text, each on one line: blank lines part them, other line ends are
  /// spaces.
  static func paragraphs(of text: [UInt8]) -> [[UInt8]] {
    var paragraphs: [[UInt8]] = []
    var current: [UInt8] = []
    for line in text.split(omittingEmptySubsequences: false, whereSeparator: { $0 == 0x0A }) {
      let words = trimmed(line)
      if words.isEmpty {
        if !current.isEmpty { paragraphs.append(current) }
        current = []
      } else {
        if !current.isEmpty { current.append(0x20) }
        current += words
      }
    }
    if !current.isEmpty { paragraphs.append(current) }
    return paragraphs
  }

  private static func trimmed(_ line: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
    func isSpace(_ byte: UInt8) -> Bool { byte == 0x20 || byte == 0x09 || byte == 0x0D }
    let start = line.firstIndex { !isSpace($0) } ?? line.endIndex
    let end = line.lastIndex { !isSpace($0) }.map { $0 + 1 } ?? start
    return line[start..<end]
  }
}
