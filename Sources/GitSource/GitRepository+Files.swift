public import Indexing

extension GitRepository {
  /// Returns the bytes of a file in the tree of a commit; null if there is no such file, or it is
  /// larger than `limit`.
  public func file(
    _ path: String, at commit: ObjectID, limit: Int = 64 << 10
  ) async throws -> [UInt8]? {
    try await GitSession.run(git) { session in
      guard let (id, size) = try Self.blob("\(commit):\(path)", session), size <= limit else {
        return nil
      }
      var content: [UInt8]?
      try ObjectInquiry(session).ask([id]) { answer, bytes in
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
    try await GitSession.run(git) { [facts, git] session in
      let request = CommitRequest(
        session: session, facts: facts, roots: roots, known: [], paths: paths)
      let (list, exit) = try RevisionList.collect(request, ["--full-history"])
      guard exit.isSuccess else {
        throw GitError.commandFailed("rev-list", git.path, cause: exit.text)
      }
      return (0..<list.count).compactMap { list[$0] }
    }
  }

  /// Returns the blob that an expression names, and its size.
  private static func blob(
    _ expression: String, _ session: GitSession
  ) throws -> (id: ObjectID, size: Int)? {
    let (running, input, output) = try session.startWithInput(.catFile, ["--batch-check"])
    input.writeAllAndFinish(Array((expression + "\n").utf8))
    let (bytes, _) = try session.collect(.catFile, (running, output), limit: 1 << 16)
    // `ID blob SIZE`, or the expression and `missing`.
    let words = (lines(bytes).first ?? []).split(separator: UInt8(ascii: " "))
    guard words.count == 3, words[1].elementsEqual("blob".utf8), let id = ObjectID(hex: words[0]),
      let size = Int(String(decoding: words[2], as: UTF8.self))
    else { return nil }
    return (id, size)
  }
}
