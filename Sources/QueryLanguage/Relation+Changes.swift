/// The relations over changelogs and module proxies.
extension Relation {
  static let changes = Relation(
    name: "changes",
    documentation: "Entries of changelogs.",
    tables: [
      Table(
        alias: "entry", source: "changelog_entry", now: "{entry}.until IS NULL",
        asOf: "({entry}.until IS NULL OR {entry}.until > {asof})"),
      Table(alias: "repo", source: "repo", join: .inner, on: "{repo}.id = {entry}.repo"),
      Table(
        alias: "release", source: "release", join: .left, on: "{release}.id = {entry}.release"),
      Table(
        alias: "heading", source: "changelog_release", join: .left,
        on: "{heading}.id = {entry}.heading"),
      Table(
        alias: "changelog", source: "changelog", join: .left,
        on: "{changelog}.id = {heading}.changelog"),
    ],
    asOfCondition: "coalesce({entry}.since, {entry}.at, {release}.released_at) <= {asof}",
    columns: [
      .repo,
      Column(
        "version", .version, "{entry}.version", key: "{entry}.version_key",
        "The version that it belongs to; null: not released yet."),
      Column("section", .text, "{entry}.section", "The heading above it, such as `Added`."),
      Column(
        "kind", .text, "{entry}.kind",
        "What the section is about, such as `added` or `fixed`; null: its name does not say."),
      Column("scope", .text, "{entry}.scope", "What part it says to be about."),
      Column("text", .text, "{entry}.text", required: true, "What it says."),
      Column(
        "markdown", .text, "{entry}.markdown",
        "What it says, as it is written; null unless that is Markdown."),
      Column("pr", .int, "{entry}.pr", "The number of the pull request it names."),
      Column("issue", .int, "{entry}.issue", "The number of the issue it names."),
      Column(
        "breaking", .bool, "{entry}.breaking", required: true,
        "Whether it says that something breaks."),
      Column(
        "position", .int, "{entry}.position", required: true,
        "Its place among the entries of the version, from 1."),
      Column(
        "in_release", .bool, "{entry}.in_release",
        "Whether the release contains a commit or pull request that it names; null: it names none."
      ).with { $0.history = .presentOnly },
      Column("changelog", .text, "{changelog}.path", "The file that it stands in."),
      Column(
        "since", .time, "{entry}.since",
        """
        When it came to the default branch, or the time of the tag's commit if only that has it; null: \
        before the versions that were read.
        """),
      Column(
        "first_since", .time, "{entry}.first_since",
        "When it came below its heading, perhaps in other words; null: before the versions that were read."
      ),
      Column(
        "at_tag", .bool,
        "iif({entry}.compared_with IS {release}.commit_id, {entry}.at_tag, NULL)",
        "Whether the release's own tree has it in that file; null: it came before, or none was read."
      ).with { $0.history = .presentOnly },
      Column(
        "only_at_tag", .bool, "{heading}.tag_tree IS NOT NULL", required: true,
        "Whether only the release's own tree has its section, and not the default branch."),
    ],
    links: [
      .repo("{to.repo}.id = {entry}.repo"),
      .release("{to.release}.id = {entry}.release"),
      .commit("since_commit", "{to.commit}.id = {entry}.since_commit"),
      .commit("first_commit", "{to.commit}.id = {entry}.first_commit"),
    ],
    commit: Column("commit", .int, "{release}.commit_id"),
    identity: Column("release", .int, "{entry}.release"),
    identityKinds: [.tag],
    tag: Column("release", .int, "{entry}.release"),
    textIndex: TextIndex("change_search"),
    viewIDs: [.sinceCommit, .firstCommit, .release],
    order: [
      Order(column: .repo),
      Order(
        column: Column("version", .version, "{entry}.version", key: "{entry}.version_key"),
        descending: true),
      Order(column: Column("position", .int, "{entry}.position", required: true)),
    ],
    tieBreaker: Column("id", .int, "{entry}.id", required: true),
    asOf: .supported)

