public import Indexing

/// A version of a file on one branch.
public struct FileVersion: Hashable, Sendable {
  /// The path in the repository, as bytes.
  public var path: [UInt8]
  /// The commit that brought the version.
  public var commit: ObjectID
  /// The content; null: the commit took the file away.
  public var blob: ObjectID?
}

extension GitRepository {
  /// The limit on the bytes of lists of paths and versions.
  private static let listLimit = 1 << 28

  /// Returns the paths of the files in the tree of a commit for which `isIncluded` holds, in the
  /// order of their bytes.
  ///
  /// Symbolic links and submodules are left out.
  public func paths(
    at commit: ObjectID, where isIncluded: @escaping @Sendable ([UInt8]) -> Bool
  ) async throws -> [[UInt8]] {
    try await run { session in
      let (output, exit) = try session.collect(
        .lsTree, ["-r", "-z", "--full-tree", "\(commit)"], limit: Self.listLimit)
      try Self.check(exit, .lsTree, session)
      // `MODE blob ID` and the path behind a tab.
      return output.split(separator: 0).compactMap { row in
        guard row.starts(with: "100".utf8), let tab = row.firstIndex(of: UInt8(ascii: "\t"))
        else { return nil }
        let path = Array(row[(tab + 1)...])
        return isIncluded(path) ? path : nil
      }
    }
  }

  /// Returns the versions of files along the first parents of a branch, the oldest first.
  ///
  /// A file that came with a merge has the merge as its commit: then it came to the branch.
  ///
  /// - Parameters:
  ///   - paths: The paths, without patterns. Under another name a file is another one.
  ///   - known: A commit whose history is known; null for all of the branch.
  ///   - tip: The last commit of the branch.
  public func versions(
    of paths: [[UInt8]], after known: ObjectID?, upTo tip: ObjectID
  ) async throws -> [FileVersion] {
    guard !paths.isEmpty else { return [] }
    return try await run { session in
      let range = (known.map { ["^\($0)"] } ?? []) + ["\(tip)"]
      let (output, exit) = try session.collect(
        .log,
        ["--reverse"] + Self.rawChanges + range + ["--"]
          + Self.places(of: paths).map(Self.pathspec), limit: Self.listLimit)
      try Self.check(exit, .log, session)
      let wanted = Set(paths)
      return Self.changes(output).filter { wanted.contains($0.new.path) }.map(\.new)
    }
  }

  /// Returns the files that commits took away from their branch, each with the content that it had.
  ///
  /// - Parameters:
  ///   - commits: The commits; each is compared with its first parent.
  ///   - isIncluded: Which paths are wanted.
  public func removals(
    by commits: [ObjectID], where isIncluded: @escaping @Sendable ([UInt8]) -> Bool
  ) async throws -> [FileVersion] {
    guard !commits.isEmpty else { return [] }
    return try await run { session in
      let (output, exit) = try session.collect(
        .log,
        ["--no-walk=unsorted", "--diff-filter=D"] + Self.rawChanges
          + commits.map { "\($0)" } + ["--"], limit: Self.listLimit)
      try Self.check(exit, .log, session)
      return Self.changes(output).compactMap { change in
        guard let old = change.old, isIncluded(change.new.path) else { return nil }
        return FileVersion(path: change.new.path, commit: change.new.commit, blob: old)
      }
    }
  }

  /// How `log` writes the changes that the commits of a branch made to files.
  private static let rawChanges = [
    "--first-parent", "--diff-merges=first-parent", "--no-renames", "--raw", "-z", "--no-abbrev",
    "--no-ext-diff", "--no-textconv", "--no-show-signature", "--format=%H",
  ]

  /// Returns what git takes for a path: one whose bytes are not UTF-8, which no argument holds, as a
  /// pattern that fits others, too.
  private static func pathspec(_ path: [UInt8]) -> String {
    if let text = String(validating: path, as: UTF8.self) { return ":(top,literal)" + text }
    let pattern = path.flatMap { byte -> [UInt8] in
      switch byte {
      case 0x80...: [UInt8(ascii: "?")]
      case UInt8(ascii: "*"), UInt8(ascii: "?"), UInt8(ascii: "["), UInt8(ascii: "\\"):
        [UInt8(ascii: "\\"), byte]
      default: [byte]
      }
    }
    return ":(top,glob)" + String(decoding: pattern, as: UTF8.self)
  }

