/// A Python version taken apart by PEP 440, in any of its spellings.
///
///     version = blanks ["v"] [number "!"] number {"." number} [pre] [post] [dev] ["+" local] blanks
///     pre     = [sep] ("alpha" | "a" | "beta" | "b" | "preview" | "pre" | "c" | "rc") [[sep] number]
///     post    = "-" number | [sep] ("post" | "rev" | "r") [[sep] number]
///     dev     = [sep] "dev" [[sep] number]
///     local   = segment {sep segment}, of letters and digits
///     sep     = "-" | "_" | "."
///
/// Words are read in any case. A missing number after a word is zero.
struct Pep440Reader {
  typealias Mark = VersionKey.Pep440Mark

  private let text: VersionBytes
  private var epoch = 0..<0
  private var release = 0..<0
  /// 0 without a prerelease, else the mark of its word.
  private var preWord: UInt8 = 0
  private var preNumber = 0..<0
  private var hasPost = false
  private var postNumber = 0..<0
  private var hasDev = false
  private var devNumber = 0..<0
  /// Empty without a local version.
  private var local = 0..<0

  init(_ text: VersionBytes) throws(VersionFault) {
    self.text = text
    var (start, end) = (0, text.count)
    while start < end, Self.isBlank(text[start]) { start += 1 }
    while end > start, Self.isBlank(text[end - 1]) { end -= 1 }
    if start == end { throw VersionFault(.empty, .version, 0..<text.count) }
    var i = text.at(start).isVersionV ? start + 1 : start
    try readRelease(&i)
    readPre(&i)
    readPost(&i)
    if skipWord("dev", &i) {
      hasDev = true
      devNumber = readNumber(&i)
    }
    if i < end, text[i] == ASCII.plus { try readLocal(&i, end) }
    if i < end { throw VersionFault(.unreadText, .version, i..<end) }
  }

  private static func isBlank(_ byte: UInt8) -> Bool {
    byte == 0x20 || (0x09...0x0D).contains(byte)
  }

  private mutating func readRelease(_ i: inout Int) throws(VersionFault) {
    var end = text.endOfDigits(i)
    if end > i, text.at(end) == UInt8(ascii: "!") {
      epoch = i..<end
      i = end + 1
      end = text.endOfDigits(i)
    }
    if end == i { throw VersionFault(.missingNumber, .release, at: i) }
    let start = i
    while text.at(end) == ASCII.dot, text.at(end + 1).isDigit { end = text.endOfDigits(end + 1) }
    release = start..<end
    i = end
  }

  private mutating func readPre(_ i: inout Int) {
    let words: [(StaticString, UInt8)] = [
      ("alpha", Mark.alpha), ("a", Mark.alpha), ("beta", Mark.beta), ("b", Mark.beta),
      ("preview", Mark.candidate), ("pre", Mark.candidate), ("c", Mark.candidate),
      ("rc", Mark.candidate),
    ]
    for (word, mark) in words where skipWord(word, &i) {
      preWord = mark
      preNumber = readNumber(&i)
      return
    }
  }

  private mutating func readPost(_ i: inout Int) {
    if text.at(i) == ASCII.minus, text.at(i + 1).isDigit {
      hasPost = true
      postNumber = i + 1..<text.endOfDigits(i + 1)
      i = postNumber.upperBound
    } else if skipWord("post", &i) || skipWord("rev", &i) || skipWord("r", &i) {
      hasPost = true
      postNumber = readNumber(&i)
    }
  }

  /// Passes over a word with an optional separator before it.
  private func skipWord(_ word: StaticString, _ i: inout Int) -> Bool {
    let start = Self.isSeparator(text.at(i)) ? i + 1 : i
    guard text.hasWord(word, at: start) else { return false }
    i = start + word.utf8CodeUnitCount
    return true
  }

  /// The digits after a word and an optional separator, which is passed over also without digits.
  private func readNumber(_ i: inout Int) -> Range<Int> {
    if Self.isSeparator(text.at(i)) { i += 1 }
    let start = i
    i = text.endOfDigits(i)
    return start..<i
  }

