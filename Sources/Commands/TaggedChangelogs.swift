internal import Changelogs
internal import Dispatch
internal import GitSource
internal import HistoryStore
internal import Indexing
internal import Synchronization

/// Compares what changelogs say of releases with what they said in the releases' own trees.
///
/// A release from a branch of its own is tagged before the default branch gets its section.
struct TaggedChangelogs {
  let repository: GitRepository
  /// Whether all are read; else the newest ones of at most 4 MiB, and the next ones in the next run.
  let readsAll: Bool

  private static let recentBytes = 4 << 20
  private static let sectionLimit = 500

  /// Returns for each section that was read which of its entries stood in the file, in whatever
  /// words, below the version or among the unreleased changes.
  ///
  /// Of a file that has another name at that commit nothing is known.
  func compare(
    _ sections: [TaggedSection]
  ) async throws -> [(section: TaggedSection, isThere: [Bool])] {
    let sections = readsAll ? sections[...] : sections.prefix(Self.sectionLimit)
    let blobs = try await repository.blobs(of: sections.map { (commit: $0.commit, path: $0.path) })
    var chosen: [(section: TaggedSection, blob: ObjectID)] = []
    var room = Self.recentBytes
    for (section, blob) in zip(sections, blobs) {
      guard let blob else { continue }
      room -= blob.size
      if !readsAll, room < 0, !chosen.isEmpty { break }
      chosen.append((section, blob.id))
    }
    let texts = Mutex<[ObjectID: [UInt8]]>([:])
    try await repository.readBlobs(Array(Set(chosen.map(\.blob)))) { id, bytes in
      if let bytes { texts.withLock { $0[id] = bytes } }
    }
    let read = texts.withLock { $0 }
    let items = chosen.compactMap { item in read[item.blob].map { (item.section, $0) } }
    let results = Mutex(items.map { _ in [Bool]() })
    DispatchQueue.concurrentPerform(iterations: items.count) { index in
      let (section, bytes) = items[index]
      let changelog = ChangelogReader().read(bytes, path: section.path)
      let there = Self.isThere(section, changelog)
      results.withLock { $0[index] = there }
    }
    return zip(items, results.withLock { $0 }).map { ($0.0, $1) }
  }

  private static func isThere(_ section: TaggedSection, _ changelog: Changelog) -> [Bool] {
    let number = section.version.map(number)
    let entries = changelog.releases.filter { release in
      release.isUnreleased || release.version != nil && release.version.map(Self.number) == number
    }.flatMap(\.entries)
    return EntryLikeness.predecessors(of: section.entries, among: entries).map { $0 != nil }
  }

  /// The version without a `v`.
  private static func number(_ version: String) -> Substring {
    version.first == "v" || version.first == "V" ? version.dropFirst() : version[...]
  }
}
