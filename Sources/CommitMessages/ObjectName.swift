/// The names of commits as messages write them: 7 to 64 hexadecimal digits.
///
/// Seven is the shortest that git abbreviates to by itself, 40 and 64 are full names.
enum ObjectName {
  /// Returns the name that a text begins with, in lower case, and where it ends; null if it begins
  /// with none, or with one that goes on as a word.
  static func read(_ text: ArraySlice<UInt8>) -> (name: String, end: Int)? {
    let end = text.prefix(65).firstIndex { !$0.isHexDigit } ?? text.prefix(65).endIndex
    guard (7...64).contains(end - text.startIndex),
      end == text.endIndex || !text[end].isWordByte
    else { return nil }
    return (text[..<end].lowerCaseText, end)
  }

  /// Returns the names in a list such as `676104e, a215868 and 1234567`, which ends at the first
  /// other word, and where it ends.
  static func readList(_ text: ArraySlice<UInt8>) -> (names: [String], end: Int) {
    var names: [String] = []
    var rest = text
    while true {
      rest = rest.drop { $0.isBlank || $0 == UInt8(ascii: ",") || $0 == UInt8(ascii: "&") }
      if !names.isEmpty, let next = rest.dropping("and"), next.first?.isBlank ?? false {
        rest = next.drop(while: \.isBlank)
      }
      guard let (name, end) = read(rest) else { return (names, rest.startIndex) }
      names.append(name)
      rest = rest[end...]
    }
  }
}
