internal import CommitGraph
internal import HistoryStore

/// A part of a log before it is filled: which commits, compared with what.
struct PlannedRelease {
  /// The place in the history; nil for what is not released.
  var release: Int?
  /// The place of the release that it is compared with.
  var previous: Int?
  /// The commit that it is compared with; the one of `previous`, or the start of a range.
  var start: Int32?
  /// The commits that the log is about.
  var commits: CommitSet
  /// All that there are since the release before, where a range begins or ends in between.
  var whole: CommitSet?
  /// What an unreleased part is called; empty for the default branch.
  var name: [UInt8] = []
  /// The commit of an unreleased part.
  var end: Int32?
  var sha: [UInt8]?

  /// All commits since the release before, also those beyond a range.
  var all: CommitSet { whole ?? commits }
}

extension LogRequest {
  /// Returns the parts of the log, newest first.
  func plan(_ history: ReleaseHistory) -> [PlannedRelease] {
    var planned: [PlannedRelease]
    switch scope {
    case .everything: planned = unreleased(history) + releases(history, within: nil)
    case .unreleased: planned = unreleased(history)
    case .release(let place): planned = [Self.planned(place, history)]
    case .range(let range): planned = releases(in: range, history)
    }
    if case .unreleased = scope {
    } else {
      planned = planned.filter { $0.release != nil || !$0.commits.isEmpty }
    }
    return planned
  }

  /// How many releases are planned, besides what no release has yet: with paths it is not known before which of them have commits.
  private var planLimit: Int? { touching == nil ? limit : nil }

  /// Whether the line of a release is shown.
  private func isShown(_ release: ReleaseRecord) -> Bool { line.map { release.line == $0 } ?? true }

  /// Whether a release is of the line that the default branch is released on.
  private func isMain(_ release: ReleaseRecord, _ history: ReleaseHistory) -> Bool {
    line.map { release.line == $0 } ?? history.lines[release.line].isMain
  }

  private func unreleased(_ history: ReleaseHistory) -> [PlannedRelease] {
    guard let tip = history.tip, until == nil else { return [] }
    let previous = history.lastRelease { isMain($0, history) }
    return [
      PlannedRelease(
        release: nil, previous: previous, start: previous.flatMap { history.releases[$0].commit },
        commits: history.unreleasedCommits { isMain($0, history) }, end: tip.commit, sha: tip.sha)
    ]
  }

  /// Returns the releases, newest first: by their dates, and of one time those of the main line and the
  /// highest versions first.
  private func releases(
    _ history: ReleaseHistory, within range: CommitSet?
  ) -> [PlannedRelease] {
    let shown = history.releases.indices.filter { place in
      let release = history.releases[place]
      guard isShown(release) else { return false }
      if let range {
        guard let commit = release.commit, range.contains(commit) else { return false }
      }
      if let since { guard let date = release.date, date >= since else { return false } }
      if let until { guard let date = release.date, date < until else { return false } }
      return true
    }
    let dates = Self.dates(history.releases)
    let ordered = shown.sorted { first, second in
      let (one, other) = (history.releases[first], history.releases[second])
      if dates[first] != dates[second] { return dates[first] > dates[second] }
      if one.isTagged != other.isTagged { return one.isTagged }
      let isMain = history.lines[one.line].isMain
      return isMain == history.lines[other.line].isMain ? first > second : isMain
    }
    // What is beyond the limit is not computed.
    return ordered.prefix(planLimit ?? .max).map { Self.planned($0, history) }
  }

  /// Returns the times by which releases are ordered, the lowest for none.
  ///
  /// A version without a date that no tag publishes stands below the next higher one of its line; the
  /// highest below the one before it, so that what is only said is never the newest.
  private static func dates(_ releases: [ReleaseRecord]) -> [Int64] {
    var dates = releases.map { $0.date ?? .min }
    var isOpen = releases.map { $0.date == nil && !$0.isTagged }
    func fill(_ places: some Sequence<Int>) {
      var last: Int?
      for place in places {
        if let found = last, releases[found].line != releases[place].line { last = nil }
        if isOpen[place], let last {
          dates[place] = dates[last]
          isOpen[place] = false
        } else if releases[place].date != nil {
          last = place
        }
      }
    }
    fill(releases.indices.reversed())
    fill(releases.indices)
    return dates
  }

  private static func planned(_ place: Int, _ history: ReleaseHistory) -> PlannedRelease {
    let release = history.releases[place]
    return PlannedRelease(
      release: place, previous: release.previous,
      start: release.previous.flatMap { history.releases[$0].commit },
      commits: history.commits(of: place), end: release.commit, sha: release.sha)
  }

  /// Returns the releases between two commits, and what the upper one has beyond them.
  private func releases(in range: CommitRange, _ history: ReleaseHistory) -> [PlannedRelease] {
    let commits = history.graph.range(excluding: [range.lower], including: [range.upper])
    let found = releases(history, within: commits).map { planned in
      var planned = Self.comparedInside(planned, history)
      planned.whole = planned.commits
      planned.commits.formIntersection(commits)
      return planned
    }
    let inside = history.releases.filter { release in
      release.isTagged && isShown(release) && (release.commit.map { commits.contains($0) } ?? false)
    }
    var rest = history.graph.range(
      excluding: [range.lower] + inside.compactMap(\.commit), including: [range.upper])
    rest.formIntersection(commits)
    guard !rest.isEmpty else { return found }
    let last =
      Self.last(inside, history)
      ?? history.releases.firstIndex {
        $0.isTagged && $0.commit == range.lower
      }
    var beyond = PlannedRelease(
      release: nil, previous: last,
      start: last.flatMap { history.releases[$0].commit } ?? range.lower, commits: rest,
      name: range.upperName, end: range.upper, sha: range.upperSHA)
    if last == nil, range.upper == history.tip?.commit {
      // A part of what no release has yet.
      beyond.previous = history.lastRelease { isMain($0, history) }
      var whole = history.unreleasedCommits { isMain($0, history) }
      whole.formUnion(rest)
      beyond.whole = whole
    }
    return [beyond] + found
  }

  /// Compares a release with one that it contains, where it is compared with one on a side branch: what
  /// that one has as well is in a range, too, and no other release of the range has it.
  private static func comparedInside(
    _ planned: PlannedRelease, _ history: ReleaseHistory
  ) -> PlannedRelease {
    guard let place = planned.release, let start = planned.start, let end = planned.end else {
      return planned
    }
    let ancestors = history.graph.ancestors(of: [end], includingSelf: true)
    if ancestors.contains(start) { return planned }
    let release = history.releases[place]
    var planned = planned
    planned.previous = history.releases[..<place].lastIndex { other in
      other.line == release.line && other.isTagged && (release.isPrerelease || !other.isPrerelease)
        && other.commit.map { ancestors.contains($0) } ?? false
    }
    planned.start = planned.previous.flatMap { history.releases[$0].commit }
    planned.commits = history.graph.range(
      excluding: planned.start.map { [$0] } ?? [], including: [end])
    return planned
  }

  private static func last(_ releases: [ReleaseRecord], _ history: ReleaseHistory) -> Int? {
    let last = releases.max { ($0.commit ?? -1) < ($1.commit ?? -1) }
    return last.flatMap { last in history.releases.firstIndex { $0.id == last.id } }
  }
}
