/// The lines of a text, one after the other.
///
/// A line ends at a line feed, and its bytes go without that and a carriage return before it. A text
/// that ends with a line feed has no empty line behind it.
struct Lines: Sequence, IteratorProtocol {
  private let text: ArraySlice<UInt8>
  private(set) var position: Int

  init(_ text: ArraySlice<UInt8>) {
    self.text = text
    position = text.startIndex
  }

  mutating func next() -> ArraySlice<UInt8>? {
    guard position < text.endIndex else { return nil }
    let start = position
    var end = text[start...].firstIndex(of: UInt8(ascii: "\n")) ?? text.endIndex
    position = Swift.min(end + 1, text.endIndex)
    if end > start, text[end - 1] == UInt8(ascii: "\r") { end -= 1 }
    return text[start..<end]
  }
}

extension ArraySlice<UInt8> {
  /// Whether the line consists of three or more hyphens, as hosts put between the parts of a
  /// squashed message.
  var isSeparatorLine: Bool {
    let line = trimmedAtEnd()
    return line.count >= 3 && line.allSatisfy { $0 == UInt8(ascii: "-") }
  }
}
