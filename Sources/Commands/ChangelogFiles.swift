internal import ArgumentParser
internal import Changelogs
internal import GitSource
internal import HistoryStore
internal import Indexing
internal import ReadAhead
internal import Reports

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
  /// The versions that were read, as long as they are not too many.
  let parsed = ParsedChangelogs()

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
    /// The name under which that was recorded; null: this one.
    var previousPath: [UInt8]?
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
    var known = known
    // Those that were given have a history of their own.
    known.files = known.files.filter { !$0.value.isGiven }
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
          path: path, timeline: Timeline(), isWhole: true, content: nil,
          component: ChangelogPath(path)?.component, versionCount: 0)
      }
    }
    return reading
  }

  private func plans(
    _ paths: [[UInt8]], _ present: Set<[UInt8]>, _ known: KnownChangelogs,
    after base: ObjectID?, upTo tip: ObjectID
  ) async throws -> [Plan] {
    let renames = ChangelogRenames(repository: repository, present: present, tip: tip)
    let new = paths.filter { base == nil || known.files[$0] == nil }
    var order = try await repository.versions(of: new, after: nil, upTo: tip)
    var whole = Dictionary(grouping: order, by: \.path).filter { present.contains($0.key) }
    var plans: [Plan] = []
    if base != nil {
      let later = try await repository.versions(
        of: paths.filter { known.files[$0] != nil }, after: base, upTo: tip)
      order = later + order
      var byPath = Dictionary(grouping: later, by: \.path)
      // One that is known goes on under its new name.
      for (path, origin) in try await renames.origins(of: whole) {
        guard let file = known.files[origin.path], let versions = byPath[origin.path] else {
          continue
        }
        byPath[origin.path] = nil
        plans.append(
          Plan(
            path: path, known: file, previousPath: origin.path,
            versions: ChangelogRenames.joined(
              ChangelogRenames.versions(versions, before: origin.commit),
              whole.removeValue(forKey: path) ?? [])))
      }
      plans += byPath.map { Plan(path: $0, known: known.files[$0], versions: $1) }
    }
    // Where not all versions under these names are read, none of those before would be.
    var isRenamed: Set<[UInt8]> = []
    if depth != .all, try await exceedsLimit(whole.values.map { $0.dropLast() }) {
      isRenamed = Set(try await renames.origins(of: whole).keys)
    } else {
      try await renames.follow(&whole, &order)
    }
    plans += whole.map {
      Plan(path: $0, known: nil, versions: $1, isCut: isRenamed.contains($0))
    }
    if depth != .all { try await cut(&plans, order) }
    return plans.sorted { $0.path.lexicographicallyPrecedes($1.path) }
  }

  private func exceedsLimit(_ versions: [ArraySlice<FileVersion>]) async throws -> Bool {
    let blobs = versions.joined().compactMap(\.blob)
    let sizes = try await repository.sizes(ofBlobs: blobs)
    return blobs.reduce(0) { $0 + (sizes[$1] ?? 0) } > Self.recentBytes
  }

  /// Leaves out what is beyond the limit: of each file the last version is read, and of the others
  /// the newest ones.
  private func cut(_ plans: inout [Plan], _ order: [FileVersion]) async throws {
    let sizes = try await repository.sizes(
      ofBlobs: plans.flatMap { $0.versions.compactMap(\.blob) })
    var places: [FileVersion: (plan: Int, place: Int)] = [:]
    for (index, plan) in plans.enumerated() {
      for (place, version) in plan.versions.enumerated() { places[version] = (index, place) }
    }
    var room = Self.recentBytes
    var firstKept = plans.map { max(0, $0.versions.count - 1) }
    for version in order.reversed() {
      // No version is left out between two that are read.
      guard let (plan, place) = places[version], place + 1 == firstKept[plan] else { continue }
      room -= version.blob.flatMap { sizes[$0] } ?? 0
      if room >= 0 { firstKept[plan] = place }
    }
    for (index, first) in firstKept.enumerated() where first > 0 {
      plans[index].versions.removeFirst(first)
      plans[index].isCut = true
    }
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
        case .missing:
          // A partial clone leaves it at its remote: that says nothing of the file.
          absent[item.file] = [.absent(commit: "\(item.version.commit)")]
          continue
        }
        timelines[item.file].add(
          changelog, at: .commit(item.version.commit),
          followsGap: !absent[item.file].isEmpty
            || plans[item.file].isCut && item.version == plans[item.file].versions.first)
        absent[item.file] = []
      }
      start += batch.count
    }
    return plans.indices.map { file in
      let plan = plans[file]
      return ChangelogReading.File(
        path: plan.path, previousPath: plan.previousPath, timeline: timelines[file],
        isWhole: plan.known == nil,
        content: plan.versions.last?.blob?.bytes, component: ChangelogPath(plan.path)?.component,
        versionCount: plan.versions.count, absent: absent[file])
    }
  }

  private enum Content: Sendable {
    /// The commit took the file away.
    case gone
    /// The clone does not hold the content.
    case missing
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
    let blobs = try await repository.contents(ofBlobs: chosen.compactMap(\.blob))
    return mapOnAllCores(chosen) { version in
      guard let blob = version.blob else { return .gone }
      guard let bytes = blobs[blob] else { return .missing }
      let changelog = ChangelogReader().read(bytes, path: version.path)
      if depth != .all { parsed[blob, version.path] = changelog }
      return .changelog(changelog)
    }
  }
}
