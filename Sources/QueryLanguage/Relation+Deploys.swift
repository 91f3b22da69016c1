/// The relations over environments, and over what is found wrong.
extension Relation {
  static let deploys = Relation(
    name: "deploys",
    documentation: "Deployments of services to environments; as of a time, those that ran then.",
    tables: [Table(alias: "deploy", source: "deployment")],
    asOfCondition: """
      coalesce({deploy}.started_at, {deploy}.seen_at) <= {asof} \
      AND ({deploy}.until IS NULL OR {deploy}.until > {asof})
      """,
    columns: [
      Column("env", .text, "{deploy}.env", required: true, "The environment, such as `prod`."),
      Column("service", .text, "{deploy}.service", required: true, "The service."),
      Column(
        "digest", .digest, "('sha256:' || nullif(lower(hex({deploy}.digest)), ''))",
        key: "{deploy}.digest", "The digest of the image that ran."),
      Column(
        "version", .version, "{deploy}.version", key: "{deploy}.version_key",
        "The version that ran."),
      Column("started_at", .time, "{deploy}.started_at", "When it began to run; null: unknown."),
      Column(
        "until", .time, "{deploy}.until",
        "When it ended, for the next one or for good; null: still."
      ).with { $0.asOfSQL = "NULL" },
      Column("status", .text, "{deploy}.status", "How it went, as the source says it.").with {
        $0.history = .presentOnly
      },
      Column("actor", .text, "{deploy}.actor", "Who did it, if the source tells."),
    ],
    links: [
      .image("{to.image}.id = {deploy}.image"),
      .release("{to.release}.id = {deploy}.release"),
      .commit("commit", "{to.commit}.id = {deploy}.commit_id"),
    ],
    commit: Column("commit", .int, "{deploy}.commit_id"),
    identity: Column("ref", .int, "{deploy}.ref"),
    identityKinds: [.env, .image, .digest],
    digest: Column("digest", .digest, "{deploy}.digest"),
    viewIDs: [.commit, .image, .release, .ref],
    order: [
      Order(column: Column("env", .text, "{deploy}.env", required: true)),
      Order(column: Column("service", .text, "{deploy}.service", required: true)),
      Order(column: Column("started_at", .time, "{deploy}.started_at")),
    ],
    tieBreaker: Column("id", .int, "{deploy}.id", required: true),
    asOf: .supported)

  static let findings = Relation(
    name: "findings",
    documentation: "What the rules find wrong now.",
    tables: [
      Table(alias: "finding", source: "finding"),
      Table(alias: "repo", source: "repo", join: .inner, on: "{repo}.id = {finding}.repo"),
    ],
    columns: [
      Column("rule", .text, "{finding}.rule", required: true, "The rule that found it."),
      Column(
        "severity", .text, "{finding}.severity", required: true, "`error`, `warning` or `info`."
      ).with { $0.values = .closed(["error", "warning", "info"]) },
      .repo,
      Column(
        "subject", .text, "{finding}.subject", required: true,
        "What it is about, as a query would name it."),
      Column("at", .time, "{finding}.at", "When what it is about happened."),
      Column("message", .text, "{finding}.message", required: true, "What is wrong."),
      Column(
        "acknowledged", .bool, "{finding}.acknowledged", required: true,
        "Whether somebody declared that it may stay."),
      Column("reason", .text, "{finding}.reason", "Why it may stay."),
    ],
    links: [
      .repo("{to.repo}.id = {finding}.repo"),
      .commit("commit", "{to.commit}.id = {finding}.commit_id"),
      .image("{to.image}.id = {finding}.image"),
      .release("{to.release}.id = {finding}.release"),
    ],
    commit: Column("commit", .int, "{finding}.commit_id"),
    viewIDs: [.commit, .image, .release, .ref],
    order: [
      Order(column: Column("rule", .text, "{finding}.rule", required: true)),
      Order(column: .repo),
      Order(column: Column("subject", .text, "{finding}.subject", required: true)),
    ],
    tieBreaker: Column("id", .int, "{finding}.id", required: true),
    asOf: .unsupported("findings are judged anew with each run"))
}
