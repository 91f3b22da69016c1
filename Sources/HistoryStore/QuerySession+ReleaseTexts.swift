/// What a changelog or a release page says of one version, without its entries.
package struct ChangelogHeading: Hashable, Sendable {
  /// The row id of the changelog.
  package var changelog: Int64
  /// The row id of the release; nil for what is not released.
  package var release: Int64?
  /// Markdown.
  package var notes: [UInt8]?
  package var isYanked = false

  package init(changelog: Int64, release: Int64?) {
    self.changelog = changelog
    self.release = release
  }
}

/// An entry that a changelog or a release page has now.
package struct ChangelogLine: Hashable, Sendable {
  package var changelog: Int64
  /// The row id of the release; nil for what is not released.
  package var release: Int64?
  /// The heading that it stands under, such as `Added`.
  package var section: [UInt8]?
  /// The group of the section, such as `added`; nil if it has no usual name.
  package var kind: [UInt8]?
  package var scope: [UInt8]?
  package var text: [UInt8]
  /// The text with its markup.
  package var markdown: [UInt8]?
  package var pullRequest: Int?
  package var issue: Int?
  package var isBreaking = false
  /// The commits that it names, as hexadecimal digits, perhaps abbreviated.
  package var commits: [[UInt8]] = []
  package var authors: [[UInt8]] = []

  package init(changelog: Int64, release: Int64?, text: [UInt8]) {
    self.changelog = changelog
    self.release = release
    self.text = text
  }
}

extension QuerySession {
  /// Returns what changelogs say now of the versions of a repository, each changelog in its order.
  package func changelogHeadings(of history: ReleaseHistory) throws -> [ChangelogHeading] {
    let rows = try RawStatement(
      """
      SELECT changelog, release, notes, yanked
      FROM changelog_release
      WHERE until IS NULL AND draft = 0 AND (version IS NULL AND repo = ?1
        OR release IN (SELECT id FROM release WHERE repo = ?1))
      ORDER BY changelog, position
      """, on: pointer)
    rows.bind(history.id, 1)
    var headings: [ChangelogHeading] = []
    while try rows.step() {
      var heading = ChangelogHeading(changelog: rows.integer(0), release: rows.integer(orNull: 1))
      heading.notes = rows.bytes(orNull: 2)
      heading.isYanked = rows.integer(3) != 0
      headings.append(heading)
    }
    return headings
  }

  /// Returns the entries that changelogs have now, each changelog in its order.
  package func changelogLines(of history: ReleaseHistory) throws -> [ChangelogLine] {
    // A control character stands between the elements of lists: none of them has one.
    let rows = try RawStatement(
      """
      SELECT coalesce(h.changelog, 0), e.release, e.section, e.kind, e.scope, e.text, e.markdown,
        e.pr, e.issue, e.breaking,
        (SELECT group_concat(value, char(31)) FROM json_each(e.commits)),
        (SELECT group_concat(value, char(31)) FROM json_each(e.authors))
      FROM changelog_entry AS e LEFT JOIN changelog_release AS h ON h.id = e.heading
      WHERE e.until IS NULL AND coalesce(h.draft, 0) = 0 AND (e.version IS NULL AND e.repo = ?1
        OR e.release IN (SELECT id FROM release WHERE repo = ?1))
      ORDER BY 1, h.position, e.position, e.id
      """, on: pointer)
    rows.bind(history.id, 1)
    var lines: [ChangelogLine] = []
    while try rows.step() {
      var line = ChangelogLine(
        changelog: rows.integer(0), release: rows.integer(orNull: 1), text: Array(rows.bytes(5)))
      line.section = rows.bytes(orNull: 2)
      line.kind = rows.bytes(orNull: 3)
      line.scope = rows.bytes(orNull: 4)
      line.markdown = rows.bytes(orNull: 6)
      line.pullRequest = rows.integer(orNull: 7).flatMap { Int(exactly: $0) }
      line.issue = rows.integer(orNull: 8).flatMap { Int(exactly: $0) }
      line.isBreaking = rows.integer(9) != 0
      line.commits = Self.elements(rows.bytes(orNull: 10))
      line.authors = Self.elements(rows.bytes(orNull: 11))
      lines.append(line)
    }
    return lines
  }

  private static func elements(_ text: [UInt8]?) -> [[UInt8]] {
    (text ?? []).split(separator: 31).map(Array.init)
  }
}
