/// The errors of the lexer and the parser: all their codes and texts.
///
/// Codes from E001 on are about the text alone; none needs to know relations, refs or types.
/// This file holds what is wrong with a single token.
enum ParseDiagnostics {
  static let unexpectedCode = "E001"
  static let limitCode = "E016"

  /// Returns a part of the query in quotes, shortened if long.
  static func quoted(_ text: String) -> String {
    let scalars = text.unicodeScalars
    if scalars.count <= 60 { return "\"\(text)\"" }
    return "\"\(String(String.UnicodeScalarView(scalars.prefix(57))))…\""
  }

  // MARK: E001 Another token was expected

  static func unexpected(
    found token: Token, text: String, expected: String, _ place: Surroundings
  ) -> Diagnostic {
    var label: String?
    var hints: [String] = []
    var span = token.span
    var found = quoted(text)
    switch token.kind {
    case .word(let word):
      label = self.label(forWord: word, expected: expected, place)
      if label == nil, Words.reserved.contains(word) {
        hints = ["\(quoted(word)) is a reserved word"]
      }
      if NearNames.stageSynonym(word) != nil, label?.hasPrefix("write |") == true,
        place.next.kind == .word("by")
      {
        span = span.union(place.next.span)
      }
    case .end: found = "the end of the query"
    case .string: found = "the text \(text.utf8.count <= 60 ? text : "\(text.prefix(57))…")"
    default: break
    }
    label = label ?? self.label(for: token.kind, text: text, expected: expected, place)
    if token.kind == .punctuation(.slash) {
      hints = ["a comment is written --, after a space or at the start of a line"]
    }
    return Diagnostic(
      code: unexpectedCode, message: "expected \(expected), found \(found)", span: span,
      label: label, hints: hints)
  }

  // MARK: E002 Characters

  static func invisible(_ scalar: Unicode.Scalar, _ span: SourceSpan) -> Diagnostic {
    Diagnostic(
      code: "E002", message: "the query holds the character \(scalar.codePointAndName)",
      span: span, label: "write a plain space, or nothing",
      hints: ["such characters are allowed inside quotes only"])
  }

  static func unexpectedCharacter(_ scalar: Unicode.Scalar?, _ span: SourceSpan) -> Diagnostic {
    var hints: [String] = []
    switch scalar {
    case "#": hints = ["a comment is written --"]
    case let scalar? where Lexer.isForeignQuote(scalar):
      hints = ["strings stand in \"…\" or '…'; names need no quotes"]
    case "[", "]", "{", "}": hints = ["lists stand in parentheses"]
    case "^", "~": hints = ["a range of versions is written ^v1.27 or ~v1.27.3"]
    case "&": hints = ["write and"]
    case let scalar? where scalar.value >= 0x80:
      hints = ["names of columns are ASCII; other text stands in quotes"]
    default: break
    }
    let shown = scalar.map { quoted(String(Character($0))) } ?? "a byte that is not UTF-8"
    let name = scalar.map { $0.value >= 0x80 ? " (\($0.codePointAndName))" : "" } ?? ""
    return Diagnostic(
      code: "E002", message: "\(shown)\(name) has no meaning here", span: span, hints: hints)
  }

  static func notUTF8(_ byte: UInt8, _ span: SourceSpan) -> Diagnostic {
    let hex = String(byte, radix: 16, uppercase: true)
    return Diagnostic(
      code: "E002", message: "the query is not UTF-8: byte 0x\(hex) at offset \(span.lower)",
      span: span, hints: ["in quotes, any byte can be written as an escape such as \\x\(hex)"])
  }

  // MARK: E003 Operators of other languages

  static func foreignOperator(
    _ text: String, instead: String, _ span: SourceSpan
  ) -> Diagnostic {
    Diagnostic(
      code: "E003", message: "there is no operator \(quoted(text))", span: span,
      label: "write \(instead)")
  }

  /// Returns the error for an infix word such as `like`, or nil for a word that is none.
  static func foreignWord(_ word: String, _ span: SourceSpan) -> Diagnostic? {
    let synonyms = NearNames.operatorSynonym(word)
    if synonyms.isEmpty { return nil }
    var hints: [String] = []
    switch synonyms {
    case [">=", "<="]: hints = ["a range is two comparisons: x >= a and x <= b"]
    case ["glob", "has"]: hints = ["glob: shell pattern, such as \"v1.*\"; has: part of the text"]
    case ["glob"]: hints = ["a shell pattern: \"abc*\" for the start, \"*abc\" for the end"]
    default: break
    }
    return Diagnostic(
      code: "E003", message: "there is no operator \(quoted(word))", span: span,
      label: "write \(synonyms.joined(separator: synonyms == [">=", "<="] ? " and " : " or "))",
      hints: hints)
  }

  static func infixNot(left: String, next: String, _ span: SourceSpan) -> Diagnostic {
    let next = NearNames.operatorSynonym(next).first ?? next
    return Diagnostic(
      code: "E003", message: "after a value, \"not\" is only followed by \"in\"", span: span,
      label: next == "=" ? "write !=" : "write not before the whole comparison",
      hints: next == "=" || left.utf8.count + next.utf8.count >= 60
        ? [] : ["write: not \(left) \(next) …"])
  }

