internal import CommitGraph
internal import GRDB
internal import Indexing

/// Records one look at a git repository, inside the writer's transaction.
struct GitRecorder {
  private let db: Database
  private let connection: OpaquePointer
  private let look: GitLook
  private let repo: Int64
  private let source: SourceRow
  private let log: ObservationLog
  private var summary = RecordingSummary()

  /// The source as it was before this look.
  struct SourceRow {
    let id: Int64
    let lastSeen: Int64?
  }

  init(db: Database, connection: OpaquePointer, look: GitLook) throws {
    self.db = db
    self.connection = connection
    self.look = look
    repo = try Self.repository(db, look)
    source = try Self.source(db, repo, look.facts.location)
    log = try ObservationLog(
      db: db, source: source.id, repository: look.repository, location: look.facts.location,
      lookedAt: look.lookedAt)
  }

  /// Refuses a repository under a name that belongs to one with another hash.
  static func checkFormat(_ db: Database, _ repo: Int64, _ look: GitLook) throws {
    let format = try String.fetchOne(
      db, sql: "SELECT object_format FROM repo WHERE id = ?", arguments: [repo])
    guard let format, format != look.facts.objectFormat.rawValue else { return }
    throw StoreError(
      .environment,
      "repository \(look.repository) has \(format) objects, and this clone "
        + "\(look.facts.objectFormat.rawValue) ones",
      hints: ["give it another name with --name"])
  }

  mutating func record(
    tags: [TagObject], commits stream: inout some CommitStream, progress: (Int) -> Void
  ) throws -> RecordingSummary {
    let newGraph = try loadCommits(&stream, progress)
    summary.problems = look.listing.problems + stream.problems
    let facts = RefFacts(db: db, repo: repo)
    try facts.save(tags)
    var firstSeq = (try Int64.fetchOne(db, sql: "SELECT max(seq) FROM observation") ?? 0) + 1
    let isComplete = look.listing.isComplete
    try recordLook(isComplete: isComplete)
    let changed = try recordRefs(facts)
    let logged = try recordLog(changed, hasNewCommits: newGraph != nil)
    if let notes = look.notes {
      try NoteRecorder(db: db, repo: repo, source: source.id, log: log).record(notes)
    }
    firstSeq = min(firstSeq, logged ?? firstSeq)
    let branchMoved = try updateRepository()
    let rulesChanged = try updateRules()
    if newGraph != nil || !changed.isEmpty || logged != nil || branchMoved || rulesChanged {
      try project(newGraph, from: firstSeq)
    }
    try updateEquivalents(newGraph)
    if summary.commits > 0 { try TextIndex.updateAll(in: db) }
    try updateSource(isComplete: isComplete)
    try count()
    return summary
  }

  // MARK: Identity

  private static func repository(_ db: Database, _ look: GitLook) throws -> Int64 {
    if let id = try Int64.fetchOne(
      db, sql: "SELECT id FROM repo WHERE name = ?", arguments: [look.repository])
    {
      try checkFormat(db, id, look)
      // Unknown as long as the repository could not be reached.
      try db.execute(
        sql: "UPDATE repo SET object_format = ? WHERE id = ? AND object_format IS NULL",
        arguments: [look.facts.objectFormat.rawValue, id])
      return id
    }
    try db.execute(
      sql: "INSERT INTO project (name) VALUES (?) ON CONFLICT DO NOTHING",
      arguments: [look.project])
    try db.execute(
      sql: """
        INSERT INTO repo (project, name, kind, url, object_format)
        SELECT id, ?, 'git', ?, ? FROM project WHERE name = ?
        """,
      arguments: [
        look.repository, look.facts.originURL, look.facts.objectFormat.rawValue, look.project,
      ])
    return db.lastInsertedRowID
  }

  private static func source(
    _ db: Database, _ repo: Int64, _ location: [UInt8]
  ) throws -> SourceRow {
    try db.execute(
      sql: """
        INSERT INTO source (repo, kind, location) VALUES (?, 'git', CAST(? AS TEXT))
        ON CONFLICT DO NOTHING
        """, arguments: [repo, location.data])
    let row = try Row.fetchOne(
      db, sql: "SELECT id, last_seen FROM source WHERE repo = ? AND location = CAST(? AS TEXT)",
      arguments: [repo, location.data])
    guard let row else { throw StoreError(.corrupt, "a source cannot be read back") }
    return SourceRow(id: row[0], lastSeen: row[1])
  }

  // MARK: Commits