  private mutating func readLocal(_ i: inout Int, _ end: Int) throws(VersionFault) {
    let start = i + 1
    var isEmpty = true
    i = start
    while i < end {
      if Self.isSeparator(text[i]) {
        if isEmpty { throw VersionFault(.emptyIdentifier, .local, at: i) }
        isEmpty = true
      } else if text[i].isLetter || text[i].isDigit {
        isEmpty = false
      } else {
        throw VersionFault(.forbiddenByte, .local, i..<i + 1)
      }
      i += 1
    }
    if isEmpty { throw VersionFault(.emptyIdentifier, .local, at: end) }
    local = start..<end
  }

  private static func isSeparator(_ byte: UInt8) -> Bool {
    byte == ASCII.dot || byte == ASCII.minus || byte == ASCII.underscore
  }
}

extension Pep440Reader {
  /// Whether the version has a part that no other scheme has: an epoch, a post release by its word
  /// and after a dot, or a `.dev`.
  var isDistinctive: Bool {
    !epoch.isEmpty || hasPost && isAfterDot(postNumber, "post")
      || hasDev && isAfterDot(devNumber, "dev")
  }

  private func isAfterDot(_ number: Range<Int>, _ word: StaticString) -> Bool {
    let start = number.lowerBound - word.utf8CodeUnitCount
    return start > 0 && text.hasWord(word, at: start) && text[start - 1] == ASCII.dot
  }

  /// Writes the order key; its layout is described at `VersionKey`.
  func writeKey(into key: inout KeyBuffer) {
    key.append(VersionKey.Mark.pep440Family)
    key.append(number: epoch, of: text)
    writeRelease(into: &key)
    if preWord != 0 {
      key.append(preWord)
      key.append(number: preNumber, of: text)
    } else {
      key.append(hasDev && !hasPost ? Mark.onlyDev : Mark.noPre)
    }
    key.append(hasPost ? Mark.post : Mark.noPost)
    if hasPost { key.append(number: postNumber, of: text) }
    key.append(hasDev ? Mark.dev : Mark.noDev)
    if hasDev { key.append(number: devNumber, of: text) }
    forEachLocalSegment { segment in
      let isNumber = text.areDigits(segment)
      key.append(isNumber ? Mark.localNumber : Mark.localText)
      if isNumber {
        key.append(number: segment, of: text)
      } else {
        for i in segment { key.append(text[i].lowercased) }
        key.append(VersionKey.Mark.end)
      }
    }
    key.append(VersionKey.Mark.end)
  }

  private func writeRelease(into key: inout KeyBuffer) {
    var end = release.upperBound
    while end > release.lowerBound,
      text[end - 1] == ASCII.zero || text[end - 1] == ASCII.dot
    {
      end -= 1
    }
    // The zeros at the end of 1.10 belong to a number that is not zero.
    end = text.endOfDigits(end)
    var i = release.lowerBound
    var isFirst = true
    while isFirst || i < end {
      if !isFirst { key.append(VersionKey.Mark.component) }
      let numberEnd = text.endOfDigits(i)
      key.append(number: i..<numberEnd, of: text)
      isFirst = false
      i = numberEnd + 1
    }
  }

  private func forEachLocalSegment(_ body: (Range<Int>) -> Void) {
    var start = local.lowerBound
    while start < local.upperBound {
      var end = start
      while end < local.upperBound, !Self.isSeparator(text[end]) { end += 1 }
      body(start..<end)
      start = end + 1
    }
  }

  /// The normal form, which keeps zeros at the end of the release.
  var canonical: String {
    var result = text.isZero(epoch) ? "" : number(epoch) + "!"
    result += text[release].split(separator: ASCII.dot).map { digits in
      digits.significantDigits.isEmpty ? "0" : digits.significantDigits.asciiText
    }.joined(separator: ".")
    if preWord != 0 {
      result += preWord == Mark.alpha ? "a" : preWord == Mark.beta ? "b" : "rc"
      result += number(preNumber)
    }
    if hasPost { result += ".post" + number(postNumber) }
    if hasDev { result += ".dev" + number(devNumber) }
    var sign = "+"
    forEachLocalSegment { segment in
      result += sign
      result += text.areDigits(segment) ? number(segment) : text[segment].lowercased.asciiText
      sign = "."
    }
    return result
  }

  private func number(_ digits: Range<Int>) -> String {
    text.isZero(digits) ? "0" : text[digits].significantDigits.asciiText
  }
}
