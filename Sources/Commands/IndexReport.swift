internal import HistoryStore
internal import Indexing
internal import Reports

/// What indexing one repository found and changed.
struct IndexReport {
  let repository: String
  let facts: RepositoryFacts
  let summary: RecordingSummary
  /// What is new in its changelogs.
  let changelogs: IndexGitCommand.ChangelogNews
  /// How long it took.
  let microseconds: Int64
  /// Whether the repository was never read before.
  let isFirst: Bool
  /// Patterns of `--refs` that no ref matches.
  let unmatched: [String]
  /// Whether the notes of git that correct release logs are others than before.
  let readsNotes: Bool
  /// What of the reflogs could not be read, at the first look.
  let logNotes: [String]
  /// What of the repository's own declaration cannot be used.
  let declarationWarnings: [String]

  /// Whether a part of the repository is absent or could not be read.
  var isIncomplete: Bool { !summary.problems.isEmpty }

  var text: String {
    let tenths = (microseconds + 50_000) / 100_000
    let news = changes.isEmpty ? "nothing new" : changes.joined(separator: ", ")
    return """
      \(displayText(repository)): \(counted(summary.totalCommits, "commit", "commits")), \
      \(counted(summary.tags, "tag", "tags")), \
      \(counted(summary.branches, "branch", "branches"))
        \(news) (\(tenths / 10).\(tenths % 10) s)
      """
  }

  private var changes: [String] {
    let refs = summary.refs
    let parts: [(Int, String, String)] = [
      (summary.commits, "new commit", "new commits"), (refs.created, "new ref", "new refs"),
      (refs.moved, "moved", "moved"), (refs.retagged, "tagged again", "tagged again"),
      (refs.deleted, "deleted", "deleted"),
      (changelogs.files?.newEntries ?? 0, "new changelog entry", "new changelog entries"),
      (changelogs.tagSections, "changelog section of a tag", "changelog sections of tags"),
    ]
    return parts.filter { $0.0 > 0 }.map(counted) + (readsNotes ? ["other notes of git"] : [])
  }

  /// Says on stderr what limits the history; what is no problem once, and not if `quiet`.
  func warn(quiet: Bool) {
    let name = displayText(repository)
    if facts.isShallow {
      Console.warn(
        "warning: \(name) is a shallow clone: answers about its history are incomplete\n"
          + "  hint: git fetch --unshallow, then index it again")
    }
    if facts.hasReplaceRefs {
      Console.warn("warning: \(name) has replacement refs (refs/replace), which were ignored")
    }
    if facts.hasGrafts { Console.warn("warning: \(name) has grafts, which were ignored") }
    if facts.isPartialClone, isFirst, !quiet {
      Console.warn("note: \(name) is a partial clone; absent objects were not fetched")
    }
    for pattern in unmatched {
      Console.warn("warning: \(name) has no ref that matches --refs \(displayText(pattern))")
    }
    for note in facts.notes { Console.warn("note: \(displayText(note))") }
    warnOfLogs(name, quiet: quiet)
    warnOfLines(name)
    if !quiet {
      for note in ChangelogNotes.notes(changelogs.files?.unclear ?? []) {
        Console.warn("note: \(name): \(note)")
      }
      if changelogs.unsearchedTrees > 0 {
        let trees = counted(changelogs.unsearchedTrees, "older release", "older releases")
        Console.warn(
          "note: \(name): \(trees) without a section in its changelogs may have one in their own "
            + "trees\n  hint: stemma index --changelogs all reads them now; else the next runs do")
      }
    }
    if summary.malformed > 0 {
      Console.warn(
        "warning: \(name) has \(counted(summary.malformed, "malformed commit", "malformed commits")); "
          + "what is wrong stands in v_observations")
    }
    for problem in summary.problems.prefix(5) {
      Console.warn("warning: \(name): \(displayText(problem.message))")
    }
    if summary.problems.count > 5 {
      let more = counted(summary.problems.count - 5, "more problem", "more problems")
      Console.warn("warning: \(name): and \(more)")
    }
  }