  /// Writes the commits of the stream; returns the graph if there were any.
  private mutating func loadCommits(
    _ stream: inout some CommitStream, _ progress: (Int) -> Void
  ) throws -> StoredGraph? {
    let highest = try StoredGraph.rows(of: repo, on: connection)?.upperBound
    let numbering = CommitNumbering(
      repo: repo, highestID: highest, newestFirst: stream.order == .newestFirst)
    let idLength = look.facts.objectFormat.idLength
    var loader = try CommitLoader(
      db: connection, repo: repo, numbering: numbering, idLength: idLength,
      mayRepeat: highest != nil)
    let index = try DeferredIndex(db, "commit_oid", of: "commit_object")
    while let batch = try stream.next() {
      try loader.load(batch)
      progress(loader.count)
    }
    try loader.finish()
    try index?.restore(db)
    summary.commits = loader.count
    summary.rawBytes = loader.rawBytes
    summary.malformed = loader.malformed.count
    for (oid, reason) in loader.malformed {
      _ = try log.append(.commit, subject: Array("malformed".utf8), grade: .selfVerifying) { body in
        body.set(.target, oid)
        body.set(.detail, reason)
      }
    }
    for problem in stream.problems {
      _ = try log.append(.commit, subject: Array("absent".utf8), grade: .imported) { body in
        body.set(.target, problem.object?.bytes)
        body.set(.detail, problem.message)
      }
    }
    guard loader.count > 0 else { return nil }
    var update = GraphUpdate(db: db, connection: connection, repo: repo, idLength: idLength)
    return try update.apply(loader, numbering: numbering)
  }

  // MARK: Refs

  private func recordLook(isComplete: Bool) throws {
    let facts = look.facts
    var details: [String] = ["refs \(look.listing.refs.count)"]
    if !isComplete { details.append("incomplete") }
    if facts.isShallow { details.append("shallow") }
    if facts.hasGrafts { details.append("grafts ignored") }
    if facts.hasReplaceRefs { details.append("replacements ignored") }
    if facts.isPartialClone { details.append("partial clone") }
    if !facts.alternates.isEmpty { details.append("alternates \(facts.alternates.count)") }
    details += look.listing.problems.map(\.message)
    _ = try log.append(.look, subject: facts.location, grade: .imported) { body in
      body.set(.detail, details.joined(separator: "\n"))
    }
  }

  private mutating func recordRefs(_ facts: RefFacts) throws -> [Int64] {
    let previous =
      try source.lastSeen
      ?? Int64.fetchOne(
        db, sql: "SELECT max(last_seen) FROM source WHERE repo = ? AND kind = 'git'",
        arguments: [repo])
    var recorder = RefRecorder(
      db: db, log: log,
      look: RefRecorder.Look(
        repo: repo, source: source.id, previous: previous,
        isFirstOfSource: source.lastSeen == nil,
        mayDelete: look.listing.isComplete && !look.facts.isShallow),
      finder: facts)
    let changed = try recorder.record(look.listing)
    summary.refs = recorder.changes
    return changed
  }

  /// Puts what the reflogs say between the looks.
  ///
  /// - Returns: The lowest number of an observation whose rows changed; null: none did.
  private mutating func recordLog(_ changed: [Int64], hasNewCommits: Bool) throws -> Int64? {
    let isKnownBetter = hasNewCommits || !look.past.objects.isEmpty
    let filled = isKnownBetter ? try RefLogRecorder.fillCommits(db, repo) : nil
    guard let refLog = look.refLog else { return filled }
    var scope = RefLogRecorder.Scope(
      changed: Set(changed), looks: try RefLogRecorder.looks(db, repo, source: source.id))
    // A log that never told anything may not have been read: earlier versions did not.
    let wasRead = try Bool.fetchOne(
      db,
      sql: """
        SELECT EXISTS (SELECT 1 FROM ref_move WHERE source = ? AND at != seen_at
          AND precision IN ('exact', 'bounded'))
        """, arguments: [source.id])
    if wasRead == true { scope.since = source.lastSeen }
    var recorder = RefLogRecorder(
      refLog, repo: repo,
      store: RefTimelineStore(
        db: db, repo: repo, source: source.id, log: log, past: look.past.objects))
    try recorder.record(scope)
    summary.logEntries = recorder.recorded
    summary.contradicted = recorder.contradicted
    return [filled, recorder.firstSeq].compactMap { $0 }.min()
  }

  // MARK: What follows

