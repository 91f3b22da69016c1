internal import CommitGraph
internal import GRDB
internal import GRDBSQLite
public import Indexing

extension HistoryWriter {
  /// Returns the name under which a repository was recorded, found by a place where it was read
  /// before, or else by its URL.
  public func repositoryName(location: [UInt8], url: String?) throws -> String? {
    try read(ifNew: nil) { db in
      try String.fetchOne(
        db,
        sql: """
          SELECT r.name FROM repo AS r LEFT JOIN source AS s ON s.repo = r.id
          WHERE s.location = CAST(?1 AS TEXT) OR r.url = ?2
          ORDER BY s.location = CAST(?1 AS TEXT) DESC LIMIT 1
          """, arguments: [location.data, url])
    }
  }

  /// Returns what a repository declared when it was looked at last.
  public func declaration(of repository: String) throws -> RepositoryDeclarationFile? {
    try read(ifNew: nil) { db in
      let row = try Row.fetchOne(
        db,
        sql: """
          SELECT d.tip, d.content, d.mailmap FROM repo_declaration AS d JOIN repo AS r ON r.id = d.repo
          WHERE r.name = ?
          """, arguments: [repository])
      return row.flatMap { row in
        row.bytes(0).map {
          RepositoryDeclarationFile(tip: $0, content: row.bytes(1), mailmap: row.bytes(2))
        }
      }
    }
  }

  /// Returns the objects that the repository's refs name now, as far as their types are known:
  /// what the next look need not ask for again.
  public func knownTargets(of repository: String) throws -> [ObjectID: PeeledObject] {
    try read(ifNew: [:]) { db in
      guard let connection = db.sqliteConnection else { return [:] }
      // A tag of a tag that leads to no commit is not found, and asked for again.
      let spans = try RawStatement(
        """
        SELECT s.target, s.peeled, CASE WHEN s.commit_id IS NULL THEN t.target_kind END
        FROM ref AS r JOIN ref_span AS s ON s.ref = r.id AND s.until IS NULL
          LEFT JOIN tag_object AS t ON s.commit_id IS NULL
            AND t.repo = r.repo AND t.oid = s.target AND t.target = s.peeled
        WHERE r.repo = (SELECT id FROM repo WHERE name = ?)
          AND (s.commit_id IS NOT NULL OR t.oid IS NOT NULL)
        """, on: connection)
      spans.bindText(Array(repository.utf8), 1)
      var known: [ObjectID: PeeledObject] = [:]
      while try spans.step() {
        guard let target = ObjectID(bytes: spans.bytes(0)),
          let peeled = ObjectID(bytes: spans.bytes(1)),
          let kind = spans.isNull(2)
            ? .commit : ObjectKind(rawValue: String(decoding: spans.bytes(2), as: UTF8.self))
        else { continue }
        known[target] = PeeledObject(
          kind: target == peeled ? kind : .tag, peeled: peeled, peeledKind: kind)
      }
      return known
    }
  }

  /// The limit on the objects that logs name and that are asked for.
  private static let logObjectLimit = 100_000

  /// Returns the objects that logs name and the history does not hold, at most 100,000 of them.
  ///
  /// - Parameter log: The log of the clone, beside those that were recorded before.
  public func unknownObjects(in log: RefLog, of repository: String) throws -> [ObjectID] {
    try read(ifNew: Array(log.objects.sorted().prefix(Self.logObjectLimit))) { db in
      let find = try db.cachedStatement(
        sql: """
          SELECT EXISTS (SELECT 1 FROM commit_object AS c JOIN repo AS r ON r.id = c.repo
              WHERE c.oid = ?1 AND r.name = ?2)
            OR EXISTS (SELECT 1 FROM tag_object AS t JOIN repo AS r ON r.id = t.repo
              WHERE t.oid = ?1 AND r.name = ?2)
          """)
      // And what logs named that were read before the objects were there.
      let named = try Row.fetchAll(
        db,
        sql: """
          SELECT DISTINCT s.target FROM ref AS r JOIN ref_span AS s ON s.ref = r.id
          WHERE r.repo = (SELECT id FROM repo WHERE name = ?) AND s.commit_id IS NULL
            AND s.target = s.peeled AND s.until IS NOT NULL
          """, arguments: [repository]
      ).compactMap { $0.bytes(0).flatMap { ObjectID(bytes: $0) } }
      let unknown = try log.objects.union(named).sorted().filter {
        try Bool.fetchOne(find, arguments: [blob($0), repository]) != true
      }
      return Array(unknown.prefix(Self.logObjectLimit))
    }
  }

