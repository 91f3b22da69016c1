internal import CSQLiteShims
internal import CommitGraph
internal import GRDB
public import QueryLanguage
internal import Versions

/// Answers the compiler's questions about names from one unchanging view of the history.
///
/// What it finds out on the way that limits the answer, such as a shallow clone, is kept in
/// ``notes``.
public final class StoreResolver: NameResolver {
  public let now: Int64
  /// Remarks on the coverage of the graph answers that were asked for, each once.
  public private(set) var notes: [AnswerNote] = []

  let session: QuerySession
  private var graphs: [Int64: StoredGraph] = [:]
  private var handles: [SetRequest: Int64] = [:]
  private var families: [VersionFamily]?
  private var checkedRepositories: Set<Int64> = []

  /// - Parameter now: The time of the run, in microseconds since 1970 UTC.
  public init(_ session: QuerySession, now: Int64) {
    self.session = session
    self.now = now
  }

  public func repositories() throws -> [ResolvedRepository] {
    try session.repositories.all()
  }

  public func resolve(_ request: RefRequest) throws -> RefResolution {
    try RefLookup(session: session, request: request, repositories: repositories()).resolve()
  }

  public func gaps(inRefsOf kind: ResolvedKind, at time: Int64) throws -> [PastGap] {
    let statement = try session.db.cachedStatement(
      sql: """
        SELECT r.id, r.name, min(s.first_seen)
        FROM repo AS r JOIN source AS s ON s.repo = r.id
        WHERE r.kind = ?2 AND r.id IN (SELECT repo FROM source WHERE first_seen > ?1)
        GROUP BY r.id ORDER BY r.name
        """)
    let rows = try Row.fetchAll(
      statement, arguments: [time, Self.repositoryKind(ofRefs: kind).rawValue])
    return try rows.compactMap { row in
      let claimed = try Int64.fetchOne(
        session.db,
        sql: """
          SELECT min(s.seen_at) FROM ref AS r JOIN ref_span AS s ON s.ref = r.id
          WHERE r.repo = ?1 AND r.kind = ?2 AND s.seen_at > ?3 AND s.precision = 'claimed'
            AND s.since <= ?3 AND (s.until IS NULL OR s.until > ?3)
          """, arguments: [row[0] as Int64, kind.rawValue, time])
      if let claimed { return PastGap(repository: row[1], firstSeen: claimed, basis: .claims) }
      let first: Int64 = row[2]
      guard time < first else { return nil }
      let isLogged = try Bool.fetchOne(
        session.db,
        sql: """
          SELECT EXISTS (SELECT 1 FROM ref AS r JOIN ref_span AS s ON s.ref = r.id
          WHERE r.repo = ?1 AND r.kind = ?2 AND s.precision IN ('exact', 'bounded')
            AND s.since <= ?3 AND (s.until IS NULL OR s.until > ?3))
          """, arguments: [row[0] as Int64, kind.rawValue, time])
      return PastGap(
        repository: row[1], firstSeen: first, basis: isLogged == true ? .logs : .nothing)
    }
  }

  /// Returns the kind of the repositories that have refs of a kind.
  private static func repositoryKind(ofRefs kind: ResolvedKind) -> ResolvedRepository.Kind {
    switch kind {
    case .image, .digest: .image
    case .env: .environment
    case .module: .module
    case .tag, .branch, .commit, .tagObject: .git
    }
  }

  public func problem(inPattern pattern: [UInt8]) -> PatternProblem? {
    var reason = [CChar](repeating: 0, count: 128)
    var offset: Int32 = 0
    let isWrong = stemma_check_pattern(
      pattern, Int32(clamping: pattern.count), &reason, Int32(reason.count), &offset)
    guard isWrong != 0 else { return nil }
    let message = String(
      decoding: reason.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self)
    return PatternProblem(reason: message, offset: Int(offset))
  }

  public func versionFamilies() throws -> [VersionFamily] {
    if let families { return families }
    let rows = try Row.fetchAll(
      session.db,
      sql: """
        SELECT DISTINCT l.scheme, 0 FROM line AS l UNION
        SELECT l.scheme, r.epoch FROM ref AS r JOIN line AS l ON l.id = r.line WHERE r.epoch > 0
        ORDER BY 2, 1
        """)
    var found = [VersionFamily.plain]
    for row in rows {
      guard let scheme = VersionScheme(rawValue: row[0]) else { continue }
      let family = VersionFamily(
        scheme: scheme.family == .semantic ? .semverLoose : scheme, epoch: row[1])
      if !found.contains(family) { found.append(family) }
    }
    families = found
    return found
  }

  public func hasTextIndex(_ name: String) throws -> Bool {
    try Bool.fetchOne(
      session.db, sql: "SELECT EXISTS (SELECT 1 FROM sqlite_schema WHERE name = ?)",
      arguments: [name]) ?? false
  }

