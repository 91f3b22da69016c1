internal import GRDB
internal import QueryLanguage

/// Finds what one name in a query stands for.
struct RefLookup {
  struct Match {
    let kind: ResolvedKind
    let repository: Int64
    let ref: Int64?
    let commit: Int64?
    /// Null for a ref whose state is not known at the time.
    let oid: [UInt8]?
    /// The name as it is written in a query, without kind and repository.
    let name: String
    let title: String
    let span: ResolvedSpan?
    /// Whether it is a ref that does not exist at the time any more.
    var isGone = false
  }

  let session: QuerySession
  let request: RefRequest
  let repositories: [ResolvedRepository]
  let name: [UInt8]
  /// The repositories to look in; null: all.
  let scope: [Int64]?

  init(session: QuerySession, request: RefRequest, repositories: [ResolvedRepository]) {
    self.session = session
    self.request = request
    self.repositories = repositories
    switch request.kind {
    case .image?: (scope, name) = Self.splitImage(request, repositories)
    case .env?: (scope, name) = Self.split(request, repositories, .environment)
    case .go?, .sha256?: (scope, name) = (nil, request.name)
    case .tag?, .branch?, .sha?, nil: (scope, name) = Self.split(request, repositories, nil)
    }
  }

  /// Takes the name of a repository off the front, if there is one: the full name, or a trailing
  /// part of its path that no other has.
  private static func split(
    _ request: RefRequest, _ repositories: [ResolvedRepository], _ kind: ResolvedRepository.Kind?
  ) -> ([Int64]?, [UInt8]) {
    let given = request.repository.flatMap { given in
      kind.map { related(to: given, repositories, $0) } ?? [given]
    }
    guard let colon = request.name.lastIndex(of: UInt8(ascii: ":")) else {
      return (given, request.name)
    }
    let prefix = String(decoding: request.name[..<colon], as: UTF8.self)
    let matches = repositories.named(prefix, of: kind)
    guard matches.count == 1 else { return (given, request.name) }
    return ([matches[0].id], Array(request.name[(colon + 1)...]))
  }

  func resolve() throws -> RefResolution {
    var matches: [Match] = []
    switch request.kind {
    case .tag?: matches = try refs(.tag)
    case .branch?: matches = try refs(.branch)
    case .sha?: matches = try objects()
    case nil: matches = try refs(.tag) + refs(.branch) + objects() + head()
    case .image?: matches = try images()
    case .env?: matches = try places()
    case .go?: matches = try modules()
    case .sha256?: matches = try digests()
    }
    matches = matches.filter { request.accepts.contains($0.kind) }
    let gone = matches.filter(\.isGone)
    if !request.includesAbsent { matches.removeAll(where: \.isGone) }
    if matches.count == 1 { return .found(try resolved(matches[0])) }
    if matches.isEmpty {
      if gone.count == 1 { return .deleted(try resolved(gone[0])) }
      if gone.isEmpty { return .notFound(nearest: try nearest()) }
      matches = gone
    }
    return .ambiguous(matches.prefix(5).map(spelling), count: matches.count)
  }

  // MARK: Matches

  func refs(_ kind: ResolvedKind) throws -> [Match] {
    let exact = try rows(
      kind, where: "(r.name = CAST(?1 AS TEXT) OR r.full_name = CAST(?1 AS TEXT))")
    let isThere = exact.contains { request.includesAbsent || !$0.isGone }
    if isThere || kind == .tag { return exact }
    // A clone that never checked a branch out has only the remote's.
    return try exact
      + rows(
        kind, where: "r.remote IS NOT NULL AND r.name = r.remote || '/' || CAST(?1 AS TEXT)")
  }

  /// `HEAD` stands for the default branch.
  private func head() throws -> [Match] {
    guard name == Array("HEAD".utf8) else { return [] }
    return try rows(
      .branch,
      where: "?1 IS NOT NULL AND r.full_name = (SELECT default_branch FROM repo WHERE id = r.repo)")
  }

