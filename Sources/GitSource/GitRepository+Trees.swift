public import Indexing

extension GitRepository {
  /// Returns the files at the root of the trees of commits, in the order of git; of absent commits and
  /// trees there is nothing.
  ///
  /// Symbolic links, submodules and folders are left out.
  public func rootFiles(
    of commits: [ObjectID]
  ) async throws -> [ObjectID: [(name: [UInt8], blob: ObjectID)]] {
    guard !commits.isEmpty else { return [:] }
    return try await run { session in
      let inquiry = ObjectInquiry(session)
      var trees: [ObjectID: [ObjectID]] = [:]
      try inquiry.ask(commits) { answer, bytes in
        guard case .found(.commit) = answer.status, let tree = Self.tree(of: bytes) else { return }
        trees[tree, default: []].append(answer.id)
      }
      var files: [ObjectID: [(name: [UInt8], blob: ObjectID)]] = [:]
      try inquiry.ask(trees.keys.sorted()) { answer, bytes in
        guard case .found(.tree) = answer.status else { return }
        let listed = Self.files(ofTree: bytes, idLength: answer.id.bytes.count)
        for commit in trees[answer.id] ?? [] { files[commit] = listed }
      }
      return files
    }
  }

  /// Reads `tree ID` at the begin of a commit.
  private static func tree(of commit: UnsafeRawBufferPointer) -> ObjectID? {
    let line = commit.prefix { $0 != UInt8(ascii: "\n") }
    guard line.starts(with: "tree ".utf8) else { return nil }
    return ObjectID(hex: Array(line.dropFirst(5))[...])
  }

  /// Reads the entries of a tree: `MODE NAME`, a zero byte and the bytes of the id.
  private static func files(
    ofTree bytes: UnsafeRawBufferPointer, idLength: Int
  ) -> [(name: [UInt8], blob: ObjectID)] {
    var files: [(name: [UInt8], blob: ObjectID)] = []
    var rest = bytes[...]
    while let space = rest.firstIndex(of: UInt8(ascii: " ")),
      let zero = rest[space...].firstIndex(of: 0), rest.endIndex - zero > idLength
    {
      let isFile = rest[..<space].starts(with: "100".utf8)
      let id = ObjectID(bytes: Array(rest[(zero + 1)...(zero + idLength)]))
      if isFile, let id { files.append((Array(rest[(space + 1)..<zero]), id)) }
      rest = rest[(zero + 1 + idLength)...]
    }
    return files
  }
}
