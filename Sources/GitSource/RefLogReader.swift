import Indexing

/// Reads the files in which git logs the changes of tags, branches and remote-tracking branches.
///
/// They are read as they are, since `git reflog` is made for people. A repository in the reftable
/// format has none.
struct RefLogReader {
  /// How much is read.
  enum Limit {
    /// Bytes of one file; of a longer one, the end counts.
    static let file = 16 << 20
    /// Bytes of all files together.
    static let total = 256 << 20
    /// Folders inside one another.
    static let depth = 64
  }

  let facts: RepositoryFacts
  private var log = RefLog(origin: .reflog)
  private var room = Limit.total

  init(_ facts: RepositoryFacts) {
    self.facts = facts
  }

  mutating func read() -> RefLog {
    if fileKind(joined(facts.commonDirectory, "reftable")) == .directory {
      log.notes.append("the reflogs of a repository in the reftable format are not read")
      return log
    }
    for folder in ["refs/heads", "refs/remotes", "refs/tags"] {
      let name = Array(folder.utf8)
      read(name, at: joined(joined(facts.commonDirectory, "logs"), name), depth: 0)
    }
    if room <= 0 {
      log.notes.append("of the reflogs, the first \(Limit.total >> 20) MiB were read")
    }
    return log
  }

  private mutating func read(_ name: [UInt8], at folder: [UInt8], depth: Int) {
    for entry in entries(of: folder) where room > 0 {
      let path = joined(folder, entry.name)
      let ref = name + [UInt8(ascii: "/")] + entry.name
      switch entry.kind {
      case .directory:
        if depth < Limit.depth { read(ref, at: path, depth: depth + 1) }
      case .file:
        guard let end = readEnd(of: path, limit: min(Limit.file, room)) else { break }
        var bytes = end.bytes
        room -= bytes.count
        if !end.isWhole {
          // The first line is only a part of one.
          bytes.removeFirst((bytes.firstIndex(of: UInt8(ascii: "\n")) ?? bytes.count - 1) + 1)
        }
        RefLogParser.parse(
          bytes, ref: ref, idLength: facts.objectFormat.idLength, into: &log)
      case .other: break
      }
    }
  }
}

/// Finds out what objects are that refs named in the past, as far as the repository still has them.
struct PastObjectReader {
  let session: GitSession
  let format: ObjectFormat

  func read(_ ids: [ObjectID]) throws -> PastObjects {
    var past = PastObjects()
    var kinds: [ObjectID: ObjectKind] = [:]
    let inquiry = ObjectInquiry(session)
    try inquiry.ask(kindsOf: ids) { answer in
      if case .found(let kind) = answer.status { kinds[answer.id] = kind }
    }
    var tags = TagReader(inquiry, format: format)
    try tags.read(ids.filter { kinds[$0] == .tag })
    past.tags = tags.tags.values.sorted { $0.id < $1.id }
    var behind: [ObjectID: ObjectID] = [:]
    for (id, kind) in kinds {
      let peeled = tags.peel(id, kind)
      if kind == .tag {
        behind[id] = peeled.id
      } else {
        past.objects[id] = PeeledObject(kind: kind, peeled: id, peeledKind: kind)
      }
    }
    // Only a tag object vouches for these.
    try inquiry.ask(kindsOf: Set(behind.values).sorted()) { answer in
      if case .found(let kind) = answer.status { kinds[answer.id] = kind }
    }
    for (id, peeled) in behind {
      guard let kind = kinds[peeled] else { continue }
      past.objects[id] = PeeledObject(kind: .tag, peeled: peeled, peeledKind: kind)
    }
    return past
  }
}
