internal import ArgumentParser
internal import Changelogs
internal import Dispatch
internal import GitSource
internal import HistoryStore
internal import Indexing
internal import Reports
internal import Synchronization

/// How much of the past of changelogs is read.
enum ChangelogDepth: String, CaseIterable, ExpressibleByArgument {
  /// No changelog is read.
  case none
  /// What changelogs say now, and as much of their past as takes little time.
  case recent
  /// Every version that they had on the default branch.
  case all
}

/// Reads the changelogs of a git repository as they were on the default branch.
struct ChangelogFiles {
  let repository: GitRepository
  let depth: ChangelogDepth

  typealias Timeline = ChangelogTimeline<ChangelogReading.Moment>

  /// The bytes of past versions that are read at once unless all are asked for: 4 MiB.
  ///
  /// The newest come first. Since when the entries of the first version that is read of a file were
  /// there is not known.
  private static let recentBytes = 4 << 20
  /// The bytes that are parsed together, on all cores: 8 MiB.
  private static let batchBytes = 8 << 20
  /// The limit on the number of changelogs.
  private static let fileLimit = 2_000

  /// The versions of one file that are read, the oldest first.
  private struct Plan {
    let path: [UInt8]
    /// What was recorded of it; null: it is read from its begin.
    let known: KnownChangelogs.File?
    var versions: [FileVersion]
    /// Whether there are older versions that are not read.
    var isCut = false
  }

  /// Returns what is new in the changelogs of the default branch; null if that is where it was.
  ///
  /// - Parameters:
  ///   - tip: The tip of the default branch.
  ///   - name: The name of the repository in the history.
  func read(
    _ known: KnownChangelogs, tip: ObjectID, name: String
  ) async throws -> ChangelogReading? {
    guard known.tip != tip || depth == .all else { return nil }
    let listed = try await repository.paths(at: tip) { ChangelogPath($0) != nil }
    if listed.count > Self.fileLimit {
      Console.warn(
        "warning: \(displayText(name)) has \(grouped(listed.count)) changelogs: the first "
          + "\(grouped(Self.fileLimit)) are read")
    }
    var reading = ChangelogReading(
      repository: name, location: repository.facts.location, sourceKind: .git, tip: tip, files: [],
      readAt: Console.now())
    // Where the branch was rewound, or its past is asked for, all is read anew.
    var base = depth == .all ? nil : known.tip
    if let last = base, try await !repository.isAncestor(last, of: tip) { base = nil }
    let paths = Set(listed.prefix(Self.fileLimit)).union(known.files.keys)
      .sorted { $0.lexicographicallyPrecedes($1) }
    let plans = try await plans(paths, Set(listed), known, after: base, upTo: tip)
    reading.files = try await read(plans)
    if base == nil {
      // Of the branch that was there before they may have been.
      let found = Set(plans.map(\.path))
      reading.files += paths.filter { known.files[$0] != nil && !found.contains($0) }.map { path in
        ChangelogReading.File(
          path: path, timeline: Timeline(), isWhole: true, content: nil, versionCount: 0)
      }
    }
    return reading
  }

  private func plans(
    _ paths: [[UInt8]], _ present: Set<[UInt8]>, _ known: KnownChangelogs,
    after base: ObjectID?, upTo tip: ObjectID
  ) async throws -> [Plan] {
    var versions = try await repository.versions(of: paths, after: base, upTo: tip)
    if base != nil {
      let new = paths.filter { known.files[$0] == nil }
      versions.removeAll { known.files[$0.path] == nil }
      versions += try await repository.versions(of: new, after: nil, upTo: tip)
    }
    let kept = try await kept(versions)
    let cut = Set(zip(versions, kept).filter { !$1 }.map(\.0.path))
    let byPath = Dictionary(grouping: zip(versions, kept).filter(\.1).map(\.0), by: \.path)
    return paths.compactMap { path in
      let file = base == nil ? nil : known.files[path]
      guard let versions = byPath[path], present.contains(path) || file != nil else { return nil }
      return Plan(path: path, known: file, versions: versions, isCut: cut.contains(path))
    }
  }

