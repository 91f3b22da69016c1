import StrictJSON
import Testing

@Suite("Documents that are refused")
struct RefusedDocumentTests {
  struct Refusal: Sendable {
    var document: [UInt8]
    var code: JSONError.Code
    /// `line:column message`.
    var text: String

    init(_ document: String, _ code: JSONError.Code, _ text: String) {
      self.init(Array(document.utf8), code, text)
    }

    init(_ document: [UInt8], _ code: JSONError.Code, _ text: String) {
      self.document = document
      self.code = code
      self.text = text
    }
  }

  static let cutOff: [Refusal] = [
    Refusal("", .unexpectedEnd, "1:1 expected a value, found the end"),
    Refusal(" \n ", .unexpectedEnd, "2:2 expected a value, found the end"),
    Refusal("[", .unexpectedEnd, "1:2 expected a value or \"]\", found the end"),
    Refusal("[1", .unexpectedEnd, "1:3 expected \",\" or \"]\", found the end"),
    Refusal("[1,", .unexpectedEnd, "1:4 expected a value, found the end"),
    Refusal("{", .unexpectedEnd, "1:2 expected a key in quotes or \"}\", found the end"),
    Refusal("{\"a\"", .unexpectedEnd, "1:5 expected \":\", found the end"),
    Refusal("{\"a\":", .unexpectedEnd, "1:6 expected a value, found the end"),
    Refusal("{\"a\":1", .unexpectedEnd, "1:7 expected \",\" or \"}\", found the end"),
    Refusal("{\"a\":1,", .unexpectedEnd, "1:8 expected a key in quotes, found the end"),
    Refusal("\"a", .unexpectedEnd, "1:3 expected the closing quote of a text, found the end"),
    Refusal(
      "\"\\", .unexpectedEnd,
      "1:3 expected one of \"\\/bfnrtu after the backslash, found the end"),
    Refusal("\"\\u00", .unexpectedEnd, "1:6 expected a hexadecimal digit, found the end"),
    Refusal(
      "\"\\ud83d", .unexpectedEnd,
      "1:8 expected the second half of a surrogate pair, found the end"),
    Refusal(
      "\"\\ud83d\\", .unexpectedEnd,
      "1:9 expected the second half of a surrogate pair, found the end"),
    Refusal(
      [0x22, 0xE6, 0x97], .unexpectedEnd,
      "1:4 expected the closing quote of a text, found the end"),
    Refusal("-", .unexpectedEnd, "1:2 expected a digit, found the end"),
    Refusal("1.", .unexpectedEnd, "1:3 expected a digit, found the end"),
    Refusal("1e+", .unexpectedEnd, "1:4 expected a digit, found the end"),
    Refusal("nul", .unexpectedEnd, "1:4 expected null, found the end"),
  ]

