internal import Versions

// Numbers, versions, ranges of versions, durations and object names. All of them are one token
// each, which is possible because a binary `+` or `-` needs a space on both sides.
extension Lexer {
  /// Returns the token that starts with a digit.
  func number(at start: Int) -> Token {
    if let time = time(at: start) { return time }
    let parts = numericParts(from: start)
    if parts.count >= 3 || parts.wildcard { return versionLike(at: start, parts) }
    let end = literalRunEnd(from: start)
    if end == parts.end {
      let span = SourceSpan(start, end)
      let text = text(span)
      if parts.count == 1 {
        guard let value = Int64(text) else {
          return invalid(ParseDiagnostics.integerTooLarge(text, span))
        }
        return Token(kind: .integer(value), span: span)
      }
      return Token(kind: .real(Double(text) ?? 0), span: span)
    }
    if parts.count == 1, ASCII.isLetter(byte(parts.end)) { return duration(at: start) }
    let span = SourceSpan(start, end)
    let text = text(span)
    if parts.count == 2, ASCII.isLetter(byte(parts.end)) {
      return invalid(ParseDiagnostics.fractionalDuration(text, span))
    }
    return invalid(ParseDiagnostics.malformedNumber(text, span))
  }

  /// Returns the version or range that starts with `v` and a digit, or nil for other words.
  func prefixedVersion(at start: Int) -> Token? {
    guard byte(start) == UInt8(ascii: "v"), ASCII.isDigit(byte(start + 1)) else { return nil }
    let parts = numericParts(from: start + 1)
    guard parts.count > 1 || parts.wildcard else { return nil }
    return versionLike(at: start, parts)
  }

  /// Returns the range that starts with `^` or `~`, or nil when no version follows.
  func caretRange(at start: Int) -> Token? {
    let hasPrefix = byte(start + 1) == UInt8(ascii: "v")
    let digits = start + (hasPrefix ? 2 : 1)
    guard ASCII.isDigit(byte(digits)) else { return nil }
    let parts = numericParts(from: digits)
    let span = SourceSpan(start, literalRunEnd(from: digits))
    let text = text(span)
    if !hasPrefix, parts.count < 3 {
      let fixed = String(text.prefix(1)) + "v" + text.dropFirst()
      var token = invalid(ParseDiagnostics.rangeNeedsPrefix(text, instead: fixed, span))
      if let range = VersionRange(fixed) { token.kind = .versionRange(range) }
      return token
    }
    guard let range = VersionRange(text) else {
      return invalid(ParseDiagnostics.malformedVersionRange(text, span))
    }
    return Token(kind: .versionRange(range), span: span)
  }

  private struct NumericParts {
    /// How many numbers, separated by single dots.
    var count = 0
    /// The end of the last number, or of the wildcard.
    var end: Int
    /// Whether `.x` follows the numbers.
    var wildcard = false
  }

  private func numericParts(from start: Int) -> NumericParts {
    var parts = NumericParts(end: start)
    var offset = start
    while ASCII.isDigit(byte(offset)) {
      while ASCII.isDigit(byte(offset)) { offset += 1 }
      parts.count += 1
      parts.end = offset
      guard byte(offset) == UInt8(ascii: ".") else { break }
      offset += 1
    }
    if byte(parts.end) == UInt8(ascii: "."), parts.count < 3 {
      let mark = byte(parts.end + 1)
      let after = byte(parts.end + 2)
      if mark == UInt8(ascii: "x") || mark == UInt8(ascii: "X") || mark == UInt8(ascii: "*"),
        !ASCII.isWord(after), after != UInt8(ascii: "(")
      {
        parts.wildcard = true
        parts.end += 2
      }
    }
    return parts
  }

  private func versionLike(at start: Int, _ parts: NumericParts) -> Token {
    let hasPrefix = byte(start) == UInt8(ascii: "v")
    if parts.wildcard { return wildcardRange(at: start, parts, hasPrefix: hasPrefix) }
    let span = SourceSpan(start, versionEnd(after: parts.end))
    let text = text(span)
    if parts.count < 3 {
      let base = self.text(SourceSpan(start, parts.end))
      var token = invalid(ParseDiagnostics.partialVersion(text, base: base, span))
      if let version = Version(base + ".0") { token.kind = .version(version) }
      return token
    }
    if ASCII.isWord(byte(span.upper)) || byte(span.upper) >= 0x80 {
      let run = SourceSpan(start, max(literalRunEnd(from: start), span.upper))
      return invalid(ParseDiagnostics.malformedVersion(self.text(run), run))
    }
    guard let version = Version(text) else {
      return invalid(ParseDiagnostics.malformedVersion(text, span))
    }
    return Token(kind: .version(version), span: span)
  }

