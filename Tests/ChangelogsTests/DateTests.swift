import Changelogs
import Testing

@Suite("Dates")
struct DateTests {
  @Test(
    "Dates are read in all styles",
    arguments: [
      ("2024-05-01", "2024-05-01"), ("2024/05/01", "2024-05-01"), ("2024.05.01", "2024-05-01"),
      ("2024-5-1", "2024-05-01"), ("20240501", "2024-05-01"), ("2024年5月1日", "2024-05-01"),
      ("1 May 2024", "2024-05-01"), ("01 May 2024", "2024-05-01"), ("1st May 2024", "2024-05-01"),
      ("20 January 2021", "2021-01-20"), ("20th of January, 2021", "2021-01-20"),
      ("Jan 20, 2021", "2021-01-20"), ("January 20th 2021", "2021-01-20"),
      ("Jan. 20, 2021", "2021-01-20"), ("20-Jan-2021", "2021-01-20"),
      ("2021-Jan-20", "2021-01-20"), ("Sept 3, 2021", "2021-09-03"),
      ("Wed, 20 Jan 2021", "2021-01-20"), ("Wednesday, January 20, 2021", "2021-01-20"),
      ("20.01.2021", "2021-01-20"), ("20/01/2021", "2021-01-20"), ("01/20/2021", "2021-01-20"),
      ("May 2024", "2024-05"), ("2024-05", "2024-05"), ("29 February 2024", "2024-02-29"),
      ("2024-05-01T10:00:00Z", "2024-05-01"), ("2024-05-01 10:00", "2024-05-01"),
    ])
  func styles(text: String, iso: String) {
    let changelog = read("## 1.0.0 (\(text))\n")
    #expect(changelog.problems.isEmpty)
    #expect(changelog.releases.first?.date?.iso == iso)
    #expect(changelog.releases.first?.date?.text == text)
    #expect(changelog.releases.first?.name == nil)
  }

  @Test(
    "A time of day with a zone tells an instant, in microseconds",
    arguments: [
      ("1970-01-02T00:00:00Z", 86_400_000_000), ("1970-01-02T01:00:00.25+01:00", 86_400_250_000),
      ("1970-01-02 00:00 UTC", 86_400_000_000), ("1970-01-01 23:00:00 -0100", 86_400_000_000),
      ("Fri Jan  2 00:00:00 UTC 1970", 86_400_000_000),
      ("Fri, 02 Jan 1970 00:00:00 +0000", 86_400_000_000),
    ])
  func instants(text: String, instant: Int64) {
    #expect(read("## 1.0.0 - \(text)\n").releases.first?.date?.instant == instant)
  }

  @Test("A time of day without a zone tells no instant")
  func noZone() throws {
    let date = try #require(read("## 1.0.0 - 2024-05-01 10:00:00\n").releases.first?.date)
    #expect(date.iso == "2024-05-01")
    #expect(date.instant == nil)
  }

  @Test(
    "A date that cannot be read is told, and the release is kept",
    arguments: [
      ("2024-13-45", "\"2024-13-45\" is no date that can be read"),
      ("2023-02-29", "\"2023-02-29\" is no date that can be read"),
      ("01/02/2024", "\"01/02/2024\" may be read as two dates"),
      ("32 January 2021", "\"32 January 2021\" is no date that can be read"),
      ("1/2/21", "\"1/2/21\" is no date that can be read"),
    ])
  func unreadable(text: String, message: String) {
    let changelog = read("# Changelog\n\n## 1.0.0 - \(text)\n\n- a\n")
    #expect(changelog.releases.map(\.version) == ["1.0.0"])
    #expect(changelog.releases.first?.date == nil)
    #expect(changelog.problems.map(\.message) == [message])
    #expect(changelog.problems.map(\.line) == [3])
    #expect(changelog.problems.map(\.code) == [.unreadableDate])
  }

  @Test(
    "A line below the heading may tell the date",
    arguments: [
      "> 22 August 2018", "_Released 2018-08-22_", "*2018-08-22*", "Released on August 22, 2018",
      "Release date: 2018-08-22", "(2018-08-22)", "**Date:** 22 Aug 2018",
    ])
  func below(text: String) {
    let changelog = read("#### [v1.0.0](https://example.com)\n\n\(text)\n\n- a\n")
    #expect(changelog.releases.first?.date?.iso == "2018-08-22")
    #expect(changelog.releases.first?.notes.map(\.markdown) == [text])
    #expect(entries(changelog) == ["a"])
  }
}