  public func mergeBases(_ first: Int64, _ second: Int64) throws -> [ResolvedRef] {
    let graph = try graph(of: first)
    guard let one = graph.ordinal(of: first), let other = graph.ordinal(of: second) else {
      return []
    }
    return try graph.graph.mergeBases(one, other).sorted(by: >).map { ordinal in
      let id = graph.id(of: ordinal)
      let oid = try [UInt8].fetchOne(
        session.db, sql: "SELECT oid FROM commit_object WHERE id = ?", arguments: [id])
      return ResolvedRef(
        kind: .commit, repository: graph.repo, ref: nil, commit: id, oid: oid,
        display: "commit \(RefLookup.short(oid ?? []))")
    }
  }

  public func equivalents(of commit: Int64) throws -> [ResolvedEquivalent] {
    try Row.fetchAll(
      session.db,
      sql: """
        SELECT p.commit_id, c.repo, c.oid, min(m.level) FROM equivalence AS m
        JOIN equivalence AS p ON p.level = m.level AND p.group_id = m.group_id
        JOIN commit_object AS c ON c.id = p.commit_id
        WHERE m.commit_id = ?1 AND p.commit_id != ?1
        GROUP BY p.commit_id ORDER BY 4, 1 DESC
        """, arguments: [commit]
    ).map { row in
      let oid = row.bytes(2) ?? []
      return ResolvedEquivalent(
        commit: row[0], repository: row[1], oid: oid,
        evidence: ResolvedEquivalent.Evidence(rawValue: row[3]) ?? .request,
        display: "commit \(RefLookup.short(oid))")
    }
  }

  public func set(_ request: SetRequest) throws -> Int64 {
    if let handle = handles[request] { return handle }
    let handle = session.sets.register(try compute(request))
    handles[request] = handle
    return handle
  }

  // MARK: Sets

  private func compute(_ request: SetRequest) throws -> IDSet {
    switch request {
    case .range(let lower, let upper, let firstParent):
      let graph = try graph(of: upper)
      guard let end = graph.ordinal(of: upper) else { return .empty }
      let start = lower.flatMap { graph.ordinal(of: $0) }.map { [$0] } ?? []
      return graph.idSet(
        firstParent
          ? graph.graph.firstParentRange(excluding: start, including: [end])
          : graph.graph.range(excluding: start, including: [end]))
    case .descendants(let commit):
      let graph = try graph(of: commit)
      return graph.ordinal(of: commit).map { graph.idSet(graph.graph.descendants(of: $0)) }
        ?? .empty
    case .ancestors(let commit):
      let graph = try graph(of: commit)
      return graph.ordinal(of: commit)
        .map { graph.idSet(graph.graph.ancestors(of: [$0], includingSelf: true)) } ?? .empty
    case .descendantsOfAny(let commits):
      guard let first = commits.first else { return .empty }
      let graph = try graph(of: first)
      var found = CommitSet(capacity: graph.graph.count)
      for ordinal in commits.compactMap({ graph.ordinal(of: $0) }) {
        if !found.contains(ordinal) { found.formUnion(graph.graph.descendants(of: ordinal)) }
      }
      return graph.idSet(found)
    case .tagsContaining(let commit):
      try noteCoverage(of: commit >> 40)
      return try IDSet(ids: tagsContaining(commit))
    case .tagsContainingAny(let commits):
      for repo in Set(commits.map { $0 >> 40 }).sorted() { try noteCoverage(of: repo) }
      return try IDSet(ids: Set(commits.flatMap(tagsContaining)))
    }
  }

  private func graph(of commit: Int64) throws -> StoredGraph {
    let repo = commit >> 40
    try noteCoverage(of: repo)
    if let graph = graphs[repo] { return graph }
    let graph = try StoredGraph(repo: repo, on: session.pointer)
    graphs[repo] = graph
    return graph
  }

  /// Reads the class of the commit: no graph is needed.
  private func tagsContaining(_ commit: Int64) throws -> [Int64] {
    let repo = commit >> 40
    let row = try Row.fetchOne(
      session.db,
      sql: "SELECT tags FROM containment_class WHERE repo = ?1 AND class = commit_class(?2)",
      arguments: [repo, commit])
    guard let bytes = row?.bytes(0) else { return try sweptTags(containing: commit) }
    // All slots of the repository in one pass over their index, instead of a look-up for each tag.
    let slots = try RawStatement(
      "SELECT slot, id FROM ref WHERE repo = ?1 AND slot IS NOT NULL", on: session.pointer)
    slots.bind(repo, 1)
    var refs: [Int64] = []
    while try slots.step() {
      let slot = Int(slots.integer(0))
      guard slot < bytes.count * 8, bytes[slot >> 3] >> UInt8(slot & 7) & 1 != 0 else { continue }
      refs.append(slots.integer(1))
    }
    return refs
  }