  /// Returns the paths, and instead of many in one folder the folder.
  ///
  /// Git compares each name with each path: with 500 of them that takes ten times as long as all
  /// else.
  private static func places(of paths: [[UInt8]]) -> [[UInt8]] {
    let folders = Dictionary(grouping: paths) { path in
      path.lastIndex(of: UInt8(ascii: "/")).map { Array(path[..<$0]) } ?? []
    }
    return folders.sorted { $0.key.lexicographicallyPrecedes($1.key) }.flatMap { folder, paths in
      paths.count > 8 && String(validating: folder, as: UTF8.self)?.isEmpty == false
        ? [folder] : paths
    }
  }

  /// Returns whether one commit is an ancestor of another, or is that commit.
  public func isAncestor(_ commit: ObjectID, of tip: ObjectID) async throws -> Bool {
    try await run { session in
      // Nothing is left of its history without that of the other.
      let (output, exit) = try session.collect(
        .revList, ["--max-count=1", "^\(tip)", "\(commit)"], limit: 1 << 16)
      return exit.isSuccess && output.isEmpty
    }
  }

  /// Returns the numbers of bytes of blobs; of absent ones and of other objects there is none.
  public func sizes(ofBlobs ids: [ObjectID]) async throws -> [ObjectID: Int] {
    guard !ids.isEmpty else { return [:] }
    return try await run { session in
      var sizes: [ObjectID: Int] = [:]
      try ObjectInquiry(session).ask(kindsOf: ids) { answer in
        if case .found(.blob) = answer.status { sizes[answer.id] = answer.size }
      }
      return sizes
    }
  }

  /// Returns the bytes of blobs; of absent ones, other objects and too large ones there are none.
  public func contents(ofBlobs ids: some Collection<ObjectID>) async throws -> [ObjectID: [UInt8]] {
    let ids = Array(Set(ids))
    guard !ids.isEmpty else { return [:] }
    return try await run { session in
      var contents: [ObjectID: [UInt8]] = [:]
      try ObjectInquiry(session).ask(ids) { answer, bytes in
        if case .found(.blob) = answer.status { contents[answer.id] = Array(bytes) }
      }
      return contents
    }
  }

  /// Reads what `log --raw -z` writes: an id for each commit, then pairs of `:OLD NEW …` and a path.
  ///
  /// - Returns: Each change, with the content before it, if that was a file.
  private static func changes(_ output: [UInt8]) -> [(old: ObjectID?, new: FileVersion)] {
    var changes: [(old: ObjectID?, new: FileVersion)] = []
    var commit: ObjectID?
    var change: ArraySlice<UInt8>?
    for token in output.split(separator: 0) {
      if let words = change?.split(separator: UInt8(ascii: " ")) {
        change = nil
        guard words.count == 5, let commit, let old = ObjectID(hex: words[2]),
          let blob = ObjectID(hex: words[3])
        else { continue }
        // Of links and submodules there is nothing to read.
        let wasFile = words[0].starts(with: ":100".utf8)
        let isFile = words[1].starts(with: "100".utf8)
        changes.append(
          (
            old: wasFile && !old.isZero ? old : nil,
            new: FileVersion(
              path: Array(token), commit: commit, blob: isFile && !blob.isZero ? blob : nil)
          ))
        continue
      }
      // A line end stands between an id and the first of its changes.
      let token = token.drop { $0 == UInt8(ascii: "\n") }
      if token.first == UInt8(ascii: ":") {
        change = token
      } else {
        commit = ObjectID(hex: token)
      }
    }
    return changes
  }

  private static func check(
    _ exit: GitExit, _ verb: GitProcess.Verb, _ session: GitSession
  ) throws {
    guard !exit.isSuccess else { return }
    throw GitError.commandFailed(verb.rawValue, session.git.path, cause: exit.text)
  }
}
