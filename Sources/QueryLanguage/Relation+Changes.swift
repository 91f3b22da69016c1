/// The relations over changelogs and module proxies.
extension Relation {
  static let changes = Relation(
    name: "changes",
    documentation: "Entries of changelogs.",
    tables: [
      Table(alias: "entry", source: "changelog_entry"),
      Table(alias: "repo", source: "repo", join: .inner, on: "{repo}.id = {entry}.repo"),
      Table(
        alias: "release", source: "release", join: .left, on: "{release}.id = {entry}.release"),
    ],
    asOfCondition: "coalesce({entry}.at, {release}.released_at) <= {asof}",
    columns: [
      .repo,
      Column(
        "version", .version, "{entry}.version", key: "{entry}.version_key",
        "The version that it belongs to; null: not released yet."),
      Column("section", .text, "{entry}.section", "The heading above it, such as `Added`."),
      Column("text", .text, "{entry}.text", required: true, "What it says."),
      Column("pr", .int, "{entry}.pr", "The number of the pull request it names."),
      Column("issue", .int, "{entry}.issue", "The number of the issue it names."),
      Column(
        "breaking", .bool, "{entry}.breaking", required: true,
        "Whether it says that something breaks."),
      Column(
        "position", .int, "{entry}.position", required: true,
        "Its place among the entries of the version, from 1."),
    ],
    links: [
      .repo("{to.repo}.id = {entry}.repo"),
      .release("{to.release}.id = {entry}.release"),
    ],
    commit: Column("commit", .int, "{release}.commit_id"),
    identity: Column("release", .int, "{entry}.release"),
    identityKinds: [.tag],
    tag: Column("release", .int, "{entry}.release"),
    textIndex: TextIndex("change_search"),
    viewIDs: [.release],
    order: [
      Order(column: .repo),
      Order(
        column: Column("version", .version, "{entry}.version", key: "{entry}.version_key"),
        descending: true),
      Order(column: Column("position", .int, "{entry}.position", required: true)),
    ],
    tieBreaker: Column("id", .int, "{entry}.id", required: true),
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
        "deprecated", .text, "{module}.deprecated",
        "What its go.mod says if the module is deprecated; else null."
      ).with { $0.history = .presentOnly },
      Column("sum", .text, "{module}.sum", "The checksum of the module, such as `h1:…`."),
      Column("mod_sum", .text, "{module}.mod_sum", "The checksum of its go.mod."),
      Column("first_seen", .time, "{module}.first_seen", required: true, "When it was first seen."),
    ],
    links: [
      .repo("{to.repo}.id = {module}.repo"),
      .commit("commit", "{to.commit}.id = {module}.commit_id"),
    ],
    commit: Column("commit", .int, "{module}.commit_id"),
    identity: moduleID,
    identityKinds: [.module],
    viewIDs: [.commit],
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
