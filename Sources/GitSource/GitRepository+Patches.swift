public import Indexing
internal import ReadAhead

/// What git told of the patches of commits.
public struct PatchReading: Sendable {
  /// The patch ids, as `git patch-id --stable` makes them; a merge, or a commit that changes nothing,
  /// has none.
  public var patches: [ObjectID: ObjectID] = [:]
  /// Commits whose patch cannot be made, as objects are absent or damaged.
  public var unreadable: [ObjectID] = []
  /// What git said of the first of these, or null.
  public var cause: String?
}

extension GitRepository {
  /// Returns the paths that a commit changes; none for a merge.
  public func changedPaths(of commit: ObjectID) async throws -> [[UInt8]] {
    try await run { session in
      let started = try session.startWithInput(
        .diffTree, ["--stdin", "-r", "-z", "--root", "--no-renames", "--name-only"])
      var line: [UInt8] = []
      commit.appendHex(to: &line)
      started.input.writeAllAndFinish(line + [UInt8(ascii: "\n")])
      let (output, exit) = try session.collect(
        .diffTree, (started.running, started.output), limit: 1 << 28)
      guard exit.isSuccess else { throw GitError.absentPatch(session.git.path, cause: exit.text) }
      // The id comes first.
      return output.split(separator: 0).dropFirst().map(Array.init)
    }
  }

  /// Returns the commits that change a file, but for merges and for a commit and its ancestors.
  ///
  /// - Parameters:
  ///   - path: The file, without a line end.
  ///   - roots: From where on; ids that are not in the repository are passed over.
  public func commits(
    changing path: [UInt8], notIn commit: ObjectID, from roots: [ObjectID]
  ) async throws -> [ObjectID] {
    try await run { [facts, git] session in
      let request = CommitRequest(
        session: session, facts: facts, roots: roots, known: [commit],
        paths: [Array(":(top,literal)".utf8) + path])
      let (list, exit) = try RevisionList.collect(request, ["--full-history", "--no-merges"])
      guard exit.isSuccess else {
        throw GitError.commandFailed("rev-list", git.path, cause: exit.text)
      }
      return (0..<list.count).compactMap { list[$0] }
    }
  }

  /// Returns the patch ids of commits, in about a millisecond each.
  ///
  /// Git ends at an object that it does not have: it goes on behind that commit, as long as there are
  /// not many.
  public func patchIDs(of commits: [ObjectID]) async throws -> PatchReading {
    try await run { [facts] session in
      var reader = PatchReader(session: session, format: facts.objectFormat)
      try reader.read(commits[...])
      return reader.reading
    }
  }
}

/// Asks git for the patches of commits.
private struct PatchReader {
  // Each failure costs three processes.
  private static let failureLimit = 32

  // What a setting or an attribute of the repository could change is said on the command line, and
  // neither a converter nor a program for differences is started.
  private static let arguments = [
    "--stdin", "-r", "-p", "--root", "--always", "--no-renames", "--full-index", "--no-ext-diff",
    "--no-textconv", "--no-color", "--unified=3", "--inter-hunk-context=0",
    "--diff-algorithm=myers", "--indent-heuristic", "--src-prefix=a/", "--dst-prefix=b/",
    "--submodule=short", "--ignore-submodules=none",
  ]

  let session: GitSession
  let format: ObjectFormat
  private(set) var reading = PatchReading()

  init(session: GitSession, format: ObjectFormat) {
    self.session = session
    self.format = format
  }

  mutating func read(_ commits: ArraySlice<ObjectID>) throws {
    var rest = commits
    var failures = 0
    while !rest.isEmpty {
      let (last, exit) = try run(rest)
      if exit.isSuccess { return }
      if let error = exit.startError { throw error }
      if session.isEnded { throw CancellationError() }
      failures += 1
      guard failures <= Self.failureLimit else {
        reading.unreadable += rest
        return
      }
      // It ended within the commit that it named last, or before it named the next one.
      let start = last.flatMap { rest.firstIndex(of: $0) } ?? rest.startIndex
      let end = min(start + 2, rest.endIndex)
      for index in start..<end {
        let (_, exit) = try run(rest[index...index])
        if exit.isSuccess { continue }
        reading.patches[rest[index]] = nil
        reading.unreadable.append(rest[index])
        reading.cause = reading.cause ?? exit.text
      }
      rest = rest[end...]
    }
  }

  /// Reads patches until git ends; returns the commit that it named last, unless all were read.
  private mutating func run(
    _ commits: ArraySlice<ObjectID>
  ) throws -> (last: ObjectID?, exit: GitExit) {
    let started = try session.startWithInput(.diffTree, Self.arguments)
    var lines: [UInt8] = []
    for commit in commits {
      commit.appendHex(to: &lines)
      lines.append(UInt8(ascii: "\n"))
    }
    startThread { [lines, input = started.input] in input.writeAllAndFinish(lines) }
    var parser = PatchIDParser(format: format)
    try Self.feed(&parser, from: started.output)
    let exit = started.running.waitForExit()
    let last = parser.current
    if exit.isSuccess { parser.finish() }
    reading.patches.merge(parser.patches) { _, new in new }
    return (last, exit)
  }

  private static func feed(_ parser: inout PatchIDParser, from output: OwnedDescriptor) throws {
    var buffer = [UInt8](repeating: 0, count: 1 << 20)
    var end = 0
    while true {
      // A line may be as long as a file.
      if end == buffer.count { buffer += [UInt8](repeating: 0, count: buffer.count) }
      let count = try output.read(into: &buffer, at: end)
      if count == 0 { return }
      let searched = end
      end += count
      var start = 0
      buffer.withUnsafeBytes { bytes in
        var from = searched
        while let newline = firstIndex(of: UInt8(ascii: "\n"), in: bytes, from..<end) {
          parser.read(UnsafeRawBufferPointer(rebasing: bytes[start..<newline]))
          start = newline + 1
          from = start
        }
      }
      buffer.withUnsafeMutableBytes { bytes in
        guard start > 0, let base = bytes.baseAddress else { return }
        base.copyMemory(from: base + start, byteCount: end - start)
      }
      end -= start
    }
  }
}
