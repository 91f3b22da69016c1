import GRDB
import TestSupport
import Testing
import Versions

@testable import HistoryStore

@Suite("SQL functions")
struct SQLFunctionTests {
  /// Evaluates an expression on a connection like those of the store.
  private func value(_ expression: String) throws -> String {
    let connection = try Connection(path: ":memory:", mode: .updating)
    return try connection.queue.read { db in
      let row = try Row.fetchOne(db, sql: "SELECT \(expression)")
      guard let value = row?.databaseValues.first, !value.isNull else { return "null" }
      if case .blob(let data) = value.storage { return "x'\(hex(data))'" }
      return String.fromDatabaseValue(value) ?? Int64.fromDatabaseValue(value).map { "\($0)" } ?? ""
    }
  }

  private func key(_ version: String) -> String {
    Version(version).map { "x'\(hex($0.key.bytes))'" } ?? "null"
  }

  @Test(
    "a version and its key are packed into one value and taken apart again",
    arguments: [
      "v1.2.3", "1.2.3-rc.1", "v1.8.5.1", "v1.0.0+build", "v1.0.0-alpha.0.x",
    ])
  func packing(_ version: String) throws {
    let pack = "version_pack(\(key(version)), '\(version)')"
    #expect(try value("version_text(\(pack))") == version)
    #expect(try value("version_key(\(pack))") == key(version))
  }

  @Test("the highest of packed versions is the highest version")
  func highest() throws {
    let versions = ["v1.9.0", "v1.10.0", "v1.10.0-rc.1", "v1.2.30"]
    let rows = versions.map { "SELECT \(key($0)) AS k, '\($0)' AS v" }
      .joined(separator: " UNION ALL ")
    #expect(try value("version_text(max(version_pack(k, v))) FROM (\(rows))") == "v1.10.0")
    #expect(try value("version_text(min(version_pack(k, v))) FROM (\(rows))") == "v1.2.30")
  }

