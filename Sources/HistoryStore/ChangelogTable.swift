package import Changelogs
internal import Foundation
internal import GRDB
internal import Indexing

/// The headings and entries of the changelogs of one repository, as rows.
struct ChangelogTable {
  typealias Moment = ChangelogReading.Moment
  typealias Timeline = ChangelogTimeline<Moment>

  let db: Database
  let repo: Int64

  /// The rows that a timeline began with, in its order.
  struct OpenRows {
    var headings: [Int64] = []
    var entries: [Int64] = []
  }

  /// Returns the changelogs with what is still in them, without those that only trees of tags have.
  func timelines() throws -> [[UInt8]: KnownChangelogs.File] {
    var files: [[UInt8]: KnownChangelogs.File] = [:]
    let rows = try Row.fetchAll(
      db,
      sql: """
        SELECT c.id, CAST(c.path AS BLOB), c.oid, s.kind <> 'git'
        FROM changelog AS c JOIN source AS s ON s.id = c.source
        WHERE c.repo = ? AND (c.oid IS NOT NULL OR c.changed IS NOT NULL)
        """, arguments: [repo])
    for row in rows {
      files[row.bytes(1) ?? []] = KnownChangelogs.File(
        timeline: try timeline(of: row[0]).timeline, content: row.bytes(2),
        isGiven: row[3])
    }
    return files
  }

  /// Returns what is still in a changelog, and the rows of it.
  func timeline(of changelog: Int64) throws -> (timeline: Timeline, rows: OpenRows) {
    var rows = OpenRows()
    var headings: [Timeline.Heading] = []
    var places: [Int64: Int] = [:]
    let headingRows = try Row.fetchAll(
      db,
      sql: """
        SELECT id, heading, version, package, unreleased, position, since, since_commit
        FROM changelog_release
        WHERE changelog = ? AND until IS NULL AND tag_tree IS NULL ORDER BY position, id
        """, arguments: [changelog])
    for row in headingRows {
      var release = ChangelogRelease(heading: row[1], line: 0)
      release.version = row[2]
      release.package = row[3]
      release.isUnreleased = row[4]
      places[row[0]] = headings.count
      rows.headings.append(row[0])
      headings.append(
        Timeline.Heading(
          release: release, position: row[5], since: .recorded(at: row[6], commit: row[7]),
          until: nil, isChanged: false))
    }
    var entries: [Timeline.Entry] = []
    let entryRows = try Row.fetchAll(
      db,
      sql: """
        SELECT e.id, e.heading, e.section, e.subsection, e.scope, e.text, e.markdown, e.position,
          e.since, e.since_commit, e.first_since, e.first_commit, e.pr, e.issue,
          e.commits
        FROM changelog_entry AS e JOIN changelog_release AS h ON h.id = e.heading
        WHERE h.changelog = ? AND e.until IS NULL ORDER BY h.position, e.position, e.id
        """, arguments: [changelog])
    for row in entryRows {
      guard let heading = places[row[1]] else { continue }
      var entry = ChangelogEntry(
        section: row[2], subsection: row[3], scope: row[4], text: row[5],
        markdown: row[6] ?? "", line: 0)
      entry.kind = .other
      // By what it names, too, its next wording is known.
      entry.references = [row[12] as Int?, row[13]].compactMap(\.self).map {
        ChangelogReference(kind: .unspecified, number: $0)
      }
      entry.commits = ChangelogProjection.texts(row[14])
      rows.entries.append(row[0])
      entries.append(
        Timeline.Entry(
          entry: entry, heading: heading, position: row[7],
          since: .recorded(at: row[8], commit: row[9]),
          firstSince: .recorded(at: row[10], commit: row[11]), until: nil, isChanged: false))
    }
    let file = try Row.fetchOne(
      db, sql: "SELECT since, since_commit, oid IS NOT NULL FROM changelog WHERE id = ?",
      arguments: [changelog])
    let since = file.map { Moment.recorded(at: $0[0], commit: $0[1]) }
    return (
      Timeline(headings: headings, entries: entries, since: since, isPresent: file?[2] ?? false),
      rows
    )
  }

  /// Removes all that the default branch had of a changelog.
  func clear(_ changelog: Int64) throws {
    try db.execute(
      sql: """
        DELETE FROM changelog_entry
        WHERE heading IN
          (SELECT id FROM changelog_release WHERE changelog = ?1 AND tag_tree IS NULL)
        """, arguments: [changelog])
    try db.execute(
      sql: "DELETE FROM changelog_release WHERE changelog = ? AND tag_tree IS NULL",
      arguments: [changelog])
  }

