package import Changelogs
internal import GRDB
package import Indexing

/// A section of a changelog with entries that seem to have come after the release was tagged.
package struct ComparedSection: Sendable {
  /// The commit of the release.
  package var commit: ObjectID
  /// The changelog.
  package var path: [UInt8]
  /// The version that its heading names.
  package var version: String?
  /// The entries that it has now.
  package var entries: [ChangelogEntry]
  /// Their rows.
  fileprivate var rows: [Int64]
  fileprivate var commitRow: Int64
}

extension HistoryWriter {
  /// Returns the sections of which is not known whether the file said the same at the release's own
  /// commit although the default branch got a part of it later; those of the newest releases first.
  package func sectionsToCompare(of repository: String) throws -> [ComparedSection] {
    try read { db in
      let rows = try Row.fetchAll(
        db,
        sql: """
          SELECT e.id, e.heading, e.text, e.scope, e.pr, e.issue, e.commits, k.oid,
            CAST(c.path AS BLOB), h.version, k.id
          FROM changelog_entry AS e JOIN changelog_release AS h ON h.id = e.heading
          JOIN changelog AS c ON c.id = h.changelog JOIN release AS r ON r.id = h.release
          JOIN commit_object AS k ON k.id = r.commit_id
          WHERE e.until IS NULL AND e.heading IN (
            SELECT l.heading FROM changelog_entry AS l
            JOIN release AS t ON t.id = l.release JOIN commit_object AS o ON o.id = t.commit_id
            JOIN repo AS p ON p.id = l.repo
            WHERE p.name = ? AND l.until IS NULL AND l.first_since > o.committer_time
              AND l.compared_with IS NOT o.id)
            AND c.source IN (SELECT id FROM source WHERE kind = 'git')
          ORDER BY k.committer_time DESC, e.heading, e.position, e.id
          """, arguments: [repository])
      var sections: [ComparedSection] = []
      var heading: Int64?
      for row in rows {
        guard let commit = row.bytes(7).flatMap({ ObjectID(bytes: $0) }) else { continue }
        if heading != row[1] {
          heading = row[1]
          sections.append(
            ComparedSection(
              commit: commit, path: row.bytes(8) ?? [], version: row[9], entries: [], rows: [],
              commitRow: row[10]))
        }
        var entry = ChangelogEntry(scope: row[3], text: row[2], markdown: "", line: 0)
        entry.references = [row[4] as Int?, row[5]].compactMap(\.self).map {
          ChangelogReference(kind: .unspecified, number: $0)
        }
        entry.commits = ChangelogProjection.texts(row[6])
        sections[sections.count - 1].entries.append(entry)
        sections[sections.count - 1].rows.append(row[0])
      }
      return sections
    }
  }

  /// Records which entries the file had at the commit of the release.
  ///
  /// - Parameter verdicts: The sections, each with an answer for each of its entries; null if there was
  ///   no such file.
  package func record(_ verdicts: [(section: ComparedSection, isThere: [Bool]?)]) throws {
    guard !verdicts.isEmpty else { return }
    try transaction { db in
      let update = try db.cachedStatement(
        sql: "UPDATE changelog_entry SET at_tag = ?, compared_with = ? WHERE id = ?")
      for (section, isThere) in verdicts {
        for (place, row) in section.rows.enumerated() {
          try update.execute(arguments: [isThere?[place], section.commitRow, row])
        }
      }
    }
  }
}
