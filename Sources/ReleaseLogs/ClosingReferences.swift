internal import Reports

/// Numbers of requests and issues in parentheses at the end of a text, such as ` (#7)`, ` (\#7, !8)` or
/// ` ([#7](https://git.example/pull/7))`.
enum ClosingReferences {
  /// Returns a text without what an entry has beside it: numbers of its request and its issues.
  ///
  /// Parentheses with anything else in them stay, and so does a text that is nothing else.
  static func removed(from text: [UInt8], said entry: ReleaseLog.Entry) -> [UInt8] {
    let end = text.lastIndex { !isSpace($0) && $0 != UInt8(ascii: ".") } ?? text.startIndex
    guard end < text.endIndex, text[end] == UInt8(ascii: ")"), let open = open(text, before: end),
      let last = text[..<open].lastIndex(where: { !isSpace($0) }), last < open - 1
    else { return text }
    let known = Set(
      entry.issues + [entry.pullRequest].compactMap { $0 }.map { Array("\($0)".utf8) })
    let names = text[(open + 1)..<end].split(separator: UInt8(ascii: ","))
    guard !names.isEmpty, names.allSatisfy({ number($0).map(known.contains) ?? false }) else {
      return text
    }
    return Array(text[...last] + text[(end + 1)...])
  }

  /// Returns where the parenthesis is opened that a place closes.
  private static func open(_ text: [UInt8], before end: Int) -> Int? {
    var depth = 1
    return text[..<end].lastIndex { byte in
      if byte == UInt8(ascii: ")") { depth += 1 }
      if byte == UInt8(ascii: "(") { depth -= 1 }
      return depth == 0
    }
  }

  /// Returns the digits of a number with its sign, alone or as a link; nil for other text.
  private static func number(_ text: ArraySlice<UInt8>) -> [UInt8]? {
    var text = text.drop(while: isSpace)
    while let last = text.last, isSpace(last) { text.removeLast() }
    if text.first == UInt8(ascii: "[") {
      guard let close = text.firstIndex(of: UInt8(ascii: "]")) else { return nil }
      let target = text[(close + 1)...]
      guard target.isEmpty || target.first == UInt8(ascii: "(") && !target.contains(where: isSpace)
      else { return nil }
      text = text[..<close].dropFirst()
    }
    if text.first == UInt8(ascii: "\\") { text = text.dropFirst() }
    guard let sign = text.first, sign == UInt8(ascii: "#") || sign == UInt8(ascii: "!") else {
      return nil
    }
    let digits = text.dropFirst()
    return !digits.isEmpty && digits.allSatisfy { 0x30...0x39 ~= $0 } ? Array(digits) : nil
  }

  private static func isSpace(_ byte: UInt8) -> Bool {
    byte == 0x20 || byte == 0x09 || byte == 0x0A || byte == 0x0D
  }
}
