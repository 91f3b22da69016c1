internal import Reports

/// Numbers of requests and issues at the end of a text: in parentheses, such as ` (#7)`, ` (\#7, !8)` or
/// ` ([#7](https://git.example/pull/7))`, or one as the last word, such as ` #7`.
enum ClosingReferences {
  /// Returns a text without what an entry has beside it: numbers of its request and its issues.
  ///
  /// Parentheses with anything else in them stay, and so does a text that is nothing else.
  static func removed(from text: [UInt8], said entry: ReleaseLog.Entry) -> [UInt8] {
    let known = Set(
      entry.issues + [entry.pullRequest].compactMap { $0 }.map { Array("\($0)".utf8) })
    if known.isEmpty { return text }
    return withoutLastWord(text, known) ?? withoutParentheses(text, known)
  }

  /// Words that need the number after them.
  private static let leading: Set<String> = [
    "and", "bug", "by", "close", "closed", "closes", "fix", "fixed", "fixes", "for", "from", "in",
    "issue", "of", "or", "pr", "request", "resolve", "resolved", "resolves", "see", "to", "with",
  ]

  private static func withoutLastWord(_ text: [UInt8], _ known: Set<[UInt8]>) -> [UInt8]? {
    guard let space = text.lastIndex(where: isSpace),
      let number = number(text[(space + 1)...]), known.contains(number),
      let end = text[..<space].lastIndex(where: { !isSpace($0) })
    else { return nil }
    let start = text[...end].lastIndex(where: isSpace).map { $0 + 1 } ?? 0
    let word = String(decoding: text[start...end], as: UTF8.self).lowercased()
    return leading.contains(word) ? nil : Array(text[...end])
  }

  private static func withoutParentheses(_ text: [UInt8], _ known: Set<[UInt8]>) -> [UInt8] {
    let end = text.lastIndex { !isSpace($0) && $0 != UInt8(ascii: ".") } ?? text.startIndex
    guard end < text.endIndex, text[end] == UInt8(ascii: ")"), let open = open(text, before: end),
      let last = text[..<open].lastIndex(where: { !isSpace($0) }), last < open - 1
    else { return text }
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
