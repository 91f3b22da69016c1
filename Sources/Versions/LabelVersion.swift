extension Version {
  /// Returns the version that the label or annotation of an image says, null if it says none for
  /// certain.
  ///
  /// Labels are written by tools, or come from the image below: `ubuntu-1.28.1-arm64` says 1.28.1,
  /// but `24.04`, `main`, `0` and a text with two versions say nothing. Flavours and platforms
  /// around the version are left out; it has at least three numbers.
  public init?(label: [UInt8]) {
    let words = label.split(separator: ASCII.minus, omittingEmptySubsequences: false)
    let start = words.firstIndex { !TagWords.isFlavour($0) } ?? words.endIndex
    let end = words.lastIndex { !TagWords.isFlavour($0) } ?? words.startIndex
    guard start <= end else { return nil }
    let candidates = words.count { Self.hasThreeNumbers($0) }
    let text = Array(words[start...end].joined(separator: [ASCII.minus]))
    let reading = classifyTag(text)
    guard candidates == 1, Self.hasThreeNumbers(words[start]), TagList.isVersion(reading.class),
      let version = reading.version
    else { return nil }
    self = version
  }

  private static func hasThreeNumbers(_ word: ArraySlice<UInt8>) -> Bool {
    var rest = word.first?.isVersionV == true ? word.dropFirst() : word
    let end = rest.firstIndex { !$0.isDigit && $0 != ASCII.dot } ?? rest.endIndex
    rest = rest[..<end]
    return rest.split(separator: ASCII.dot).count >= 3
  }
}