  func rows(_ kind: ResolvedKind, where condition: StaticString) throws -> [Match] {
    let asOf = request.asOf
    // Without an alternative, so that the index that begins with the repository can serve.
    let place: StaticString =
      scope == nil ? "?3 IS NULL" : "r.repo IN (SELECT value FROM json_each(?3))"
    // The kind is no parameter: SQLite would plan again, for the indexes of one kind, once it is bound.
    let statement = try session.db.cachedStatement(
      sql: """
        SELECT r.id, r.repo, CAST(r.name AS BLOB), s.since, s.seen_at, s.is_first, s.precision,
          s.commit_id, s.peeled,
          (s.until IS NULL OR (?2 IS NOT NULL AND s.until > ?2))
            AND (?2 IS NULL OR coalesce(s.since, s.seen_at) <= ?2)
        FROM ref AS r JOIN ref_span AS s ON s.ref = r.id
        WHERE r.kind = '\(kind.rawValue)' AND \(condition) AND \(place)
        ORDER BY r.id, s.until IS NULL, s.until
        """)
    let rows = try Row.fetchAll(statement, arguments: [name.data, asOf, scopeList])
    var matches: [Match] = []
    for group in Dictionary(grouping: rows, by: { $0[0] as Int64 }).sorted(by: { $0.key < $1.key })
    {
      let spans = group.value
      let current = spans.last { $0[9] as Bool }
      guard let row = current ?? spans.first else { continue }
      // Before its first span nothing is known of a ref; after its last it does not exist.
      let isBeforeFirst = asOf.map { $0 < spans[0][3] ?? spans[0][4] } ?? false
      let isKnown = current != nil
      matches.append(
        Match(
          kind: kind, repository: row[1], ref: row[0], commit: isKnown ? row[7] : nil,
          oid: isKnown ? row.bytes(8) : nil,
          name: String(decoding: row.bytes(2) ?? [], as: UTF8.self),
          title: "",
          span: ResolvedSpan(
            since: row[3], seenAt: row[4], isFirst: row[5], precision: row[6]),
          isGone: !isKnown && !isBeforeFirst))
    }
    return matches
  }

  /// Commits and tag objects whose id begins with the name.
  private func objects() throws -> [Match] {
    guard let bounds = Self.prefixBounds(name) else { return [] }
    let commits = try Row.fetchAll(
      session.db,
      sql: """
        SELECT id, repo, oid, CAST(subject AS BLOB) FROM commit_object
        WHERE oid >= ?1 AND oid < ?2
          AND (?3 IS NULL OR repo IN (SELECT value FROM json_each(?3))) LIMIT 100
        """, arguments: [bounds.lower.data, bounds.upper.data, scopeList])
    var matches = commits.map { row in
      Match(
        kind: .commit, repository: row[1], ref: nil, commit: row[0], oid: row.bytes(2) ?? [],
        name: "", title: String(decoding: row.bytes(3) ?? [], as: UTF8.self), span: nil)
    }
    guard request.accepts.contains(.tagObject) else { return matches }
    let tags = try Row.fetchAll(
      session.db,
      sql: """
        SELECT t.repo, t.oid FROM repo AS r JOIN tag_object AS t ON t.repo = r.id
        WHERE t.oid >= ?1 AND t.oid < ?2
          AND (?3 IS NULL OR r.id IN (SELECT value FROM json_each(?3))) LIMIT 100
        """, arguments: [bounds.lower.data, bounds.upper.data, scopeList])
    matches += tags.map { row in
      Match(
        kind: .tagObject, repository: row[0], ref: nil, commit: nil, oid: row.bytes(1) ?? [],
        name: "", title: "a tag object", span: nil)
    }
    return matches
  }

  /// Returns the range of ids that begin with 4 to 64 hex digits.
  static func prefixBounds(_ digits: [UInt8]) -> (lower: [UInt8], upper: [UInt8])? {
    guard digits.count >= 4, digits.count <= 64 else { return nil }
    var nibbles: [UInt8] = []
    for digit in digits {
      guard let value = Character(Unicode.Scalar(digit)).hexDigitValue else { return nil }
      nibbles.append(UInt8(value))
    }
    func bytes(_ nibbles: [UInt8]) -> [UInt8] {
      stride(from: 0, to: nibbles.count, by: 2).map { index in
        nibbles[index] << 4 | (index + 1 < nibbles.count ? nibbles[index + 1] : 0)
      }
    }
    var next = nibbles
    while let last = next.popLast() {
      if last < 15 {
        next.append(last + 1)
        return (bytes(nibbles), bytes(next))
      }
    }
    // Nothing but f: above every id.
    return (bytes(nibbles), [UInt8](repeating: 0xFF, count: 33))
  }

  // MARK: Answers

  private func resolved(_ match: Match) throws -> ResolvedRef {
    ResolvedRef(
      kind: match.kind, repository: match.commit.map { $0 >> 40 } ?? match.repository,
      ref: match.ref, commit: match.commit, oid: match.oid, display: display(match),
      span: match.span, deletion: match.isGone ? try match.ref.flatMap(deletion) : nil)
  }

