import QueryLanguage
import Testing

/// The statements of questions about commits and releases.
struct CompilerCommitTests {
  @Test("The tip of the default branch")
  func theTipOfTheDefaultBranch() {
    expectQuery(
      #"""
      branches \#
      | where is_default \#
      | select repo, commit.sha, commit.time, commit.author, commit.subject
      """#,
      """
      SELECT repo1.name, CASE WHEN span1.commit_id IS NOT NULL THEN span1.peeled END, \
      commit1.committer_time, author1.name, commit1.subject
      FROM ref AS ref1
        JOIN ref_span AS span1 ON span1.ref = ref1.id AND span1.until IS NULL
        JOIN repo AS repo1 ON repo1.id = ref1.repo
        LEFT JOIN commit_object AS commit1 ON commit1.id = span1.commit_id
        LEFT JOIN person AS author1 ON author1.id = commit1.author
      WHERE ref1.kind = 'branch' AND ref1.full_name IS repo1.default_branch
      ORDER BY repo1.name, ref1.name, ref1.id;
      """)
  }

  @Test("The latest release of each repository")
  func theLatestReleaseOfEachRepository() {
    expectQuery(
      #"""
      releases \#
      | where is_main and not prerelease and not yanked \#
      | sort version desc \#
      | take 1 per repo \#
      | select repo, version, commit.sha, released_at
      """#,
      """
      SELECT rows1.c4, rows1.c5, rows1.c6, rows1.c7
      FROM (
      SELECT row_number() OVER (PARTITION BY repo1.name ORDER BY release1.version_key DESC, \
      release1.id) AS c1, release1.version_key AS c2, release1.id AS c3, repo1.name AS c4, \
      release1.version AS c5, commit1.oid AS c6, release1.released_at AS c7
      FROM release AS release1
        JOIN line AS line1 ON line1.id = release1.line
        JOIN repo AS repo1 ON repo1.id = release1.repo
        LEFT JOIN commit_object AS commit1 ON commit1.id = release1.commit_id
      WHERE line1.is_main AND NOT release1.prerelease AND NOT release1.yanked
      ) AS rows1
      WHERE rows1.c1 <= ?1
      ORDER BY rows1.c2 DESC, rows1.c3;
      -- ?1 = 1 (rows)
      """)
  }

  @Test("The commits between two releases")
  func theCommitsBetweenTwoReleases() {
    expectQuery(
      #"commits in v1.27.3..v1.28.0 | select short(sha) as sha, time, author, subject"#,
      """
      SELECT substr(lower(hex(commit1.oid)), 1, 7), commit1.committer_time, author1.name, \
      commit1.subject
      FROM id_set(?1) AS set1
        CROSS JOIN commit_object AS commit1 ON commit1.id = set1.id
        JOIN person AS author1 ON author1.id = commit1.author
      ORDER BY set1.id DESC;
      -- ?1 = 1 (commits in v1.27.3..v1.28.0)
      """)
  }

  @Test("The first-parent commits between two releases")
  func theFirstparentCommitsBetweenTwoReleases() {
    expectQuery(
      #"commits in v1.27.3..v1.28.0 first parent | select short(sha) as sha, author, subject"#,
      """
      SELECT substr(lower(hex(commit1.oid)), 1, 7), author1.name, commit1.subject
      FROM id_set(?1) AS set1
        CROSS JOIN commit_object AS commit1 ON commit1.id = set1.id
        JOIN person AS author1 ON author1.id = commit1.author
      ORDER BY set1.id DESC;
      -- ?1 = 1 (commits in v1.27.3..v1.28.0 first parent)
      """)
  }

  @Test("Counting a range reads nothing but the set")
  func countingARangeReadsNothingButTheSet() {
    expectQuery(
      #"commits in v1.27.3..v1.28.0 | count"#,
      """
      SELECT count(*)
      FROM id_set(?1) AS set1;
      -- ?1 = 1 (commits in v1.27.3..v1.28.0)
      """)
  }

  @Test("The contributors of a release")
  func theContributorsOfARelease() {
    expectQuery(
      #"""
      commits in v1.27.3..v1.28.0 \#
      | summarize count() as commits, min(time) as first by author, email \#
      | sort commits desc
      """#,
      """
      SELECT author1.name, author1.email, count(*), min(commit1.committer_time)
      FROM id_set(?1) AS set1
        CROSS JOIN commit_object AS commit1 ON commit1.id = set1.id
        JOIN person AS author1 ON author1.id = commit1.author
      GROUP BY author1.name, author1.email
      ORDER BY count(*) DESC, author1.name, author1.email;
      -- ?1 = 1 (commits in v1.27.3..v1.28.0)
      """)
  }

  @Test("The contributors who are new")
  func theContributorsWhoAreNew() {
    expectQuery(
      #"""
      commits in v1.27.3..v1.28.0 \#
      | where email not in (commits in ..v1.27.3 \#
      | select email) \#
      | distinct author, email
      """#,
      """
      SELECT author1.name, author1.email
      FROM id_set(?1) AS set1
        CROSS JOIN commit_object AS commit1 ON commit1.id = set1.id
        JOIN person AS author1 ON author1.id = commit1.author
      WHERE (author1.email IN (
      SELECT author2.email
      FROM id_set(?2) AS set2
        CROSS JOIN commit_object AS commit2 ON commit2.id = set2.id
        JOIN person AS author2 ON author2.id = commit2.author
      )) IS NOT TRUE
      GROUP BY author1.name, author1.email
      ORDER BY author1.name, author1.email;
      -- ?1 = 1 (commits in v1.27.3..v1.28.0)
      -- ?2 = 2 (commits in ..v1.27.3)
      """)
  }

  @Test("Unreleased work by subject")
  func unreleasedWorkBySubject() {
    expectQuery(
      #"""
      commits in v1.28.0..branch:main \#
      | where subject matches "^(feat|fix)" \#
      | select short(sha) as sha, author, subject
      """#,
      """
      SELECT substr(lower(hex(commit1.oid)), 1, 7), author1.name, commit1.subject
      FROM id_set(?1) AS set1
        CROSS JOIN commit_object AS commit1 ON commit1.id = set1.id
        JOIN person AS author1 ON author1.id = commit1.author
      WHERE commit1.subject REGEXP ?2
      ORDER BY set1.id DESC;
      -- ?1 = 1 (commits in v1.28.0..branch:main)
      -- ?2 = '^(feat|fix)' (text)
      """)
  }

  @Test("The releases that contain a commit")
  func theReleasesThatContainACommit() {
    expectQuery(
      #"releases containing sha:9f3c1ab | sort version | select version, released_at, prerelease"#,
      """
      SELECT release1.version, release1.released_at, release1.prerelease
      FROM release AS release1
      WHERE EXISTS (SELECT 1 FROM id_set(?1) AS set1 WHERE set1.id = release1.tag)
      ORDER BY release1.version_key, release1.id;
      -- ?1 = 1 (tags containing commit 9f3c1ab)
      """)
  }

  @Test("The release that introduced a commit")
  func theReleaseThatIntroducedACommit() {
    expectQuery(
      #"commits of sha:9f3c1ab | select sha, first_release, subject"#,
      """
      SELECT commit1.oid, first1.version, commit1.subject
      FROM commit_object AS commit1
        LEFT JOIN containment_class AS class1 ON class1.repo = commit1.repo AND class1.class = \
      commit_class(commit1.id)
        LEFT JOIN release AS first1 ON first1.id = class1.first_release
      WHERE commit1.id = ?1
      ORDER BY commit1.id DESC;
      -- ?1 = 42 (commit 9f3c1ab)
      """)
  }

  @Test("What a branch reaches")
  func whatABranchReaches() {
    expectQuery(
      #"""
      commits reachable from main \#
      | summarize count() * 2 as double, max(time) - min(time) as span by author
      """#,
      """
      SELECT author1.name, count(*) * ?1, max(commit1.committer_time) - \
      min(commit1.committer_time)
      FROM id_set(?2) AS set1
        CROSS JOIN commit_object AS commit1 ON commit1.id = set1.id
        JOIN person AS author1 ON author1.id = commit1.author
      GROUP BY author1.name
      ORDER BY author1.name;
      -- ?1 = 2 (int)
      -- ?2 = 1 (commits reachable from branch main)
      """)
  }

  @Test("Releases per month")
  func releasesPerMonth() {
    expectQuery(
      #"""
      releases \#
      | where not prerelease \#
      | summarize count() as n, max(version) as newest by month(released_at) as month \#
      | sort month
      """#,
      """
      SELECT time_month(release1.released_at), count(*), \
      version_text(max(version_pack(release1.version_key, release1.version)))
      FROM release AS release1
      WHERE NOT release1.prerelease
      GROUP BY time_month(release1.released_at)
      ORDER BY time_month(release1.released_at) NULLS LAST;
      """)
  }

  @Test("Gaps in coverage")
  func gapsInCoverage() {
    expectQuery(
      #"""
      coverage \#
      | where gaps > 0 or last_seen < 1d ago \#
      | select source, repo, first_seen, last_seen, gaps, status
      """#,
      """
      SELECT source1.location, repo1.name, source1.first_seen, source1.last_seen, source1.gaps, \
      source1.status
      FROM source AS source1
        JOIN repo AS repo1 ON repo1.id = source1.repo
      WHERE (source1.gaps > ?1 OR source1.last_seen < ?2)
      ORDER BY repo1.name, source1.location, source1.id;
      -- ?1 = 0 (gaps)
      -- ?2 = 1717113600000000 (last_seen)
      """)
  }

  @Test("Commits that are not of a tagger")
  func commitsThatAreNotOfATagger() {
    expectQuery(
      #"commits | where author not in (tags | where annotated | take 3 | select tagger)"#,
      """
      SELECT repo2.name, commit1.oid, commit1.committer_time, commit1.author_time, \
      author1.name, author1.email, committer1.name, commit1.subject, commit1.body, \
      commit1.parents, unreachable1.id IS NULL, conventional_type(commit1.subject), \
      conventional_scope(commit1.subject), conventional_breaking(commit1.subject, \
      commit1.body), first1.version
      FROM commit_object AS commit1
        JOIN person AS author1 ON author1.id = commit1.author
        JOIN repo AS repo2 ON repo2.id = commit1.repo
        JOIN person AS committer1 ON committer1.id = commit1.committer
        LEFT JOIN unreachable_commit AS unreachable1 ON unreachable1.id = commit1.id
        LEFT JOIN containment_class AS class1 ON class1.repo = commit1.repo AND class1.class = \
      commit_class(commit1.id)
        LEFT JOIN release AS first1 ON first1.id = class1.first_release
      WHERE (author1.name IN (
      SELECT tagger1.name
      FROM ref AS ref1
        JOIN ref_span AS span1 ON span1.ref = ref1.id AND span1.until IS NULL
        JOIN repo AS repo1 ON repo1.id = ref1.repo
        LEFT JOIN tag_object AS object1 ON object1.repo = ref1.repo AND object1.oid = span1.target
        LEFT JOIN person AS tagger1 ON tagger1.id = object1.tagger
      WHERE ref1.kind = 'tag' AND span1.target != span1.peeled
      ORDER BY repo1.name, ref1.name, ref1.id
      LIMIT ?1
      )) IS NOT TRUE
      ORDER BY commit1.id DESC;
      -- ?1 = 3 (rows)
      """)
  }

  @Test("Commits as of a time")
  func commitsAsOfATime() {
    expectQuery(
      #"commits as of 2024-01-01 | take 10 | where author = "x" | sort time desc | take 3"#,
      """
      SELECT rows1.c4, rows1.c5, rows1.c2, rows1.c6, rows1.c1, rows1.c7, rows1.c8, rows1.c9, \
      rows1.c10, rows1.c11, rows1.c12, rows1.c13, rows1.c14
      FROM (
      SELECT author1.name AS c1, commit1.committer_time AS c2, commit1.id AS c3, repo1.name AS \
      c4, commit1.oid AS c5, commit1.author_time AS c6, author1.email AS c7, committer1.name AS \
      c8, commit1.subject AS c9, commit1.body AS c10, commit1.parents AS c11, \
      conventional_type(commit1.subject) AS c12, conventional_scope(commit1.subject) AS c13, \
      conventional_breaking(commit1.subject, commit1.body) AS c14
      FROM commit_object AS commit1
        JOIN person AS author1 ON author1.id = commit1.author
        JOIN repo AS repo1 ON repo1.id = commit1.repo
        JOIN person AS committer1 ON committer1.id = commit1.committer
      WHERE commit1.committer_time <= ?1
      ORDER BY commit1.id DESC
      LIMIT ?2
      ) AS rows1
      WHERE rows1.c1 = ?3
      ORDER BY rows1.c2 DESC NULLS LAST, rows1.c3
      LIMIT ?4;
      -- ?1 = 1704067200000000 (as of 2024-01-01T00:00:00Z)
      -- ?2 = 10 (rows)
      -- ?3 = 'x' (author)
      -- ?4 = 3 (rows)
      """)
  }

  @Test("A graph predicate above a cut")
  func aGraphPredicateAboveACut() {
    expectQuery(
      #"(commits | take 5) | where reachable and in v1.27.3..v1.28.0 | count"#,
      """
      SELECT count(*)
      FROM (
      SELECT unreachable1.id IS NULL AS c1, commit1.id AS c2
      FROM commit_object AS commit1
        LEFT JOIN unreachable_commit AS unreachable1 ON unreachable1.id = commit1.id
      ORDER BY commit1.id DESC
      LIMIT ?1
      ) AS rows1
      WHERE rows1.c1 AND EXISTS (SELECT 1 FROM id_set(?2) AS set1 WHERE set1.id = rows1.c2);
      -- ?1 = 5 (rows)
      -- ?2 = 1 (commits in v1.27.3..v1.28.0)
      """)
  }
}
