/// What a report's page counts over the whole history.
struct ReportFigures {
  /// A row of the timeline.
  struct Lane {
    var label: [UInt8]
    /// The places of its releases in the log.
    var releases: [Int]
  }

  static let laneLimit = 10

  /// The places of releases that are out, newest first.
  let released: [Int]
  /// How many of these a tag publishes.
  let taggedCount: Int
  let changeCount: Int
  let commitCount: Int
  let people: [ReportPerson]
  let lanes: [Lane]
  /// How many lanes were put together into the last one.
  let foldedLanes: Int
  let backwardMoves: Int
  /// Versions, tagged or not, that have no date, or one that cannot be.
  let undated: Int

  init(_ report: HistoryReport) {
    let releases = report.log.releases
    released = releases.indices.filter { !releases[$0].isUnreleased }
    taggedCount = releases.count { $0.tag != nil && !$0.isUnreleased }
    changeCount = releases.reduce(0) { $0 + $1.entries.count }
    commitCount = report.log.commitCount
    people = ReportPerson.all(of: report.log)
    backwardMoves = report.moves.count { $0.direction == .down }
    undated = released.count { !(releases[$0].date.map(TimeAxis.isPlausible) ?? false) }
    var lanes = Self.lanes(releases, released)
    let others = lanes.count > Self.laneLimit ? lanes[(Self.laneLimit - 1)...].count : 0
    if others > 0 {
      let folded = lanes[(Self.laneLimit - 1)...].flatMap(\.releases).sorted()
      lanes =
        lanes.prefix(Self.laneLimit - 1) + [
          Lane(label: Array("\(others) others".utf8), releases: folded)
        ]
    }
    self.lanes = lanes
    foldedLanes = others
  }

  /// Returns the lines of versions, the main one first and then those with most releases; a project
  /// with one line has a lane for each first number of its versions instead.
  private static func lanes(_ releases: [ReleaseLog.Release], _ released: [Int]) -> [Lane] {
    let lines = grouped(released) { releases[$0].line }
    if lines.count > 1 {
      return lines.map { line in
        var lane = line
        if lane.label.isEmpty { lane.label = Array("(no prefix)".utf8) }
        return lane
      }.sorted { first, second in
        let isMain = { (lane: Lane) in lane.releases.contains { releases[$0].isMainLine } }
        return isMain(first) != isMain(second)
          ? isMain(first) : first.releases.count > second.releases.count
      }
    }
    let line = lines.first?.label ?? []
    return grouped(released) { series(releases[$0].version, after: line) }
  }

  /// Returns a version up to its first number, such as `v1` of `v1.2.0`.
  private static func series(_ version: [UInt8], after line: [UInt8]) -> [UInt8] {
    let start = version.starts(with: line) ? line.count : 0
    let digit = version[start...].firstIndex { (0x30...0x39).contains($0) } ?? version.count
    return Array(version[..<digit] + version[digit...].prefix { (0x30...0x39).contains($0) })
  }

  private static func grouped(_ places: [Int], by key: (Int) -> [UInt8]) -> [Lane] {
    var index: [[UInt8]: Int] = [:]
    var lanes: [Lane] = []
    for place in places {
      let label = key(place)
      if let lane = index[label] {
        lanes[lane].releases.append(place)
      } else {
        index[label] = lanes.count
        lanes.append(Lane(label: label, releases: [place]))
      }
    }
    return lanes
  }
}
