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
    try await GitSession.run(git) { session in
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
    return try await GitSession.run(git) { session in
      let range = (known.map { ["^\($0)"] } ?? []) + ["\(tip)"]
      let (output, exit) = try session.collect(
        .log,
        [
          "--first-parent", "--diff-merges=first-parent", "--reverse", "--no-renames", "--raw",
          "-z", "--no-abbrev", "--no-ext-diff", "--no-textconv", "--no-show-signature",
          "--format=%H",
        ] + range + ["--"]
          + Self.places(of: paths).map {
            ":(top,literal)" + String(decoding: $0, as: UTF8.self)
          }, limit: Self.listLimit)
      try Self.check(exit, .log, session)
      let wanted = Set(paths)
      return Self.fileVersions(output).filter { wanted.contains($0.path) }
    }
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
      paths.count > 8 && !folder.isEmpty ? [folder] : paths
    }
  }

  /// Returns whether one commit is an ancestor of another, or is that commit.
  public func isAncestor(_ commit: ObjectID, of tip: ObjectID) async throws -> Bool {
    try await GitSession.run(git) { session in
      // Nothing is left of its history without that of the other.
      let (output, exit) = try session.collect(
        .revList, ["--max-count=1", "^\(tip)", "\(commit)"], limit: 1 << 16)
      return exit.isSuccess && output.isEmpty
    }
  }

  /// Returns the numbers of bytes of blobs; of absent ones and of other objects there is none.
  public func sizes(ofBlobs ids: [ObjectID]) async throws -> [ObjectID: Int] {
    guard !ids.isEmpty else { return [:] }
    return try await GitSession.run(git) { session in
      var sizes: [ObjectID: Int] = [:]
      try ObjectInquiry(session, kindsOnly: true).ask(ids) { answer, _ in
        if case .found(.blob) = answer.status { sizes[answer.id] = answer.size }
      }
      return sizes
    }
  }

  /// Calls `body` with each blob and its bytes, or null if it is absent, no blob or too large.
  public func readBlobs(
    _ ids: [ObjectID], _ body: @escaping @Sendable (ObjectID, [UInt8]?) throws -> Void
  ) async throws {
    guard !ids.isEmpty else { return }
    try await GitSession.run(git) { session in
      try ObjectInquiry(session).ask(ids) { answer, bytes in
        if case .found(.blob) = answer.status {
          try body(answer.id, Array(bytes))
        } else {
          try body(answer.id, nil)
        }
      }
    }
  }

  /// Reads what `log --raw -z` writes: an id for each commit, then pairs of `:OLD NEW …` and a path.
  private static func fileVersions(_ output: [UInt8]) -> [FileVersion] {
    var versions: [FileVersion] = []
    var commit: ObjectID?
    var change: ArraySlice<UInt8>?
    for token in output.split(separator: 0) {
      if let words = change?.split(separator: UInt8(ascii: " ")) {
        change = nil
        guard words.count == 5, let commit, let blob = ObjectID(hex: words[3]) else { continue }
        // Of links and submodules there is nothing to read.
        let isFile = words[1].starts(with: "100".utf8)
        versions.append(
          FileVersion(
            path: Array(token), commit: commit, blob: isFile && !blob.isZero ? blob : nil))
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
    return versions
  }

  private static func check(
    _ exit: GitExit, _ verb: GitProcess.Verb, _ session: GitSession
  ) throws {
    guard !exit.isSuccess else { return }
    throw GitError.commandFailed(verb.rawValue, session.git.path, cause: exit.text)
  }
}
