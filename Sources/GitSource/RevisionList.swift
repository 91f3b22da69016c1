import Indexing
internal import ReadAhead

/// The walk that a stream asks for.
struct CommitRequest: Sendable {
  let session: GitSession
  let facts: RepositoryFacts
  let roots: [ObjectID]
  let known: [ObjectID]
  /// Only commits that change one of these paths; empty for all.
  let paths: [[UInt8]]

  init(
    session: GitSession, facts: RepositoryFacts, roots: [ObjectID], known: [ObjectID],
    paths: [[UInt8]] = []
  ) {
    self.session = session
    self.facts = facts
    self.paths = paths
    let known = Set(known)
    var seen: Set<ObjectID> = []
    self.roots = roots.filter { !known.contains($0) && seen.insert($0).inserted }
    self.known = known.sorted()
  }

  var idLength: Int { facts.objectFormat.idLength }

  /// What `rev-list --stdin` reads.
  fileprivate var lines: [UInt8] {
    var lines: [UInt8] = []
    for id in roots {
      id.appendHex(to: &lines)
      lines.append(UInt8(ascii: "\n"))
    }
    for id in known {
      lines.append(UInt8(ascii: "^"))
      id.appendHex(to: &lines)
      lines.append(UInt8(ascii: "\n"))
    }
    if !paths.isEmpty { lines += Array("--\n".utf8) }
    for path in paths { lines += path + [UInt8(ascii: "\n")] }
    return lines
  }
}

/// Calls of `rev-list`, which walks the graph faster than anything that reads the commits.
enum RevisionList {
  /// Returns the ids of the commits, parents first, and how git ended.
  static func collect(
    _ request: CommitRequest, _ options: [String] = []
  ) throws -> (list: IDList, exit: GitExit) {
    let (running, ids) = try start(
      request, ["--topo-order", "--reverse", "--ignore-missing"] + options)
    let list = try readIDs(ids, idLength: request.idLength)
    return (list, running.waitForExit())
  }

  /// Starts `rev-list`; returns it and its output, a line for each id.
  static func start(
    _ request: CommitRequest, _ options: [String]
  ) throws -> (running: RunningGit, ids: OwnedDescriptor) {
    let started = try request.session.startWithInput(.revList, options + ["--stdin"])
    startThread { [input = started.input] in input.writeAllAndFinish(request.lines) }
    return (started.running, started.output)
  }

  private static func readIDs(_ output: OwnedDescriptor, idLength: Int) throws -> IDList {
    var list = IDList(idLength: idLength)
    var buffer = [UInt8](repeating: 0, count: ObjectLimit.slab)
    var end = 0
    let lineLength = 2 * idLength + 1
    while true {
      let count = try output.read(into: &buffer, at: end)
      if count == 0 { return list }
      end += count
      let whole = end / lineLength * lineLength
      try buffer.withUnsafeBytes { bytes in
        for start in stride(from: 0, to: whole, by: lineLength) {
          let digits = start..<start + lineLength - 1
          guard appendUnhexed(bytes, digits, idLength: idLength, to: &list.bytes) else {
            throw GitError.commandFailed("rev-list", nil, cause: "an id is malformed")
          }
        }
      }
      buffer.replaceSubrange(0..<end - whole, with: Array(buffer[whole..<end]))
      end -= whole
    }
  }
}
