internal import Changelogs
internal import GitSource
internal import HistoryStore
internal import Indexing
internal import ReadAhead

/// Looks in the trees of releases for what their changelogs say of them, where the default branch has
/// no section.
///
/// A release from a branch of its own may have one that never came to the default branch, and some
/// projects begin their changelog anew with each series.
struct TagTrees {
  let repository: GitRepository
  /// Whether all are read; else as many of the newest as are 256 MiB, and the next ones in the next run.
  let readsAll: Bool

  typealias Found = (tree: UnsearchedTree, sections: [TagTreeSection])

  private static let recentBytes = 256 << 20
  private static let recentTrees = 5_000
  /// The bytes that are held at once.
  private static let batchBytes = 16 << 20

  /// Returns what was found in the trees that are to be searched now, in their order, and how many are
  /// left.
  func search(_ trees: [UnsearchedTree]) async throws -> (found: [Found], left: Int) {
    let chosen = Array(readsAll ? trees[...] : trees.prefix(Self.recentTrees))
    let files = try await files(of: chosen)
    var room = readsAll ? Int.max : Self.recentBytes
    var found: [Found] = []
    var start = 0
    while start < chosen.count {
      var end = start
      var size = 0
      while end < chosen.count, end == start || size < Self.batchBytes {
        let bytes = files[end].reduce(0) { $0 + $1.size }
        if bytes > room, end > 0 { break }
        room -= bytes
        size += bytes
        end += 1
      }
      guard end > start else { break }
      found += try await read(Array(zip(chosen[start..<end], files[start..<end])))
      start = end
    }
    return (found, trees.count - start)
  }

  private func read(_ trees: [(tree: UnsearchedTree, files: [TreeFile])]) async throws -> [Found] {
    let read = try await repository.contents(ofBlobs: trees.flatMap { $0.files.map(\.blob) })
    let found = mapOnAllCores(trees) { tree, files -> Found in
      let sections = files.flatMap { file in
        read[file.blob].map { Self.sections(of: tree, in: $0, file) } ?? []
      }
      return (tree, sections)
    }
    return zip(trees, found).compactMap { item, found in
      // Where content is absent, it is looked into again once it may be there.
      let isWhole =
        item.files.isEmpty
        ? !repository.facts.isPartialClone : item.files.allSatisfy { read[$0.blob] != nil }
      return isWhole || !found.sections.isEmpty ? found : nil
    }
  }

  private static func sections(
    of tree: UnsearchedTree, in bytes: [UInt8], _ file: TreeFile
  ) -> [TagTreeSection] {
    guard let found = ChangelogReader().sections(of: tree.version, in: bytes, path: file.path)
    else { return [] }
    return found.releases.map { release in
      TagTreeSection(
        path: file.path, content: file.blob, format: found.format,
        component: ChangelogPath(file.path)?.component, release: release)
    }
  }

  // MARK: Files

  /// Returns the changelogs in each tree: those under the known names, and unless one of them is about
  /// all of the repository those at the root.
  private func files(of trees: [UnsearchedTree]) async throws -> [[TreeFile]] {
    let questions = trees.enumerated().flatMap { place, tree in
      tree.paths.filter { Self.mayTell($0, of: tree.version) }.map { (place: place, path: $0) }
    }
    var files = trees.map { _ in [TreeFile]() }
    let found = try await repository.files(
      questions.map { (commit: trees[$0.place].commit, path: $0.path) })
    for (question, file) in zip(questions, found) {
      if let file { files[question.place].append(file) }
    }
    // That of a part may have had another ending; those at the root are listed below.
    let renamed = zip(questions, found).filter { question, file in
      file == nil && ChangelogPath(question.path)?.component != nil
    }.flatMap { question, _ in
      Self.otherEndings(of: question.path).map { (place: question.place, path: $0) }
    }
    let other = try await repository.files(
      renamed.map { (commit: trees[$0.place].commit, path: $0.path) })
    for (question, file) in zip(renamed, other) {
      if let file { files[question.place].append(file) }
    }
    let others = trees.indices.filter { place in
      trees[place].isMain
        && !files[place].contains { ChangelogPath($0.path).map { $0.component == nil } ?? true }
    }
    let roots = try await repository.rootFiles(of: Array(Set(others.map { trees[$0].commit })))
    let changelogs = roots.mapValues { files in files.filter { ChangelogPath($0.name) != nil } }
    let sizes = try await repository.sizes(
      ofBlobs: Array(Set(changelogs.values.joined().map(\.blob))))
    for place in others {
      let version = trees[place].version
      files[place] += (changelogs[trees[place].commit] ?? []).compactMap { file in
        guard let size = sizes[file.blob], Self.mayTell(file.name, of: version) else { return nil }
        return TreeFile(path: file.name, blob: file.blob, size: size)
      }
    }
    return files
  }

  /// The path with the usual endings that it does not have.
  private static func otherEndings(of path: [UInt8]) -> [[UInt8]] {
    let dot = TreeFile.name(of: path).lastIndex(of: UInt8(ascii: "."))
    let stem = path[..<(dot ?? path.endIndex)]
    return ["", ".md", ".rst", ".txt", ".markdown"].map { Array(stem) + Array($0.utf8) }
      .filter { $0 != path }
  }

  /// Whether a file may speak of a version: one that is named after a version or a series, such as
  /// `CHANGELOG-1.30.md`, speaks of those that begin so.
  private static func mayTell(_ path: [UInt8], of version: String) -> Bool {
    let name = TreeFile.name(of: path)
    let isDigit = { (byte: UInt8) in (0x30...0x39).contains(byte) }
    guard let start = name.firstIndex(where: isDigit) else { return true }
    let number = name[start...].prefix { isDigit($0) || $0 == UInt8(ascii: ".") }
    let end = number.lastIndex(where: isDigit) ?? start
    return VersionNumber.text(version).utf8.starts(with: name[start...end])
  }
}
