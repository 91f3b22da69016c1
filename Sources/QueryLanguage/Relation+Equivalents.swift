/// The relations over copies of commits: what brings the same change, and what messages say of it.
extension Relation {
  static let equivalents = Relation(
    name: "equivalents",
    documentation: """
      Pairs of commits that bring the same change, such as a fix and its cherry-picks; each pair twice, \
      once from each side.
      """,
    tables: [
      Table(alias: "member", source: "equivalence"),
      Table(
        alias: "peer", source: "equivalence", join: .inner,
        on: """
          {peer}.level = {member}.level AND {peer}.group_id = {member}.group_id \
          AND {peer}.commit_id != {member}.commit_id
          """, isRequired: true),
      commit("commit", of: "{commit}.id = {member}.commit_id"),
      Table(alias: "repo", source: "repo", join: .inner, on: "{repo}.id = {commit}.repo"),
      commit("other", of: "{other}.id = {peer}.commit_id"),
      Table(
        alias: "other_repo", source: "repo", join: .inner, on: "{other_repo}.id = {other}.repo"),
    ],
    // Of several groups that hold both, that of the best evidence counts.
    condition: """
      NOT EXISTS (SELECT 1 FROM equivalence AS a JOIN equivalence AS b \
      ON b.level = a.level AND b.group_id = a.group_id \
      WHERE a.commit_id = {member}.commit_id AND b.commit_id = {peer}.commit_id \
      AND (a.level, a.group_id) < ({member}.level, {member}.group_id))
      """,
    asOfCondition: "{commit}.committer_time <= {asof} AND {other}.committer_time <= {asof}",
    columns: equivalentColumns,
    links: [
      .repo("{to.repo}.id = {commit}.repo"),
      .commit("commit", "{to.commit}.id = {member}.commit_id"),
      .commit("other_commit", "{to.commit}.id = {peer}.commit_id"),
    ],
    commit: memberID,
    identity: memberID,
    identityKinds: ResolvedKind.withCommit,
    identityIsCommit: true,
    viewIDs: [.commit, .otherCommit],
    order: [
      Order(column: .repo), Order(column: memberID, descending: true), Order(column: grade),
      Order(column: peerID, descending: true),
    ],
    tieBreaker: Column(
      "id", .text, "({member}.commit_id || ' ' || {peer}.commit_id)", required: true),
    asOf: .supported)

  private static func commit(_ alias: SQLWord, of condition: SQLTemplate) -> Table {
    Table(alias: alias, source: "commit_object", join: .inner, on: condition)
  }

  private static let memberID = Column("commit", .int, "{member}.commit_id", required: true)
  private static let peerID = Column("other", .int, "{peer}.commit_id", required: true)

  private static let grade = Column(
    "grade", .text,
    "CASE {member}.level WHEN 1 THEN 'A' WHEN 2 THEN 'A' WHEN 3 THEN 'B' ELSE 'C' END",
    required: true, "How far the evidence is to be trusted: `A`, `B` or `C`."
  ).with { $0.values = .closed(["A", "B", "C"]) }

  private static let equivalentColumns: [Column] = [
    .repo,
    Column("sha", .sha, "{commit}.oid", required: true, "The id of the commit."),
    Column("subject", .text, "{commit}.subject", required: true, "The first paragraph."),
    Column(
      "other_repo", .text, "{other_repo}.name", required: true,
      "The repository of the other commit, which may be another one of the project."
    ).with { $0.values = .repositories },
    Column("other_sha", .sha, "{other}.oid", required: true, "The id of the other commit."),
    Column(
      "other_subject", .text, "{other}.subject", required: true,
      "The first paragraph of the other commit."),
    Column(
      "evidence", .text,
      """
      CASE {member}.level WHEN 1 THEN 'stated' WHEN 2 THEN 'same patch' \
      WHEN 3 THEN 'same author, time and subject' ELSE 'same request' END
      """, required: true,
      """
      What tells that they are the same: `stated`, `same patch`, `same author, time and subject` or \
      `same request`; through further commits, the weakest on the way.
      """
    ).with {
      $0.values = .closed(ResolvedEquivalent.Evidence.allCases.dropFirst().map(\.text))
    },
    grade,
    Column(
      "statement", .text,
      """
      (SELECT kind FROM commit_origin WHERE commit_id = {member}.commit_id \
      AND origin_id = {peer}.commit_id ORDER BY position LIMIT 1)
      """,
      """
      How the message of the commit names the other as its origin: `cherry-pick`, `backport`, \
      `upstream` or `trailer`; else null.
      """
    ).with { $0.values = .closed(["cherry-pick", "backport", "upstream", "trailer"]) },
  ]

  static let origins = Relation(
    name: "origins",
    documentation: "What messages say that their commits were copied from.",
    tables: [
      Table(alias: "statement", source: "commit_origin"),
      commit("commit", of: "{commit}.id = {statement}.commit_id"),
      Table(alias: "repo", source: "repo", join: .inner, on: "{repo}.id = {commit}.repo"),
    ],
    asOfCondition: "{commit}.committer_time <= {asof}",
    columns: [
      .repo,
      Column("sha", .sha, "{commit}.oid", required: true, "The id of the commit that says it."),
      Column(
        "position", .int, "{statement}.position", required: true,
        "Its place among the statements of the message, from 1."),
      Column(
        "kind", .text, "{statement}.kind", required: true,
        "The form: `cherry-pick`, `backport`, `upstream`, `trailer` or `request`."
      ).with {
        $0.values = .closed(["cherry-pick", "backport", "upstream", "trailer", "request"])
      },
      Column(
        "name", .text, "{statement}.name", required: true,
        """
        What is named: the id of a commit, perhaps abbreviated, a request such as `#12`, or other text.
        """),
      Column(
        "request", .int, "{statement}.request",
        "The number of a pull or merge request of the same repository; else null."),
    ],
    links: [
      .repo("{to.repo}.id = {commit}.repo"),
      .commit("commit", "{to.commit}.id = {statement}.commit_id"),
      .commit("origin", "{to.commit}.id = {statement}.origin_id"),
    ],
    commit: statedBy,
    identity: statedBy,
    identityKinds: ResolvedKind.withCommit,
    identityIsCommit: true,
    viewIDs: [.commit, .originCommit],
    order: [
      Order(column: .repo), Order(column: statedBy, descending: true),
      Order(column: Column("position", .int, "{statement}.position", required: true)),
    ],
    tieBreaker: Column(
      "id", .text, "({statement}.commit_id || ' ' || {statement}.position)", required: true),
    asOf: .supported)

  private static let statedBy = Column("commit", .int, "{statement}.commit_id", required: true)
}