  /// Writes a heading; `id` is that of its row, if it has one.
  func save(
    _ heading: Timeline.Heading, id: Int64?, changelog: Int64, seq: Int64, isMarkdown: Bool,
    _ times: Times
  ) throws -> Int64 {
    let release = heading.release
    let details = release.details
    let date = release.date ?? details.publishedAt ?? details.createdAt
    let notes = release.notes.map { isMarkdown ? $0.markdown : Self.markdown($0.text) }
      .filter { !$0.isEmpty }.joined(separator: "\n\n")
    let isKnown = id != nil
    let id =
      try id
      ?? Int64.fetchOne(db, sql: "SELECT coalesce(max(id), 0) + 1 FROM changelog_release") ?? 1
    let values: StatementArguments = [
      "id": id, "changelog": changelog, "repo": repo, "seq": seq, "version": release.version,
      "package": release.package, "unreleased": release.isUnreleased ? 1 : 0,
      "heading": release.heading, "position": heading.position,
      "date": date.flatMap(\.firstMicrosecond), "is_day": date?.instant == nil ? 1 : 0,
      "previous": release.previous, "url": release.url, "compare_url": release.compareURL,
      "tag_name": details.tagName, "yanked": release.isYanked ? 1 : 0,
      "prerelease": details.tagName == nil ? nil : details.isPrerelease ? 1 : 0,
      "draft": details.isDraft ? 1 : 0, "notes": notes.isEmpty ? nil : notes,
      "since": times.since.at, "until": times.until.at, "since_commit": times.since.commit,
      "until_commit": times.until.commit,
    ]
    try db.cachedStatement(sql: isKnown ? Self.updateHeading : Self.insertHeading)
      .execute(arguments: values)
    return id
  }

  /// Writes an entry; `id` is that of its row, if it has one.
  func save(
    _ item: Timeline.Entry, id: Int64?, heading: Int64, isMarkdown: Bool, _ times: Times
  ) throws {
    let entry = item.entry
    let values: StatementArguments = [
      "id": id, "repo": repo, "heading": heading, "section": entry.section,
      "subsection": entry.subsection, "kind": entry.kind == .other ? nil : entry.kind.rawValue,
      "scope": entry.scope, "text": entry.text,
      "markdown": isMarkdown ? ListItem.content(of: entry.markdown) : nil,
      "pr": entry.pullRequests.first ?? entry.unspecifiedNumbers.first,
      "issue": entry.issues.first, "breaking": entry.isBreaking ? 1 : 0,
      "position": item.position, "commits": try Self.json(entry.commits),
      "authors": try Self.json(entry.authors), "since": times.since.at, "until": times.until.at,
      "since_commit": times.since.commit, "until_commit": times.until.commit,
      "first_since": times.first.at, "first_commit": times.first.commit,
    ]
    try db.cachedStatement(sql: id == nil ? Self.insertEntry : Self.updateEntry)
      .execute(arguments: values)
  }

  /// Returns text as Markdown that means nothing else.
  private static func markdown(_ text: String) -> String {
    var result = ""
    for character in text {
      if "\\`*_[]<>#&!~|".contains(character) { result.append("\\") }
      result.append(character)
    }
    return result
  }

  /// When a row began and ended.
  struct Times {
    var since: (at: Int64?, commit: Int64?)
    var until: (at: Int64?, commit: Int64?)
    /// When an entry began in whatever words.
    var first: (at: Int64?, commit: Int64?) = (nil, nil)
  }

  private static let headingColumns = [
    "seq", "version", "package", "unreleased", "heading", "position", "date", "is_day", "previous",
    "url", "compare_url", "tag_name", "yanked", "prerelease", "draft", "notes", "since", "until",
    "since_commit", "until_commit", "changelog", "repo",
  ]
  private static let insertHeading = insert("changelog_release", ["id"] + headingColumns)
  private static let updateHeading = update("changelog_release", headingColumns)

  private static let entryColumns = [
    "repo", "heading", "section", "subsection", "kind", "scope", "text", "markdown", "pr", "issue",
    "breaking", "position", "commits", "authors", "since", "until", "since_commit", "until_commit",
    "first_since", "first_commit",
  ]
  private static let insertEntry = insert("changelog_entry", ["id"] + entryColumns)
  private static let updateEntry = update("changelog_entry", entryColumns)

  private static func insert(_ table: String, _ columns: [String]) -> String {
    "INSERT INTO \(table) (\(columns.joined(separator: ", "))) VALUES ("
      + columns.map { ":\($0)" }.joined(separator: ", ") + ")"
  }

  private static func update(_ table: String, _ columns: [String]) -> String {
    "UPDATE \(table) SET " + columns.map { "\($0) = :\($0)" }.joined(separator: ", ")
      + " WHERE id = :id"
  }

  private static func json(_ texts: [String]) throws -> String? {
    guard !texts.isEmpty else { return nil }
    let encoder = JSONEncoder()
    encoder.outputFormatting = .withoutEscapingSlashes
    return String(decoding: try encoder.encode(texts), as: UTF8.self)
  }
}

extension ChangelogDate {
  /// The instant, or the begin of the day in UTC, in microseconds since 1970; null without a day.
  var firstMicrosecond: Int64? {
    if let instant { return instant }
    guard day != nil else { return nil }
    return Timestamp.microseconds(rfc3339: "\(iso)T00:00:00Z")
  }
}
