/// One line of the report: what the program reached, what its peer did, and what is asked.
struct Measurement: Codable, Sendable {
  enum Unit: String, Codable, Sendable {
    case seconds
    case bytes
    case rowsPerSecond = "rows_per_second"
  }

  var what: String
  /// The repository's state, such as `with a commit-graph`.
  var state: String
  var unit: Unit
  /// One value per round.
  var stemma: [Double]
  var peerName: String?
  var peer: [Double]
  var target: String
  /// Null where the target does not apply.
  var isMet: Bool?

  var median: Double { Self.median(stemma) }

  var peerMedian: Double? { peer.isEmpty ? nil : Self.median(peer) }

  /// The program's median over its peer's.
  var ratio: Double? {
    guard let peerMedian, peerMedian > 0 else { return nil }
    return median / peerMedian
  }

  private static func median(_ values: [Double]) -> Double {
    let sorted = values.sorted()
    let middle = sorted.count / 2
    return sorted.count % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2
  }
}

/// All that one run found.
struct Report: Codable, Sendable {
  var repository: String
  /// 0 if no repository was measured.
  var commits: Int
  var rounds: Int
  var git: String
  /// The seconds that it takes to start and await a program that does nothing, which is part of
  /// every time here.
  var processFloor: Double?
  var measurements: [Measurement] = []
  var skipped: [String] = []
}
