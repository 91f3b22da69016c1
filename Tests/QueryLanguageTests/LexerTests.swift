import Testing
import Versions

@testable import QueryLanguage

@Suite("Tokens")
struct LexerTests {
  /// Returns the tokens of a text up to the end.
  private func tokens(_ text: String) -> [Token] {
    var lexer = Lexer(Array(text.utf8))
    var tokens: [Token] = []
    while true {
      let token = lexer.next()
      if token.kind == .end { return tokens }
      tokens.append(token)
    }
  }

  private func kinds(_ text: String) -> [TokenKind] { tokens(text).map(\.kind) }

  @Test(
    "A version is one token that ends before two dots",
    arguments: [
      "1.28.0", "v1.28.0", "v1.28.0-rc.1", "v1.8.5.1", "v1.0.0a", "v3.0.0.beta4",
      "v2.0.0+incompatible", "v0.0.0-20240101000000-abcdef123456", "v1.0.0-rc-1+build.5-x",
    ])
  func version(_ text: String) throws {
    let version = try #require(Version(text))
    #expect(kinds(text) == [.version(version)])
    #expect(kinds(text + ")") == [.version(version), .punctuation(.close)])
    #expect(kinds(text + "..x") == [.version(version), .punctuation(.range), .word("x")])
  }

  @Test(
    "A range of versions is one token",
    arguments: ["^v1.27", "~v1.27.3", "v1.27.x", "v1.x", "^v0.0.3", "^v0", "1.27.x", "^1.2.3"])
  func versionRange(_ text: String) throws {
    let range = try #require(VersionRange(text))
    #expect(kinds(text) == [.versionRange(range)])
  }

  @Test(
    "A part of a version is an error that offers whole versions and ranges",
    arguments: [
      ("v1.28", "write v1.28.0, or v1.28.x for all of them"),
      ("v1.28-rc.1", "write v1.28.0-rc.1"),
      ("^1.27", "write ^v1.27"), ("1.x", "write v1.x"), ("v1.28.*", "write v1.28.x"),
    ])
  func partialVersion(_ text: String, _ label: String) {
    let problems = tokens(text).flatMap(\.problems)
    #expect(problems.map(\.code) == ["E006"])
    #expect(problems.map(\.label) == [label])
  }

  @Test("A word that starts like a version is a word")
  func versionLikeWords() {
    #expect(kinds("v1") == [.word("v1")])
    #expect(kinds("v1_count v2x") == [.word("v1_count"), .word("v2x")])
    #expect(kinds("v.x") == [.word("v"), .punctuation(.dot), .word("x")])
  }

  @Test(
    "A time is microseconds since 1970 in UTC",
    arguments: [
      ("1970-01-01", 0), ("1969-12-31T23:59:59.999999Z", -1),
      ("2024-02-29", 1_709_164_800_000_000), ("2000-02-29T00:00", 951_782_400_000_000),
      ("2024-05-01T12:00Z", 1_714_564_800_000_000),
      ("2024-05-01T12:00:30.5+02:00", 1_714_557_630_500_000),
      ("2024-05-01T00:00-05:30", 1_714_541_400_000_000),
      ("2024-05-01T12:00:00.000001", 1_714_564_800_000_001),
      ("0000-01-01", -62_167_219_200_000_000), ("9999-12-31", 253_402_214_400_000_000),
      ("2024-05-01T00:00+14:00", 1_714_471_200_000_000),
    ] as [(String, Int64)])
  func time(_ text: String, _ micros: Int64) {
    #expect(kinds(text) == [.time(micros)])
  }

  @Test(
    "A time that no calendar has is refused with the reason",
    arguments: [
      ("2024-13-01", "there is no month 13"), ("2024-02-30", "the month has no day 30"),
      ("1900-02-29", "the month has no day 29"), ("2024-04-31", "the month has no day 31"),
      ("2024-01-00", "the month has no day 0"), ("2024-5-1", "the month needs two digits"),
      ("2024-05", "a date is YYYY-MM-DD"), ("2024-05-01T24:00", "there is no hour 24"),
      ("2024-05-01T12:60", "there is no minute 60"),
      ("2024-05-01T12:00:60", "there is no second 60"),
      ("2024-05-01T12", "a time of day is HH:MM"),
      ("2024-05-01T12:00+15:00", "a zone is at most 14:00 away from UTC"),
      ("2024-05-01T12:00+02", "a zone is Z, +HH:MM or -HH:MM"),
      ("2024-05-01T12:00:00.1234567", "a second has at most six decimals"),
      ("2024-05-01t12:00", "an upper-case T stands between date and time of day"),
    ])
  func badTime(_ text: String, _ reason: String) {
    let problems = tokens(text).flatMap(\.problems)
    #expect(problems.map(\.message) == ["\"\(text)\" is not a time: \(reason)"])
  }

  @Test(
    "A duration adds its parts",
    arguments: [
      ("7d", 604_800_000_000), ("1d12h", 129_600_000_000), ("90m", 5_400_000_000),
      ("2w", 1_209_600_000_000), ("0s", 0), ("1h1m1s", 3_661_000_000),
    ] as [(String, Int64)])
  func duration(_ text: String, _ micros: Int64) {
    #expect(kinds(text) == [.duration(micros)])
  }