  private func display(_ match: Match) -> String {
    switch match.kind {
    case .tag, .branch, .env, .module: "\(match.kind.rawValue) \(match.name)"
    case .image: "image \(repositoryName(match)):\(match.name)"
    case .digest: "image \(Self.shortDigest(match.oid))"
    case .commit, .tagObject: "commit \(Self.short(match.oid))"
    }
  }

  private func repositoryName(_ match: Match) -> String {
    repositories.first { $0.id == match.repository }?.name ?? ""
  }

  /// Returns the last deletion of a ref by the time of the request.
  private func deletion(of ref: Int64) throws -> RefDeletion? {
    let row = try Row.fetchOne(
      session.db,
      sql: """
        SELECT m.at_earliest, coalesce(m.at, m.seen_at),
          iif(r.kind IN ('image', 'env'), 'sha256:', '') || lower(hex(m.old)), lower(hex(c.oid))
        FROM ref_move AS m JOIN ref AS r ON r.id = m.ref
        LEFT JOIN commit_object AS c ON c.id = m.old_commit_id
        WHERE m.ref = ?1 AND m.change = 'delete' AND (?2 IS NULL OR coalesce(m.at, m.seen_at) <= ?2)
        ORDER BY coalesce(m.at, m.seen_at) DESC, m.seq DESC LIMIT 1
        """, arguments: [ref, request.asOf])
    return row.map { row in
      let commit: String? = row[3]
      return RefDeletion(
        earliest: row[0], latest: row[1], target: row[2],
        commit: commit.flatMap { $0.isEmpty ? nil : $0 })
    }
  }

  /// How the match can be written in a query so that it is the only one.
  private func spelling(_ match: Match) -> String {
    switch match.kind {
    case .commit, .tagObject:
      let subject = match.title.unicodeScalars.prefix(40).map(String.init).joined()
      return "\(Self.short(match.oid)) \"\(subject)\""
    case .digest:
      return match.name.isEmpty
        ? Self.shortDigest(match.oid) : "image:\(match.name)@\(Self.shortDigest(match.oid))"
    case .module: return "go:\(match.name)"
    case .image: return "image:\(repositoryName(match)):\(match.name)"
    case .tag, .branch, .env:
      let kind = repositories.first { $0.id == match.repository }?.kind
      let isOnly = repositories.count { $0.kind == kind } < 2
      let prefix = isOnly ? "" : repositoryName(match) + ":"
      return "\(match.kind.rawValue):\(prefix)\(match.name)"
    }
  }

  static func short(_ oid: [UInt8]?) -> String { hex((oid ?? []).prefix(4)) }

  private static func shortDigest(_ oid: [UInt8]?) -> String {
    "sha256:" + hex((oid ?? []).prefix(6))
  }

  private static func hex(_ bytes: some Sequence<UInt8>) -> String {
    bytes.map { byte in
      let hex = String(byte, radix: 16)
      return hex.utf8.count < 2 ? "0" + hex : hex
    }.joined()
  }

  /// Returns the names that are nearest in spelling, then in version order.
  private func nearest() throws -> [String] {
    switch request.kind {
    case .image?: return try nearestImages()
    case .env?: return try nearestPlaces()
    case .go?: return try nearestModules()
    case .sha256?: return []
    case .tag?, .branch?, .sha?, nil: break
    }
    let wanted = String(decoding: name, as: UTF8.self)
    let near = try nearestNames(to: wanted)
    guard near.isEmpty, request.kind == nil, request.accepts.contains(.image) else { return near }
    // Whoever thinks of images may leave out what tells that it is one.
    let image = RefRequest(
      kind: .image, name: request.name, repository: request.repository, accepts: request.accepts,
      asOf: request.asOf)
    return try RefLookup(session: session, request: image, repositories: repositories)
      .nearestImages()
  }

  private func nearestNames(to wanted: String) throws -> [String] {
    let kinds = request.accepts.intersection([.tag, .branch])
    guard !wanted.isEmpty, wanted.utf8.count <= 100 else { return [] }
    let names = try String.fetchAll(
      session.db,
      sql: """
        SELECT DISTINCT r.name FROM ref AS r
        JOIN ref_span AS s ON s.ref = r.id AND s.until IS NULL
        WHERE r.kind IN (SELECT value FROM json_each(?1))
          AND (?2 IS NULL OR r.repo IN (SELECT value FROM json_each(?2)))
          AND length(r.name) BETWEEN ?3 - 2 AND ?3 + 2
        ORDER BY r.version_key, r.name
        """,
      arguments: [
        "[" + kinds.map { "\"\($0.rawValue)\"" }.joined(separator: ",") + "]",
        scopeList, wanted.count,
      ])
    return Array(NearNames.matches(wanted, among: names).prefix(NearNames.shown))
  }
}
