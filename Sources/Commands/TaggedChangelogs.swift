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
  /// The limit on the trees that are searched for files that are not where they are now.
  private static let treeLimit = 64

  /// Returns for each section that was read which of its entries stood in the file, in whatever
  /// words, below the version or among the unreleased changes.
  ///
  /// A file that has another ending or another folder there is found, too; of one with another name
  /// nothing is known.
  func compare(
    _ sections: [TaggedSection]
  ) async throws -> [(section: TaggedSection, isThere: [Bool])] {
    let sections = readsAll ? sections[...] : sections.prefix(Self.sectionLimit)
    let files = try await files(of: Array(sections))
    var chosen: [(section: TaggedSection, path: [UInt8], blob: ObjectID)] = []
    var room = Self.recentBytes
    for (section, file) in zip(sections, files) {
      guard let file else { continue }
      room -= file.size
      if !readsAll, room < 0, !chosen.isEmpty { break }
      chosen.append((section, file.path, file.blob))
    }
    let texts = Mutex<[ObjectID: [UInt8]]>([:])
    try await repository.readBlobs(Array(Set(chosen.map(\.blob)))) { id, bytes in
      if let bytes { texts.withLock { $0[id] = bytes } }
    }
    let read = texts.withLock { $0 }
    let items = chosen.compactMap { item in
      read[item.blob].map { (section: item.section, path: item.path, bytes: $0) }
    }
    let results = Mutex(items.map { _ in [Bool]() })
    DispatchQueue.concurrentPerform(iterations: items.count) { index in
      let item = items[index]
      let changelog = ChangelogReader().read(item.bytes, path: item.path)
      let there = Self.isThere(item.section, changelog)
      results.withLock { $0[index] = there }
    }
    return zip(items, results.withLock { $0 }).map { ($0.section, $1) }
  }

  private struct File {
    let path: [UInt8]
    let blob: ObjectID
    let size: Int
  }

  /// Returns the file of each section in the tree of its commit; null: there is none.
  private func files(of sections: [TaggedSection]) async throws -> [File?] {
    var files = try await blobs(sections.map { (commit: $0.commit, path: $0.path) })
    let absent = sections.indices.filter { files[$0] == nil }
    let commits = Set(absent.map { sections[$0].commit })
    guard !absent.isEmpty, readsAll || commits.count <= Self.treeLimit else { return files }
    var names: [ObjectID: [[UInt8]]] = [:]
    for commit in commits {
      names[commit] = try await repository.paths(at: commit) { ChangelogPath($0) != nil }
    }
    let others = absent.compactMap { place -> (place: Int, path: [UInt8])? in
      let stem = Self.stem(sections[place].path)
      let same = (names[sections[place].commit] ?? []).filter { Self.stem($0) == stem }
      return same.count == 1 ? (place, same[0]) : nil
    }
    let found = try await blobs(
      others.map { (commit: sections[$0.place].commit, path: $0.path) })
    for (other, file) in zip(others, found) { files[other.place] = file }
    return files
  }

  private func blobs(_ files: [(commit: ObjectID, path: [UInt8])]) async throws -> [File?] {
    zip(files, try await repository.blobs(of: files)).map { file, blob in
      blob.map { File(path: file.path, blob: $0.id, size: $0.size) }
    }
  }

  /// The name of a file without its folder and a last ending of letters, in lower case.
  private static func stem(_ path: [UInt8]) -> [UInt8] {
    let name = path[(path.lastIndex(of: UInt8(ascii: "/")).map { $0 + 1 } ?? 0)...]
    let small = name.map { (0x41...0x5A).contains($0) ? $0 | 0x20 : $0 }
    guard let dot = small.lastIndex(of: UInt8(ascii: ".")),
      small[(dot + 1)...].allSatisfy({ (0x61...0x7A).contains($0) })
    else { return small }
    return Array(small[..<dot])
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
