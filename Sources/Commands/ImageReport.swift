internal import HistoryStore
internal import Indexing
internal import Reports

/// What indexing image repositories found and changed.
struct ImageReport {
  /// What was read.
  let title: String
  let summary: ImageSummary
  /// Whether all there is was read.
  let isComplete: Bool
  /// How long it took.
  let microseconds: Int64
  /// Announcements that concern no image.
  var ignored = 0
  /// What of the input could not be read, one message each with its place.
  var faults: [String] = []

  /// Whether a part could not be read.
  var isIncomplete: Bool {
    !isComplete || !summary.problems.isEmpty || !faults.isEmpty || !summary.unplaced.isEmpty
  }

  var text: String {
    let tenths = (microseconds + 50_000) / 100_000
    let news = changes.isEmpty ? "nothing new" : changes.joined(separator: ", ")
    return """
      \(displayText(title)): \(counts)
        \(news) (\(tenths / 10).\(tenths % 10) s)
      """
  }

  private var counts: String {
    let tags = counted(summary.tags, "tag", "tags")
    guard summary.repositories.count != 1 || summary.repositories.first != title else {
      return tags
    }
    let repositories = counted(
      summary.repositories.count, "image repository", "image repositories")
    return "\(counted(summary.events, "announcement", "announcements")), \(repositories), \(tags)"
  }

  private var changes: [String] {
    let changes = summary.changes
    let parts: [(Int, String, String)] = [
      (changes.created, "new tag", "new tags"), (changes.moved, "moved", "moved"),
      (changes.deleted, "deleted", "deleted"),
    ]
    return parts.filter { $0.0 > 0 }.map(counted)
  }

  /// Says on stderr what limits the history.
  func warn(quiet: Bool) {
    let name = displayText(title)
    for tag in summary.missing.prefix(5) {
      Console.warn(
        "note: \(name) lists \(displayText(tag)) no longer; it counts as deleted if the next look "
          + "says so, too")
    }
    if summary.missing.count > 5 {
      Console.warn("note: \(name): and \(grouped(summary.missing.count - 5)) more tags")
    }
    for (repository, count) in summary.hints.sorted(by: { $0.key < $1.key }) {
      Console.warn(
        "note: \(counted(count, "announcement", "announcements")) of \(displayText(repository)) "
          + "without a digest\n  hint: stemma index image \(displayText(repository)) looks at what "
          + "is there")
    }
    for (repository, count) in summary.unplaced.sorted(by: { $0.key < $1.key }).prefix(5) {
      Console.warn(
        "warning: \(counted(count, "announcement", "announcements")) of \(displayText(repository)) "
          + "left out: they do not say which registry they are of\n"
          + "  hint: --registry HOST names it")
    }
    if summary.timeless > 0, !quiet {
      Console.warn(
        "note: \(counted(summary.timeless, "announcement", "announcements")) without a time: what "
          + "a tag had is known, but not when")
    }
    if summary.future > 0 {
      Console.warn(
        "warning: \(name): \(counted(summary.future, "announcement", "announcements")) of a time "
          + "that is yet to come: when they happened is not known")
    }
    if ignored > 0, !quiet {
      Console.warn(
        "note: \(counted(ignored, "announcement", "announcements")) about other things than tags "
          + "and images left out")
    }
    warnOfLines(name)
    let problems = summary.problems.map(\.message) + faults
    for problem in problems.prefix(5) { Console.warn("warning: \(name): \(displayText(problem))") }
    if problems.count > 5 {
      let more = counted(problems.count - 5, "more problem", "more problems")
      Console.warn("warning: \(name): and \(more)")
    }
  }

  private func warnOfLines(_ name: String) {
    for change in summary.schemes {
      Console.warn(
        "warning: \(name): line \"\(displayText(change.line))\" follows \(change.new) now; it "
          + "followed \(change.old)")
    }
    if !summary.reread.isEmpty {
      let shown = summary.reread.prefix(5).map { displayText($0) }.joined(separator: ", ")
      let more = summary.reread.count > 5 ? " and \(grouped(summary.reread.count - 5)) more" : ""
      Console.warn("note: \(name): read as another class or version than before: \(shown)\(more)")
    }
    for note in summary.notes { Console.warn("warning: \(name): \(displayText(note))") }
  }

  /// The fields as a JSON object.
  var json: String {
    let hints = summary.hints.sorted { $0.key < $1.key }
      .map { "\(jsonText($0.key)):\($0.value)" }
    let problems = summary.problems.map(\.message) + faults
    let unplaced = summary.unplaced.values.reduce(0, +)
    let fields: [(String, String)] = [
      ("source", jsonText(title)),
      ("repositories", "[\(summary.repositories.sorted().map(jsonText).joined(separator: ","))]"),
      ("tags", "\(summary.tags)"), ("created", "\(summary.changes.created)"),
      ("moved", "\(summary.changes.moved)"), ("deleted", "\(summary.changes.deleted)"),
      ("events", "\(summary.events)"), ("duplicates", "\(summary.duplicates)"),
      ("ignored", "\(ignored)"), ("hints", "{\(hints.joined(separator: ","))}"),
      ("without_time", "\(summary.timeless)"),
      ("missing", "[\(summary.missing.map(jsonText).joined(separator: ","))]"),
      ("in_the_future", "\(summary.future)"), ("unplaced", "\(unplaced)"),
      ("complete", "\(!isIncomplete)"),
      ("problems", "[\(problems.map(jsonText).joined(separator: ","))]"),
      ("seconds", "\(Double(microseconds) / 1_000_000)"),
    ]
    return "{\(fields.map { "\"\($0.0)\":\($0.1)" }.joined(separator: ","))}"
  }

  static func json(_ reports: [ImageReport], database: String?) -> String {
    "{\"schema\":1,\"database\":\(database.map(jsonText) ?? "null"),"
      + "\"sources\":[\(reports.map(\.json).joined(separator: ",\n "))]}"
  }
}
