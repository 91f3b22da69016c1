import ImageManifests
import Indexing
import Testing

@Suite("Configs of images")
struct ImageConfigTests {
  private func config(_ text: String) throws -> ImageConfig {
    try ImageConfig(bytes: Array(text.utf8))
  }

  @Test("A config gives labels, a time and a platform")
  func values() throws {
    let config = try config(
      #"""
      {"created":"2025-03-17T14:29:00.123456789+01:00","os":"linux","architecture":"arm64",
       "variant":"v8","config":{"Labels":{"org.opencontainers.image.version":"1.28.0",
       "esc":"\u001b[31m","number":5}}}
      """#)
    #expect(
      config.labels == ["org.opencontainers.image.version": "1.28.0", "esc": "\u{1b}[31m"])
    #expect(config.createdAt == 1_742_218_140_123_456)
    #expect(config.platform == "linux/arm64/v8")
    #expect(config.problems.isEmpty)
  }

  static let empty = [
    "{}", #"{"config":null}"#, #"{"config":{"Labels":null}}"#, #"{"config":[],"created":7}"#,
    #"{"created":"yesterday"}"#, #"{"created":"0001-01-01T00:00:00Z"}"#,
  ]

  @Test("What a config does not say is not made up", arguments: empty)
  func absent(text: String) throws {
    let config = try config(text)
    #expect(config.labels.isEmpty)
    #expect(config.createdAt == nil)
    #expect(config.platform == "")
  }

  @Test("What is no JSON object is no config", arguments: ["", "[]", "null", "{"])
  func malformed(text: String) throws {
    let error = try #require(throws: ManifestError.self) { try config(text) }
    #expect(error.code == .malformed)
    #expect(error.problem.code == .unreadable)
  }

  @Test("Too many labels are a problem")
  func manyLabels() throws {
    let labels = (0..<129).map { #""l\#($0)":"""# }.joined(separator: ",")
    let config = try config(#"{"config":{"Labels":{\#(labels)}}}"#)
    #expect(config.labels.count == 128)
    #expect(config.problems.map(\.code) == [.tooLarge])
  }

  static let times: [(String, Int64?)] = [
    ("1970-01-01T00:00:00Z", 0), ("1970-01-01t00:00:00.000001z", 1),
    ("1969-12-31T23:59:59.999999Z", -1), ("2000-02-29T12:00:00Z", 951_825_600_000_000),
    ("2024-12-31T23:59:60Z", 1_735_689_600_000_000),
    ("0001-01-01T00:00:00Z", -62_135_596_800_000_000),
    ("9999-12-31T23:59:59-23:59", 253_402_387_139_000_000),
    ("2023-02-29T12:00:00Z", nil), ("1900-02-29T00:00:00Z", nil), ("2024-13-01T00:00:00Z", nil),
    ("2024-00-01T00:00:00Z", nil), ("2024-01-00T00:00:00Z", nil), ("2024-01-01T24:00:00Z", nil),
    ("2024-01-01T00:60:00Z", nil), ("2024-01-01T00:00:61Z", nil), ("2024-01-01T00:00:00", nil),
    ("2024-01-01T00:00:00.Z", nil), ("2024-01-01T00:00:00+24:00", nil), ("2024-01-01", nil),
    ("2024-01-01T00:00:00Z ", nil), ("", nil), ("٢٠٢٤-01-01T00:00:00Z", nil),
  ]

  @Test("A time is read as RFC 3339 writes it", arguments: times)
  func time(text: String, microseconds: Int64?) {
    #expect(Timestamp.microseconds(rfc3339: text) == microseconds)
  }
}
