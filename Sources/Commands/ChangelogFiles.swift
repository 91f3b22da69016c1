internal import Changelogs
internal import GitSource
internal import HistoryStore
internal import Indexing
internal import Synchronization

/// Reads the changelogs of a git repository: every version that they had on the default branch.
struct ChangelogFiles {
  let repository: GitRepository
  let progress: ProgressLine

  typealias Timeline = ChangelogTimeline<ChangelogReading.Moment>

  /// The limit on the bytes of all versions of one changelog that are read at once: 48 MiB.
  ///
  /// Of one with more, the newest versions are read; since when the entries of the first of them
  /// were there is not known then.
  private static let byteLimit = 48 << 20
  /// The limit on the number of changelogs.
  private static let fileLimit = 2_000

  /// Returns what is new in the changelogs of the default branch; null if that is where it was.
  ///
  /// - Parameters:
  ///   - tip: The tip of the default branch.
  ///   - name: The name of the repository in the history.
  func read(
    _ known: KnownChangelogs, tip: ObjectID, name: String
  ) async throws -> ChangelogReading? {
    guard known.tip != tip else { return nil }
    let listed = try await repository.paths(at: tip) { ChangelogPath($0) != nil }
    let paths = Array(Set(listed.prefix(Self.fileLimit)).union(known.files.keys))
      .sorted { $0.lexicographicallyPrecedes($1) }
    var reading = ChangelogReading(
      repository: name, location: repository.facts.location, sourceKind: .git, tip: tip, files: [],
      readAt: Console.now())
    guard !paths.isEmpty else { return reading }
    // Where the branch was rewound, all is read anew.
    var base = known.tip
    if let last = known.tip, try await !repository.isAncestor(last, of: tip) { base = nil }
    var versions = Dictionary(
      grouping: try await repository.versions(of: paths, after: base, upTo: tip), by: \.path)
    let present = Set(listed)
    for path in paths {
      let old = base == nil ? nil : known.files[path]
      if base != nil, old == nil {
        versions[path] = try await repository.versions(of: [path], after: nil, upTo: tip)
      }
      guard let all = versions[path], !all.isEmpty, present.contains(path) || old != nil else {
        // Of the branch that was there before it may have been.
        if base == nil, known.files[path] != nil {
          reading.files.append(
            ChangelogReading.File(
              path: path, timeline: Timeline(), isWhole: true, content: nil, versionCount: 0))
        }
        continue
      }
      reading.files.append(try await read(path, all, after: old))
    }
    return reading
  }

  /// Compares the versions of one file, the oldest first.
  private func read(
    _ path: [UInt8], _ versions: [FileVersion], after old: KnownChangelogs.File?
  ) async throws -> ChangelogReading.File {
    let kept = try await newest(versions)
    let isCut = kept.count < versions.count
    let state = Mutex(Comparison(timeline: old?.timeline ?? Timeline()))
    let moments = kept.map { ChangelogReading.Moment.commit($0.commit) }
    let blobs = kept.compactMap(\.blob)
    var places: [Int] = []
    for (index, version) in kept.enumerated() where version.blob != nil { places.append(index) }
    let read = places
    try await repository.readBlobs(blobs) { _, bytes in
      state.withLock { state in
        let place = read[state.next]
        // Versions in which the file was gone have no blob.
        state.addAbsences(before: place, kept, moments)
        let changelog = bytes.map { ChangelogReader().read($0, path: path) }
        state.timeline.add(changelog, at: moments[place], isBeginning: !isCut)
        state.problems = changelog?.problems.map(\.description) ?? []
        state.position = place + 1
        state.next += 1
      }
    }
    return state.withLock { state in
      state.addAbsences(before: kept.count, kept, moments)
      return ChangelogReading.File(
        path: path, timeline: state.timeline, isWhole: old == nil,
        content: kept.last?.blob?.bytes, component: ChangelogPath(path)?.component,
        versionCount: kept.count, problems: state.problems)
    }
  }

  private struct Comparison {
    var timeline: Timeline
    var problems: [String] = []
    /// How many versions with content were compared.
    var next = 0
    /// How many versions were compared.
    var position = 0

    mutating func addAbsences(
      before end: Int, _ versions: [FileVersion], _ moments: [ChangelogReading.Moment]
    ) {
      while position < end {
        if versions[position].blob == nil { timeline.add(nil, at: moments[position]) }
        position += 1
      }
    }
  }

  /// Returns the newest versions whose sizes are within the limit, the oldest first.
  private func newest(_ versions: [FileVersion]) async throws -> [FileVersion] {
    let blobs = versions.reversed().compactMap(\.blob)
    guard let last = blobs.first else { return versions }
    let size = Mutex(0)
    try await repository.readBlobs([last]) { _, bytes in
      size.withLock { $0 = bytes?.count ?? 0 }
    }
    // A changelog grows: its last version is the largest.
    let room = max(20, Self.byteLimit / max(1, size.withLock { $0 }))
    return Array(versions.suffix(room))
  }
}

extension IndexGitCommand {
  /// Reads and records what is new in the repository's changelogs.
  func indexChangelogs(
    of repository: GitRepository, _ listing: RefListing, name: String, _ writer: HistoryWriter,
    _ progress: ProgressLine
  ) async throws -> ChangelogSummary? {
    guard let branch = repository.facts.defaultBranch,
      let tip = listing.refs.first(where: { $0.fullName == branch })?.commit
    else { return nil }
    let known = try writer.knownChangelogs(of: name)
    guard known.tip != tip else { return nil }
    progress.show("reading changelogs")
    let files = ChangelogFiles(repository: repository, progress: progress)
    guard let reading = try await files.read(known, tip: tip, name: name) else { return nil }
    return try writer.record(reading)
  }
}
