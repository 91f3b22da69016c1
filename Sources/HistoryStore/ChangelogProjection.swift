internal import CommitGraph
internal import CommitMessages
internal import Foundation
internal import GRDB
internal import Versions

/// Joins what changelogs and Go modules say with what there is: headings and modules with lines and
/// releases, entries with commits, and what is known of a release with the release.
struct ChangelogProjection {
  let db: Database
  let connection: OpaquePointer
  let repo: Int64

  /// Brings the repository up to date after its changelogs, modules, tags or commits changed.
  func update() throws {
    let isConcerned = try Bool.fetchOne(
      db,
      sql: """
        SELECT EXISTS (SELECT 1 FROM changelog WHERE repo = ?1)
          OR EXISTS (SELECT 1 FROM module_place WHERE repo = ?1)
          OR EXISTS (SELECT 1 FROM release WHERE repo = ?1 AND (yanked OR NOT tagged))
        """, arguments: [repo])
    guard isConcerned == true else { return }
    try UntaggedMainLine(db: db, repo: repo).update()
    try ChangelogLines(db: db, repo: repo).update()
    try TagTreeSpans(db: db, repo: repo).update()
    _ = try UntaggedReleases(db: db, repo: repo).update()
    try ModuleReleases(db: db, repo: repo).update()
    try copyToEntries()
    try judgeEntries()
    try describeReleases()
  }

  /// Entries belong where their heading does.
  private func copyToEntries() throws {
    try db.execute(
      sql: """
        UPDATE changelog_entry AS e SET line = h.line, version = h.version,
          version_key = h.version_key, at = h.date, release = h.release
        FROM changelog_release AS h
        WHERE h.id = e.heading AND h.repo = ?
          AND (e.line IS NOT h.line OR e.version IS NOT h.version
            OR e.version_key IS NOT h.version_key OR e.at IS NOT h.date
            OR e.release IS NOT h.release)
        """, arguments: [repo])
  }

  // MARK: Entries and commits

  private struct NamedEntry {
    let id: Int64
    let number: Int?
    let commits: [String]
    let release: Int64?
    let inRelease: Bool?
  }

  /// Finds out whether the releases contain what their entries name.
  func judgeEntries() throws {
    let entries = try Row.fetchAll(
      db,
      sql: """
        SELECT e.id, e.pr, e.commits, r.commit_id, e.in_release FROM changelog_entry AS e
        LEFT JOIN release AS r ON r.id = e.release
        WHERE e.repo = ? AND e.until IS NULL AND (e.pr IS NOT NULL OR e.commits IS NOT NULL)
        """, arguments: [repo]
    ).map { row in
      NamedEntry(
        id: row[0], number: row[1], commits: Self.texts(row[2]), release: row[3],
        inRelease: row[4])
    }
    guard !entries.isEmpty else { return }
    let graph = try StoredGraph(repo: repo, on: connection)
    let requests = try commitsOfRequests(Set(entries.compactMap(\.number).map(UInt64.init)))
    let update = try db.cachedStatement(
      sql: "UPDATE changelog_entry SET in_release = ? WHERE id = ?")
    let toIssue = try db.cachedStatement(
      sql: "UPDATE changelog_entry SET issue = coalesce(issue, pr), pr = NULL WHERE id = ?")
    for entry in entries {
      var commits = try entry.commits.flatMap { try self.commits(beginningWith: $0) }
      let found = entry.number.flatMap { requests[UInt64($0)] } ?? []
      commits += found
      var verdict: Bool?
      if let release = entry.release.flatMap({ graph.ordinal(of: $0) }), !commits.isEmpty {
        verdict = commits.compactMap { graph.ordinal(of: $0) }.contains {
          $0 == release || graph.graph.isAncestor($0, of: release)
        }
      }
      if verdict != entry.inRelease { try update.execute(arguments: [verdict, entry.id]) }
      // A bare number may be either; where requests are known by their commits, others are issues.
      if entry.number != nil, found.isEmpty, !requests.isEmpty {
        try toIssue.execute(arguments: [entry.id])
      }
    }
  }

