/// The relations over image repositories.
extension Relation {
  static let images = Relation(
    name: "images",
    documentation: "Images of the image repositories, one row per repository and digest.",
    tables: [
      Table(alias: "image", source: "image"),
      Table(alias: "repo", source: "repo", join: .inner, on: "{repo}.id = {image}.repo"),
    ],
    asOfCondition: "coalesce({image}.pushed_at, {image}.seen_at) <= {asof}",
    columns: [
      .repo,
      Column(
        "digest", .digest, "('sha256:' || nullif(lower(hex({image}.digest)), ''))",
        key: "{image}.digest", required: true, "The digest of the manifest or index."),
      Column("pushed_at", .time, "{image}.pushed_at", "When the registry says it was pushed."),
      Column("created_at", .time, "{image}.created_at", "When its config says it was made."),
      Column("media_type", .text, "{image}.media_type", "The media type of the manifest."),
      Column("size", .int, "{image}.size", "The bytes of all its parts."),
      Column(
        "version", .version, "{image}.version", key: "{image}.version_key",
        "Its version, as `version_source` tells."
      ).with { $0.history = .presentOnly },
      Column(
        "version_source", .text, "{image}.version_source", versionSourceText
      ).with {
        $0.history = .presentOnly
        $0.values = versionSources
      },
      Column(
        "label_version", .version, "{image}.label_version", key: "{image}.label_version_key",
        "The version that its label or annotation says for certain."),
      Column("labels", .text, "{image}.labels", "Its labels and annotations, a JSON object."),
      Column(
        "commit_source", .text, "{image}.commit_source",
        """
        What tells the commit it was built from: `provenance` (an attestation), `revision` (its \
        label), `commit-tag` (`sha-abc1234`), `build-tag` (`v1.2.3-abc1234`), or `version-tag` \
        (the git tag of its version).
        """
      ).with {
        $0.history = .presentOnly
        $0.values = .closed(["provenance", "revision", "commit-tag", "build-tag", "version-tag"])
      },
      Column(
        "commit_grade", .text, "{image}.commit_grade",
        "How far that can be trusted: `B` attested, `C` stated, `D` concluded."
      ).with { $0.history = .presentOnly },
    ],
    links: [
      .repo("{to.repo}.id = {image}.repo"),
      .commit("commit", "{to.commit}.id = {image}.commit_id"),
    ],
    manyLinks: [
      ManyLink(
        "image_tags",
        on: """
          {span}.target = (SELECT digest FROM image WHERE id = {from}) \
          AND {ref}.repo = (SELECT repo FROM image WHERE id = {from})
          """),
      ManyLink(
        "children", to: "images",
        on: "{image}.id IN (SELECT child FROM image_child WHERE parent = {from})"),
    ],
    commit: Column("commit", .int, "{image}.commit_id"),
    identity: imageDigest,
    identityKinds: [.image, .digest],
    digest: imageDigest,
    viewIDs: [.commit, .image],
    order: [
      Order(column: .repo),
      Order(column: Column("pushed_at", .time, "{image}.pushed_at"), descending: true),
    ],
    tieBreaker: Column("id", .int, "{image}.id", required: true),
    asOf: .supported)

  static let imageTags = Relation(
    name: "image_tags",
    documentation: "Tags of image repositories and the images they point at.",
    tables: [ref, span, repoOfRef, lineOfRef],
    condition: "{ref}.kind = 'image'",
    columns: [
      .repo, refName,
      Column("line", .text, "{line}.name", "The line of versions: the prefix of the tags."),
      Column(
        "class", .text, "{ref}.class",
        "What the name is, such as `release`, `prerelease`, `float` or `channel`."
      ).with { $0.values = refClasses },
      Column(
        "name_version", .version, "{ref}.version", key: "{ref}.version_key",
        "The version that its own name says."),
      Column(
        "version", .version, "{span}.version", key: "{span}.version_key",
        "The version of the image, as `version_source` tells."
      ).with { $0.history = .presentOnly },
      Column(
        "version_source", .text, "{span}.version_source", versionSourceText
      ).with {
        $0.history = .presentOnly
        $0.values = versionSources
      },
      Column(
        "digest", .digest, "('sha256:' || lower(hex({span}.target)))", key: "{span}.target",
        required: true, "The digest of the image it points at."),
      since, precision,
    ],
    links: [
      .repo("{to.repo}.id = {ref}.repo"),
      .image("{to.image}.digest = {span}.target AND {to.image}.repo = {ref}.repo"),
      .commit("commit", "{to.commit}.id = {span}.commit_id"),
    ],
    commit: spanCommit,
    identity: refID,
    identityKinds: [.image],
    viewIDs: [.commit, .image, .ref],
    order: [Order(column: .repo), Order(column: refName)],
    tieBreaker: refID,
    asOf: .supported)

  private static let imageDigest = Column("digest", .digest, "{image}.digest", required: true)

  private static let versionSources = Column.Values.closed(["tag", "label", "commit"])

  private static let versionSourceText = """
    What tells the version: `tag` (the highest full version tag that ever pointed at the image), \
    `label`, or `commit` (the release of the commit it was built from).
    """
}
