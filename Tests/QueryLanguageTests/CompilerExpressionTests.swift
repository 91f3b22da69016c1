import QueryLanguage
import Testing

/// How expressions, lists and groups are written as SQL.
struct CompilerExpressionTests {
  @Test("Membership in lists and pipelines")
  func membershipInListsAndPipelines() {
    expectQuery(
      #"""
      tags \#
      | where version in (v1.0.0, "1.2.3") and name in ("a", "b", null) and commit.sha in (tags \#
      | select commit.sha)
      """#,
      """
      SELECT repo1.name, ref1.name, line1.name, coalesce(line1.is_main, 0), ref1.class, \
      line1.scheme, span1.version, span1.target != span1.peeled, tagger1.name, \
      object1.tagged_at, span1.since, span1.precision
      FROM ref AS ref1
        JOIN ref_span AS span1 ON span1.ref = ref1.id AND span1.until IS NULL
        JOIN repo AS repo1 ON repo1.id = ref1.repo
        LEFT JOIN line AS line1 ON line1.id = ref1.line
        LEFT JOIN tag_object AS object1 ON object1.repo = ref1.repo AND object1.oid = span1.target
        LEFT JOIN person AS tagger1 ON tagger1.id = object1.tagger
      WHERE ref1.kind = 'tag' AND span1.version_key IN (?1, ?2) AND (ref1.name IN (SELECT value \
      FROM json_each(?3)) OR ref1.name IS NULL) AND CASE WHEN span1.commit_id IS NOT NULL THEN \
      span1.peeled END IN (
      SELECT CASE WHEN span2.commit_id IS NOT NULL THEN span2.peeled END
      FROM ref AS ref2
        JOIN ref_span AS span2 ON span2.ref = ref2.id AND span2.until IS NULL
      WHERE ref2.kind = 'tag'
      )
      ORDER BY repo1.name, ref1.name, ref1.id;
      -- ?1 = x'0101310000f0' (key of v1.0.0)
      -- ?2 = x'01013101320133f0' (key of 1.2.3)
      -- ?3 = '["a","b"]' (list of 2)
      """)
  }

  @Test("Negation lets nulls pass")
  func negationLetsNullsPass() {
    expectQuery(
      #"""
      tags \#
      | where not (version >= v1.0.0 or annotated) and not (tagger = "x") and tagger != "y" and line is not null
      """#,
      """
      SELECT repo1.name, ref1.name, line1.name, coalesce(line1.is_main, 0), ref1.class, \
      line1.scheme, span1.version, span1.target != span1.peeled, tagger1.name, \
      object1.tagged_at, span1.since, span1.precision
      FROM ref AS ref1
        JOIN ref_span AS span1 ON span1.ref = ref1.id AND span1.until IS NULL
        LEFT JOIN tag_object AS object1 ON object1.repo = ref1.repo AND object1.oid = span1.target
        LEFT JOIN person AS tagger1 ON tagger1.id = object1.tagger
        LEFT JOIN line AS line1 ON line1.id = ref1.line
        JOIN repo AS repo1 ON repo1.id = ref1.repo
      WHERE ref1.kind = 'tag' AND (span1.version_key >= ?1 OR span1.target != span1.peeled) IS \
      NOT TRUE AND (tagger1.name = ?2) IS NOT TRUE AND tagger1.name IS NOT ?3 AND line1.name IS \
      NOT NULL
      ORDER BY repo1.name, ref1.name, ref1.id;
      -- ?1 = x'0101310000f0' (key of v1.0.0)
      -- ?2 = 'x' (tagger)
      -- ?3 = 'y' (tagger)
      """)
  }

  @Test("Aggregates of every type")
  func aggregatesOfEveryType() {
    expectQuery(
      #"""
      commits \#
      | add time - author_time as lag \#
      | summarize avg(lag) as l, max(lag) as m, any(breaking) as b, every(reachable) as e, sum(parents) as p, count_distinct(first_release) as v by type
      """#,
      """
      SELECT conventional_type(commit1.subject), CAST(avg(commit1.committer_time - \
      commit1.author_time) AS INTEGER), max(commit1.committer_time - commit1.author_time), \
      coalesce(max(conventional_breaking(commit1.subject, commit1.body) IS TRUE), 0), \
      coalesce(min(unreachable1.id IS NULL), 1), sum(commit1.parents), count(DISTINCT \
      first1.version)
      FROM commit_object AS commit1
        LEFT JOIN unreachable_commit AS unreachable1 ON unreachable1.id = commit1.id
        LEFT JOIN containment_class AS class1 ON class1.repo = commit1.repo AND class1.class = \
      commit_class(commit1.id)
        LEFT JOIN release AS first1 ON first1.id = class1.first_release
      GROUP BY conventional_type(commit1.subject)
      ORDER BY conventional_type(commit1.subject) NULLS LAST;
      """)
  }

  @Test("Lists are in the order of the rows")
  func listsAreInTheOrderOfTheRows() {
    expectQuery(
      #"""
      commits \#
      | summarize list(sha) as shas, list(time) as times, list(first_release) as rs by author
      """#,
      """
      SELECT rows1.c1, json_group_array(lower(hex(rows1.c2))), \
      json_group_array(time_text(rows1.c3)) FILTER (WHERE rows1.c3 IS NOT NULL), \
      json_group_array(rows1.c4) FILTER (WHERE rows1.c4 IS NOT NULL)
      FROM (
      SELECT author1.name AS c1, commit1.oid AS c2, commit1.committer_time AS c3, \
      first1.version AS c4
      FROM commit_object AS commit1
        JOIN person AS author1 ON author1.id = commit1.author
        LEFT JOIN containment_class AS class1 ON class1.repo = commit1.repo AND class1.class = \
      commit_class(commit1.id)
        LEFT JOIN release AS first1 ON first1.id = class1.first_release
      ORDER BY commit1.id DESC
      LIMIT -1
      ) AS rows1
      GROUP BY rows1.c1
      ORDER BY rows1.c1;
      """)
  }

  @Test("Columns of bool stay null and their negation does not")
  func columnsOfBoolStayNullAndTheirNegationDoesNot() {
    expectQuery(
      #"commits | where breaking or not reachable | select sha, breaking, not breaking as b"#,
      """
      SELECT commit1.oid, conventional_breaking(commit1.subject, commit1.body), \
      conventional_breaking(commit1.subject, commit1.body) IS NOT TRUE
      FROM commit_object AS commit1
        LEFT JOIN unreachable_commit AS unreachable1 ON unreachable1.id = commit1.id
      WHERE (conventional_breaking(commit1.subject, commit1.body) OR NOT (unreachable1.id IS \
      NULL))
      ORDER BY commit1.id DESC;
      """)
  }

  @Test("A link that leads nowhere makes its columns null")
  func aLinkThatLeadsNowhereMakesItsColumnsNull() {
    expectQuery(
      #"tags | where not commit.reachable | select name"#,
      """
      SELECT ref1.name
      FROM ref AS ref1
        JOIN ref_span AS span1 ON span1.ref = ref1.id AND span1.until IS NULL
        LEFT JOIN commit_object AS commit1 ON commit1.id = span1.commit_id
        LEFT JOIN unreachable_commit AS unreachable1 ON unreachable1.id = commit1.id
        JOIN repo AS repo1 ON repo1.id = ref1.repo
      WHERE ref1.kind = 'tag' AND (CASE WHEN commit1.id IS NOT NULL THEN unreachable1.id IS \
      NULL END) IS NOT TRUE
      ORDER BY repo1.name, ref1.name, ref1.id;
      """)
  }

  @Test("Versions keep their keys through functions and cuts")
  func versionsKeepTheirKeysThroughFunctionsAndCuts() {
    expectQuery(
      #"commits | select coalesce(first_release, v0.0.0) as v | sort v | take 3 | where v > v0.1.0"#,
      """
      SELECT coalesce(rows1.c3, ?1)
      FROM (
      SELECT first1.version_key AS c1, commit1.id AS c2, first1.version AS c3
      FROM commit_object AS commit1
        LEFT JOIN containment_class AS class1 ON class1.repo = commit1.repo AND class1.class = \
      commit_class(commit1.id)
        LEFT JOIN release AS first1 ON first1.id = class1.first_release
      ORDER BY coalesce(first1.version_key, ?2), commit1.id
      LIMIT ?3
      ) AS rows1
      WHERE coalesce(rows1.c1, ?2) > ?4
      ORDER BY coalesce(rows1.c1, ?2), rows1.c2;
      -- ?1 = 'v0.0.0' (first_release)
      -- ?2 = x'01000000f0' (key of v0.0.0)
      -- ?3 = 3 (rows)
      -- ?4 = x'0100013100f0' (key of v0.1.0)
      """)
  }

  @Test("The highest version of a group can be compared")
  func theHighestVersionOfAGroupCanBeCompared() {
    expectQuery(
      #"""
      commits \#
      | summarize max(first_release) as m by author \#
      | sort m desc \#
      | where m in ^v1 \#
      | select author, m
      """#,
      """
      SELECT rows1.c2, rows1.c3
      FROM (
      SELECT version_key(max(version_pack(first1.version_key, first1.version))) AS c1, \
      author1.name AS c2, version_text(max(version_pack(first1.version_key, first1.version))) \
      AS c3
      FROM commit_object AS commit1
        JOIN person AS author1 ON author1.id = commit1.author
        LEFT JOIN containment_class AS class1 ON class1.repo = commit1.repo AND class1.class = \
      commit_class(commit1.id)
        LEFT JOIN release AS first1 ON first1.id = class1.first_release
      GROUP BY author1.name
      ) AS rows1
      WHERE (rows1.c1 >= ?1 AND rows1.c1 < ?2 AND NOT version_is_prerelease(rows1.c1))
      ORDER BY rows1.c1 DESC NULLS LAST, rows1.c2;
      -- ?1 = x'0101310000f0' (lowest key of ^v1)
      -- ?2 = x'0101320000100000' (key after ^v1)
      """)
  }

  @Test("Distinct versions")
  func distinctVersions() {
    expectQuery(
      #"tags | distinct version | take 3"#,
      """
      SELECT span1.version
      FROM ref AS ref1
        JOIN ref_span AS span1 ON span1.ref = ref1.id AND span1.until IS NULL
      WHERE ref1.kind = 'tag'
      GROUP BY span1.version_key, span1.version
      ORDER BY span1.version_key NULLS LAST, span1.version NULLS LAST
      LIMIT ?1;
      -- ?1 = 3 (rows)
      """)
  }

  @Test("Counting distinct rows")
  func countingDistinctRows() {
    expectQuery(
      #"commits | distinct author | count"#,
      """
      SELECT count(*)
      FROM (
      SELECT 1
      FROM commit_object AS commit1
        JOIN person AS author1 ON author1.id = commit1.author
      GROUP BY author1.name
      ) AS rows1;
      """)
  }

  @Test("Two minus signs are no comment")
  func twoMinusSignsAreNoComment() {
    expectQuery(
      #"commits | where - -parents < 0 | count"#,
      """
      SELECT count(*)
      FROM commit_object AS commit1
      WHERE -(-commit1.parents) < ?1;
      -- ?1 = 0 (int)
      """)
  }

  @Test("Products keep their parentheses")
  func productsKeepTheirParentheses() {
    expectQuery(
      #"commits | where (parents - -1) * -2 < 0 | count"#,
      """
      SELECT count(*)
      FROM commit_object AS commit1
      WHERE (commit1.parents - ?1) * ?2 < ?3;
      -- ?1 = -1 (int)
      -- ?2 = -2 (int)
      -- ?3 = 0 (int)
      """)
  }

  @Test("Division is never cut off")
  func divisionIsNeverCutOff() {
    expectQuery(
      #"commits | summarize count() as n, sum(parents) / count() as avg_parents"#,
      """
      SELECT count(*), CAST(sum(commit1.parents) AS REAL) / count(*)
      FROM commit_object AS commit1;
      """)
  }

  @Test("Short text search ignores case")
  func shortTextSearchIgnoresCase() {
    expectQuery(
      #"tags | where name has "RC" | count"#,
      """
      SELECT count(*)
      FROM ref AS ref1
        JOIN ref_span AS span1 ON span1.ref = ref1.id AND span1.until IS NULL
      WHERE ref1.kind = 'tag' AND instr(lower(ref1.name), lower(?1)) > 0;
      -- ?1 = 'RC' (text)
      """)
  }

  @Test("Parameters are bound by name")
  func parametersAreBoundByName() {
    expectQuery(
      #"""
      param k: text = "tag" in ("tag", "branch"); param since: time = 7d ago; refs \#
      | where kind = $k and since > $since and repo = $repo
      """#,
      """
      SELECT ref1.kind, repo1.name, ref1.name, (iif(ref1.kind IN ('image', 'env'), 'sha256:', '') \
      || lower(hex(span1.target))), ref1.version, span1.version, \
      span1.since, span1.precision
      FROM ref AS ref1
        JOIN ref_span AS span1 ON span1.ref = ref1.id AND span1.until IS NULL
        JOIN repo AS repo1 ON repo1.id = ref1.repo
      WHERE ref1.kind = ?1 AND span1.since > ?2 AND repo1.name = ?3
      ORDER BY repo1.name, ref1.kind, ref1.name, ref1.id;
      -- ?1 = 'tag' ($k)
      -- ?2 = 1716595200000000 ($since)
      -- ?3 = 'acme/shop' ($repo)
      """)
  }
}
