internal import Changelogs
internal import GitSource
internal import HistoryStore
internal import Indexing
internal import ReadAhead

/// Compares what changelogs say of releases with what they said in the releases' own trees.
///
/// A release from a branch of its own is tagged before the default branch gets its section.
struct ChangelogComparison {
  let repository: GitRepository
  /// What need not be read again.
  let parsed: ParsedChangelogs
  /// Whether all are read; else the newest ones of at most 4 MiB, and the next ones in the next run.
  let readsAll: Bool

  private static let recentBytes = 4 << 20
  private static let sectionLimit = 500

  /// Returns for each section that was looked into which of its entries stood in the file, in whatever
  /// words, below the version or among the unreleased changes; null if no such file was there.
  ///
  /// A file that has another ending there, or stands at the root, is found, too, and so is the only
  /// changelog at the root if that tells of the version.
  func compare(
    _ sections: [ComparedSection]
  ) async throws -> [(section: ComparedSection, isThere: [Bool]?)] {
    let sections = Array(readsAll ? sections[...] : sections.prefix(Self.sectionLimit))
    let files = try await files(of: sections)
    var room = readsAll ? Int.max : Self.recentBytes
    let count = files.indices.firstIndex { place in
      room -= files[place]?.size ?? 0
      return room < 0 && place > 0
    }
    let chosen = zip(sections, files).prefix(count ?? files.count).map { section, file in
      (section: section, file: file, parsed: file.flatMap { parsed[$0.blob, $0.path] })
    }
    let read = try await repository.contents(
      ofBlobs: chosen.compactMap { $0.parsed == nil ? $0.file?.blob : nil })
    let answers = mapOnAllCores(chosen) { section, file, parsed -> [Bool]? in
      guard let file,
        let changelog = parsed
          ?? read[file.blob].map({ ChangelogReader().read($0, path: file.path) })
      else { return nil }
      // Of one with another name that does not tell of the version nothing follows.
      if Self.stem(file.path) != Self.stem(section.path), !Self.tells(changelog, of: section) {
        return nil
      }
      return Self.isThere(section, changelog)
    }
    return zip(chosen, answers).compactMap { item, isThere in
      // One whose content is absent is looked into again once it is there.
      let isAbsent =
        item.file.map { item.parsed == nil && read[$0.blob] == nil }
        ?? repository.facts.isPartialClone
      return isThere == nil && isAbsent ? nil : (item.section, isThere)
    }
  }

  /// Returns the file of each section in the tree of its commit; null: there is none.
  private func files(of sections: [ComparedSection]) async throws -> [TreeFile?] {
    var files = try await repository.files(sections.map { (commit: $0.commit, path: $0.path) })
    let absent = sections.indices.filter { files[$0] == nil }
    let roots = try await repository.rootFiles(of: Array(Set(absent.map { sections[$0].commit })))
    let others = absent.compactMap { place -> (place: Int, path: [UInt8])? in
      // At the root stands what is about the whole, and not about a part.
      guard ChangelogPath(sections[place].path)?.component == nil else { return nil }
      let stem = Self.stem(sections[place].path)
      let names = (roots[sections[place].commit] ?? []).map(\.name)
        .filter { ChangelogPath($0) != nil }
      let same = names.filter { Self.stem($0) == stem }
      if same.count == 1 { return (place, same[0]) }
      return names.count == 1 ? (place, names[0]) : nil
    }
    let found = try await repository.files(
      others.map { (commit: sections[$0.place].commit, path: $0.path) })
    for (other, file) in zip(others, found) { files[other.place] = file }
    return files
  }

  /// The name of a file without its folder and a last ending of letters, in lower case.
  private static func stem(_ path: [UInt8]) -> [UInt8] {
    let small = TreeFile.name(of: path).map { (0x41...0x5A).contains($0) ? $0 | 0x20 : $0 }
    guard let dot = small.lastIndex(of: UInt8(ascii: ".")),
      small[(dot + 1)...].allSatisfy({ (0x61...0x7A).contains($0) })
    else { return small }
    return Array(small[..<dot])
  }

  private static func isThere(_ section: ComparedSection, _ changelog: Changelog) -> [Bool] {
    let entries = changelog.releases.filter { $0.isUnreleased || isSame($0, section) }
      .flatMap(\.entries)
    return EntryLikeness.predecessors(of: section.entries, among: entries).map { $0 != nil }
  }

  private static func tells(_ changelog: Changelog, of section: ComparedSection) -> Bool {
    changelog.releases.contains { isSame($0, section) }
  }

  private static func isSame(_ release: ChangelogRelease, _ section: ComparedSection) -> Bool {
    guard let wanted = section.version, let version = release.version else { return false }
    return VersionNumber(wanted).isSame(as: VersionNumber(version))
  }
}