  /// Writes what the facts say of the repository; returns whether its default branch changed.
  private mutating func updateRepository() throws -> Bool {
    let isWhole = try Bool.fetchOne(
      db, sql: "SELECT NOT EXISTS (SELECT 1 FROM incomplete_commit WHERE repo = ?)",
      arguments: [repo])
    summary.isShallow = look.facts.isShallow || isWhole != true
    let branch = look.facts.defaultBranch?.data
    let old = try Row.fetchOne(
      db,
      sql: """
        SELECT default_branch IS NOT CAST(? AS TEXT) FROM repo WHERE id = ?
        """, arguments: [branch, repo])
    try db.execute(
      sql: """
        UPDATE repo SET default_branch = CAST(?1 AS TEXT), shallow = ?2, url = coalesce(?3, url)
        WHERE id = ?4 AND (default_branch IS NOT CAST(?1 AS TEXT) OR shallow IS NOT ?2
          OR url IS NOT coalesce(?3, url))
        """,
      arguments: [branch, summary.isShallow ? 1 : 0, look.facts.originURL, repo])
    return old?[0] ?? true
  }

  /// Writes what is declared; returns whether it is something else than before.
  private func updateRules() throws -> Bool {
    if let file = look.declaration {
      try db.execute(
        sql: """
          INSERT INTO repo_declaration (repo, tip, content, mailmap) VALUES (?1, ?2, ?3, ?4)
          ON CONFLICT (repo) DO UPDATE SET tip = ?2, content = ?3, mailmap = ?4
          WHERE tip IS NOT ?2
          """, arguments: [repo, file.tip.data, file.content?.data, file.mailmap?.data])
    }
    let old = try String.fetchOne(
      db, sql: "SELECT rules FROM repo WHERE id = ?", arguments: [repo])
    // Null: the tags were read by an earlier version of the program, which kept no verdicts.
    guard old != look.rules.fingerprint else { return false }
    try db.execute(
      sql: "UPDATE repo SET rules = ? WHERE id = ?", arguments: [look.rules.fingerprint, repo])
    return true
  }

  /// Brings the derived tables up to date.
  private mutating func project(_ newGraph: StoredGraph?, from firstSeq: Int64) throws {
    let graph = try newGraph ?? StoredGraph(repo: repo, on: connection)
    let lines = try GitProjection(
      db: db, connection: connection, repo: repo, rules: look.rules, log: log,
      isIncomplete: summary.isShallow
    ).update(graph, from: firstSeq)
    summary.schemes = lines.schemes
    summary.reread = lines.reread
    summary.notes = lines.notes
    let head: ObjectID? = if case .detached(let commit) = look.facts.head { commit } else { nil }
    try ReachabilityProjection(db: db, graph: graph, head: head).update()
    try ModuleProjection.updateLinks(db, connection, repo: repo)
    try ChangelogProjection(db: db, connection: connection, repo: repo).update()
    if let project = try Int64.fetchOne(
      db, sql: "SELECT project FROM repo WHERE id = ?", arguments: [repo])
    {
      try ImageProjection.updateLinks(db, connection, project: project)
    }
  }

  /// Finds the copies of the commits that came, or of all if an earlier version of the program read
  /// them.
  private func updateEquivalents(_ newGraph: StoredGraph?) throws {
    guard try CommitSignatures.areBehind(repo: repo, on: connection) else { return }
    var projection = try EquivalenceProjection(db: db, connection: connection, repo: repo)
    try projection.update(newGraph ?? StoredGraph(repo: repo, on: connection))
  }

  private func updateSource(isComplete: Bool) throws {
    let isWhole = isComplete && summary.problems.isEmpty && !look.facts.isShallow
    let status =
      !summary.problems.isEmpty
      ? "damaged: \(summary.problems[0].message)" : look.facts.isShallow ? "shallow" : "complete"
    try db.execute(
      sql: """
        UPDATE source SET
          first_seen = CASE WHEN ?1 THEN coalesce(first_seen, ?2) ELSE first_seen END,
          last_seen = CASE WHEN ?1 THEN ?2 ELSE last_seen END,
          gaps = gaps + CASE WHEN ?3 THEN 0 ELSE 1 END,
          status = ?4
        WHERE id = ?5
        """,
      arguments: [isComplete ? 1 : 0, log.observedAt, isWhole ? 1 : 0, status, source.id])
  }

  private mutating func count() throws {
    summary.totalCommits = try StoredGraph.rows(of: repo, on: connection)?.count ?? 0
    for ref in look.listing.refs {
      switch ref.kind {
      case .tag: summary.tags += 1
      case .branch, .remoteBranch: summary.branches += 1
      case .other: break
      }
    }
  }
}
