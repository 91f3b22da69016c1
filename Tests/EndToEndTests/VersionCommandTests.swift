import Foundation
import TestSupport
import Testing

@Suite("stemma version")
struct VersionCommandTests {
  private func version(
    _ arguments: [String], input: String = ""
  ) async throws -> (lines: [String], exit: Int32?, errors: String) {
    let result = try await stemma(["version"] + arguments, in: "/", input: input)
    var lines = result.outputText.components(separatedBy: "\n")
    #expect(lines.popLast() == "")
    return (lines, result.exitCode, result.errorText)
  }

  private func objects(_ lines: [String]) throws -> [[String: Any]] {
    try lines.map { line in
      try #require(JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any])
    }
  }

  @Test("parse gives one object for each line, also where it is no version")
  func parseJSON() async throws {
    let input = "1.2.3\n01.2.3\n\n1.0.0-rc.1+b\r\nlatest\n1.0.0-"
    let (lines, exit, errors) = try await version(
      ["parse", "--json", "--scheme", "semver"], input: input)
    #expect(exit == 0 && errors == "")
    let rows = try objects(lines)
    #expect(rows.map { $0["valid"] as? Bool } == [true, false, false, true, false, false])
    #expect(
      rows.map { $0["input"] as? String } == [
        "1.2.3", "01.2.3", "", "1.0.0-rc.1+b", "latest", "1.0.0-",
      ])
    #expect(rows[1]["reason"] as? String == "the major number 01 at byte 0 has a leading zero")
    #expect(rows.filter { $0["valid"] as? Bool == false }.allSatisfy { $0["reason"] is String })
    #expect(rows[3]["canonical"] as? String == "1.0.0-rc.1+b")
    #expect(rows[0]["key"] as? String == "01013101320133f0")
    for row in rows {
      #expect(
        Set(row.keys) == [
          "input", "valid", "reason", "scheme", "class", "line", "canonical", "key",
        ])
    }
  }

  @Test("Without a scheme the whole list decides, and each name has its class and line")
  func parseList() async throws {
    let (lines, _, _) = try await version([
      "parse", "v1.0.0", "v1.1.0-rc.1", "client/v0.1.0", "1.2.3-alpine", "latest", "v1",
    ])
    #expect(
      lines == [
        "v1.0.0\trelease\tgo\tv1.0.0", "v1.1.0-rc.1\tprerelease\tgo\tv1.1.0-rc.1",
        "client/v0.1.0\trelease\tgo\tv0.1.0",
        "1.2.3-alpine\tvariant\tgo\tinvalid: its class is variant, which is no full version",
        "latest\tchannel\tsemver-loose\tinvalid: its class is channel, which is no full version",
        "v1\tfloat\tgo\tinvalid: its class is float, which is no full version",
      ])
  }

  @Test(
    "compare answers with one sign",
    arguments: [
      (["v1.10.0", "v1.9.0"], ">"), (["1.0.0-rc.2", "1.0.0-rc.10"], "<"),
      (["1.0.0-rc10", "1.0.0-rc2"], "<"), (["1.0.0+a", "1.0.0+b"], "="), (["1.2", "1.2.1"], "<"),
      (["v1.0.0", "1.0.0"], "="), (["x", "1.0.0"], "invalid"),
      (["1.0a1", "1.0", "--scheme", "pep440"], "<"), (["1:1.0", "2.0", "--scheme", "debian"], ">"),
      (["1.0", "1.0~rc1", "--scheme", "debian"], ">"),
      (["24.04", "24.4", "--scheme", "calver"], "="),
      (["99999999999999999999.0.0", "100000000000000000000.0.0"], "<"),
    ])
  func compare(arguments: [String], sign: String) async throws {
    let (lines, exit, _) = try await version(["compare"] + arguments)
    #expect(lines == [sign])
    #expect(exit == 0)
  }

  @Test("compare reads pairs with a tab between, and answers every line")
  func comparePairs() async throws {
    let input = "1.0.0\t1.0.1\n1.0.0\nfoo\tbar\n2.0.0\t1.0.0\t3.0.0\n1.0.0\t1.0.0\n"
    #expect(
      try await version(["compare"], input: input).lines
        == ["<", "invalid", "invalid", "invalid", "="])
    let rows = try objects(try await version(["compare", "--json"], input: input).lines)
    #expect(rows.map { $0["valid"] as? Bool } == [true, false, false, false, true])
    #expect(rows[0]["result"] as? String == "<")
    #expect(
      rows[1]["reason"] as? String == "a line needs two versions with a tab between them")
  }

  @Test("sort puts every line in its place, and what is no version last")
  func sort() async throws {
    let input =
      "v1.10.0\nfoo\nv1.9.0\nv1.10.0-rc.2\nv1.10.0-rc.10\nbar\nv1.10.0\nv1.9.0+b\nv1.9.0+a"
    #expect(
      try await version(["sort"], input: input).lines == [
        "v1.9.0", "v1.9.0+a", "v1.9.0+b", "v1.10.0-rc.2", "v1.10.0-rc.10", "v1.10.0", "v1.10.0",
        "bar", "foo",
      ])
    #expect(
      try await version(["sort", "--reverse", "1.0.0", "x", "2.0.0"]).lines
        == ["2.0.0", "1.0.0", "x"])
    #expect(
      try await version(["sort", "client/v2.0.0", "v1.0.0", "client/v1.0.0", "v0.1.0"]).lines
        == ["v0.1.0", "v1.0.0", "client/v1.0.0", "client/v2.0.0"])
    #expect(try await version(["sort"], input: "").lines == [])
  }

  @Test("sort -V is wrong where prereleases and long numbers are right here")
  func sortAgainstSort() async throws {
    let input = "1.0.0\n1.0.0-rc.1\n1.0.0-alpha\n1.0.1\n1.0.0-alpha.1\n"
    let result = try await shell("printf '\(input)' | LC_ALL=C sort -V", in: "/")
    let ours = try await version(["sort"], input: input).lines
    #expect(ours == ["1.0.0-alpha", "1.0.0-alpha.1", "1.0.0-rc.1", "1.0.0", "1.0.1"])
    #expect(result.outputText != ours.joined(separator: "\n") + "\n")
  }

  @Test("An order that is by the letter of the standard is noted")
  func lint() async throws {
    let result = try await version(["sort", "1.0.0-rc2", "1.0.0-rc10"])
    #expect(result.lines == ["1.0.0-rc10", "1.0.0-rc2"])
    #expect(result.errors.contains("note: rc10 comes before rc2"))
  }

  @Test(
    "satisfies prints the lines that are in the range, unchanged",
    arguments: [
      (["^v1.2"], ["v1.2.0", "1.9.9"]), (["~1.2.0"], ["v1.2.0"]), (["v1.x"], ["v1.2.0", "1.9.9"]),
      ([""], ["v1.2.0", "1.9.9", "2.0.0-rc.1", "2.0.0"]), (["2.0.0"], ["2.0.0"]),
      ([">=1.3 <3", "--syntax", "npm"], ["1.9.9", "2.0.0"]),
      ([">=2.0.0-rc.0", "--syntax", "npm"], ["2.0.0-rc.1", "2.0.0"]),
      (["<1.0.0", "--syntax", "npm"], []),
    ])
  func satisfies(arguments: [String], expected: [String]) async throws {
    let input = "v1.2.0\n1.9.9\nfoo\n2.0.0-rc.1\n2.0.0\n"
    #expect(try await version(["satisfies"] + arguments, input: input).lines == expected)
  }

  @Test("A wrong range is an error that names it, with exit code 64")
  func wrongRange() async throws {
    let own = try await version(["satisfies", ">>1", "1.0.0"])
    #expect(own.exit == 64)
    #expect(own.errors.hasPrefix("error: >>1 is no range of versions\n"))
    let npm = try await version(["satisfies", ">=1.2.x.3.4", "--syntax", "npm", "1.0.0"])
    #expect(npm.exit == 64)
    #expect(npm.errors.hasPrefix("error: the range is wrong: "))
    #expect(try await version(["compare", "1.0.0"]).exit == 64)
    let scheme = try await version(["parse", "--scheme", "maven", "1"])
    #expect(scheme.exit == 64)
    #expect(scheme.errors.contains("pep440"))
  }

  @Test("next counts on, one line for each")
  func next() async throws {
    #expect(
      try await version(["next", "minor", "v1.27.3", "1.3.0-rc.1", "x"]).lines
        == ["v1.28.0", "1.3.0", "invalid"])
    #expect(
      try await version(
        ["next", "prerelease", "--identifier", "rc"], input: "v1.2.3\n1.3.0-rc.9\n"
      )
      .lines == ["v1.2.4-rc.0", "1.3.0-rc.10"])
    let rows = try objects(try await version(["next", "major", "x", "0.9.0", "--json"]).lines)
    #expect(rows.map { $0["valid"] as? Bool } == [false, true])
    #expect(rows[1]["next"] as? String == "1.0.0")
  }
}
