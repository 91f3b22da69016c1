internal import Versions

/// The relations over `ref_span`: one row per ref now, or at a time, or per span.
extension Relation {
  static let tags = Relation(
    name: "tags",
    documentation: "Tags and what they point at.",
    tables: [ref, span, repoOfRef, lineOfRef, tagObject, tagger],
    condition: "{ref}.kind = 'tag'",
    columns: [
      .repo, refName,
      Column(
        "line", .text, "{line}.name",
        "The line of versions: the prefix of the tags, such as `v` or `client/v`; else null."),
      Column(
        "is_main", .bool, "coalesce({line}.is_main, 0)", required: true,
        "Whether the line is the main one of its repository."),
      Column(
        "class", .text, "{ref}.class",
        "What the name is, such as `release`, `prerelease`, `float` or `channel`."
      ).with { $0.values = refClasses },
      Column("scheme", .text, "{line}.scheme", "The scheme of the line's versions.").with {
        $0.values = .closed(VersionScheme.allCases.map(\.rawValue))
      },
      Column(
        "version", .version, "{span}.version", key: "{span}.version_key",
        "The version of the name; for a float, the highest release that it points at."),
      Column(
        "annotated", .bool, "{span}.target != {span}.peeled",
        "Whether it is a tag object."),
      Column("tagger", .text, "{tagger}.name", "The name of the tagger of a tag object."),
      Column("tagged_at", .time, "{object}.tagged_at", "The date that the tagger claims."),
      since, precision,
    ],
    links: gitLinks,
    manyLinks: [ManyLink("releases", on: "{release}.tag = {from}")],
    commit: spanCommit,
    identity: refID,
    identityKinds: [.tag],
    tag: refID,
    viewIDs: [.commit, .ref],
    order: [Order(column: .repo), Order(column: refName)],
    tieBreaker: refID,
    asOf: .supported)

  static let branches = Relation(
    name: "branches",
    documentation: "Local and remote-tracking branches and what they point at.",
    tables: [ref, span, repoOfRef],
    condition: "{ref}.kind = 'branch'",
    columns: [
      .repo, refName,
      Column("remote", .text, "{ref}.remote", "The remote of a remote-tracking branch; else null."),
      Column(
        "is_default", .bool, "{ref}.full_name IS {repo}.default_branch", required: true,
        "Whether it is the default branch of its repository."
      ).with { $0.history = .presentOnly },
      since, precision,
    ],
    links: gitLinks,
    commit: spanCommit,
    identity: refID,
    identityKinds: [.branch],
    viewIDs: [.commit, .ref],
    order: [Order(column: .repo), Order(column: refName)],
    tieBreaker: refID,
    asOf: .supported)

  static let refs = Relation(
    name: "refs",
    documentation: "Refs of every kind and what they point at.",
    tables: [ref, span, repoOfRef],
    columns: refColumns,
    links: refLinks,
    commit: spanCommit,
    identity: refID,
    identityKinds: ResolvedKind.refs,
    viewIDs: [.commit, .image, .ref],
    order: [Order(column: .repo), Order(column: refKind), Order(column: refName)],
    tieBreaker: refID,
    asOf: .supported)

  static let history = Relation(
    name: "history",
    documentation: "What every ref pointed at, one row for each unbroken time.",
    tables: [
      ref,
      span.with {
        $0.now = nil
        $0.asOf = "coalesce({span}.since, {span}.seen_at) <= {asof}"
      },
      repoOfRef,
    ],
    columns: refColumns + [
      Column("until", .time, "{span}.until", "When that ended; null: still.").with {
        $0.asOfSQL = "CASE WHEN {span}.until <= {asof} THEN {span}.until END"
      }
    ],
    links: refLinks,
    commit: spanCommit,
    identity: refID,
    identityKinds: ResolvedKind.refs,
    viewIDs: [.commit, .image, .ref],
    order: [
      Order(column: .repo), Order(column: refKind), Order(column: refName),
      Order(
        column: Column("since", .time, "coalesce({span}.since, {span}.seen_at)", required: true)),
    ],
    tieBreaker: Column("seq", .int, "{span}.seq", required: true),
    asOf: .supported)

  // MARK: Parts

  static let ref = Table(alias: "ref", source: "ref")

  /// A span begins with its event, or when it was recorded if the event's time is unknown.
  static let span = Table(
    alias: "span", source: "ref_span", join: .inner, on: "{span}.ref = {ref}.id",
    isRequired: true, now: "{span}.until IS NULL",
    asOf: """
      coalesce({span}.since, {span}.seen_at) <= {asof} \
      AND ({span}.until IS NULL OR {span}.until > {asof})
      """)

  static let repoOfRef = Table(
    alias: "repo", source: "repo", join: .inner, on: "{repo}.id = {ref}.repo")

  static let lineOfRef = Table(
    alias: "line", source: "line", join: .left, on: "{line}.id = {ref}.line")

  private static let tagObject = Table(
    alias: "object", source: "tag_object", join: .left,
    on: "{object}.repo = {ref}.repo AND {object}.oid = {span}.target")

  private static let tagger = Table(
    alias: "tagger", source: "person", join: .left, on: "{tagger}.id = {object}.tagger")

  static let refID = Column("id", .int, "{ref}.id", required: true)
  static let spanCommit = Column("commit", .int, "{span}.commit_id")

  static let refKind = Column(
    "kind", .text, "{ref}.kind", required: true,
    "`tag`, `branch`, `image`, `env`, `release` or `other`."
  ).with { $0.values = .closed(["tag", "branch", "image", "env", "release", "other"]) }
  static let refName = Column("name", .text, "{ref}.name", required: true, "The name of the ref.")

  static let since = Column(
    "since", .time, "{span}.since", "Since when it points there; null: unknown.")

  static let precision = Column(
    "precision", .text, "{span}.precision", required: true,
    "How well `since` is known: `exact`, `bounded`, `claimed` or `unknown`."
  ).with { $0.values = precisions }

  static let refClasses = Column.Values.closed(RefClass.allCases.map(\.rawValue))

  static let precisions = Column.Values.closed(["exact", "bounded", "claimed", "unknown"])

  private static let refColumns: [Column] = [
    refKind, .repo, refName,
    Column(
      "target", .object,
      "(iif({ref}.kind IN ('image', 'env'), 'sha256:', '') || lower(hex({span}.target)))",
      key: "{span}.target", required: true,
      "What it names: the id of a tag object or a commit, or the digest of an image."),
    Column(
      "name_version", .version, "{ref}.version", key: "{ref}.version_key",
      "The version that its own name says."),
    Column(
      "version", .version, "{span}.version", key: "{span}.version_key",
      "The version it points at."),
    since, precision,
  ]

  private static let refLinks: [Link] = [
    .repo("{to.repo}.id = {ref}.repo"),
    .commit("commit", "{to.commit}.id = {span}.commit_id"),
    .image(
      """
      {to.image}.id = (SELECT id FROM image WHERE digest = {span}.target \
      AND (repo = {ref}.repo OR {ref}.kind = 'env') ORDER BY id LIMIT 1)
      """),
  ]

  private static let gitLinks: [Link] = [
    .repo("{to.repo}.id = {ref}.repo"),
    .commit(
      "commit", "{to.commit}.id = {span}.commit_id",
      known: ["sha": "CASE WHEN {span}.commit_id IS NOT NULL THEN {span}.peeled END"]),
  ]
}

extension Relation.Table {
  /// Returns the table with properties changed.
  func with(_ change: (inout Self) -> Void) -> Self {
    var copy = self
    change(&copy)
    return copy
  }
}