  @Test("numbers and prereleases are read from the key")
  func parts() throws {
    let version = key("v12.0.3-rc.1")
    #expect(
      try (0...3).map { try value("version_number(\(version), \($0))") }
        == ["12", "0", "3", "null"])
    #expect(try value("version_prerelease(\(version))") == "rc.1")
    #expect(try value("version_is_prerelease(\(version))") == "1")
    #expect(try value("version_prerelease(\(key("v1.0.0")))") == "null")
    #expect(try value("version_is_prerelease(\(key("v1.0.0")))") == "0")
    #expect(
      try value("version_number(\(key("v1.99999999999999999999.0")), 1)") == "null",
      "beyond 64 bits")
  }

  @Test(
    "null in, null out",
    arguments: [
      "version_pack(null, 'v1.0.0')", "version_pack(x'01', null)", "version_text(null)",
      "version_key(null)", "version_number(null, 0)", "version_number(x'01', null)",
      "version_prerelease(null)", "version_is_prerelease(null)", "time_date(null)",
      "time_week(null)", "time_month(null)", "time_text(null)", "conventional_type(null)",
      "conventional_scope(null)", "conventional_breaking(null, null)", "regexp(null, 'a')",
      "regexp('a', null)", "commit_class(null)", "commit_class(1)", "commit_class('x')",
    ])
  func nulls(_ expression: String) throws {
    #expect(try value(expression) == "null")
  }

  @Test(
    "bytes that are no key are no version",
    arguments: [
      "version_text(x'')", "version_text(x'ff')", "version_key(x'01')", "version_number(x'', 0)",
      "version_number(x'0131', 2)", "version_prerelease(x'ffffff')", "version_text('text')",
    ])
  func notAKey(_ expression: String) throws {
    #expect(try value(expression) == "null")
  }

  @Test(
    "weeks are those of ISO 8601, which begin on Monday and belong to the year of the Thursday",
    arguments: [
      ("2021-01-03T23:59:59Z", "2020-W53"), ("2021-01-04T00:00:00Z", "2021-W01"),
      ("2019-12-29T12:00:00Z", "2019-W52"), ("2019-12-30T00:00:00Z", "2020-W01"),
      ("2016-01-03T00:00:00Z", "2015-W53"), ("2024-12-30T00:00:00Z", "2025-W01"),
      ("2022-01-01T00:00:00Z", "2021-W52"), ("1970-01-01T00:00:00Z", "1970-W01"),
      ("1969-12-28T23:59:59Z", "1969-W52"), ("1969-12-29T00:00:00Z", "1970-W01"),
    ])
  func weeks(_ time: String, _ week: String) throws {
    #expect(try value("time_week(\(instant(time)))") == week)
  }

  @Test(
    "times are shown in UTC, before 1970 and beyond the year 9999, too",
    arguments: [
      (0, "1970-01-01T00:00:00Z"), (-1, "1969-12-31T23:59:59.999999Z"),
      (-86_400_000_000, "1969-12-31T00:00:00Z"), (1_709_164_800_000_000, "2024-02-29T00:00:00Z"),
      (951_782_400_000_001, "2000-02-29T00:00:00.000001Z"),
      (-2_203_891_200_000_000, "1900-03-01T00:00:00Z"),
      (253_402_300_800_000_000, "10000-01-01T00:00:00Z"),
    ] as [(Int64, String)])
  func times(_ time: Int64, _ text: String) throws {
    #expect(try value("time_text(\(time))") == text)
    #expect(try value("time_date(\(time))") == text.prefix { $0 != "T" })
    #expect(try value("time_month(\(time))") == text.prefix { $0 != "T" }.dropLast(3))
  }

  @Test("the ends of the range of times have a text, too", arguments: [Int64.min, Int64.max])
  func extremes(_ time: Int64) throws {
    for function in ["time_text", "time_date", "time_week", "time_month"] {
      // The smallest integer has no literal of its own in SQL.
      let argument = time == .min ? "(-9223372036854775807 - 1)" : "\(time)"
      #expect(try value("\(function)(\(argument))") != "null")
    }
  }

  @Test(
    "conventional commits have a type, a scope and may be breaking",
    arguments: [
      ("feat: x", "", "feat | null | 0"), ("fix(cart): x", "", "fix | cart | 0"),
      ("Feat!: x", "", "feat | null | 1"), ("fix(a)!: x", "", "fix | a | 1"),
      ("fix: x", "BREAKING CHANGE: y", "fix | null | 1"),
      ("fix: x", "Text.\n\nBREAKING-CHANGE: y", "fix | null | 1"),
      ("fix: x", "no BREAKING CHANGE: y", "fix | null | 0"),
      ("chore(deps-dev, ci): x", "", "chore | deps-dev, ci | 0"),
      ("fix:x", "", "null | null | null"), ("fix : x", "", "null | null | null"),
      ("fix(): x", "", "null | null | null"), ("fix(a: x", "", "null | null | null"),
      ("fix: ", "", "null | null | null"), (": x", "", "null | null | null"),
      ("Merge branch 'x': y", "", "null | null | null"), ("", "", "null | null | null"),
    ])
  func conventional(_ subject: String, _ body: String, _ expected: String) throws {
    func quoted(_ text: String) -> String { "'\(text.replacing("'", with: "''"))'" }
    let parts = [
      "conventional_type(\(quoted(subject)))", "conventional_scope(\(quoted(subject)))",
      "conventional_breaking(\(quoted(subject)), \(quoted(body)))",
    ]
    #expect(try parts.map { try value($0) }.joined(separator: " | ") == expected)
  }

  @Test("a set is read in descending order, joined, and looked up")
  func idSet() throws {
    let connection = try Connection(path: ":memory:", mode: .updating)
    let ids: [Int64] = [1 << 40, 1 << 40 + 1, 1 << 40 + 63, 1 << 40 + 64, 1 << 40 + 500]
    try connection.queue.inDatabase { (db: Database) throws in
      let handle = connection.state.sets.register(IDSet(ids: ids.shuffled()))
      let empty = connection.state.sets.register(IDSet(ids: []))
      func fetch(
        _ sql: String, _ handle: Int64, _ more: (any DatabaseValueConvertible)?...
      ) throws
        -> [Int64]
      {
        try Int64.fetchAll(db, sql: sql, arguments: StatementArguments([handle] + more))
      }
      let all = "SELECT id FROM id_set(?1)"
      #expect(try fetch(all, handle) == ids.reversed())
      #expect(try fetch("\(all) ORDER BY id DESC", handle) == ids.reversed())
      #expect(try fetch("\(all) ORDER BY id", handle) == ids)
      #expect(try fetch("\(all) LIMIT 2", handle) == ids.suffix(2).reversed())
      #expect(try fetch(all, empty) == [])
      #expect(try fetch("\(all) WHERE id = ?2", handle, ids[3]) == [ids[3]])
      #expect(try fetch("\(all) WHERE id = ?2", handle, ids[3] + 1) == [])
      #expect(try fetch("\(all) WHERE id = ?2", handle, -1) == [])
      #expect(try fetch("\(all) WHERE id = ?2", handle, nil) == [])
      #expect(try fetch("\(all) WHERE id > ?2", handle, ids[3]) == [ids[4]])
      let other =
        "WITH t(x) AS (VALUES (?2), (7)) SELECT x FROM t WHERE x IN (SELECT id FROM id_set(?1))"
      #expect(try fetch(other, handle, ids[1]) == [ids[1]])
      let twice = "SELECT a.id FROM id_set(?1) AS a JOIN id_set(?1) AS b ON b.id = a.id + 1"
      #expect(try fetch(twice, handle) == [ids[2], ids[0]])
      #expect(throws: DatabaseError.self) { try fetch(all, 99) }
      #expect(throws: DatabaseError.self) { try Int64.fetchAll(db, sql: "SELECT id FROM id_set") }
    }
  }
}
