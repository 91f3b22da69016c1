internal import Changelogs
internal import GitSource
internal import Indexing

/// Finds the names that changelogs had before.
///
/// A changelog was renamed where one commit takes a changelog away and brings another one whose
/// content is alike. Only such are followed that are not there any more under the old name.
struct ChangelogRenames {
  let repository: GitRepository
  /// The changelogs at the tip.
  let present: Set<[UInt8]>
  let tip: ObjectID

  /// The number of names that are followed back.
  private static let generations = 8
  /// The limit on the commits that are looked into in one generation.
  private static let commitLimit = 2_000
  /// The limit on the files of one commit that are compared by their texts, on either side.
  private static let textLimit = 20
  /// The share of words with their neighbours that two texts have at least in common.
  private static let likeness = 0.5

  /// A file whose begin is looked for, by its name now, and its first version.
  private struct Begin {
    let path: [UInt8]
    let first: FileVersion
  }

  /// A file that was taken away when another one came.
  struct Origin {
    /// The name that it had.
    let path: [UInt8]
    /// The commit that renamed it.
    let commit: ObjectID
  }

  /// Adds the versions that files had under other names before.
  ///
  /// - Parameters:
  ///   - versions: The versions of each file, the oldest first, from its begin.
  ///   - order: All versions that are known, the oldest first as far as that is known.
  func follow(
    _ versions: inout [[UInt8]: [FileVersion]], _ order: inout [FileVersion]
  ) async throws {
    var begins = Self.begins(of: versions)
    for _ in 0..<Self.generations {
      let origins = try await origins(of: begins)
      if origins.isEmpty { break }
      let earlier = try await repository.versions(
        of: Array(Set(origins.values.map(\.path))), after: nil, upTo: tip)
      order = earlier + order
      let byPath = Dictionary(grouping: earlier, by: \.path)
      begins = []
      for (path, origin) in origins {
        let list = Self.versions(byPath[origin.path] ?? [], before: origin.commit)
        guard let first = list.first else { continue }
        versions[path] = Self.joined(list, versions[path] ?? [])
        begins.append(Begin(path: path, first: first))
      }
    }
  }

  /// Returns under which names files were before, by their names now.
  ///
  /// - Parameter versions: The versions of each file, the oldest first, from its begin.
  func origins(of versions: [[UInt8]: [FileVersion]]) async throws -> [[UInt8]: Origin] {
    try await origins(of: Self.begins(of: versions))
  }

  private static func begins(of versions: [[UInt8]: [FileVersion]]) -> [Begin] {
    versions.compactMap { path, list in list.first.map { Begin(path: path, first: $0) } }
  }

  /// Joins the versions of a file under two names; a new name alone makes no version.
  static func joined(_ before: [FileVersion], _ after: [FileVersion]) -> [FileVersion] {
    let isSame = before.last != nil && before.last?.blob == after.first?.blob
    return before + (isSame && after.count > 1 ? after.dropFirst() : after[...])
  }

  /// The versions of a file up to the commit that takes it away.
  static func versions(_ list: [FileVersion], before commit: ObjectID) -> [FileVersion] {
    let end = list.lastIndex { $0.commit == commit && $0.blob == nil }
    return end.map { Array(list[..<$0]) } ?? []
  }

  private func origins(of begins: [Begin]) async throws -> [[UInt8]: Origin] {
    let byCommit = Dictionary(grouping: begins.filter { $0.first.blob != nil }, by: \.first.commit)
    let commits = byCommit.keys.sorted { $0.bytes.lexicographicallyPrecedes($1.bytes) }
    let removals: [FileVersion]
    do {
      removals = try await repository.removals(by: Array(commits.prefix(Self.commitLimit))) {
        [present] path in !present.contains(path) && ChangelogPath(path) != nil
      }
    } catch let error as GitError where error.code == .commandFailed {
      // In a clone without all trees a file begins where it came under its name.
      return [:]
    }
    var origins: [[UInt8]: Origin] = [:]
    for (commit, removed) in Dictionary(grouping: removals, by: \.commit) {
      let came = (byCommit[commit] ?? []).sorted { $0.path.lexicographicallyPrecedes($1.path) }
      for (path, old) in try await pairs(came, removed) {
        origins[path] = Origin(path: old, commit: commit)
      }
    }
    return origins
  }

  /// Returns which of the files that came is which of those that one commit took away.
  private func pairs(
    _ came: [Begin], _ removed: [FileVersion]
  ) async throws -> [[UInt8]: [UInt8]] {
    var pairs: [[UInt8]: [UInt8]] = [:]
    var left: [ObjectID: [FileVersion]] = [:]
    for file in removed.reversed() { if let id = file.blob { left[id, default: []].append(file) } }
    for file in came {
      if let old = file.first.blob.flatMap({ left[$0]?.popLast() }) { pairs[file.path] = old.path }
    }
    let others = came.filter { pairs[$0.path] == nil }.prefix(Self.textLimit)
    let candidates = removed.filter { file in
      file.blob.flatMap { left[$0] }?.contains { $0.path == file.path } ?? false
    }.prefix(Self.textLimit)
    guard !others.isEmpty, !candidates.isEmpty else { return pairs }
    let texts = try await repository.contents(
      ofBlobs: others.compactMap(\.first.blob) + candidates.compactMap(\.blob))
    var scores: [(new: [UInt8], old: [UInt8], share: Double)] = []
    for file in others {
      for old in candidates {
        guard let a = file.first.blob.flatMap({ texts[$0] }),
          let b = old.blob.flatMap({ texts[$0] })
        else { continue }
        let share = ChangelogLikeness.share(a, b)
        if share >= Self.likeness { scores.append((file.path, old.path, share)) }
      }
    }
    var taken: Set<[UInt8]> = []
    for score in scores.sorted(by: { $0.share > $1.share }) where pairs[score.new] == nil {
      if taken.insert(score.old).inserted { pairs[score.new] = score.old }
    }
    return pairs
  }
}