  /// Returns what has to be read from the repository, so that a look can be recorded.
  ///
  /// The plan stays right until the look is recorded, since there is no other writer.
  public func plan(_ look: GitLook) throws -> ReadingPlan {
    try read(ifNew: ReadingPlan(all: look)) { db in
      guard
        let repo = try Int64.fetchOne(
          db, sql: "SELECT id FROM repo WHERE name = ?", arguments: [look.repository])
      else {
        return ReadingPlan(all: look)
      }
      try GitRecorder.checkFormat(db, repo, look)
      return try Self.plan(look, repo: repo, db)
    }
  }

  private static func plan(_ look: GitLook, repo: Int64, _ db: Database) throws -> ReadingPlan {
    let find = try db.cachedStatement(
      sql: "SELECT 1 FROM commit_object WHERE oid = ? AND repo = ?")
    var missing: [ObjectID] = []
    var known: [ObjectID] = []
    for commit in look.commits {
      let isKnown = try Bool.fetchOne(find, arguments: [blob(commit), repo]) ?? false
      if isKnown { known.append(commit) } else { missing.append(commit) }
    }
    let findTag = try db.cachedStatement(sql: "SELECT 1 FROM tag_object WHERE oid = ? AND repo = ?")
    let tags = try look.tagObjects.filter {
      try Bool.fetchOne(findTag, arguments: [blob($0), repo]) != true
    }
    let isFirst = try Bool.fetchOne(
      db, sql: "SELECT NOT EXISTS (SELECT 1 FROM commit_object WHERE repo = ?)", arguments: [repo])
    // Where parents were absent, they may be there now: everything is walked again.
    let isWhole = try Bool.fetchOne(
      db, sql: "SELECT NOT EXISTS (SELECT 1 FROM incomplete_commit WHERE repo = ?)",
      arguments: [repo])
    if isWhole != true {
      return ReadingPlan(roots: look.commits, known: [], tagObjects: tags, isFirst: false)
    }
    if !missing.isEmpty { known += try lastTargets(db, repo) }
    return ReadingPlan(
      roots: missing, known: Array(Set(known)).sorted(), tagObjects: tags,
      isFirst: isFirst ?? true)
  }

  /// The commits that open refs pointed at when they were last recorded: a branch that went on
  /// leaves its old commit there, which bounds what is new.
  private static func lastTargets(_ db: Database, _ repo: Int64) throws -> [ObjectID] {
    let rows = try Row.fetchAll(
      db,
      sql: """
        SELECT DISTINCT s.peeled FROM ref_span AS s JOIN ref AS r ON r.id = s.ref
        WHERE r.repo = ? AND s.until IS NULL AND s.commit_id IS NOT NULL
        """, arguments: [repo])
    return rows.compactMap { $0.bytes(0).flatMap { ObjectID(bytes: $0) } }
  }

  /// Records a look: commits, tag objects, changes of refs, and all that follows from them, in one
  /// transaction.
  ///
  /// - Parameters:
  ///   - tags: The tag objects that the plan asked for.
  ///   - stream: The commits that the plan asked for. It may block, so this must not be called on
  ///     a thread of the cooperative pool.
  ///   - progress: Called after each batch with the number of commits so far.
  public func record(
    _ look: GitLook, tags: [TagObject], commits stream: inout some CommitStream,
    progress: (Int) -> Void = { _ in }
  ) throws -> RecordingSummary {
    try transaction { db in
      guard let pointer = db.sqliteConnection else {
        throw StoreError(.environment, "the connection is closed")
      }
      var recorder = try GitRecorder(db: db, connection: pointer, look: look)
      return try recorder.record(
        tags: tags + look.past.tags, commits: &stream, progress: progress)
    }
  }
}

extension GitLook {
  /// The commits that refs lead to, or led to by their logs, and a detached HEAD, each once.
  var commits: [ObjectID] {
    var seen = Set<ObjectID>()
    var result = listing.refs.compactMap(\.commit).filter { seen.insert($0).inserted }
    result += past.objects.values.filter { $0.peeledKind == .commit }.map(\.peeled)
      .filter { seen.insert($0).inserted }.sorted()
    if case .detached(let commit) = facts.head, seen.insert(commit).inserted {
      result.append(commit)
    }
    return result
  }

  /// The tag objects that refs name, each once.
  var tagObjects: [ObjectID] {
    var seen = Set<ObjectID>()
    return listing.refs.filter { $0.targetKind == .tag }.map(\.target)
      .filter { seen.insert($0).inserted }
  }
}
