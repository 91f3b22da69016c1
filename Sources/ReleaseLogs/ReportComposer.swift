package import HistoryStore
package import Reports

/// Makes a report of a release log and what else the store knows of the project.
package struct ReportComposer {
  private let session: QuerySession
  private let history: ReleaseHistory

  package init(_ session: QuerySession, _ history: ReleaseHistory) {
    self.session = session
    self.history = history
  }

  /// Returns the report.
  ///
  /// - Parameter madeAt: The time of the run, in microseconds since 1970 UTC.
  package func compose(_ log: ReleaseLog, madeAt: Int64) throws -> HistoryReport {
    let keys = history.releases.filter { $0.isTagged && history.lines[$0.line].isMain }.map(\.key)
    let moves = try session.nameMoves(of: history).map { move in
      HistoryReport.Move(
        at: move.at, earliest: move.earliest,
        precision: .init(rawValue: move.precision) ?? .unknown,
        repository: move.repository, name: move.name, oldVersion: move.oldVersion,
        newVersion: move.newVersion, direction: .init(rawValue: move.direction) ?? .unknown,
        rank: move.newKey.map { Self.rank(of: $0, in: keys) })
    }
    let coverage = try session.status().filter { $0.project == history.project }.map { source in
      HistoryReport.Coverage(
        source: Array(source.location.utf8), kind: source.kind,
        repository: Array(source.repository.utf8), firstSeen: source.firstSeen,
        lastSeen: source.lastSeen, gaps: source.gaps, status: source.status)
    }
    return HistoryReport(log: log, madeAt: madeAt, moves: moves, coverage: coverage)
  }

  /// Returns how many of the keys, which are in ascending order, are lower.
  private static func rank(of key: [UInt8], in keys: [[UInt8]]) -> Int {
    var low = 0
    var high = keys.count
    while low < high {
      let middle = (low + high) / 2
      if keys[middle].lexicographicallyPrecedes(key) { low = middle + 1 } else { high = middle }
    }
    return low
  }
}
