public import Indexing

extension GitRepository {
  /// Returns the bytes of a file in the tree of a commit; null if there is no such file, or it is
  /// larger than `limit`.
  public func file(
    _ path: String, at commit: ObjectID, limit: Int = 64 << 10
  ) async throws -> [UInt8]? {
    try await run { session in
      let inquiry = ObjectInquiry(session)
      var blobs: [ObjectID] = []
      try inquiry.ask(kindsOf: [Array("\(commit):\(path)".utf8)]) { _, reply in
        guard let reply, case .found(.blob) = reply.status, reply.size <= limit else { return }
        blobs = reply.id.map { [$0] } ?? []
      }
      var content: [UInt8]?
      try inquiry.ask(blobs) { answer, bytes in
        if case .found(.blob) = answer.status { content = Array(bytes) }
      }
      return content
    }
  }

  /// Returns the commits that are reachable from `roots` and change one of some paths, also on branches
  /// whose changes another branch has, too.
  ///
  /// - Parameter paths: files or folders from the root of the repository, or patterns as git has them;
  ///   none holds a line end.
  public func commits(
    changing paths: [[UInt8]], from roots: [ObjectID]
  ) async throws -> [ObjectID] {
    try await run { [facts, git] session in
      let request = CommitRequest(
        session: session, facts: facts, roots: roots, known: [], paths: paths)
      let (list, exit) = try RevisionList.collect(request, ["--full-history"])
      guard exit.isSuccess else {
        throw GitError.commandFailed("rev-list", git.path, cause: exit.text)
      }
      return (0..<list.count).compactMap { list[$0] }
    }
  }

  /// Returns the blobs that files have in the trees of commits, and their sizes, in the order of the
  /// files; null where there is no such file, or its content is absent, as in a partial clone.
  public func blobs(
    of files: [(commit: ObjectID, path: [UInt8])]
  ) async throws -> [(id: ObjectID, size: Int)?] {
    guard !files.isEmpty else { return [] }
    return try await run { session in
      var found: [(id: ObjectID, size: Int)?] = files.map { _ in nil }
      let askable = files.indices.filter { place in
        !files[place].path.contains(UInt8(ascii: "\n")) && files[place].path.count < 4_000
      }
      let expressions = askable.map { Array("\(files[$0].commit):".utf8) + files[$0].path }
      try ObjectInquiry(session).ask(kindsOf: expressions) { place, reply in
        guard let reply, case .found(.blob) = reply.status, let id = reply.id else { return }
        found[askable[place]] = (id, reply.size)
      }
      return found
    }
  }
}
