import Indexing
import PushEvents
import Testing

@Suite("The general form")
struct GenericFormTests {
  @Test(
    "What is left out is not known, and a push is meant",
    arguments: [
      (#"{"repository":"acme/shop","tag":"v1"}"#, "push ?/acme/shop:v1"),
      (
        #"{"repository":"acme/shop","digest":"\#(digest("aa"))","tag":null,"at":null}"#,
        "push ?/acme/shop@aa"
      ),
      (#"{"repository":"ghcr.io/acme/shop","tag":"v1"}"#, "push ghcr.io/acme/shop:v1"),
      (#"{"repository":"localhost/shop","tag":"v1"}"#, "push localhost/shop:v1"),
      (#"{"repository":"hub:5000/shop","tag":"v1"}"#, "push hub:5000/shop:v1"),
      (#"{"repository":"docker.io/redis","tag":"7"}"#, "push docker.io/library/redis:7"),
      (
        #"{"registry":"index.docker.io","repository":"redis","tag":"7"}"#,
        "push docker.io/library/redis:7"
      ),
      (
        #"{"registry":"hub.example","repository":"a.b/c","tag":"v1","action":"delete"}"#,
        "delete hub.example/a.b/c:v1"
      ),
      (
        #"{"repository":"a","tag":"\#(digest("aa"))","labels":{"a":"b"}}"#, "push ?/a@aa"
      ),
      (
        #"{"repository":"a","tag":"\#(digest("aa"))","digest":"\#(digest("aa"))"}"#, "push ?/a@aa"
      ),
      (#"{"repository":"a","tag":"v1","at":1714564800}"#, "push ?/a:v1 at 1714564800000000"),
      (#"{"repository":"a","tag":"v1","at":"1989-12-31T23:59:59Z"}"#, "push ?/a:v1"),
      (#"{"\u0072epository":"a","tag":"v\u0031"}"#, "push ?/a:v1"),
    ])
  func accepted(text: String, event: String) {
    #expect(lines(read(text)) == [event])
  }

  @Test(
    "What is wrong is told, and yields no event",
    arguments: [
      (#"{"repository":"acme/shop"}"#, "the announcement names neither a tag nor a digest"),
      (#"{"repository":"acme/shop","action":"delete"}"#, "names neither a tag nor a digest"),
      (#"{"registry":"ghcr.io","tag":"v1"}"#, "the announcement names no repository"),
      (#"{"repositry":"acme/shop","tag":"v1","digest":"x"}"#, #"did you mean "repository"?"#),
      (#"{"repository":"a","tag":"v1","lables":{}}"#, #"no key "lables": did you mean "labels"?"#),
      (#"{"repository":"a","tag":"v1","mediatype":""}"#, #"did you mean "media_type"?"#),
      (#"{"repository":"a","tag":"v1","colour":""}"#, #"there is no key "colour""#),
      (#"{"repository":"Acme/Shop","tag":"v1"}"#, #""Acme/Shop" is no name of a repository"#),
      (#"{"repository":"a b","tag":"v1"}"#, #""a b" is no name of a repository"#),
      (#"{"repository":"a//b","tag":"v1"}"#, #""a//b" is no name of a repository"#),
      (#"{"repository":"a:v1","tag":"v1"}"#, #""a:v1" is no name of a repository"#),
      (#"{"repository":"a","tag":"-v1"}"#, #""-v1" is no tag"#),
      (#"{"repository":"a","tag":"v1\u001b[2J"}"#, #""v1\x1B[2J" is no tag"#),
      (#"{"repository":"a","tag":"é"}"#, #""\xC3\xA9" is no tag"#),
      (#"{"repository":"a","digest":"sha512:00"}"#, #""sha512:00" is no digest"#),
      (#"{"repository":"a","digest":"\#(digest("AA"))"}"#, "is no digest"),
      (
        #"{"repository":"a","tag":"\#(digest("aa"))","digest":"\#(digest("bb"))"}"#,
        "the announcement names two digests"
      ),
      (#"{"repository":"a","tag":"v1","action":"pull"}"#, #"the action "pull" is neither"#),
      (#"{"repository":"a","tag":"v1","at":"yesterday"}"#, #"a time, not "yesterday""#),
      (#"{"repository":"a","tag":"v1","at":"2024-05-01"}"#, #"a time, not "2024-05-01""#),
      (#"{"repository":"a","tag":"v1","at":[]}"#, "at has to be a time, not an array"),
      (#"{"repository":"a","tag":1}"#, "the tag has to be a text, not a number"),
      (#"{"repository":"a","tag":"v1","id":7}"#, "id has to be a text, not a number"),
      (#"{"repository":"a","tag":"v1","actor":{}}"#, "actor has to be a text, not an object"),
      (#"{"repository":"a","tag":"v1","registry":"a/b"}"#, #""a/b" is no host of a registry"#),
      (#"{"repository":"a","digest":"\#(digest("aa"))","size":"1"}"#, "bytes, not a text"),
      (#"{"repository":"a","digest":"\#(digest("aa"))","size":-1}"#, "size has to be a number of"),
      (
        #"{"repository":"a","digest":"\#(digest("aa"))","labels":[]}"#, "labels has to be an object"
      ),
      (
        #"{"repository":"a","digest":"\#(digest("aa"))","labels":{"x":1}}"#,
        #"the label "x" has to be a text, not a number"#
      ),
      (#"{"repository":"a","tag":"v1","size":1}"#, "size describes a digest, and"),
    ])
  func refused(text: String, message: String) {
    let batch = read(text)
    #expect(batch.events.isEmpty)
    #expect(batch.problems.count == 1)
    #expect(batch.problems.first?.code == .invalidValue)
    #expect(batch.problems.first?.message.contains(message) == true, "\(batch.problems)")
  }

  @Test(
    "Tags and names of repositories follow the grammar of OCI",
    arguments: [
      ("a", true), ("a-b", true), ("a--b", true), ("a_b", true), ("a__b", true), ("a.b", true),
      ("a/b/c1", true), ("0/9", true), ("a___b", false), ("a..b", false), ("a._b", false),
      ("-a", false), ("a-", false), ("a/", false), ("/a", false), ("a/-b", false), ("A", false),
      ("a@b", false), (String(repeating: "a", count: 255), true),
      (String(repeating: "a", count: 256), false),
    ])
  func repositories(name: String, isName: Bool) {
    let batch = read(#"{"registry":"hub.example","repository":"\#(name)","tag":"v1"}"#)
    #expect(batch.events.map(\.repository) == (isName ? [name] : []))
    #expect(batch.problems.count == (isName ? 0 : 1))
  }

  @Test(
    "Tags follow the grammar of OCI",
    arguments: [
      ("v1", true), ("_", true), ("A.b-C_9", true), (".a", false), ("-a", false), ("a/b", false),
      ("a b", false), ("a+b", false), (String(repeating: "a", count: 128), true),
      (String(repeating: "a", count: 129), false), ("@", false), ("[", false), ("`", false),
    ])
  func tags(tag: String, isTag: Bool) {
    let batch = read(#"{"repository":"acme/shop","tag":"\#(tag)"}"#)
    #expect(batch.events.map(\.tag) == (isTag ? [Array(tag.utf8)] : []))
    #expect(batch.problems.count == (isTag ? 0 : 1))
  }

  @Test(
    "Times are read as RFC 3339 writes them, or as seconds",
    arguments: [
      (#""1990-01-01T00:00:00Z""#, 631_152_000_000_000),
      (#""2024-02-29t23:59:59z""#, 1_709_251_199_000_000),
      (#""2024-05-01 12:00:00.123456789+00:00""#, 1_714_564_800_123_456),
      (#""2024-05-01T12:00:00.1-05:30""#, 1_714_584_600_100_000),
      (#""2024-12-31T23:59:60Z""#, 1_735_689_600_000_000),
      (#""9999-12-31T23:59:59.999999Z""#, 253_402_300_799_999_999),
      ("1714564800.25", 1_714_564_800_250_000), ("1e30", nil), ("9223372036854775807", nil),
      ("-1", nil), ("0", nil), (#""0001-01-01T00:00:00Z""#, nil),
    ] as [(String, Int64?)])
  func times(spelling: String, time: Int64?) {
    let batch = read(#"{"repository":"a","tag":"v1","at":\#(spelling)}"#)
    #expect(batch.events.map(\.at) == [time], "\(batch.problems)")
  }

  @Test(
    "What is no time is refused",
    arguments: [
      "2024-05-01T12:00:00", "2024-13-01T12:00:00Z", "2023-02-29T12:00:00Z", "2024-05-00T12:00:00Z",
      "2024-05-01T24:00:00Z", "2024-05-01T12:60:00Z", "2024-05-01T12:00:61Z",
      "2024-05-01T12:00:00.Z", "2024-05-01T12:00:00Z ", "2024-05-01T12:00:00+24:00", "24-05-01",
      "+2024-05-01T12:00:00Z", "2024-05-01T12:00:00+0", "",
    ])
  func noTimes(text: String) {
    let batch = read(#"{"repository":"a","tag":"v1","at":"\#(text)"}"#)
    #expect(batch.events.isEmpty)
    #expect(batch.problems.map(\.code) == [.invalidValue])
  }
}
