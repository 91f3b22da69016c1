extension Relation {
  static let moves = Relation(
    name: "moves",
    documentation: "Every change of a ref: created, moved, deleted.",
    tables: [
      Table(alias: "move", source: "ref_move"),
      Table(alias: "ref", source: "ref", join: .inner, on: "{ref}.id = {move}.ref"),
      Table(alias: "repo", source: "repo", join: .inner, on: "{repo}.id = {ref}.repo"),
      Table(alias: "source", source: "source", join: .inner, on: "{source}.id = {move}.source"),
    ],
    asOfCondition: "coalesce({move}.at, {move}.seen_at) <= {asof}",
    columns: [
      Column("at", .time, "{move}.at", "When it happened, at the latest; null: unknown."),
      Column("at_earliest", .time, "{move}.at_earliest", "When it happened, at the earliest."),
      Column(
        "precision", .text, "{move}.precision", required: true,
        "How well the time is known: `exact`, `bounded`, `claimed` or `unknown`."
      ).with { $0.values = precisions },
      refKind, .repo, refName,
      Column(
        "change", .text, "{move}.change", required: true,
        "`create`, `move`, `delete`, or `retag` if only the tag object changed."
      ).with { $0.values = .closed(["create", "move", "delete", "retag"]) },
      Column(
        "old", .object,
        """
        (iif({ref}.kind IN ('image', 'env'), 'sha256:', '') \
        || nullif(lower(hex({move}.old)), ''))
        """, key: "{move}.old",
        "The object or digest it named before."),
      Column(
        "new", .object,
        """
        (iif({ref}.kind IN ('image', 'env'), 'sha256:', '') \
        || nullif(lower(hex({move}.new)), ''))
        """, key: "{move}.new",
        "The object or digest it names after."),
      Column(
        "name_version", .version, "{ref}.version", key: "{ref}.version_key",
        "The version that its own name says."),
      Column(
        "old_version", .version, "{move}.old_version", key: "{move}.old_version_key",
        "The version it pointed at before."),
      Column(
        "new_version", .version, "{move}.new_version", key: "{move}.new_version_key",
        "The version it points at after."),
      Column(
        "direction", .text, "{move}.direction", required: true,
        "`up`, `down`, `same` or `unknown`: how the new version stands to the old one."
      ).with { $0.values = .closed(["up", "down", "same", "unknown"]) },
      Column("actor", .text, "{move}.actor", "Who did it, if the source tells."),
      Column("source", .text, "{source}.location", required: true, "The place that showed it."),
    ],
    links: [
      .repo("{to.repo}.id = {ref}.repo"),
      .commit("old_commit", "{to.commit}.id = {move}.old_commit_id"),
      .commit("new_commit", "{to.commit}.id = {move}.new_commit_id"),
    ],
    commit: Column("commit", .int, "{move}.new_commit_id"),
    identity: Column("ref", .int, "{ref}.id"),
    identityKinds: ResolvedKind.refs,
    viewIDs: [.oldCommit, .newCommit, .ref],
    order: [Order(column: Column("at", .time, "{move}.at"))],
    tieBreaker: Column("seq", .int, "{move}.seq", required: true),
    asOf: .supported)
}
