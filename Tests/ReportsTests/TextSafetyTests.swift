import Foundation
import QueryLanguage
import Testing

@testable import Reports

@Suite("Text that came from elsewhere")
struct TextSafetyTests {
  /// Formats in which line feeds and tabs have a meaning of their own.
  private static let allowed: [AnswerFormat: Set<UInt32>] = [
    .table: [0x0A], .json: [0x0A], .jsonl: [0x0A], .csv: [0x09, 0x0A], .tsv: [0x09, 0x0A],
    .markdown: [0x0A], .html: [0x0A],
  ]

  @Test("No payload reaches a terminal, in any format", arguments: AnswerFormat.allCases)
  func payloadsAreEscaped(format: AnswerFormat) throws {
    for payload in payloads {
      for wrapped in [payload, Array("safe ".utf8) + payload + Array(" text, \"quoted\"".utf8)] {
        let bytes = try answerBytes(
          format, [("s", .text), ("v", .version), ("l", .list)],
          [[.bytes(wrapped), .bytes(wrapped), .bytes(wrapped)]],
          options: AnswerOptions(terminalWidth: 60))
        let text = try #require(String(validating: bytes, as: UTF8.self))
        let acting = text.unicodeScalars.filter { scalar in
          (scalar.value < 0x20 && Self.allowed[format]?.contains(scalar.value) != true)
            || (scalar.value >= 0x7F && isHidden(scalar.value))
        }
        #expect(acting.isEmpty, "\(format): \(wrapped)")
      }
    }
  }

  @Test(
    "Text for a person shows what cannot be seen",
    arguments: [
      ("plain", "plain"), ("Zoë 日本 😀 e\u{301}", "Zoë 日本 😀 e\u{301}"),
      ("a\nb\tc\rd", #"a\nb\tc\rd"#),
      ("\u{1B}[0m\u{07}\u{7F}", #"\x1b[0m\x07\x7f"#), ("\u{9B}x", #"\u{9B}x"#),
      ("\u{202E}", #"\u{202E}"#), ("\u{E0041}", #"\u{E0041}"#), (#"C:\new"#, #"C:\new"#), ("", ""),
      ("❤\u{FE0F}", "❤\u{FE0F}"), ("\u{10FFFD}", "\u{10FFFD}"),
    ])
  func shown(text: String, expected: String) {
    let shown = displayText(text)
    #expect(Array(shown.unicodeScalars) == Array(expected.unicodeScalars))
    #expect(displayText(shown) == shown)
  }

  @Test("Bytes that are not UTF-8 are shown one by one")
  func wrongBytesShown() {
    #expect(displayText([0x4D, 0xFC, 0x6C]) == #"M\xfcl"#)
    #expect(displayText([0xE2, 0x82]) == #"\xe2\x82"#)
    #expect(displayText([0xED, 0xA0, 0x80, 0x21]) == #"\xed\xa0\x80!"#)
  }

  @Test("Every ignorable character counts as hidden, but for the two presentation selectors")
  func hiddenCharacters() {
    for value in UInt32(0x7F)...0x10FFFF {
      guard let scalar = Unicode.Scalar(value), value != 0xFE0E, value != 0xFE0F else { continue }
      let properties = scalar.properties
      let acts =
        properties.isDefaultIgnorableCodePoint || properties.isNoncharacterCodePoint
        || properties.isBidiControl || properties.generalCategory == .control
        || properties.generalCategory == .lineSeparator
        || properties.generalCategory == .paragraphSeparator
      #expect(!acts || isHidden(value), "U+\(String(value, radix: 16))")
    }
    #expect(!isHidden(0xFE0F) && !isHidden(0xE9) && !isHidden(0x1F600))
  }

  @Test("JSON text reads back as the same text")
  func jsonRoundTrip() throws {
    var random = SystemRandomNumberGenerator()
    let alphabet = Array(
      "abcdefgh\"\\<>&/\n\t\r\u{0}\u{1}\u{1F}\u{7F}\u{80}é日😀\u{2028}\u{E0041}".unicodeScalars)
    for length in Array(0...40) + [8190, 8193, 20_000] {
      var text = String.UnicodeScalarView()
      for _ in 0..<length { text.append(alphabet.randomElement(using: &random) ?? "a") }
      let line = try answerBytes(.jsonl, [("s", .text)], [[.text(String(text))]])
      let object = try #require(
        JSONSerialization.jsonObject(with: Data(line)) as? [String: String])
      #expect(object.keys.sorted() == ["s"])
      #expect(Array(object["s", default: ""].utf8) == Array(String(text).utf8))
      #expect(!line.contains { $0 == 0x3C || $0 == 0x3E || $0 == 0x26 || $0 == 0x7F })
    }
  }

  @Test("Text that is not UTF-8 is repaired in JSON and given whole in base64", arguments: payloads)
  func jsonOfWrongBytes(payload: [UInt8]) throws {
    let bytes = try answerBytes(
      .json, [("s", .text), ("s_b64", .int)], [[.bytes(payload), .integer(1)]])
    let document = try #require(
      JSONSerialization.jsonObject(with: Data(bytes)) as? [String: Any])
    let row = try #require((document["rows"] as? [[String: Any]])?.first)
    #expect(row["s"] as? String == String(decoding: payload, as: UTF8.self))
    #expect(row["s_b64"] as? Int == 1)
    let isValid = String(validating: payload, as: UTF8.self) != nil
    let raw = (row["s_b64_b64"] as? String).flatMap { Data(base64Encoded: $0) }
    #expect(raw.map(Array.init) == (isValid ? nil : payload))
  }

  @Test("Wrong bytes are cut as Swift's own decoder cuts them")
  func wrongBytesAgainstSwift() throws {
    var random = SystemRandomNumberGenerator()
    let bytes: [UInt8] = [
      0x00, 0x41, 0x7F, 0x80, 0x8F, 0x90, 0x9F, 0xA0, 0xBF, 0xC1, 0xC2, 0xE0, 0xE1, 0xED, 0xEE,
      0xF0,
      0xF1, 0xF4, 0xF5, 0xFF,
    ]
    for _ in 0..<3000 {
      let text = (0..<12).map { _ in bytes.randomElement(using: &random) ?? 0 }
      let line = try answerBytes(.jsonl, [("s", .text)], [[.bytes(text)]])
      let object = try #require(
        JSONSerialization.jsonObject(with: Data(line)) as? [String: String])
      let expected = Array(String(decoding: text, as: UTF8.self).utf8)
      #expect(Array(object["s", default: ""].utf8) == expected, "\(text)")
    }
  }

