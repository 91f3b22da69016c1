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
    let found = try session.nameMoves(of: history)
    let ranks = Self.ranks(of: found)
    let moves = zip(found, ranks).map { move, rank in
      HistoryReport.Move(
        at: move.at, earliest: move.earliest,
        precision: .init(rawValue: move.precision) ?? .unknown,
        repository: move.repository, name: move.name,
        change: .init(rawValue: move.change) ?? .move, oldVersion: move.oldVersion,
        newVersion: move.newVersion, direction: .init(rawValue: move.direction) ?? .unknown,
        rank: rank)
    }
    let coverage = try session.status().filter { $0.project == history.project }.map { source in
      HistoryReport.Coverage(
        source: Array(source.location.utf8), kind: source.kind,
        repository: Array(source.repository.utf8), firstSeen: source.firstSeen,
        lastSeen: source.lastSeen, gaps: source.gaps, status: source.status)
    }
    return HistoryReport(log: log, madeAt: madeAt, moves: moves, coverage: coverage)
  }

  /// Returns for each move the place of its new version among those that the same name ever stood for.
  ///
  /// The releases of git do not tell it: an image tag may stand for versions that no tag of git has.
  static func ranks(of moves: [NameMove]) -> [Int?] {
    var keys: [[[UInt8]]: Set<[UInt8]>] = [:]
    for move in moves {
      guard let key = move.newKey else { continue }
      keys[[move.repository, move.name], default: []].insert(key)
    }
    let places = keys.mapValues { keys in
      let ordered = keys.sorted { $0.lexicographicallyPrecedes($1) }
      return Dictionary(uniqueKeysWithValues: ordered.enumerated().map { ($1, $0) })
    }
    return moves.map { move in
      move.newKey.flatMap { places[[move.repository, move.name]]?[$0] }
    }
  }
}