  static func missingSpaces(_ text: String, _ span: SourceSpan) -> Diagnostic {
    Diagnostic(
      code: "E003", message: "\(quoted(text)) between two values needs a space on both sides",
      span: span, hints: ["without spaces it belongs to a name, a version or a time"])
  }

  // MARK: E004 Strings

  static func unterminatedString(_ text: String, _ span: SourceSpan) -> Diagnostic {
    let other = text.unicodeScalars.first(where: Lexer.isForeignQuote)
    return Diagnostic(
      code: "E004", message: "a string has no closing quote", span: span,
      label: "starts here, and ends on the same line",
      hints: [
        other.map { "\($0.codePointAndName) does not close it: write \(text.prefix(1))" }
          ?? "a line feed in a string is written \\n"
      ])
  }

  /// Returns the error for a string in typographic quotes, or a name in backticks.
  static func foreignQuotes(
    _ scalar: Unicode.Scalar, instead: String, _ span: SourceSpan
  ) -> Diagnostic {
    Diagnostic(
      code: "E002", message: "\(scalar.codePointAndName) is no quote of this language",
      span: span, label: instead.utf8.count < 60 ? "write \(instead)" : nil,
      hints: ["strings stand in \"…\" or '…'; names need no quotes"])
  }

  static func unknownEscape(_ text: String, _ span: SourceSpan) -> Diagnostic {
    Diagnostic(
      code: "E004", message: "\(quoted(text)) is no escape", span: span,
      hints: ["escapes: \\\" \\' \\\\ \\n \\t \\u{1F600} \\xFF"])
  }

  static func noScalar(_ text: String, isSurrogate: Bool, _ span: SourceSpan) -> Diagnostic {
    Diagnostic(
      code: "E004", message: "\(quoted(text)) is no character", span: span,
      label: isSurrogate ? "half of a pair of UTF-16" : "the last one is \\u{10FFFF}",
      hints: ["a character outside of the first 65,536 is written as one: \\u{1F600}"])
  }

  static func emptyParameterName(_ span: SourceSpan) -> Diagnostic {
    Diagnostic(
      code: "E004", message: "\"$\" is not followed by the name of a parameter", span: span)
  }

  // MARK: E005 Numbers

  static func integerTooLarge(_ text: String, _ span: SourceSpan) -> Diagnostic {
    Diagnostic(
      code: "E005", message: "\(quoted(text)) is too large for a whole number", span: span,
      label: "at most 9223372036854775807")
  }

  static func malformedNumber(_ text: String, _ span: SourceSpan) -> Diagnostic {
    let isSum = text.contains { $0 == "-" || $0 == "+" }
    return Diagnostic(
      code: "E005", message: "\(quoted(text)) is neither a number nor another value", span: span,
      hints: isSum ? ["\"+\" and \"-\" between two values need a space on both sides"] : [])
  }

  // MARK: E006 Versions

  static func partialVersion(_ text: String, base: String, _ span: SourceSpan) -> Diagnostic {
    let suffix = text.dropFirst(base.count)
    return Diagnostic(
      code: "E006", message: "\(quoted(text)) is only a part of a version", span: span,
      label: suffix.isEmpty
        ? "write \(base).0, or \(base).x for all of them" : "write \(base).0\(suffix)",
      hints: ["as a text it is in quotes: \(quoted(text))"])
  }

  static func malformedVersion(_ text: String, _ span: SourceSpan) -> Diagnostic {
    Diagnostic(
      code: "E006", message: "\(quoted(text)) is not a version", span: span,
      hints: ["a version looks like v1.28.0 or v1.28.0-rc.1"])
  }

  static func malformedVersionRange(_ text: String, _ span: SourceSpan) -> Diagnostic {
    Diagnostic(
      code: "E006", message: "\(quoted(text)) is not a range of versions", span: span,
      hints: ["a range looks like ^v1.27, ~v1.27.3, v1.27.x or v1.x"])
  }

  static func rangeNeedsPrefix(
    _ text: String, instead: String, _ span: SourceSpan
  ) -> Diagnostic {
    Diagnostic(
      code: "E006", message: "\(quoted(text)) is not a range of versions", span: span,
      label: "write \(instead)")
  }

  static func rangeAsValue(_ text: String, _ span: SourceSpan) -> Diagnostic {
    Diagnostic(
      code: "E006", message: "the range of versions \(quoted(text)) is not a value", span: span,
      label: "write version in \(text)")
  }

  // MARK: E007 Times

  static func malformedTime(_ text: String, reason: String, _ span: SourceSpan) -> Diagnostic {
    Diagnostic(
      code: "E007", message: "\(quoted(text)) is not a time: \(reason)", span: span,
      hints: ["a time looks like 2024-05-01, 2024-05-01T12:00Z or 2024-05-01T12:00:30+02:00"])
  }

