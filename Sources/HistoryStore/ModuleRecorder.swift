internal import Foundation
internal import GRDB
internal import Indexing
internal import Versions

/// Records one look at a Go module, inside the writer's transaction.
struct ModuleRecorder {
  private let db: Database
  private let isProjectGiven: Bool
  private let look: ModuleLook
  private let place: RepositoryRow
  private let log: ObservationLog
  private var summary: ModuleSummary

  init(db: Database, look: ModuleLook, project: String?) throws {
    self.db = db
    isProjectGiven = project != nil
    self.look = look
    let name = Self.repository(of: look.path)
    place = try RepositoryRow(
      db, .module, name: name, project: project, ownProject: look.path,
      sourceKind: look.kind.rawValue, location: look.location)
    log = try ObservationLog(
      db: db, source: place.source, repository: name, location: look.location,
      lookedAt: look.lookedAt)
    summary = ModuleSummary(path: look.path)
  }

  /// The name of a module among the repositories, which differs from that of a git repository with
  /// the same path.
  static func repository(of path: String) -> String { "go:\(path)" }

  /// Records what was said; what follows from it is left to ``ModuleProjection``.
  mutating func record() throws -> (summary: ModuleSummary, changed: ModuleProjection.Changed?) {
    try recordLook()
    for version in look.versions { try record(version) }
    summary.problems = look.problems
    guard summary.created + summary.completed > 0 || isProjectGiven else { return (summary, nil) }
    try db.execute(
      sql: """
        INSERT INTO module_place (module, repo, folder, is_project_given) VALUES (?1, ?1, '', ?2)
        ON CONFLICT DO UPDATE SET is_project_given = is_project_given OR ?2
        """, arguments: [place.repo, isProjectGiven])
    return (summary, ModuleProjection.Changed(id: place.repo, oldProject: place.oldProject))
  }

  /// Adds to a summary what is known of its module now.
  static func complete(_ summary: inout ModuleSummary, in db: Database) throws {
    let row = try Row.fetchOne(
      db.cachedStatement(
        sql: """
          SELECT g.name, p.name, (SELECT count(*) FROM module_version WHERE repo = m.id),
            (SELECT count(*) FROM module_version WHERE repo = m.id AND retracted)
          FROM repo AS m JOIN project AS p ON p.id = m.project
          LEFT JOIN module_place AS a ON a.module = m.id AND a.repo != m.id
          LEFT JOIN repo AS g ON g.id = a.repo
          WHERE m.name = ?
          """), arguments: [repository(of: summary.path)])
    summary.repository = row?[0]
    summary.project = row?[1] ?? ""
    summary.versions = row?[2] ?? 0
    summary.retracted = row?[3] ?? 0
  }

  /// Over plain HTTP anybody on the way may have answered; files are an operator's copy.
  private var grade: ObservationLog.Grade {
    look.location.starts(with: "https://".utf8) ? .authenticated : .imported
  }

  private func recordLook() throws {
    let details = ["versions \(look.listedCount)"] + look.problems.map(\.message)
    _ = try log.append(.look, subject: look.location, grade: grade) { body in
      body.set(.detail, details.joined(separator: "\n"))
    }
    let problem = look.problems.first
    try SourceState(db: db, source: place.source).update(
      isComplete: true, isWhole: problem == nil, at: log.observedAt,
      status: problem.map { "damaged: \($0.message)" } ?? "complete")
  }

  private mutating func record(_ version: ModuleVersion) throws {
    let said = ModuleFacts(version)
    let row = try Row.fetchOne(
      db.cachedStatement(
        sql: """
          SELECT \(ModuleFacts.columns), id, conflict FROM module_version
          WHERE path = ? AND version = ?
          """), arguments: [look.path, version.version])
    guard let row else {
      try observe(version, said)
      try insert(version.version, said)
      if said.isWhole { try noteSource(db.lastInsertedRowID) }
      summary.created += 1
      return
    }
    if said.isWhole { try noteSource(row[9]) }
    let known = ModuleFacts(row: row)
    let all = known.completed(by: said)
    // What was told once is not told again.
    let told = (row[10] as String?).map { $0.components(separatedBy: ", ") } ?? []
    let conflicts = known.contradictions(in: said).filter { !told.contains($0) }
    guard all != known || !conflicts.isEmpty else { return }
    try observe(version, said)
    if !conflicts.isEmpty {
      let text = conflicts.joined(separator: ", ")
      summary.conflicts.append("\(look.path)@\(version.version): \(text)")
    }
    summary.completed += all == known ? 0 : 1
    let conflict = told + conflicts
    try db.cachedStatement(
      sql: """
        UPDATE module_version SET (\(ModuleFacts.columns)) = (?, ?, ?, ?, ?, ?, ?, ?, ?),
          conflict = ? WHERE id = ?
        """
    ).execute(
      arguments: all.arguments + [
        conflict.isEmpty ? nil : conflict.joined(separator: ", "), row[9] as Int64,
      ])
  }

  /// Takes down that the source told all that it has of a version.
  private func noteSource(_ version: Int64) throws {
    try db.cachedStatement(
      sql:
        "INSERT INTO module_version_source (version, source) VALUES (?, ?) ON CONFLICT DO NOTHING"
    ).execute(arguments: [version, place.source])
  }

  private func insert(_ version: String, _ facts: ModuleFacts) throws {
    let kind =
      GoPseudoVersion.matches(version)
      ? "pseudo" : GoVersion.isIncompatible(version) ? "incompatible" : "tag"
    try db.cachedStatement(
      sql: """
        INSERT INTO module_version (\(ModuleFacts.columns), repo, path, version, version_key, kind,
          first_seen)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
        """
    ).execute(
      arguments: facts.arguments + [
        place.repo, look.path, version, Version(version, scheme: .go)?.key.bytes.data, kind,
        log.observedAt,
      ])
  }

  private func observe(_ version: ModuleVersion, _ facts: ModuleFacts) throws {
    let subject = "\(look.path)@\(version.version)"
    _ = try log.append(
      .module, subject: Array(subject.utf8), claimedAt: version.time, grade: grade
    ) { body in
      body.set(.target, facts.originCommit)
      body.set(.detail, facts.detail)
    }
  }
}
