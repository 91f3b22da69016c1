internal import Foundation
internal import HistoryStore
internal import QueryLanguage

/// What the libraries take without the start of a process: compiling queries, and a count.
struct LibraryMeasures {
  var database: String
  var state: String
  var rounds: Int

  /// Queries that use most of the language.
  private static let queries = [
    "commits | count",
    """
    releases | where is_main and not prerelease and not yanked | sort version desc
      | take 1 per repo | select repo, version, commit.sha, released_at
    """,
    """
    param n: int = 3; let full = releases | where version in ^v1.0;
    commits | where author != "bot" and subject matches "^(feat|fix)"
      | summarize count() as n, list(subject) as all by author, month(time) as month
      | where n > $n | sort n desc | take 10
    """,
    """
    tags | where version > v1.0.0 | add prev(version, line) as before
      | join left (releases | select version, released_at) as r on version = r.version
      | where r.released_at > 90d ago or before is null | select name, before, commit.author
    """,
  ]

  func measurements() throws -> [Measurement] {
    let store = try HistoryStore(reading: database)
    return try store.read { session in
      [try compiling(session), try counting(session)]
    }
  }

  private func compiling(_ session: QuerySession) throws -> Measurement {
    Progress.say("\(state): compiling queries")
    let times = try (0..<rounds * 20).map { _ in
      try Self.seconds {
        for query in Self.queries { _ = try Self.compiled(query, session) }
      } / Double(Self.queries.count)
    }
    return Self.measurement("compiling a query, in the library", state, times, limit: 0.001)
  }

  private func counting(_ session: QuerySession) throws -> Measurement {
    Progress.say("\(state): counting commits in the library")
    let times = try (0..<rounds * 4).map { _ in
      try Self.seconds {
        let statement = try Self.compiled("commits | count", session)
        _ = try session.run(statement, limits: QueryLimits()) { _ in }
      }
    }
    return Self.measurement("commits | count, in the library", state, times, limit: 0.005)
  }

  private static func compiled(
    _ query: String, _ session: QuerySession
  ) throws -> SQLStatement {
    let now = Int64(Date().timeIntervalSince1970 * 1_000_000)
    return try QueryCompiler.compile(
      QueryParser.parse(query), source: query, resolver: StoreResolver(session, now: now))
  }

  private static func seconds(_ work: () throws -> Void) rethrows -> Double {
    let clock = ContinuousClock()
    let start = clock.now
    try work()
    return (clock.now - start) / .seconds(1)
  }

  private static func measurement(
    _ what: String, _ state: String, _ times: [Double], limit: Double
  ) -> Measurement {
    var result = Measurement(
      what: what, state: state, unit: .seconds, stemma: times, peer: [],
      target: "≤ \(Int(limit * 1000)) ms")
    result.isMet = result.median <= limit
    return result
  }
}
