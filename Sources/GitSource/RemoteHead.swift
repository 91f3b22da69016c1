import Indexing

/// What a remote repository's HEAD is, and how long its ids are.
struct RemoteHead: Sendable {
  /// The full name of the branch that HEAD names; null if it names none, or is not told.
  var branch: [UInt8]?
  var commit: ObjectID?
  /// Null if the repository has no refs, and so shows no id.
  var format: ObjectFormat?

  // A repository of a million refs answers with less.
  private static let outputLimit = 1 << 28

  /// Asks the remote repository.
  static func read(_ session: GitSession, _ access: RemoteAccess) throws -> RemoteHead {
    var head = RemoteHead()
    for line in lines(try ask(["--symref", access.url.address, "HEAD"], session, access)) {
      let fields = line.split(separator: UInt8(ascii: "\t"))
      guard fields.count == 2, fields[1].elementsEqual("HEAD".utf8) else { continue }
      if fields[0].starts(with: "ref: refs/heads/".utf8) {
        head.branch = Array(fields[0].dropFirst("ref: ".utf8.count))
      } else {
        head.commit = ObjectID(hex: fields[0])
      }
    }
    var id = head.commit
    if id == nil {
      // HEAD names a branch that does not exist; other refs may.
      let listed = lines(try ask([access.url.address], session, access)).first
      id = listed.flatMap { ObjectID(hex: $0.prefix { $0 != UInt8(ascii: "\t") }) }
    }
    head.format = id.map { $0.count == ObjectFormat.sha1.idLength ? .sha1 : .sha256 }
    return head
  }

  private static func ask(
    _ arguments: [String], _ session: GitSession, _ access: RemoteAccess
  ) throws -> [UInt8] {
    let (output, exit) = try session.collect(.lsRemote, arguments, limit: outputLimit)
    guard exit.isSuccess else {
      throw GitError.fetchFailed(access.url, cause: access.cause(of: exit))
    }
    return output
  }
}
