internal import Versions

/// The relation over `line` and the verdicts on it.
extension Relation {
  static let lines = Relation(
    name: "lines",
    documentation: "Lines of versions: the tags of a repository that share a prefix.",
    tables: [
      Table(alias: "line", source: "line"),
      Table(alias: "repo", source: "repo", join: .inner, on: "{repo}.id = {line}.repo"),
      Table(
        alias: "verdict", source: "line_scheme", join: .left,
        on: """
          {verdict}.line = {line}.id AND {verdict}.seq = \
          (SELECT max(seq) FROM line_scheme WHERE line = {line}.id)
          """),
    ],
    // One that all tags have left is kept for its verdicts only.
    condition: "EXISTS (SELECT 1 FROM ref WHERE line = {line}.id)",
    columns: [
      .repo,
      Column(
        "name", .text, "{line}.name", required: true,
        "The prefix of its tags, such as `v` or `client/v`; empty for bare numbers."),
      Column(
        "is_main", .bool, "{line}.is_main", required: true,
        "Whether it is the main line of its repository."),
      Column(
        "scheme", .text, "{line}.scheme", required: true,
        "The scheme that its versions follow, which decides their order."
      ).with { $0.values = .closed(VersionScheme.allCases.map(\.rawValue)) },
      Column(
        "declared", .bool, "coalesce({verdict}.declared, 0)", required: true,
        "Whether the scheme was declared; else it was found."),
      Column("names", .int, "{verdict}.names", "How many tags looked like versions then."),
      Column("fitting", .int, "{verdict}.fitting", "How many of them the scheme reads."),
      Column("decided_at", .time, "{verdict}.at", "When the scheme was found or declared."),
      Column(
        "previous_scheme", .text,
        """
        (SELECT scheme FROM line_scheme WHERE line = {line}.id AND seq < {verdict}.seq \
        ORDER BY seq DESC LIMIT 1)
        """, "The scheme before, if it changed."),
      Column(
        "renumbering", .text, "{line}.renumbering",
        "Where its numbers seem to begin anew, such as `v6.0.1 > v1.6.0`; a suspicion only."),
      Column(
        "lint", .text, "{line}.lint",
        "Prereleases that its scheme orders by bytes although they have numbers: `rc10 < rc2`."),
    ],
    links: [.repo("{to.repo}.id = {line}.repo")],
    order: [
      Order(column: .repo), Order(column: Column("name", .text, "{line}.name", required: true)),
    ],
    tieBreaker: Column("id", .int, "{line}.id", required: true),
    asOf: .unsupported("the verdicts on lines are kept, but not asked for by time"))
}
