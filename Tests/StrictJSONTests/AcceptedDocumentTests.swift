import StrictJSON
import Testing

@Suite("Documents that are read")
struct AcceptedDocumentTests {
  static let documents: [(String, String)] = [
    ("null", "null"), ("true", "true"), ("false", "false"), (" \r\n\t 1 \r\n\t ", "1"),
    ("[]", "[]"), ("[ ]", "[]"), ("{}", "{}"), ("{ }", "{}"), ("\"\"", "\"\""),
    ("[1,2 , 3\n]", "[1, 2, 3]"), ("[[],[[]],{}]", "[[], [[]], {}]"),
    (#"{"a":1,"b":{"a":[true,false,null]}}"#, #"{"a": 1, "b": {"a": [true, false, null]}}"#),
    (#"{"":1}"#, #"{"": 1}"#),
    // Whole numbers stay exact up to 64 bits.
    ("0", "0"), ("-0", "0"), ("-1", "-1"), ("9223372036854775807", "9223372036854775807"),
    ("-9223372036854775808", "-9223372036854775808"), ("999999999999999999", "999999999999999999"),
    ("9223372036854775808", "real 9.223372036854776e+18"),
    ("123456789012345678901234567890", "real 1.2345678901234568e+29"),
    ("0.5", "real 0.5"), ("-0.0", "real -0.0"), ("1.0", "real 1.0"), ("1e0", "real 1.0"),
    ("1E+2", "real 100.0"), ("1.417566161e+09", "real 1417566161.0"), ("5e-324", "real 5e-324"),
    ("0e999999", "real 0.0"), ("0.0e-999999", "real 0.0"), ("1e0000000000001", "real 10.0"),
    ("1.7976931348623157e308", "real 1.7976931348623157e+308"),
    // Texts.
    (#""\"\\\/\b\f\n\r\t""#, "\"\\\"\\\\/\\u{08}\\u{0C}\\n\\r\\t\""),
    (#""\u0041\u00e9\u65E5\ud83d\ude00""#, "\"Aé日😀\""), ("\"é日😀\"", "\"é日😀\""),
    (#""\u0000""#, #""\0""#), (#""\uFFFF\uDBFF\uDFFF""#, "\"\u{FFFF}\u{10FFFF}\"".debugLike),
    ("\"\u{7F}\u{2028}\"", "\"\u{7F}\u{2028}\"".debugLike), (#""1234567\n""#, #""1234567\n""#),
    (#""12345678é\t9""#, #""12345678é\t9""#), (#"{"\u0061b":1}"#, #"{"ab": 1}"#),
    // A key may stand again in another object.
    (#"[{"a":{"a":1}},{"a":2}]"#, #"[{"a": {"a": 1}}, {"a": 2}]"#),
  ]

  @Test("A document yields its values", arguments: documents)
  func accepted(document: String, values: String) throws {
    #expect(try outcome(Array(document.utf8)).get() == values)
  }

  @Test("The depth of nesting may be the limit, but no more", arguments: [1, 2, 3, 64, 65, 1_000])
  func depth(depth: Int) throws {
    let open = String(repeating: #"[{"a":"#, count: depth / 2) + (depth % 2 > 0 ? "[" : "")
    let close = (depth % 2 > 0 ? "]" : "") + String(repeating: "}]", count: depth / 2)
    let document = Array((open + (depth % 2 > 0 ? "" : "1") + close).utf8)
    #expect(try outcome(document, maximumDepth: depth).get().contains("["))
    guard depth > 1 else { return }
    guard case .failure(let error) = outcome(document, maximumDepth: depth - 1) else {
      Issue.record("\(depth) levels were read with a limit of \(depth - 1)")
      return
    }
    #expect(error.code == .tooDeep)
    #expect(error.message == "more than \(depth - 1) arrays and objects lie in one another")
  }

  @Test("A look-up finds what is there, and a missing value otherwise")
  func lookUp() throws {
    var reader = JSONReader()
    let document = #"{"target":{"tag":"v1","size":12,"list":[{"a":1},[2]],"none":null},"t":false}"#
    try reader.read(Array(document.utf8)) { root in
      #expect(root["target"]["tag"].string == "v1")
      #expect(root["target"]["tag"].bytes == Array("v1".utf8))
      #expect(root["target"]["tag"].isText("v1"))
      #expect(!root["target"]["tag"].isText("v"))
      #expect(!root["target"]["size"].isText("12"))
      #expect(root["target"]["size"].integer == 12)
      #expect(root["target"]["size"].real == 12)
      #expect(root["target"].count == 4)
      #expect(root["target"]["list"].elements.map(\.kind) == [.object, .array])
      #expect(root["target"].members.map { $0.key.string } == ["tag", "size", "list", "none"])
      #expect(root["target"]["none"].kind == .null)
      #expect(root["target"]["none"].isAbsent)
      #expect(root["t"].boolean == false)
      for missing in [root["targets"], root["t"]["a"], root["target"]["list"]["a"], root["a"]["b"]]
      {
        #expect(missing.kind == .missing)
        #expect(missing.isAbsent)
        #expect(missing.string == nil)
        #expect(missing.integer == nil)
        #expect(missing.real == nil)
        #expect(missing.boolean == nil)
        #expect(missing.count == 0)
        #expect(Array(missing.elements).isEmpty)
        #expect(Array(missing.members).isEmpty)
      }
      #expect(Array(root.elements).isEmpty)
      #expect(Array(root["target"]["list"].members).isEmpty)
    }
  }

  @Test(
    "A number is whole only if it is so exactly",
    arguments: [
      ("12", 12), ("12.0", 12), ("1.2e1", 12), ("12.5", nil), ("1e300", nil), ("-3e0", -3),
      ("9007199254740992.0", 9_007_199_254_740_992), ("9007199254740994.0", nil),
      ("9223372036854775808", nil),
    ] as [(String, Int64?)])
  func whole(spelling: String, number: Int64?) throws {
    var reader = JSONReader()
    #expect(try reader.read(Array(spelling.utf8)) { $0.integer } == number)
  }

  @Test("The first of several documents is read, and where it ends")
  func prefix() throws {
    var reader = JSONReader()
    let bytes = Array(#" {"a":[1]} {"b":2}"#.utf8)
    let end = try bytes.withUnsafeBytes { bytes in
      try reader.readPrefix(bytes) { value, end in
        #expect(written(value) == #"{"a": [1]}"#)
        return end
      }
    }
    #expect(end == 10)
    let rest = try bytes.withUnsafeBytes { bytes in
      try reader.readPrefix(UnsafeRawBufferPointer(rebasing: bytes[end...])) { value, _ in
        written(value)
      }
    }
    #expect(rest == #"{"b": 2}"#)
  }

  @Test("A reader goes on after a document that it refused, and forgets the one before")
  func reuse() throws {
    var reader = JSONReader()
    for round in 0..<20 {
      let many = (0..<round * 40).map { #""k\#($0)":"\u00e9\#($0)""# }.joined(separator: ",")
      let count = try reader.read(Array("{\(many)}".utf8)) { $0.count }
      #expect(count == round * 40)
      #expect(throws: JSONError.self) {
        try reader.read(Array("[{\(many)}, {\"a\\u".utf8)) { _ in }
      }
      #expect(try reader.read(Array(#"{"a":"\n"}"#.utf8), written) == #"{"a": "\n"}"#)
    }
  }
}

extension String {
  /// The text in quotes as `written` writes it.
  fileprivate var debugLike: String { String(dropFirst().dropLast()).debugDescription }
}
