internal import Versions

/// A punctuation mark or an operator.
enum Punctuation: String, CaseIterable, Hashable, Sendable {
  case pipe = "|"
  case comma = ","
  case semicolon = ";"
  case colon = ":"
  case open = "("
  case close = ")"
  case dot = "."
  case range = ".."
  case equal = "="
  case notEqual = "!="
  case less = "<"
  case lessOrEqual = "<="
  case greater = ">"
  case greaterOrEqual = ">="
  case plus = "+"
  case minus = "-"
  case star = "*"
  case slash = "/"
  case percent = "%"
}

/// What a token is, with its value.
enum TokenKind: Hashable, Sendable {
  /// An identifier or a reserved word.
  case word(String)
  /// `$name`, without the `$`.
  case parameter(String)
  /// The bytes that the quotes and escapes stand for.
  case string([UInt8])
  case integer(Int64)
  case real(Double)
  case version(Version)
  case versionRange(VersionRange)
  /// Microseconds since 1970 UTC.
  case time(Int64)
  /// Microseconds.
  case duration(Int64)
  /// Lower-case hex digits.
  case sha(String)
  /// Lower-case hex digits after `sha256:`.
  case digest(String)
  case punctuation(Punctuation)
  /// Text that no token can be made of; `Token.problems` says why.
  case invalid
  case end
}

/// A token, its place, and what is wrong with it or with the space before it.
///
/// A token with problems can still have a usable kind (`==` reads as `=`), so that parsing goes on
/// and finds further errors. The problems count only when the parser takes the token: in a ref
/// position it reads the same text again by other rules.
struct Token: Hashable, Sendable {
  var kind: TokenKind
  var span: SourceSpan
  var problems: [Diagnostic] = []
}

/// The words of the language.
enum Words {
  /// The only words that cannot name a column.
  static let reserved: Set<String> = [
    "and", "or", "not", "in", "is", "null", "true", "false", "as", "by", "of", "if", "now",
    "today", "yesterday",
  ]

  /// The names of the relations, which decide whether `in (name)` holds a pipeline.
  static let relations: Set<String> = [
    "projects", "repos", "commits", "tags", "branches", "images", "image_tags", "refs", "history",
    "moves", "releases", "lines", "changes", "headings", "changelogs", "modules", "deploys",
    "equivalents", "origins", "coverage", "findings",
  ]

  /// The stages there are, in the order of the documentation.
  static let stages = [
    "where", "select", "add", "sort", "take", "summarize", "distinct", "count", "expand", "join",
    "union",
  ]
}

/// Classes of ASCII bytes.
enum ASCII {
  static func isDigit(_ byte: UInt8) -> Bool { byte >= 0x30 && byte <= 0x39 }

  static func isLetter(_ byte: UInt8) -> Bool {
    let lower = byte | 0x20
    return lower >= 0x61 && lower <= 0x7A
  }

  static func isAlphanumeric(_ byte: UInt8) -> Bool { isDigit(byte) || isLetter(byte) }

  static func isWordStart(_ byte: UInt8) -> Bool { isLetter(byte) || byte == UInt8(ascii: "_") }

  static func isWord(_ byte: UInt8) -> Bool { isAlphanumeric(byte) || byte == UInt8(ascii: "_") }

  static func isSpace(_ byte: UInt8) -> Bool {
    byte == 0x20 || byte == 0x09 || byte == 0x0A || byte == 0x0D
  }

  static func isHex(_ byte: UInt8) -> Bool { hexValue(byte) != nil }

  static func hexValue(_ byte: UInt8) -> UInt8? {
    switch byte {
    case 0x30...0x39: byte - 0x30
    case 0x41...0x46: byte - 0x41 + 10
    case 0x61...0x66: byte - 0x61 + 10
    default: nil
    }
  }

  /// Returns whether the byte may stand in a ref that is written without quotes.
  static func isRef(_ byte: UInt8) -> Bool {
    if isWord(byte) { return true }
    switch byte {
    case UInt8(ascii: "."), UInt8(ascii: "/"), UInt8(ascii: "@"), UInt8(ascii: "+"),
      UInt8(ascii: ":"), UInt8(ascii: "-"):
      return true
    default:
      return false
    }
  }
}