  /// Says what of the reflogs was not used.
  private func warnOfLogs(_ name: String, quiet: Bool) {
    guard !quiet else { return }
    for note in logNotes { Console.warn("note: \(name): \(displayText(note))") }
    for ref in summary.contradicted.prefix(5) {
      Console.warn(
        "note: \(name): the reflog of \(displayText(String(decoding: ref, as: UTF8.self))) differs "
          + "from what was seen; it was used as far as it agrees")
    }
  }

  /// Says where tags that were known are read differently now.
  private func warnOfLines(_ name: String) {
    for change in summary.schemes {
      let line = change.line.isEmpty ? "the line without a prefix" : "line \(change.line)"
      let reason =
        change.isDeclared
        ? "as declared" : "which reads \(grouped(change.fitting)) of \(grouped(change.names)) names"
      Console.warn(
        "warning: \(name): \(displayText(line)) follows \(change.new) now, \(reason); "
          + "it followed \(change.old)\n  hint: stemma query 'lines' shows all; a scheme can be "
          + "declared in .stemma/config.yaml")
    }
    if !summary.reread.isEmpty {
      let shown = summary.reread.prefix(5).map { displayText($0) }.joined(separator: ", ")
      let more = summary.reread.count > 5 ? " and \(grouped(summary.reread.count - 5)) more" : ""
      Console.warn("note: \(name): read as another class or version than before: \(shown)\(more)")
    }
    for note in summary.notes { Console.warn("warning: \(name): \(displayText(note))") }
    for warning in declarationWarnings {
      for line in warning.split(separator: "\n") {
        Console.warn("warning: \(displayText(String(line)))")
      }
    }
  }

  private static func json(_ change: SchemeChange) -> String {
    """
    {"line":\(jsonText(change.line)),"old":\(jsonText(change.old)),"new":\(jsonText(change.new)),\
    "names":\(change.names),"fitting":\(change.fitting),"declared":\(change.isDeclared)}
    """
  }

  static func json(
    _ reports: [IndexReport], _ images: [ImageReport] = [], database: String?
  ) -> String {
    let objects = reports.map { report in
      let summary = report.summary
      let problems = summary.problems.map { jsonText($0.message) }.joined(separator: ",")
      let fields: [(String, String)] = [
        ("repo", jsonText(report.repository)), ("commits", "\(summary.totalCommits)"),
        ("new_commits", "\(summary.commits)"), ("tags", "\(summary.tags)"),
        ("branches", "\(summary.branches)"), ("created", "\(summary.refs.created)"),
        ("moved", "\(summary.refs.moved)"), ("retagged", "\(summary.refs.retagged)"),
        ("deleted", "\(summary.refs.deleted)"), ("log_entries", "\(summary.logEntries)"),
        ("new_changelog_entries", "\(report.changelogs.files?.newEntries ?? 0)"),
        ("new_tag_sections", "\(report.changelogs.tagSections)"),
        ("unsearched_tags", "\(report.changelogs.unsearchedTrees)"),
        ("shallow", "\(summary.isShallow)"),
        ("malformed_commits", "\(summary.malformed)"),
        ("scheme_changes", "[\(summary.schemes.map(json).joined(separator: ","))]"),
        ("reread_tags", "[\(summary.reread.map(jsonText).joined(separator: ","))]"),
        ("problems", "[\(problems)]"),
        ("seconds", "\(Double(report.microseconds) / 1_000_000)"),
      ]
      return "{\(fields.map { "\"\($0.0)\":\($0.1)" }.joined(separator: ","))}"
    }
    return "{\"schema\":1,\"database\":\(database.map(jsonText) ?? "null"),"
      + "\"repositories\":[\(objects.joined(separator: ",\n "))],"
      + "\"images\":[\(images.map(\.json).joined(separator: ",\n "))]}"
  }
}