  static let headings = Relation(
    name: "headings",
    documentation: "Headings of changelogs, and release pages: each speaks of one version.",
    tables: [
      Table(
        alias: "heading", source: "changelog_release", now: "{heading}.until IS NULL",
        asOf: "({heading}.until IS NULL OR {heading}.until > {asof})"),
      Table(alias: "repo", source: "repo", join: .inner, on: "{repo}.id = {heading}.repo"),
      Table(
        alias: "changelog", source: "changelog", join: .inner,
        on: "{changelog}.id = {heading}.changelog"),
      Table(alias: "line", source: "line", join: .left, on: "{line}.id = {heading}.line"),
      Table(
        alias: "release", source: "release", join: .left, on: "{release}.id = {heading}.release"),
    ],
    asOfCondition: "coalesce({heading}.since, {heading}.date, {release}.released_at) <= {asof}",
    columns: [
      .repo,
      Column("changelog", .text, "{changelog}.path", required: true, "The file."),
      Column(
        "format", .text, "{changelog}.format", required: true,
        "The form of the file, such as `keep-a-changelog`."),
      Column(
        "line", .text, "{line}.name", "The line of the version; null: none has such a version."),
      Column(
        "version", .version, "{heading}.version", key: "{heading}.version_key",
        "The version as it is written; null: not released yet."),
      Column("package", .text, "{heading}.package", "Whose version it is, if the heading says so."),
      Column("heading", .text, "{heading}.heading", required: true, "The heading without markup."),
      Column(
        "position", .int, "{heading}.position", required: true, "Its place in the file, from 1."),
      Column(
        "unreleased", .bool, "{heading}.unreleased", required: true,
        "Whether it says that this is not released."),
      Column(
        "date", .time, "{heading}.date", "When it says that it was released: of a day its begin."),
      Column("yanked", .bool, "{heading}.yanked", required: true, "Whether it was taken back."),
      Column("draft", .bool, "{heading}.draft", required: true, "Whether it is a page's draft."),
      Column(
        "previous", .version, "{heading}.previous", key: "{heading}.previous_key",
        "The version that it says it is compared with."),
      Column("compare_url", .text, "{heading}.compare_url", "Where the comparison is."),
      Column("tag_name", .text, "{heading}.tag_name", "The tag that a release page names."),
      Column("notes", .text, "{heading}.notes", "What belongs to no entry, as Markdown."),
      Column(
        "since", .time, "{heading}.since",
        """
        When it came to the default branch, or the time of the tag's commit if only that has it; null: \
        before the versions that were read.
        """),
      Column(
        "only_at_tag", .bool, "{heading}.tag_tree IS NOT NULL", required: true,
        "Whether only the release's own tree has it, and not the default branch."),
    ],
    links: [
      .repo("{to.repo}.id = {heading}.repo"),
      .release("{to.release}.id = {heading}.release"),
      Link(name: "tag", target: "tags", on: "{to.ref}.id = {heading}.tag"),
      .commit("since_commit", "{to.commit}.id = {heading}.since_commit"),
    ],
    commit: Column("commit", .int, "{release}.commit_id"),
    identity: Column("release", .int, "{heading}.release"),
    identityKinds: [.tag],
    tag: Column("release", .int, "{heading}.release"),
    viewIDs: [.sinceCommit, .release, .ref],
    order: [
      Order(column: .repo),
      Order(column: Column("changelog", .text, "{changelog}.path", required: true)),
      Order(column: Column("position", .int, "{heading}.position", required: true)),
    ],
    tieBreaker: Column("id", .int, "{heading}.id", required: true),
    asOf: .supported)

  static let modules = Relation(
    name: "modules",
    documentation: "Versions of Go modules.",
    tables: [
      Table(alias: "module", source: "module_version"),
      Table(alias: "repo", source: "repo", join: .inner, on: "{repo}.id = {module}.repo"),
    ],
    asOfCondition: "{module}.time <= {asof}",
    columns: [
      .repo,
      Column("path", .text, "{module}.path", required: true, "The path of the module."),
      Column(
        "version", .version, "{module}.version", key: "{module}.version_key", required: true,
        "The version, in the canonical form of Go."),
      Column("time", .time, "{module}.time", "The time of the version: that of its commit."),
      Column(
        "kind", .text, "{module}.kind", required: true,
        "`tag`, `pseudo` for a version made from a commit, or `incompatible` without a go.mod."
      ).with { $0.values = .closed(["tag", "pseudo", "incompatible"]) },
      Column(
        "retracted", .bool, "{module}.retracted", required: true,
        "Whether a later version withdraws it."
      ).with { $0.history = .presentOnly },
      Column(
        "rationale", .text, "{module}.rationale",
        "Why it was withdrawn, as far as its author says; else null."
      ).with { $0.history = .presentOnly },
      Column(
        "deprecated", .text, "{module}.deprecated",
        "What its go.mod says if the module is deprecated; else null."
      ).with { $0.history = .presentOnly },
      Column("sum", .text, "{module}.sum", "The checksum of the module, such as `h1:…`."),
      Column("mod_sum", .text, "{module}.mod_sum", "The checksum of its go.mod."),
      Column(
        "conflict", .text, "{module}.conflict",
        """
        What a later look said of it instead, though nothing of a version ever changes: another `sum`, \
        `go.mod`, `commit` or `time`; else null.
        """),
      Column("first_seen", .time, "{module}.first_seen", required: true, "When it was first seen."),
    ],
    links: [
      .repo("{to.repo}.id = {module}.repo"),
      .commit("commit", "{to.commit}.id = {module}.commit_id"),
      Link(name: "tag", target: "tags", on: "{to.ref}.id = {module}.tag"),
      .release("{to.release}.id = {module}.release"),
    ],
    commit: Column("commit", .int, "{module}.commit_id"),
    identity: moduleID,
    identityKinds: [.module],
    viewIDs: [.commit, .release, .ref],
    order: [
      Order(column: Column("path", .text, "{module}.path", required: true)),
      Order(
        column: Column("version", .version, "{module}.version", key: "{module}.version_key"),
        descending: true),
    ],
    tieBreaker: moduleID,
    asOf: .supported)

  private static let moduleID = Column("id", .int, "{module}.id", required: true)
}