  @Test(
    "A formula gets an apostrophe in CSV, whatever it hides behind",
    arguments: [
      ("=1+1", "'=1+1"), ("+1", "'+1"), ("-1", "'-1"), ("@SUM(A1)", "'@SUM(A1)"),
      ("\t=1", "'\t=1"), ("\r=1", "\"'\\r=1\""), ("＝1", "'＝1"), ("＠x", "'＠x"), (" =1", "\"' =1\""),
      ("\n=1", "\"'\n=1\""), ("\"=1\"", "\"'\"\"=1\"\"\""), ("\u{200B}=1", #"'\u{200B}=1"#),
      ("=cmd|'/c calc'!A0,1", "\"'=cmd|'/c calc'!A0,1\""), ("a=1", "a=1"), ("v1.0", "v1.0"),
      ("", ""), ("a,b", "\"a,b\""), ("two\nlines", "\"two\nlines\""), ("end ", "\"end \""),
    ])
  func csvFormulas(text: String, expected: String) throws {
    #expect(try answerText(.csv, [("s", .text)], [[.text(text)]]) == "s\n\(expected)\n")
  }

  @Test("Raw CSV keeps every byte but NUL")
  func rawCSV() throws {
    let bytes = try answerBytes(
      .csv, [("s", .text)], [[.bytes(Array("=\u{1B}\0\",".utf8) + [0xFF])]],
      options: AnswerOptions(rawCSV: true))
    #expect(bytes == Array("s\n\"=\u{1B}\\x00\"\",".utf8) + [0xFF] + Array("\"\n".utf8))
  }

  @Test(
    "Nothing in a value is Markdown",
    arguments: [
      ("**b** _i_ ~~s~~ `c`", #"\*\*b\*\* \_i\_ \~\~s\~\~ \`c\`"#),
      ("[x](http://evil) ![i](u)", #"\[x\](http\://evil) !\[i\](u)"#),
      ("<b>&amp; # 1. + - | \\", ##"\<b\>\&amp; \# 1. + - \| \\"##),
      ("www.evil.com $x$", #"www\.evil.com \$x\$"#), ("a\nb", #"a\\nb"#),
      ("released_at _a_ b_ _é_é", #"released_at \_a\_ b\_ \_é\_é"#),
      ("fix: v1.2.3 :tada: mailto:x", #"fix: v1.2.3 \:tada: mailto\:x"#),
      ("\u{202E}", #"\\u\{202E\}"#), ("a@b.c", "`a@b.c`"), ("`a`@``", "``` `a`@`` ```"),
      ("@a|b", #"`@a\|b`"#), (#"@a\|b"#, #"`@a\\x7cb`"#), (" @ ", "`  @  `"),
    ])
  func markdown(text: String, expected: String) throws {
    #expect(
      try answerText(.markdown, [("s", .text)], [[.text(text)]])
        == "| s |\n| --- |\n| \(expected) |\n")
  }
}
