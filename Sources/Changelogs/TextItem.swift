/// An item of a list in plain text or reStructuredText, found by bullets and indentation.
struct TextItem {
  /// The parts that are blocks of their own, with whether they are items.
  private var parts: [(isItem: Bool, bytes: [UInt8])] = []
  /// The line behind the item.
  private(set) var end: Int

  /// Reads the item that begins on a line; null if none does.
  ///
  /// - Parameter isEnd: Whether a line that is not indented ends the item, although no blank line
  ///   stands before it.
  static func read(
    _ source: SourceText, at line: Int, isEnd: (Int) -> Bool
  ) -> TextItem? {
    let first = source[line]
    guard let start = PlainTextBlocks.bullet(first) else { return nil }
    let indentation = PlainTextBlocks.indentation(first)
    var item = TextItem(end: line + 1)
    item.parts.append((true, Array(first[start...])))
    while item.end < source.lineCount {
      var isNewBlock = false
      if source.isBlank(item.end) {
        guard let next = nextText(source, item.end),
          PlainTextBlocks.indentation(source[next]) > indentation
        else { break }
        item.end = next
        isNewBlock = true
      }
      let next = source[item.end]
      let isInner = PlainTextBlocks.indentation(next) > indentation
      if let inner = PlainTextBlocks.bullet(next) {
        guard isInner else { break }
        item.parts.append((true, Array(next[inner...])))
      } else {
        guard isInner || !isEnd(item.end) else { break }
        if isNewBlock { item.parts.append((false, [])) }
        item.parts[item.parts.count - 1].bytes.append(.space)
        item.parts[item.parts.count - 1].bytes += next.trimmed
      }
      item.end += 1
    }
    return item
  }

  private init(end: Int) {
    self.end = end
  }

  /// Writes the parts as one line.
  func text(append: (ArraySlice<UInt8>, inout RichText) -> Void) -> RichText {
    var text = RichText()
    for part in parts {
      text.beginBlock(isItem: part.isItem)
      append(part.bytes[...], &text)
    }
    text.trim()
    return text
  }

  private static func nextText(_ source: SourceText, _ start: Int) -> Int? {
    var next = start
    // Further apart nothing belongs together.
    while next < source.lineCount, next < start + 3 {
      if !source.isBlank(next) { return next }
      next += 1
    }
    return nil
  }
}