  /// The texts of a JSON array.
  static func texts(_ json: String?) -> [String] {
    guard let json else { return [] }
    return (try? JSONDecoder().decode([String].self, from: Data(json.utf8))) ?? []
  }

  private func commits(beginningWith digits: String) throws -> [Int64] {
    guard let bounds = RefLookup.prefixBounds(Array(digits.utf8)) else { return [] }
    let found = try Int64.fetchAll(
      db.cachedStatement(
        sql: "SELECT id FROM commit_object WHERE oid >= ?1 AND oid < ?2 AND repo = ?3 LIMIT 2"),
      arguments: [bounds.lower.data, bounds.upper.data, repo])
    return found.count == 1 ? found : []
  }

  /// The commits that say to be the given pull or merge requests, by number.
  private func commitsOfRequests(_ numbers: Set<UInt64>) throws -> [UInt64: [Int64]] {
    guard !numbers.isEmpty else { return [:] }
    let ids = StoredGraph.ids(of: repo)
    let rows = try RawStatement(
      """
      SELECT id, subject FROM commit_object
      WHERE id >= ?1 AND id < ?2 AND (subject GLOB '*#[0-9]*' OR subject GLOB '*![0-9]*')
      """, on: connection)
    rows.bind(ids.lowerBound, 1)
    rows.bind(ids.upperBound, 2)
    var found: [UInt64: [Int64]] = [:]
    while try rows.step() {
      let message = CommitMessage(subject: Array(rows.bytes(1))[...], body: [])
      for reference in message.references where reference.role == .ownRequest {
        if numbers.contains(reference.number) {
          found[reference.number, default: []].append(rows.integer(0))
        }
      }
    }
    return found
  }

  // MARK: Releases

  /// Tells tagged releases what changelogs, release pages and Go modules know of them.
  ///
  /// A page's time counts before the date of a changelog, and that before the tag's; a date that the
  /// tag's own time lies in, in whatever time zone, says less than that time.
  private func describeReleases() throws {
    let slack: Int64 = 14 * 3_600_000_000
    let day: Int64 = 24 * 3_600_000_000
    try db.execute(
      sql: """
        UPDATE release AS r SET yanked = n.yanked, notes = n.notes, released_at = n.released_at,
          released_source = n.released_source
        FROM (
          SELECT e.id, h.notes, coalesce(h.yanked, 0) OR EXISTS (
              SELECT 1 FROM module_version WHERE release = e.id AND retracted) AS yanked,
            CASE WHEN h.page IS NOT NULL THEN h.page
              WHEN h.date IS NULL
                OR e.tagged_at >= h.date - ?2 AND e.tagged_at < h.date + ?3 + ?2 THEN e.tagged_at
              ELSE h.date END AS released_at,
            CASE WHEN h.page IS NOT NULL THEN 'page'
              WHEN h.date IS NULL
                OR e.tagged_at >= h.date - ?2 AND e.tagged_at < h.date + ?3 + ?2
                THEN e.tagged_source
              ELSE 'changelog' END AS released_source
          FROM release AS e LEFT JOIN (
            SELECT release, max(yanked) AS yanked,
              group_concat(notes, char(10) || char(10)) AS notes, min(date) AS date,
              min(CASE WHEN tag_name IS NOT NULL AND NOT is_day THEN date END) AS page
            FROM changelog_release
            WHERE repo = ?1 AND until IS NULL AND release IS NOT NULL AND NOT draft
            GROUP BY release) AS h ON h.release = e.id
          WHERE e.repo = ?1 AND e.tagged) AS n
        WHERE r.id = n.id AND (r.yanked <> n.yanked OR r.notes IS NOT n.notes
          OR r.released_at IS NOT n.released_at OR r.released_source IS NOT n.released_source)
        """, arguments: [repo, slack, day])
  }
}