  /// The way without classes, for histories that have too many.
  private func sweptTags(containing commit: Int64) throws -> [Int64] {
    let graph = try graph(of: commit)
    guard let ordinal = graph.ordinal(of: commit) else { return [] }
    let holders = graph.graph.descendants(of: ordinal)
    let rows = try Row.fetchAll(
      session.db,
      sql: """
        SELECT r.id, s.commit_id FROM ref AS r
        JOIN ref_span AS s ON s.ref = r.id AND s.until IS NULL
        WHERE r.repo = ? AND r.kind = 'tag' AND s.commit_id IS NOT NULL
        """, arguments: [graph.repo])
    return rows.compactMap { row in
      graph.ordinal(of: row[1]).flatMap { holders.contains($0) ? row[0] : nil }
    }
  }

  // MARK: Coverage

  /// Notes what is known to be missing from the rows of relations.
  ///
  /// Commits are missing where history is cut off; anything read from git may be missing where a
  /// look at the repository met damage.
  public func noteCoverage(of relations: Set<String>) throws {
    if !relations.isDisjoint(with: ["commits", "equivalents", "origins"]) {
      for repository in try repositories() { try noteCoverage(of: repository.id) }
    }
    try noteUnread(relations)
    guard !relations.isDisjoint(with: Self.gitRelations) else { return }
    try noteDamage(in: nil)
  }

  /// Notes what is known to be missing from one repository.
  package func noteCoverage(ofRepository id: Int64) throws {
    try noteCoverage(of: id)
    try noteDamage(in: id)
  }

  /// Notes which repositories could not be read completely: one, or any.
  private func noteDamage(in repo: Int64?) throws {
    let damaged = try Row.fetchAll(
      session.db,
      sql: """
        SELECT r.name, s.status FROM source AS s JOIN repo AS r ON r.id = s.repo
        WHERE s.status GLOB 'damaged*' AND (?1 IS NULL OR r.id = ?1) ORDER BY r.name
        """, arguments: [repo])
    for row in damaged {
      let name: String = row[0]
      let status: String = row[1]
      notes.append(
        AnswerNote(
          code: "N421",
          message: "\(name) could not be read completely (\(status)), so rows may be missing",
          isIncomplete: true))
    }
  }

  /// Notes which relations are empty because nothing that fills them was ever read, since no rows
  /// would look like an answer.
  private func noteUnread(_ relations: Set<String>) throws {
    let kinds = Set(try repositories().map(\.kind))
    for (relation, kind, source) in Self.sources where relations.contains(relation) {
      let isRead = try kind.map(kinds.contains) == true || hasRows(of: relation)
      guard !isRead else { continue }
      notes.append(
        AnswerNote(
          code: "N422", message: "no \(source), so \(relation) holds nothing", isIncomplete: true))
    }
  }

  /// Whether a relation whose source has no kind of repository of its own holds anything.
  private func hasRows(of relation: String) throws -> Bool {
    let sql: String? =
      switch relation {
      case "changes", "headings", "changelogs": "SELECT EXISTS (SELECT 1 FROM changelog)"
      case "findings": "SELECT EXISTS (SELECT 1 FROM finding)"
      default: nil
      }
    return try sql.flatMap { try Bool.fetchOne(session.db, sql: $0) } ?? false
  }

  /// The relations that need another source than git.
  private static let sources: [(relation: String, kind: ResolvedRepository.Kind?, source: String)] =
    [
      ("images", .image, "image repository has been read"),
      ("image_tags", .image, "image repository has been read"),
      ("changes", .changelog, "changelog has been read"),
      ("headings", .changelog, "changelog has been read"),
      ("changelogs", .changelog, "changelog has been read"),
      ("modules", .module, "Go module has been read"),
      ("deploys", .environment, "environment has been read"),
      ("findings", nil, "rule has been judged"),
    ]

  private static let gitRelations: Set<String> = [
    "commits", "tags", "branches", "refs", "history", "moves", "releases", "equivalents", "origins",
  ]

  /// Notes, once, that a part of the repository's history is absent.
  private func noteCoverage(of repo: Int64) throws {
    guard checkedRepositories.insert(repo).inserted else { return }
    let row = try Row.fetchOne(
      session.db,
      sql: """
        SELECT name, (SELECT count(*) FROM incomplete_commit WHERE repo = repo.id)
        FROM repo WHERE id = ?
        """, arguments: [repo])
    guard let row, let count = row[1] as Int?, count > 0 else { return }
    let name: String = row[0]
    notes.append(
      AnswerNote(
        code: "N420",
        message: "the history of \(name) before \(count == 1 ? "a commit" : "\(count) commits") is "
          + "absent (a shallow clone or missing objects), so commits and tags may be missing from "
          + "this answer",
        isIncomplete: true))
  }
}

extension IDSet {
  /// The set of nothing.
  static var empty: IDSet { IDSet(base: 0, words: []) }
}
