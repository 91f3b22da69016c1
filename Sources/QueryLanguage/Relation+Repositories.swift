extension Relation {
  static let projects = Relation(
    name: "projects",
    documentation: "Products: each groups the repositories of one.",
    tables: [Table(alias: "project", source: "project")],
    columns: [
      Column("name", .text, "{project}.name", required: true, "The name of the project.")
    ],
    manyLinks: [ManyLink("repos", on: "{repo}.project = {from}")],
    order: [Order(column: Column("name", .text, "{project}.name", required: true))],
    tieBreaker: Column("id", .int, "{project}.id", required: true),
    asOf: .unsupported("the names of projects are not recorded over time"))

  static let repos = Relation(
    name: "repos",
    documentation: "Repositories that have been indexed.",
    tables: [
      Table(alias: "repo", source: "repo"),
      Table(
        alias: "project", source: "project", join: .inner, on: "{project}.id = {repo}.project"),
    ],
    columns: [
      Column("project", .text, "{project}.name", required: true, "The name of its project."),
      Column("name", .text, "{repo}.name", required: true, "The name of the repository.").with {
        $0.values = .repositories
      },
      Column(
        "kind", .text, "{repo}.kind", required: true,
        "`git`, `image`, `changelog`, `module` or `environment`."
      ).with { $0.values = .closed(ResolvedRepository.Kind.allCases.map(\.rawValue)) },
      Column("url", .text, "{repo}.url", "Where it was cloned from.").with {
        $0.history = .presentOnly
      },
      Column(
        "default_branch", .text, "{repo}.default_branch",
        "The full name of the ref of the default branch, such as `refs/heads/main`."
      ).with { $0.history = .presentOnly },
    ],
    links: [
      Link(name: "project", target: "projects", on: "{to.project}.id = {repo}.project")
    ],
    manyLinks: [
      ManyLink("tags", on: "{ref}.repo = {from}"),
      ManyLink("branches", on: "{ref}.repo = {from}"),
      ManyLink("image_tags", on: "{ref}.repo = {from}"),
      ManyLink("releases", on: "{release}.repo = {from}"),
      ManyLink("lines", on: "{line}.repo = {from}"),
      ManyLink("coverage", on: "{source}.repo = {from}"),
    ],
    order: [Order(column: Column("name", .text, "{repo}.name", required: true))],
    tieBreaker: Column("id", .int, "{repo}.id", required: true),
    asOf: .unsupported("the properties of repositories are not recorded over time"))

  static let coverage = Relation(
    name: "coverage",
    documentation: "Places that are read, and how completely.",
    tables: [
      Table(alias: "source", source: "source"),
      Table(alias: "repo", source: "repo", join: .inner, on: "{repo}.id = {source}.repo"),
    ],
    columns: [
      Column("source", .text, "{source}.location", required: true, "The place, such as a path."),
      Column("kind", .text, "{source}.kind", required: true, "What is read there, such as `git`."),
      Column("repo", .text, "{repo}.name", required: true, "The repository it shows.").with {
        $0.values = .repositories
      },
      Column("first_seen", .time, "{source}.first_seen", "The first complete look."),
      Column("last_seen", .time, "{source}.last_seen", "The last complete look."),
      Column("gaps", .int, "{source}.gaps", required: true, "How many looks were incomplete."),
      Column("status", .text, "{source}.status", required: true, "How the last look ended."),
    ],
    links: [.repo("{to.repo}.id = {source}.repo")],
    order: [
      Order(column: Column("repo", .text, "{repo}.name", required: true)),
      Order(column: Column("source", .text, "{source}.location", required: true)),
    ],
    tieBreaker: Column("id", .int, "{source}.id", required: true),
    asOf: .unsupported("what was covered is not recorded over time"))

  static let releases = Relation(
    name: "releases",
    documentation: """
      Versions that a tag publishes now, or that only a changelog, a release page, an image or a \
      Go module knows, one row each.
      """,
    tables: [
      Table(alias: "release", source: "release"),
      Table(alias: "repo", source: "repo", join: .inner, on: "{repo}.id = {release}.repo"),
      Table(
        alias: "project", source: "project", join: .inner, on: "{project}.id = {repo}.project"),
      Table(alias: "line", source: "line", join: .inner, on: "{line}.id = {release}.line"),
      Table(
        alias: "previous", source: "release", join: .left,
        on: "{previous}.id = {release}.previous"),
    ],
    columns: [
      Column("project", .text, "{project}.name", required: true, "The name of the project."),
      .repo,
      Column(
        "line", .text, "{line}.name", required: true,
        "The line of versions: the prefix of its tags, such as `v` or `client/v`."),
      Column(
        "is_main", .bool, "{line}.is_main", required: true,
        "Whether the line is the main one of its repository."),
      Column(
        "version", .version, "{release}.version", key: "{release}.version_key", required: true,
        "The version."),
      Column("released_at", .time, "{release}.released_at", "When it was released."),
      Column(
        "released_source", .text, "{release}.released_source",
        """
        What tells `released_at`: the `page` of the release, its `changelog`, the `tagger`, \
        `commit` for the committer's date, `module` for what a Go module says of that, or `image` \
        for the first push of its image.
        """
      ).with {
        $0.values = .closed(["page", "changelog", "tagger", "commit", "module", "image"])
      },
      Column(
        "prerelease", .bool, "{release}.prerelease", required: true,
        "Whether the version is a prerelease."),
      Column(
        "yanked", .bool, "{release}.yanked", required: true,
        "Whether a changelog says that it was taken back, or a Go module withdraws it."),
      Column(
        "notes", .text, "{release}.notes",
        "What changelogs and release pages say of it as a whole, as Markdown."),
      Column(
        "highest_before", .version, "{release}.highest_before",
        key: "{release}.highest_before_key",
        "The highest full release of the line that was published before it."),
      Column(
        "verdict", .text, "{release}.verdict", required: true,
        """
        How it stands to `highest_before`: `forward`, or, if it is lower, `backport`, `stray`, \
        `late`, `same-commit`, `unrelated` or `unknown`.
        """
      ).with {
        $0.values = .closed([
          "forward", "backport", "stray", "late", "same-commit", "unrelated", "unknown",
        ])
      },
      Column(
        "previous", .version, "{previous}.version", key: "{previous}.version_key",
        """
        The release that it is compared with: the highest lower one of its line that it contains; \
        of a final release the final one. Where it contains none of the series before, as each has a \
        branch of its own, the one of that series that branched off last.
        """),
      Column(
        "known_by", .text, knownBy, required: true,
        """
        What knows the version, in this order: `tag`, `changelog`, `page`, `image`, `module`, with \
        `, ` between them.
        """),
    ],
    links: [
      .repo("{to.repo}.id = {release}.repo"),
      Link(name: "project", target: "projects", on: "{to.project}.id = {repo}.project"),
      Link(name: "tag", target: "tags", on: "{to.ref}.id = {release}.tag"),
      .commit("commit", "{to.commit}.id = {release}.commit_id"),
      .image("{to.image}.id = {release}.image"),
    ],
    manyLinks: [
      ManyLink("changes", on: "{entry}.release = {from}"),
      ManyLink("headings", on: "{heading}.release = {from}"),
      ManyLink("modules", on: "{module}.release = {from}"),
      ManyLink(
        "image_tags",
        on: """
          {span}.target = (SELECT i.digest FROM release AS e JOIN image AS i ON i.id = e.image \
          WHERE e.id = {from})
          """),
    ],
    commit: Column("commit", .int, "{release}.commit_id"),
    identity: Column("tag", .int, "{release}.tag"),
    identityKinds: [.tag],
    tag: Column("tag", .int, "{release}.tag"),
    viewIDs: [.commit, .image, .release, .ref],
    order: [
      Order(column: .repo),
      Order(column: Column("line", .text, "{line}.name", required: true)),
      Order(
        column: Column(
          "version", .version, "{release}.version", key: "{release}.version_key", required: true),
        descending: true),
    ],
    tieBreaker: Column("id", .int, "{release}.id", required: true),
    asOf: .unsupported("releases are derived from the present tags"))

  /// What knows a release, in the order of ``releases``' documentation.
  private static let knownBy: SQLTemplate = """
    nullif(substr(iif({release}.tagged, ', tag', '') \
    || iif(EXISTS (SELECT 1 FROM changelog_release AS h WHERE h.release = {release}.id \
    AND h.until IS NULL AND NOT h.unreleased AND NOT h.draft AND h.tag_name IS NULL), \
    ', changelog', '') \
    || iif(EXISTS (SELECT 1 FROM changelog_release AS h WHERE h.release = {release}.id \
    AND h.until IS NULL AND NOT h.unreleased AND NOT h.draft AND h.tag_name IS NOT NULL), \
    ', page', '') \
    || iif({release}.image IS NULL, '', ', image') \
    || iif(EXISTS (SELECT 1 FROM module_version AS m WHERE m.release = {release}.id), \
    ', module', ''), 3), '')
    """
}

extension Relation.Column {
  /// The name of the repository, of a relation that has a table `repo`.
  static let repo = Relation.Column(
    "repo", .text, "{repo}.name", required: true, "The name of the repository."
  ).with { $0.values = .repositories }
}

extension Relation.Link {
  static func repo(_ on: SQLTemplate) -> Self {
    Self(name: "repo", target: "repos", on: on)
  }

  static func commit(
    _ name: StaticString, _ on: SQLTemplate, known: [String: SQLTemplate] = [:]
  ) -> Self {
    Self(name: String(describing: name), target: "commits", on: on, known: known)
  }

  static func image(_ on: SQLTemplate) -> Self {
    Self(name: "image", target: "images", on: on)
  }

  static func release(_ on: SQLTemplate) -> Self {
    Self(name: "release", target: "releases", on: on)
  }
}