  /// Which versions are read: the last of each file, and the newest others within the limit.
  private func kept(_ versions: [FileVersion]) async throws -> [Bool] {
    guard depth != .all else { return versions.map { _ in true } }
    let sizes = try await repository.sizes(ofBlobs: versions.compactMap(\.blob))
    var kept = versions.map { _ in false }
    var room = Self.recentBytes
    var seen: Set<[UInt8]> = []
    var closed: Set<[UInt8]> = []
    for index in versions.indices.reversed() {
      let version = versions[index]
      let isLast = seen.insert(version.path).inserted
      let size = version.blob.flatMap { sizes[$0] } ?? 0
      if !isLast { room -= size }
      // No version is left out between two that are read.
      if !isLast, room < 0 { closed.insert(version.path) }
      kept[index] = !closed.contains(version.path)
    }
    return kept
  }

  // MARK: Reading

  private func read(_ plans: [Plan]) async throws -> [ChangelogReading.File] {
    var timelines = plans.map { $0.known?.timeline ?? Timeline() }
    var absent = plans.map { _ in [ChangelogProblem]() }
    let all = plans.indices.flatMap { file in plans[file].versions.map { (file: file, version: $0) }
    }
    var start = 0
    while start < all.count {
      let batch = try await batch(of: all[start...].map(\.version))
      for (item, content) in zip(all[start...], batch) {
        var changelog: Changelog?
        switch content {
        case .changelog(let read): changelog = read
        case .gone: break
        case .missing, .unread:
          // A partial clone leaves it at its remote: that says nothing of the file.
          absent[item.file] = [.absent(commit: "\(item.version.commit)")]
          continue
        }
        timelines[item.file].add(
          changelog, at: .commit(item.version.commit),
          followsGap: plans[item.file].isCut && item.version == plans[item.file].versions.first)
        absent[item.file] = []
      }
      start += batch.count
    }
    return plans.indices.map { file in
      let plan = plans[file]
      return ChangelogReading.File(
        path: plan.path, timeline: timelines[file], isWhole: plan.known == nil,
        content: plan.versions.last?.blob?.bytes, component: ChangelogPath(plan.path)?.component,
        versionCount: plan.versions.count, absent: absent[file])
    }
  }

  private enum Content: Sendable {
    /// The commit took the file away.
    case gone
    /// The clone does not hold the content.
    case missing
    case unread([UInt8])
    case changelog(Changelog)
  }

  /// Reads and parses as many of the versions as make a batch, at least one.
  private func batch(of versions: [FileVersion]) async throws -> [Content] {
    let sizes = try await repository.sizes(ofBlobs: versions.prefix(4_096).compactMap(\.blob))
    var count = 0
    var bytes = 0
    for version in versions.prefix(4_096) {
      let size = version.blob.flatMap { sizes[$0] } ?? 0
      if count > 0, bytes + size > Self.batchBytes { break }
      bytes += size
      count += 1
    }
    let chosen = Array(versions.prefix(max(1, count)))
    let found = Mutex<[ObjectID: [UInt8]]>([:])
    try await repository.readBlobs(Array(Set(chosen.compactMap(\.blob)))) { id, bytes in
      if let bytes { found.withLock { $0[id] = bytes } }
    }
    let blobs = found.withLock { $0 }
    let contents = Mutex(
      chosen.map { version in
        guard let blob = version.blob else { return Content.gone }
        return blobs[blob].map(Content.unread) ?? .missing
      })
    DispatchQueue.concurrentPerform(iterations: chosen.count) { index in
      guard case .unread(let bytes) = contents.withLock({ $0[index] }) else { return }
      let changelog = ChangelogReader().read(bytes, path: chosen[index].path)
      contents.withLock { $0[index] = .changelog(changelog) }
    }
    return contents.withLock { $0 }
  }
}

extension IndexGitCommand {
  /// Reads and records what is new in the repository's changelogs.
  func indexChangelogs(
    of repository: GitRepository, _ listing: RefListing, name: String, _ writer: HistoryWriter,
    _ progress: ProgressLine
  ) async throws -> ChangelogSummary? {
    guard changelogs != .none, let branch = repository.facts.defaultBranch,
      let tip = listing.refs.first(where: { $0.fullName == branch })?.commit
    else { return nil }
    if changelogs == .recent, try writer.changelogTip(of: name) == tip { return nil }
    progress.show("reading changelogs")
    let files = ChangelogFiles(repository: repository, depth: changelogs)
    let reading: ChangelogReading?
    do {
      reading = try await files.read(writer.knownChangelogs(of: name), tip: tip, name: name)
    } catch let error as GitError {
      // Commits and refs are recorded; a clone without all trees can have no more.
      Console.warn("warning: \(displayText(name)): its changelogs were not read: \(error)")
      return nil
    }
    guard let reading else { return nil }
    progress.show("recording changelogs")
    return try writer.record(reading)
  }
}
