internal import CommitMessages
internal import GRDB
internal import GRDBSQLite

/// Reads the signatures of commits, and the origins that their messages state, from the rows of
/// commits.
///
/// Rows are read again just after they were written rather than while they are: so the same way
/// serves databases that were filled by an earlier version, and commits that got other numbers.
struct SignatureReader: ~Copyable {
  /// A statement of a message.
  struct Statement: Equatable {
    let commit: Int64
    let position: Int
    let kind: StaticString
    let name: [UInt8]
    let request: Int64?

    static func == (left: Statement, right: Statement) -> Bool {
      left.commit == right.commit && left.position == right.position
        && left.kind.description == right.kind.description && left.name == right.name
        && left.request == right.request
    }
  }

  private let rows: RawStatement
  private let findEmail: RawStatement
  private let search = OriginSearch()
  /// The hashes of the addresses of people, by their row ids.
  private var people: [Int64: UInt64] = [:]
  /// The path of the repository on its host, such as `acme/shop`, in lower case.
  private let path: [UInt8]?
  private(set) var statements: [Statement] = []

  /// - Parameter url: Of the repository: numbers of requests of another one are not its own.
  init(url: String?, on connection: OpaquePointer) throws {
    let rows = try RawStatement(
      """
      SELECT id, author, author_time, subject, body FROM commit_object
      WHERE id >= ?1 AND id < ?2 ORDER BY id
      """, on: connection)
    let findEmail = try RawStatement("SELECT email FROM person WHERE id = ?1", on: connection)
    self.rows = rows
    self.findEmail = findEmail
    path = url.flatMap(Self.path)
  }

  /// Reads the rows of ids and adds their signatures.
  mutating func read(_ ids: Range<Int64>, into signatures: inout CommitSignatures) throws {
    rows.bind(ids.lowerBound, 1)
    rows.bind(ids.upperBound, 2)
    while try rows.step() {
      let subject = rows.bytes(3)
      let request = RequestSubject(subject)
      let original = request?.originalCount.map { count in
        var hash = StableHash()
        hash.add(UnsafeRawBufferPointer(rebasing: subject[..<count]))
        return hash.nonZero
      }
      signatures.append(
        identity: try identity(subject), subject: original ?? 0, request: request?.number ?? 0)
      let body = rows.bytes(4)
      if search.mayMatch(subject) || search.mayMatch(body) {
        readOrigins(of: rows.integer(0), Array(subject), Array(body))
      }
    }
    rows.reset()
  }

  private mutating func identity(_ subject: UnsafeRawBufferPointer) throws -> UInt64 {
    guard let time = rows.integer(orNull: 2), !subject.isEmpty else { return 0 }
    var hash = StableHash(continuing: try email(of: rows.integer(1)))
    hash.add(time)
    hash.add(subject)
    return hash.nonZero
  }

  private mutating func email(of person: Int64) throws -> UInt64 {
    if let known = people[person] { return known }
    findEmail.bind(person, 1)
    var hash = StableHash()
    if try findEmail.step() { hash.add(findEmail.bytes(0)) }
    findEmail.reset()
    people[person] = hash.value
    return hash.value
  }

  private mutating func readOrigins(of commit: Int64, _ subject: [UInt8], _ body: [UInt8]) {
    let message = CommitMessage(subject: subject[...], body: body[...])
    for (index, origin) in message.origins.enumerated() {
      let (name, request) = named(origin.source)
      statements.append(
        Statement(
          commit: commit, position: index + 1, kind: Self.word(origin.kind), name: name,
          request: request))
    }
  }

  private static func word(_ kind: Origin.Kind) -> StaticString {
    switch kind {
    case .cherryPick: "cherry-pick"
    case .backport: "backport"
    case .upstreamCommit: "upstream"
    case .trailer: "trailer"
    case .request: "request"
    }
  }

  /// Returns what an origin names as text, and the number if it is that of an own request.
  private func named(_ source: Origin.Source) -> (name: [UInt8], request: Int64?) {
    switch source {
    case .commit(let name): return (Array(name.utf8), nil)
    case .text(let text): return (Array(text), nil)
    case .request(let reference):
      let owner = Array(reference.repository ?? [])
      let isOwn = owner.isEmpty || owner.map(Self.inLowerCase) == path
      let number = UInt32(exactly: reference.number).map(Int64.init)
      return (owner + Array("#\(reference.number)".utf8), isOwn ? number : nil)
    }
  }

  private static func inLowerCase(_ byte: UInt8) -> UInt8 {
    (0x41...0x5A).contains(byte) ? byte | 0x20 : byte
  }

  /// Returns the last two parts of a URL's path.
  private static func path(of url: String) -> [UInt8]? {
    let text = url.hasSuffix(".git") ? url.dropLast(4) : url[...]
    let parts = text.split { $0 == "/" || $0 == ":" }
    guard parts.count > 1 else { return nil }
    return parts.suffix(2).joined(separator: "/").utf8.map(inLowerCase)
  }
}
