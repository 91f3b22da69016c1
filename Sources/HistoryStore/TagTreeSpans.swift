internal import GRDB

/// When the sections end that only the trees of tags have.
///
/// One ends where its tag points elsewhere or is deleted, and where the default branch gets a section
/// of the same release; should either be undone, it goes on. One that turns out to speak of another
/// release never was.
struct TagTreeSpans {
  let db: Database
  let repo: Int64

  func update() throws {
    try db.execute(
      sql: """
        UPDATE changelog_release AS h SET until = n.until FROM (
          SELECT s.id, coalesce(
            (SELECT iif(max(p.until IS NULL), NULL, max(max(p.until), s.since)) FROM ref_span AS p
              WHERE p.ref = s.tag_tree AND p.commit_id = s.since_commit),
            iif(s.release IS NOT s.tag_tree, s.since, NULL),
            (SELECT max(s.since, coalesce(min(d.since), s.since)) FROM changelog_release AS d
              JOIN changelog AS o ON o.id = d.changelog
              WHERE d.release = s.release AND d.until IS NULL AND d.tag_tree IS NULL
                AND NOT d.unreleased AND d.tag_name IS NULL AND o.component IS c.component
              HAVING count(*) > 0)) AS until
          FROM changelog_release AS s JOIN changelog AS c ON c.id = s.changelog
          WHERE s.repo = ?1 AND s.tag_tree IS NOT NULL) AS n
        WHERE h.id = n.id AND h.until IS NOT n.until
        """, arguments: [repo])
    try db.execute(
      sql: """
        UPDATE changelog_entry AS e SET until = h.until FROM changelog_release AS h
        WHERE h.repo = ?1 AND h.tag_tree IS NOT NULL AND e.heading = h.id
          AND e.until IS NOT h.until
        """, arguments: [repo])
  }
}
