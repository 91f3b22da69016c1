import QueryLanguage
import Testing

/// The statements of questions about refs and their moves.
struct CompilerRefTests {
  @Test("The whole history of a tag")
  func theWholeHistoryOfATag() {
    expectQuery(
      #"history of v1.28.0 | select since, until, target, version, precision"#,
      """
      SELECT span1.since, span1.until, (iif(ref1.kind IN ('image', 'env'), 'sha256:', '') \
      || lower(hex(span1.target))), span1.version, span1.precision
      FROM ref AS ref1
        JOIN ref_span AS span1 ON span1.ref = ref1.id
        JOIN repo AS repo1 ON repo1.id = ref1.repo
      WHERE ref1.id = ?1
      ORDER BY repo1.name, ref1.kind, ref1.name, coalesce(span1.since, span1.seen_at), span1.seq;
      -- ?1 = 14 (tag v1.28.0)
      """)
  }

  @Test("The moves in a window of time")
  func theMovesInAWindowOfTime() {
    expectQuery(
      #"""
      moves \#
      | where at >= 2024-05-03T13:00Z and at < 2024-05-03T16:00Z \#
      | sort at \#
      | select at, at_earliest, precision, kind, repo, name, change, old_version, new_version, actor
      """#,
      """
      SELECT move1.at, move1.at_earliest, move1.precision, ref1.kind, repo1.name, ref1.name, \
      move1.change, move1.old_version, move1.new_version, move1.actor
      FROM ref_move AS move1
        JOIN ref AS ref1 ON ref1.id = move1.ref
        JOIN repo AS repo1 ON repo1.id = ref1.repo
      WHERE move1.at >= ?1 AND move1.at < ?2
      ORDER BY move1.at NULLS LAST, move1.seq;
      -- ?1 = 1714741200000000 (at)
      -- ?2 = 1714752000000000 (at)
      """)
  }

  @Test("Deleted and moved tags")
  func deletedAndMovedTags() {
    expectQuery(
      #"""
      moves \#
      | where kind = "tag" and change != "create" \#
      | select at, repo, name, change, short(old) as old, short(new) as new, actor
      """#,
      """
      SELECT move1.at, repo1.name, ref1.name, move1.change, \
      substr((iif(ref1.kind IN ('image', 'env'), 'sha256:', '') \
      || nullif(lower(hex(move1.old)), '')), \
      1, iif((iif(ref1.kind IN ('image', 'env'), 'sha256:', '') \
      || nullif(lower(hex(move1.old)), '')) GLOB 'sha256:*', 19, 7)), \
      substr((iif(ref1.kind IN ('image', 'env'), 'sha256:', '') \
      || nullif(lower(hex(move1.new)), '')), \
      1, iif((iif(ref1.kind IN ('image', 'env'), 'sha256:', '') \
      || nullif(lower(hex(move1.new)), '')) GLOB 'sha256:*', 19, 7)), move1.actor
      FROM ref_move AS move1
        JOIN ref AS ref1 ON ref1.id = move1.ref
        JOIN repo AS repo1 ON repo1.id = ref1.repo
      WHERE ref1.kind = ?1 AND move1.change != ?2
      ORDER BY move1.at NULLS LAST, move1.seq;
      -- ?1 = 'tag' (kind)
      -- ?2 = 'create' (change)
      """)
  }

  @Test("Version regressions")
  func versionRegressions() {
    expectQuery(
      #"""
      moves \#
      | where change = "move" and direction = "down" \#
      | select at, repo, name, old_version, new_version, old, new, precision, actor
      """#,
      """
      SELECT move1.at, repo1.name, ref1.name, move1.old_version, move1.new_version, \
      (iif(ref1.kind IN ('image', 'env'), 'sha256:', '') \
      || nullif(lower(hex(move1.old)), '')), \
      (iif(ref1.kind IN ('image', 'env'), 'sha256:', '') \
      || nullif(lower(hex(move1.new)), '')), \
      move1.precision, move1.actor
      FROM ref_move AS move1
        JOIN ref AS ref1 ON ref1.id = move1.ref
        JOIN repo AS repo1 ON repo1.id = ref1.repo
      WHERE move1.change = ?1 AND move1.direction = ?2
      ORDER BY move1.at NULLS LAST, move1.seq;
      -- ?1 = 'move' (change)
      -- ?2 = 'down' (direction)
      """)
  }

  @Test("Regressions of one ref in the last days")
  func regressionsOfOneRefInTheLastDays() {
    expectQuery(
      #"""
      moves of v1.28.0 \#
      | where at > 90d ago and new_version < old_version \#
      | select at, old_version, new_version, new
      """#,
      """
      SELECT move1.at, move1.old_version, move1.new_version, \
      (iif(ref1.kind IN ('image', 'env'), 'sha256:', '') \
      || nullif(lower(hex(move1.new)), ''))
      FROM ref_move AS move1
        JOIN ref AS ref1 ON ref1.id = move1.ref
      WHERE ref1.id = ?1 AND move1.at > ?2 AND move1.new_version_key < move1.old_version_key
      ORDER BY move1.at NULLS LAST, move1.seq;
      -- ?1 = 14 (tag v1.28.0)
      -- ?2 = 1709424000000000 (at)
      """)
  }

  @Test("Release tags that moved")
  func releaseTagsThatMoved() {
    expectQuery(
      #"""
      moves \#
      | where kind = "tag" and name glob "v[0-9]*.[0-9]*.[0-9]*" and change = "move" \#
      | select at, repo, name, old, new
      """#,
      """
      SELECT move1.at, repo1.name, ref1.name, \
      (iif(ref1.kind IN ('image', 'env'), 'sha256:', '') \
      || nullif(lower(hex(move1.old)), '')), \
      (iif(ref1.kind IN ('image', 'env'), 'sha256:', '') \
      || nullif(lower(hex(move1.new)), ''))
      FROM ref_move AS move1
        JOIN ref AS ref1 ON ref1.id = move1.ref
        JOIN repo AS repo1 ON repo1.id = ref1.repo
      WHERE ref1.kind = ?1 AND ref1.name GLOB ?2 AND move1.change = ?3
      ORDER BY move1.at NULLS LAST, move1.seq;
      -- ?1 = 'tag' (kind)
      -- ?2 = 'v[0-9]*.[0-9]*.[0-9]*' (text)
      -- ?3 = 'move' (change)
      """)
  }

  @Test("Moves that cannot be judged")
  func movesThatCannotBeJudged() {
    expectQuery(
      #"""
      moves \#
      | where change = "move" and direction = "unknown" \#
      | summarize count() as n, max(at) as last by repo, name
      """#,
      """
      SELECT repo1.name, ref1.name, count(*), max(move1.at)
      FROM ref_move AS move1
        JOIN ref AS ref1 ON ref1.id = move1.ref
        JOIN repo AS repo1 ON repo1.id = ref1.repo
      WHERE move1.change = ?1 AND move1.direction = ?2
      GROUP BY repo1.name, ref1.name
      ORDER BY repo1.name, ref1.name;
      -- ?1 = 'move' (change)
      -- ?2 = 'unknown' (direction)
      """)
  }

  @Test("Tags on one commit")
  func tagsOnOneCommit() {
    expectQuery(
      #"""
      tags \#
      | summarize list(name) as names, count() as n by repo, commit.sha \#
      | where n > 1 \#
      | select repo, sha, names, n
      """#,
      """
      SELECT rows2.c2, rows2.c3, rows2.c4, rows2.c1
      FROM (
      SELECT count(*) AS c1, rows1.c1 AS c2, rows1.c2 AS c3, json_group_array(rows1.c3) AS c4
      FROM (
      SELECT repo1.name AS c1, CASE WHEN span1.commit_id IS NOT NULL THEN span1.peeled END AS \
      c2, ref1.name AS c3
      FROM ref AS ref1
        JOIN ref_span AS span1 ON span1.ref = ref1.id AND span1.until IS NULL
        JOIN repo AS repo1 ON repo1.id = ref1.repo
      WHERE ref1.kind = 'tag'
      ORDER BY repo1.name, ref1.name, ref1.id
      LIMIT -1
      ) AS rows1
      GROUP BY rows1.c1, rows1.c2
      ) AS rows2
      WHERE rows2.c1 > ?1
      ORDER BY rows2.c2, rows2.c3 NULLS LAST;
      -- ?1 = 1 (int)
      """)
  }

  @Test("Tags of a range of versions as of a time")
  func tagsOfARangeOfVersionsAsOfATime() {
    expectQuery(
      #"tags as of 2024-05-03T14:00Z | where version in ^v1.27 | select name, version, commit.sha"#,
      """
      SELECT ref1.name, span1.version, CASE WHEN span1.commit_id IS NOT NULL THEN \
      span1.peeled END
      FROM ref AS ref1
        JOIN ref_span AS span1 ON span1.ref = ref1.id AND coalesce(span1.since, span1.seen_at) \
      <= ?1 AND (span1.until IS NULL OR span1.until > ?1)
        JOIN repo AS repo1 ON repo1.id = ref1.repo
      WHERE ref1.kind = 'tag' AND (span1.version_key >= ?2 AND span1.version_key < ?3 AND NOT \
      version_is_prerelease(span1.version_key))
      ORDER BY repo1.name, ref1.name, ref1.id;
      -- ?1 = 1714744800000000 (as of 2024-05-03T14:00:00Z)
      -- ?2 = x'01013102323700f0' (lowest key of ^v1.27)
      -- ?3 = x'0101320000100000' (key after ^v1.27)
      """)
  }

  @Test("A tag before it was known has no row, as in a list")
  func aTagBeforeItWasKnownHasNoRow() {
    expectQuery(
      #"tags of v1.28.0 as of 2023-01-01 | select name, commit.sha, precision"#,
      """
      SELECT ref1.name, CASE WHEN span1.commit_id IS NOT NULL THEN span1.peeled END, \
      span1.precision
      FROM ref AS ref1
        JOIN ref_span AS span1 ON span1.ref = ref1.id AND coalesce(span1.since, span1.seen_at) \
      <= ?1 AND (span1.until IS NULL OR span1.until > ?1)
        JOIN repo AS repo1 ON repo1.id = ref1.repo
      WHERE ref1.kind = 'tag' AND ref1.id = ?2
      ORDER BY repo1.name, ref1.name, ref1.id;
      -- ?1 = 1672531200000000 (as of 2023-01-01T00:00:00Z)
      -- ?2 = 14 (tag v1.28.0)
      """)
  }

  @Test("The history as of a time hides later ends")
  func theHistoryAsOfATimeHidesLaterEnds() {
    expectQuery(
      #"history as of 2024-05-03 | select name, since, until"#,
      """
      SELECT ref1.name, span1.since, CASE WHEN span1.until <= ?1 THEN span1.until END
      FROM ref AS ref1
        JOIN ref_span AS span1 ON span1.ref = ref1.id AND coalesce(span1.since, span1.seen_at) \
      <= ?1
        JOIN repo AS repo1 ON repo1.id = ref1.repo
      ORDER BY repo1.name, ref1.kind, ref1.name, coalesce(span1.since, span1.seen_at), span1.seq;
      -- ?1 = 1714694400000000 (as of 2024-05-03T00:00:00Z)
      """)
  }

  @Test("Tags containing a ref as of a time walk the graph")
  func tagsContainingARefAsOfATimeWalkTheGraph() {
    expectQuery(
      #"tags containing v1.28.0 as of 2024-05-20 | select name"#,
      """
      SELECT ref1.name
      FROM ref AS ref1
        JOIN ref_span AS span1 ON span1.ref = ref1.id AND coalesce(span1.since, span1.seen_at) \
      <= ?1 AND (span1.until IS NULL OR span1.until > ?1)
        JOIN repo AS repo1 ON repo1.id = ref1.repo
      WHERE ref1.kind = 'tag' AND EXISTS (SELECT 1 FROM id_set(?2) AS set1 WHERE set1.id = \
      span1.commit_id)
      ORDER BY repo1.name, ref1.name, ref1.id;
      -- ?1 = 1716163200000000 (as of 2024-05-20T00:00:00Z)
      -- ?2 = 1 (commits containing tag v1.28.0)
      """)
  }

  @Test("Tags that do not contain a ref")
  func tagsThatDoNotContainARef() {
    expectQuery(
      #"tags | where not containing v1.28.0 | select name"#,
      """
      SELECT ref1.name
      FROM ref AS ref1
        JOIN ref_span AS span1 ON span1.ref = ref1.id AND span1.until IS NULL
        JOIN repo AS repo1 ON repo1.id = ref1.repo
      WHERE ref1.kind = 'tag' AND NOT EXISTS (SELECT 1 FROM id_set(?1) AS set1 WHERE set1.id = \
      ref1.id)
      ORDER BY repo1.name, ref1.name, ref1.id;
      -- ?1 = 1 (tags containing tag v1.28.0)
      """)
  }

  @Test("Links to rows that are missing")
  func linksToRowsThatAreMissing() {
    expectQuery(
      #"tags | where commit is null or commit.first_release is null | select name, repo.url"#,
      """
      SELECT ref1.name, repo2.url
      FROM ref AS ref1
        JOIN ref_span AS span1 ON span1.ref = ref1.id AND span1.until IS NULL
        LEFT JOIN commit_object AS commit1 ON commit1.id = span1.commit_id
        LEFT JOIN containment_class AS class1 ON class1.repo = commit1.repo AND class1.class = \
      commit_class(commit1.id)
        LEFT JOIN release AS first1 ON first1.id = class1.first_release
        JOIN repo AS repo1 ON repo1.id = ref1.repo
        LEFT JOIN repo AS repo2 ON repo2.id = ref1.repo
      WHERE ref1.kind = 'tag' AND (commit1.id IS NULL OR first1.version IS NULL)
      ORDER BY repo1.name, ref1.name, ref1.id;
      """)
  }

  @Test("The highest tags of each line")
  func theHighestTagsOfEachLine() {
    expectQuery(
      #"tags | sort version desc | take 2 per line | sort name | take 5"#,
      """
      SELECT rows1.c4, rows1.c2, rows1.c5, rows1.c6, rows1.c7, rows1.c8, rows1.c9, rows1.c10, \
      rows1.c11, rows1.c12, rows1.c13, rows1.c14
      FROM (
      SELECT row_number() OVER (PARTITION BY line1.name ORDER BY span1.version_key DESC \
      NULLS LAST, ref1.id) AS c1, ref1.name AS c2, ref1.id AS c3, repo1.name AS c4, line1.name AS c5, \
      coalesce(line1.is_main, 0) AS c6, ref1.class AS c7, line1.scheme AS c8, span1.version AS \
      c9, span1.target != span1.peeled AS c10, tagger1.name AS c11, object1.tagged_at AS c12, \
      span1.since AS c13, span1.precision AS c14
      FROM ref AS ref1
        JOIN ref_span AS span1 ON span1.ref = ref1.id AND span1.until IS NULL
        LEFT JOIN line AS line1 ON line1.id = ref1.line
        JOIN repo AS repo1 ON repo1.id = ref1.repo
        LEFT JOIN tag_object AS object1 ON object1.repo = ref1.repo AND object1.oid = span1.target
        LEFT JOIN person AS tagger1 ON tagger1.id = object1.tagger
      WHERE ref1.kind = 'tag'
      ) AS rows1
      WHERE rows1.c1 <= ?1
      ORDER BY rows1.c2, rows1.c3
      LIMIT ?2;
      -- ?1 = 2 (rows)
      -- ?2 = 5 (rows)
      """)
  }

  @Test("Both commits of a move")
  func bothCommitsOfAMove() {
    expectQuery(
      #"moves | select name_version, old_commit.author, new_commit.author as new_author"#,
      """
      SELECT ref1.version, author1.name, author2.name
      FROM ref_move AS move1
        JOIN ref AS ref1 ON ref1.id = move1.ref
        LEFT JOIN commit_object AS commit1 ON commit1.id = move1.old_commit_id
        LEFT JOIN person AS author1 ON author1.id = commit1.author
        LEFT JOIN commit_object AS commit2 ON commit2.id = move1.new_commit_id
        LEFT JOIN person AS author2 ON author2.id = commit2.author
      ORDER BY move1.at NULLS LAST, move1.seq;
      """)
  }
}