  static func timeWithSpace(_ date: String, _ clock: String, _ span: SourceSpan) -> Diagnostic {
    Diagnostic(
      code: "E007", message: "a time has no space in it", span: span,
      label: "write \(date)T\(clock)")
  }

  static func expectedTime(found: Diagnostic) -> Diagnostic {
    guard found.code == unexpectedCode else { return found }
    return Diagnostic(
      code: unexpectedCode, message: found.message, span: found.span, label: found.label,
      hints: ["a time is 2024-05-01T12:00Z, now, today, yesterday, 7d ago or a parameter"])
  }

  // MARK: E008 Durations

  static func calendarDuration(_ text: String, _ span: SourceSpan) -> Diagnostic {
    Diagnostic(
      code: "E008", message: "\(quoted(text)) has no fixed length", span: span,
      label: "write days or weeks, such as 30d",
      hints: ["months and years differ in length, so durations are made of w, d, h, m and s"])
  }

  static func malformedDuration(_ text: String, unit: String, _ span: SourceSpan) -> Diagnostic {
    Diagnostic(
      code: "E008", message: "\(quoted(text)) is not a duration", span: span,
      label: unit.isEmpty ? "the last number has no unit" : "there is no unit \(quoted(unit))",
      hints: ["units: w (weeks), d (days), h (hours), m (minutes), s (seconds)"])
  }

  /// Returns the error for `1 month ago` and the like, or nil for a word that is no unit.
  static func spacedDuration(
    _ count: Int64, _ word: String, isAgo: Bool, _ span: SourceSpan
  ) -> Diagnostic? {
    guard let (unit, factor) = unitWords[word.lowercased()] else { return nil }
    let (total, overflow) = count.multipliedReportingOverflow(by: factor)
    let isCalendar = factor > 1
    return Diagnostic(
      code: "E008",
      message: isCalendar
        ? "\(quoted("\(count) \(word)")) has no fixed length"
        : "a duration is one word, found \(quoted("\(count) \(word)"))",
      span: span, label: overflow ? nil : "write \(total)\(unit)\(isAgo ? " ago" : "")",
      hints: isCalendar
        ? ["months and years differ in length, so durations are made of w, d, h, m and s"] : [])
  }

  /// The unit of a duration that a word means, and how many of it.
  private static let unitWords: [String: (String, Int64)] = [
    "s": ("s", 1), "sec": ("s", 1), "secs": ("s", 1), "second": ("s", 1), "seconds": ("s", 1),
    "m": ("m", 1), "min": ("m", 1), "mins": ("m", 1), "minute": ("m", 1), "minutes": ("m", 1),
    "h": ("h", 1), "hr": ("h", 1), "hrs": ("h", 1), "hour": ("h", 1), "hours": ("h", 1),
    "d": ("d", 1), "day": ("d", 1), "days": ("d", 1), "w": ("w", 1), "week": ("w", 1),
    "weeks": ("w", 1), "month": ("d", 30), "months": ("d", 30), "quarter": ("d", 91),
    "quarters": ("d", 91), "year": ("d", 365), "years": ("d", 365),
  ]

  static func fractionalDuration(_ text: String, _ span: SourceSpan) -> Diagnostic {
    Diagnostic(
      code: "E008", message: "\(quoted(text)) is not a duration", span: span,
      label: "write whole numbers, such as 1h30m",
      hints: ["units: w (weeks), d (days), h (hours), m (minutes), s (seconds)"])
  }

  static func durationTooLong(_ text: String, _ span: SourceSpan) -> Diagnostic {
    Diagnostic(code: "E008", message: "the duration \(quoted(text)) is too long", span: span)
  }

  static func durationWithoutAgo(_ text: String, _ span: SourceSpan) -> Diagnostic {
    Diagnostic(
      code: "E008", message: "the duration \(quoted(text)) is not a time", span: span,
      label: "write \(text) ago")
  }

  // MARK: E009 Object names

  static func bareObjectName(_ hex: String, _ span: SourceSpan) -> Diagnostic {
    Diagnostic(
      code: "E009", message: "\(quoted(hex)) is neither a number nor a duration", span: span,
      label: "write sha:\(hex.lowercased()) for the id of a commit")
  }

  /// Returns the error for digits that cannot follow `sha:` or `sha256:`, or nil.
  static func objectName(_ hex: String, kind: String, _ span: SourceSpan) -> Diagnostic? {
    let reason: String
    if !hex.utf8.allSatisfy({ ASCII.isHex($0) }) {
      reason = "it may hold the digits 0-9 and a-f only"
    } else if hex.utf8.count < 4 {
      reason = "it needs at least 4 digits"
    } else if hex.utf8.count > 64 {
      reason = "it has \(hex.utf8.count) digits, and the longest have 64"
    } else {
      return nil
    }
    let what = kind == "sha256" ? "digest" : "object id"
    return Diagnostic(
      code: "E009", message: "\(quoted("\(kind):\(hex)")) is no \(what): \(reason)", span: span)
  }
}