  private func wildcardRange(
    at start: Int, _ parts: NumericParts, hasPrefix: Bool
  ) -> Token {
    let span = SourceSpan(start, parts.end)
    let written = text(span)
    let canonical = String(written.dropLast()) + "x"
    let fixed = hasPrefix || parts.count == 2 ? canonical : "v" + canonical
    let range = VersionRange(fixed)
    if fixed != written {
      var token = invalid(ParseDiagnostics.rangeNeedsPrefix(written, instead: fixed, span))
      if let range { token.kind = .versionRange(range) }
      return token
    }
    guard let range else {
      return invalid(ParseDiagnostics.malformedVersionRange(written, span))
    }
    return Token(kind: .versionRange(range), span: span)
  }

  /// Returns the end of `[A-Za-z0-9.]*(-pre)?(+build)?`; a dot counts only before a letter or digit.
  private func versionEnd(after numbers: Int) -> Int {
    func run(_ offset: Int, dashes: Bool) -> Int {
      var end = offset
      while true {
        let next = byte(end)
        let isDot = next == UInt8(ascii: ".") && ASCII.isAlphanumeric(byte(end + 1))
        let isDash = dashes && next == UInt8(ascii: "-")
        guard ASCII.isAlphanumeric(next) || isDot || isDash else { return end }
        end += 1
      }
    }
    var end = run(numbers, dashes: false)
    for mark in [UInt8(ascii: "-"), UInt8(ascii: "+")]
    where byte(end) == mark && ASCII.isAlphanumeric(byte(end + 1)) {
      end = run(end + 1, dashes: true)
    }
    return end
  }

  // MARK: Durations

  /// Microseconds of each unit.
  private static let units: [String: Int64] = [
    "w": 604_800_000_000, "d": 86_400_000_000, "h": 3_600_000_000, "m": 60_000_000,
    "s": 1_000_000,
  ]

  private static let calendarUnits: Set<String> = [
    "mo", "mon", "month", "months", "y", "yr", "yrs", "year", "years", "M", "q", "quarter",
  ]

  private func duration(at start: Int) -> Token {
    var end = start
    while ASCII.isWord(byte(end)) { end += 1 }
    let span = SourceSpan(start, end)
    let text = text(span)
    var total: Int64 = 0
    var offset = start
    while offset < span.upper {
      let digits = offset
      while ASCII.isDigit(byte(offset)) { offset += 1 }
      let unitStart = offset
      while offset < span.upper, !ASCII.isDigit(byte(offset)) { offset += 1 }
      let unit = self.text(SourceSpan(unitStart, offset))
      if Self.calendarUnits.contains(unit) {
        return invalid(ParseDiagnostics.calendarDuration(text, span))
      }
      guard unitStart > digits, let micros = Self.units[unit] else {
        if text.utf8.count >= 6, text.utf8.allSatisfy(ASCII.isHex) {
          return invalid(ParseDiagnostics.bareObjectName(text, span))
        }
        return invalid(ParseDiagnostics.malformedDuration(text, unit: unit, span))
      }
      guard let count = Int64(self.text(SourceSpan(digits, unitStart))) else {
        return invalid(ParseDiagnostics.durationTooLong(text, span))
      }
      let (part, overflow) = count.multipliedReportingOverflow(by: micros)
      let (sum, overflow2) = total.addingReportingOverflow(part)
      if overflow || overflow2 { return invalid(ParseDiagnostics.durationTooLong(text, span)) }
      total = sum
    }
    return Token(kind: .duration(total), span: span)
  }

  // MARK: Object names

  /// Returns `sha:` or `sha256:` with its digits in lower case.
  func objectName(at start: Int, digits: Int, isDigest: Bool) -> Token {
    var end = digits
    while ASCII.isWord(byte(end)) { end += 1 }
    let span = SourceSpan(start, end)
    let hex = text(SourceSpan(digits, end)).lowercased()
    if let problem = ParseDiagnostics.objectName(
      hex, kind: isDigest ? "sha256" : "sha", span)
    {
      return invalid(problem)
    }
    return Token(kind: isDigest ? .digest(hex) : .sha(hex), span: span)
  }
}
