/// The relation over the files that changelogs are.
extension Relation {
  static let changelogs = Relation(
    name: "changelogs",
    documentation: "Changelogs: files of the default branch, and those that were given.",
    tables: [
      Table(alias: "changelog", source: "changelog"),
      Table(alias: "repo", source: "repo", join: .inner, on: "{repo}.id = {changelog}.repo"),
    ],
    // One that is gone is kept for what it said.
    condition: "{changelog}.oid IS NOT NULL",
    columns: [
      .repo,
      Column(
        "path", .text, "{changelog}.path", required: true,
        "Where it is in the repository, or the path that was given."),
      Column(
        "format", .text, "{changelog}.format", required: true,
        "Its form, such as `keep-a-changelog`."),
      Column("title", .text, "{changelog}.title", "Its title."),
      Column(
        "component", .text, "{changelog}.component",
        "The folder of the part that it is about; null: all of the repository."),
      Column(
        "versions", .int, "{changelog}.versions", required: true,
        "How many headings it has, those of unreleased changes included."),
      Column("entries", .int, "{changelog}.entries", required: true, "How many entries it has."),
      Column(
        "unread", .int, "{changelog}.unread", required: true,
        "How many lines belong to no version because they were not understood."),
      Column(
        "unread_text", .text, "{changelog}.unread_text",
        "Those lines as they are written, each piece behind the number of its first line."),
      Column(
        "frame", .text, "{changelog}.frame",
        "What stands around the versions: an introduction, a footer, comments."),
      Column(
        "problems", .int, "{changelog}.problems", required: true,
        "How many things in it are wrong or doubtful."),
      Column(
        "problem_text", .text, "{changelog}.problem_text",
        "What they are: a line for each, with the number of its line."),
      Column("changed", .time, "{changelog}.changed", "When its last version came."),
      Column(
        "since", .time, "{changelog}.since",
        "When it came to the default branch; null: before the versions that were read."),
    ],
    links: [
      .repo("{to.repo}.id = {changelog}.repo"),
      .commit("commit", "{to.commit}.id = {changelog}.commit_id"),
      .commit("since_commit", "{to.commit}.id = {changelog}.since_commit"),
    ],
    manyLinks: [ManyLink("headings", on: "{heading}.changelog = {from}")],
    commit: Column("commit", .int, "{changelog}.commit_id"),
    viewIDs: [.sinceCommit, .commit],
    order: [
      Order(column: .repo),
      Order(column: Column("path", .text, "{changelog}.path", required: true)),
    ],
    tieBreaker: Column("id", .int, "{changelog}.id", required: true),
    asOf: .unsupported("what a whole file was is not kept over time; headings and changes are"))
}