  static let misplaced: [Refusal] = [
    Refusal("[1]]", .unexpectedByte, "1:4 expected the end of the document, found \"]\""),
    Refusal("{}{}", .unexpectedByte, "1:3 expected the end of the document, found \"{\""),
    Refusal("[1,\n 2\n 3]", .unexpectedByte, "3:2 expected \",\" or \"]\", found \"3\""),
    Refusal("[1,]", .unexpectedByte, "1:4 expected a value, found \"]\""),
    Refusal("[,1]", .unexpectedByte, "1:2 expected a value or \"]\", found \",\""),
    Refusal("[1}", .unexpectedByte, "1:3 expected \",\" or \"]\", found \"}\""),
    Refusal("{\"a\":1]", .unexpectedByte, "1:7 expected \",\" or \"}\", found \"]\""),
    Refusal("{\"a\":1,}", .unexpectedByte, "1:8 expected a key in quotes, found \"}\""),
    Refusal("{a:1}", .unexpectedByte, "1:2 expected a key in quotes or \"}\", found \"a\""),
    Refusal("{1:1}", .unexpectedByte, "1:2 expected a key in quotes or \"}\", found \"1\""),
    Refusal("{\"a\" 1}", .unexpectedByte, "1:6 expected \":\", found \"1\""),
    Refusal("{\"a\"::1}", .unexpectedByte, "1:6 expected a value, found \":\""),
    Refusal("{'a':1}", .unexpectedByte, "1:2 expected a key in quotes or \"}\", found \"'\""),
    Refusal("[1 // x\n]", .unexpectedByte, "1:4 expected \",\" or \"]\", found \"/\""),
    Refusal("NaN", .unexpectedByte, "1:1 expected a value, found \"N\""),
    Refusal("-Infinity", .unexpectedByte, "1:2 expected a digit, found \"I\""),
    Refusal("nil", .unexpectedByte, "1:2 expected null, found \"i\""),
    Refusal("True", .unexpectedByte, "1:1 expected a value, found \"T\""),
    Refusal("truex", .unexpectedByte, "1:5 expected the end of the document, found \"x\""),
    Refusal("+1", .unexpectedByte, "1:1 expected a value, found \"+\""),
    Refusal(".5", .unexpectedByte, "1:1 expected a value, found \".\""),
    Refusal("1.x", .unexpectedByte, "1:3 expected a digit, found \"x\""),
    Refusal("1e5.2", .unexpectedByte, "1:4 expected the end of the document, found \".\""),
    Refusal("0x1F", .unexpectedByte, "1:2 expected the end of the document, found \"x\""),
    Refusal("\u{FEFF}1", .unexpectedByte, "1:1 expected a value, found the byte 0xEF"),
    Refusal("\u{A0}1", .unexpectedByte, "1:1 expected a value, found the byte 0xC2"),
    Refusal("\u{0B}1", .unexpectedByte, "1:1 expected a value, found the byte 0x0B"),
    Refusal("1\0", .unexpectedByte, "1:2 expected the end of the document, found the byte 0x00"),
    Refusal(
      "\"\\x\"", .unexpectedByte,
      "1:3 expected one of \"\\/bfnrtu after the backslash, found \"x\""),
    Refusal("\"\\u00g0\"", .unexpectedByte, "1:6 expected a hexadecimal digit, found \"g\""),
  ]

