/// Parts of versions in slices of names, for readers that look for a version inside a name.
///
/// Whole versions are read by `SemanticReader`.
enum LooseVersion {
  /// Takes the numbers that the text begins with, separated by single dots.
  static func takeNumbers(_ text: inout ArraySlice<UInt8>) -> [ArraySlice<UInt8>]? {
    var numbers: [ArraySlice<UInt8>] = []
    while true {
      let number = text.prefix(while: \.isDigit)
      guard !number.isEmpty else { return nil }
      numbers.append(number)
      text = text[number.endIndex...]
      guard text.first == ASCII.dot, text.dropFirst().first?.isDigit == true else { return numbers }
      text.removeFirst()
    }
  }

  /// The identifiers between dots, none of them empty; nil if a byte is not allowed.
  static func identifiers(_ text: ArraySlice<UInt8>) -> [ArraySlice<UInt8>]? {
    let parts = text.split(separator: ASCII.dot, omittingEmptySubsequences: false)
    guard parts.allSatisfy({ !$0.isEmpty && $0.allSatisfy(\.isIdentifier) }) else { return nil }
    return parts
  }

  /// Whether the word names a stage before a release.
  static func isStage(_ word: ArraySlice<UInt8>) -> Bool {
    word.withUnsafeBufferPointer { StageWords.isStage($0, 0..<$0.count) }
  }
}
