extension Relation {
  /// With a computed set, the base is `set`, and `commit` joins only when a column is used.
  static let commits = Relation(
    name: "commits",
    documentation: "Commits, one row per repository and id.",
    tables: [
      Table(alias: "commit", source: "commit_object"),
      Table(alias: "repo", source: "repo", join: .inner, on: "{repo}.id = {commit}.repo"),
      Table(
        alias: "author", source: "person", join: .inner, on: "{author}.id = {commit}.author"),
      Table(
        alias: "committer", source: "person", join: .inner,
        on: "{committer}.id = {commit}.committer"),
      Table(
        alias: "unreachable", source: "unreachable_commit", join: .left,
        on: "{unreachable}.id = {commit}.id"),
      Table(
        alias: "class", source: "containment_class", join: .left,
        on: "{class}.repo = {commit}.repo AND {class}.class = commit_class({commit}.id)"),
      Table(
        alias: "first", source: "release", join: .left, on: "{first}.id = {class}.first_release"),
    ],
    asOfCondition: "{commit}.committer_time <= {asof}",
    columns: commitColumns,
    links: [.repo("{to.repo}.id = {commit}.repo")],
    manyLinks: [
      ManyLink("tags", on: "{span}.commit_id = {from}"),
      ManyLink("branches", on: "{span}.commit_id = {from}"),
      ManyLink("releases", on: "{release}.commit_id = {from}"),
      ManyLink("equivalents", on: "{member}.commit_id = {from}"),
      ManyLink("origins", on: "{statement}.commit_id = {from}"),
    ],
    commit: commitID,
    identity: commitID,
    identityKinds: ResolvedKind.withCommit,
    identityIsCommit: true,
    textIndex: TextIndex("commit_search"),
    viewIDs: [.commit],
    order: [Order(column: commitID, descending: true)],
    tieBreaker: commitID,
    asOf: .supported)

  private static let commitID = Column("id", .int, "{commit}.id", required: true).with {
    $0.setSQL = "{set}.id"
  }

  private static let commitColumns: [Column] = [
    .repo,
    Column("sha", .sha, "{commit}.oid", required: true, "The id of the commit."),
    Column("time", .time, "{commit}.committer_time", "When it was committed."),
    Column("author_time", .time, "{commit}.author_time", "When it was written."),
    Column("author", .text, "{author}.name", required: true, "The name of the author."),
    Column("email", .text, "{author}.email", required: true, "The e-mail address of the author."),
    Column("committer", .text, "{committer}.name", required: true, "The name of the committer."),
    Column("subject", .text, "{commit}.subject", required: true, "The first paragraph."),
    Column("body", .text, "{commit}.body", required: true, "The message after the subject."),
    Column(
      "parents", .int, "{commit}.parents", required: true,
      "How many parents the commit names."),
    Column(
      "reachable", .bool, "{unreachable}.id IS NULL", required: true,
      "Whether any ref reaches it now."
    ).with {
      $0.history = .refused
      $0.linkSQL = "CASE WHEN {commit}.id IS NOT NULL THEN {unreachable}.id IS NULL END"
    },
    Column(
      "type", .text, "conventional_type({commit}.subject)",
      "The type of a Conventional Commit, such as `fix`; else null."),
    Column(
      "scope", .text, "conventional_scope({commit}.subject)",
      "The scope of a Conventional Commit; else null."),
    Column(
      "breaking", .bool, "conventional_breaking({commit}.subject, {commit}.body)",
      "Whether a Conventional Commit declares a breaking change; else null."),
    Column(
      "first_release", .version, "{first}.version", key: "{first}.version_key",
      """
      The release of the main line whose tag contains the commit and has no ancestor among the \
      containing tags; of several, the lowest version.
      """
    ).with { $0.history = .refused },
  ]
}