  static let invalid: [Refusal] = [
    Refusal("01", .invalidNumber, "1:1 a number begins with a needless zero"),
    Refusal("[-00]", .invalidNumber, "1:3 a number begins with a needless zero"),
    Refusal("1e400", .invalidNumber, "1:1 the number 1e400 is out of range"),
    Refusal("[-1E99999]", .invalidNumber, "1:2 the number -1E99999 is out of range"),
    Refusal("1e-400", .invalidNumber, "1:1 the number 1e-400 is out of range"),
    Refusal(
      String(repeating: "9", count: 400), .invalidNumber,
      "1:1 the number \(String(repeating: "9", count: 60))… is out of range"),
    Refusal("\"a\nb\"", .invalidText, "1:3 a text holds a line feed as it is"),
    Refusal("\"a\u{1F}\"", .invalidText, "1:3 a text holds the byte 0x1F as it is"),
    Refusal("\"\\n\0\"", .invalidText, "1:4 a text holds the byte 0x00 as it is"),
    Refusal(
      #""\udc00""#, .invalidText,
      "1:2 a text holds the second half of a surrogate pair without the first"),
    Refusal(
      #""\ud800""#, .invalidText,
      "1:8 a text holds the first half of a surrogate pair without the second"),
    Refusal(
      #""\ud800\n""#, .invalidText,
      "1:9 a text holds the first half of a surrogate pair without the second"),
    Refusal(
      #""\ud800\ud800""#, .invalidText,
      "1:8 a text holds the first half of a surrogate pair without the second"),
    Refusal(
      #""\ud800\u0041""#, .invalidText,
      "1:8 a text holds the first half of a surrogate pair without the second"),
    Refusal(
      #"{"a":1,"a":2}"#, .duplicateKey, #"1:8 the key "a" stands twice in one object"#),
    Refusal(
      #"{"a":1,"\u0061":2}"#, .duplicateKey, #"1:8 the key "\u0061" stands twice in one object"#),
    Refusal(
      "{\"é\":{},\n \"é\":2}", .duplicateKey, #"2:2 the key "\xC3\xA9" stands twice in one object"#),
    Refusal(#"{"":1,"":2}"#, .duplicateKey, #"1:7 the key "" stands twice in one object"#),
    Refusal(
      #"{"a":1,"b":{"c":1,"c":2}}"#, .duplicateKey,
      #"1:19 the key "c" stands twice in one object"#),
  ]

  @Test("A refusal tells the place and what was expected", arguments: cutOff + misplaced + invalid)
  func refused(refusal: Refusal) {
    guard case .failure(let error) = outcome(refusal.document) else {
      Issue.record("the document was read")
      return
    }
    #expect("\(error.line):\(error.column) \(error.message)" == refusal.text)
    #expect(error.code == refusal.code)
    #expect(error.offset <= refusal.document.count)
    #expect(error.description.hasPrefix("line \(error.line), column \(error.column): "))
  }

  @Test(
    "Bytes that are no UTF-8 are refused at their place",
    arguments: [
      [0x80], [0xBF], [0xC0, 0x80], [0xC1, 0xBF], [0xC3, 0x28], [0xE0, 0x9F, 0xBF],
      [0xE2, 0x28, 0xA1], [0xED, 0xA0, 0x80], [0xED, 0xBF, 0xBF], [0xEF, 0xBF, 0x28],
      [0xF0, 0x8F, 0xBF, 0xBF], [0xF4, 0x90, 0x80, 0x80], [0xF5, 0x80, 0x80, 0x80], [0xFF], [0xFE],
    ] as [[UInt8]])
  func encoding(bytes: [UInt8]) {
    for before in ["", "1234567", "12345678", "\\n", "é"].map({ Array($0.utf8) }) {
      let document = [0x22] + before + bytes + Array("abc\"".utf8)
      guard case .failure(let error) = outcome(document) else {
        Issue.record("the document was read")
        continue
      }
      #expect(error.code == .invalidText)
      #expect(error.offset == 1 + before.count)
      let digits = String(bytes[0], radix: 16, uppercase: true)
      #expect(error.message == "a text holds the byte 0x\(digits), which is not UTF-8 there")
    }
  }

  @Test(
    "A common mistake is answered with a hint",
    arguments: [
      ("{'a':1}", "JSON writes texts in double quotes"), ("[1, 2, ]", "has no comma behind it"),
      ("# x\n[]", "JSON has no comments"), ("\"a\nb\"", "JSON writes line feeds in texts as \\n"),
    ])
  func hints(document: String, hint: String) {
    guard case .failure(let error) = outcome(Array(document.utf8)) else {
      Issue.record("the document was read")
      return
    }
    #expect(error.hints.count == 1)
    #expect(error.hints.first?.contains(hint) == true)
    #expect(error.description.contains("\nhint: "))
  }

  @Test("A key that stands twice is found among many", arguments: [2, 31, 32, 33, 34, 500, 5_000])
  func manyKeys(count: Int) throws {
    // The keys share their length and both ends, on which their order is not to depend.
    let keys = (0..<count).map { "shared-begin-\(1_000_000 + $0)-shared-end" }
    func document(_ keys: [String]) -> [UInt8] {
      Array("{\(keys.map { "\"\($0)\":{\"a\":1}" }.joined(separator: ","))}".utf8)
    }
    #expect(try outcome(document(keys)).get().hasPrefix("{\"shared"))
    for (first, second) in [(0, count - 1), (count / 2, count - 1), (0, count / 2)]
    where first < second {
      var repeated = keys
      repeated[second] = keys[first]
      guard case .failure(let error) = outcome(document(repeated)) else {
        Issue.record("\(first) and \(second) are the same, and were read")
        continue
      }
      #expect(error.code == .duplicateKey)
      #expect(error.message == "the key \"\(keys[first])\" stands twice in one object")
      #expect(error.offset == 1 + second * (keys[0].utf8.count + 11))
    }
  }
}