  @Test(
    "A duration without a fixed length, a known unit or room is refused",
    arguments: ["3months", "1y", "2mo", "10ms", "1d12", "1.5h", "99999999999999w", "1D"])
  func badDuration(_ text: String) {
    #expect(tokens(text).flatMap(\.problems).map(\.code) == ["E008"])
  }

  @Test("Object names have 4 to 64 digits and are read in lower case")
  func objectNames() {
    #expect(kinds("sha:9F3c1ab") == [.sha("9f3c1ab")])
    #expect(kinds("sha256:4bf2") == [.digest("4bf2")])
    let longest = String(repeating: "a", count: 64)
    #expect(kinds("sha256:" + longest) == [.digest(longest)])
    for text in ["sha:9f3", "sha:xyz1", "sha256:\(longest)a", "sha:9f3c_1"] {
      #expect(tokens(text).flatMap(\.problems).map(\.code) == ["E009"], "\(text)")
    }
    #expect(kinds("sha = sha: x").count == 5)
  }

  @Test("Numbers have at most one dot")
  func numbers() {
    #expect(kinds("42 1.5 007") == [.integer(42), .real(1.5), .integer(7)])
    #expect(kinds("9223372036854775807") == [.integer(.max)])
    #expect(kinds("1..2") == [.integer(1), .punctuation(.range), .integer(2)])
    #expect(tokens("9223372036854775808").flatMap(\.problems).map(\.code) == ["E005"])
    #expect(tokens("5-3").flatMap(\.problems).map(\.code) == ["E005"])
    #expect(tokens("1_000").flatMap(\.problems).map(\.code) == ["E005"])
  }

  @Test(
    "A string stands for the bytes of its text and escapes",
    arguments: [
      (#""a'b""#, Array("a'b".utf8)), (#"'a"b'"#, Array("a\"b".utf8)), (#""""#, []),
      (#""\"\'\\\n\t""#, Array("\"'\\\n\t".utf8)), (#""\u{E9}\u{1F600}""#, Array("é😀".utf8)),
      (#""\xff\x41""#, [0xFF, 0x41]), ("\"日本 \u{00A0}$x\"", Array("日本 \u{00A0}$x".utf8)),
    ] as [(String, [UInt8])])
  func string(_ text: String, _ bytes: [UInt8]) {
    #expect(kinds(text) == [.string(bytes)])
    #expect(tokens(text).flatMap(\.problems).isEmpty)
  }

  @Test(
    "An unknown escape or a missing quote is an error",
    arguments: [
      #""\q""#, #""\x4""#, #""\u{}""#, #""\u{D800}""#, #""\u{110000}""#, #""\u41""#, "\"abc",
      "'abc\n'", #""abc\"#, #""abc\""#,
    ])
  func badString(_ text: String) {
    #expect(tokens(text).first?.problems.first?.code == "E004")
  }

  @Test("A comment starts after a space or at the start of a line")
  func comments() {
    #expect(kinds("-- all\na -- rest | x\n--b\n c") == [.word("a"), .word("c")])
    #expect(
      kinds("a--b") == [
        .word("a"), .punctuation(.minus), .punctuation(.minus), .word("b"),
      ])
  }

  @Test("Every operator is read by its longest form")
  func operators() {
    for mark in Punctuation.allCases {
      #expect(kinds(mark.rawValue) == [.punctuation(mark)])
    }
    #expect(kinds("a<=b") == [.word("a"), .punctuation(.lessOrEqual), .word("b")])
    #expect(kinds("$from..$to") == [.parameter("from"), .punctuation(.range), .parameter("to")])
  }

  @Test(
    "An operator of another language is an error and reads as the one of this language",
    arguments: [
      ("==", "write =", .punctuation(.equal)), ("<>", "write !=", .punctuation(.notEqual)),
      ("&&", "write and", .word("and")), ("||", "write or", .word("or")),
      ("~=", "write matches", .word("matches")), ("!", "write not", .word("not")),
    ] as [(String, String, TokenKind)])
  func foreignOperators(_ text: String, _ label: String, _ kind: TokenKind) {
    let token = tokens(text + " x").first
    #expect(token?.kind == kind)
    #expect(token?.problems.map(\.label) == [label])
  }

  @Test(
    "An invisible character outside a string is named",
    arguments: [
      ("\u{00A0}", "U+00A0 NO-BREAK SPACE"), ("\u{200B}", "U+200B ZERO WIDTH SPACE"),
      ("\u{FEFF}", "U+FEFF ZERO WIDTH NO-BREAK SPACE"), ("\u{2028}", "U+2028 LINE SEPARATOR"),
      ("\u{202E}", "U+202E RIGHT-TO-LEFT OVERRIDE"), ("\u{3000}", "U+3000 IDEOGRAPHIC SPACE"),
      ("\u{0000}", "U+0000 NULL"), ("\u{001B}", "U+001B ESCAPE"),
    ])
  func invisible(_ character: String, _ name: String) {
    let found = faults("commits |\(character)count")
    #expect(found.map(\.message) == ["the query holds the character \(name)"])
    #expect(found.map(\.span) == [SourceSpan(9, 9 + character.utf8.count)])
  }
}
