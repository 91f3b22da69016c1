internal import HistoryStore
internal import Indexing
internal import Reports

/// What indexing Go modules found and changed.
struct ModuleReport {
  let summaries: [ModuleSummary]
  /// What could not be read of the place itself.
  let problems: [SourceProblem]
  /// How long it took.
  let microseconds: Int64

  /// The most modules that have a line each.
  private static let longestList = 10

  init(_ summaries: [ModuleSummary], problems: [SourceProblem] = [], microseconds: Int64) {
    self.summaries = summaries
    self.problems = problems
    self.microseconds = microseconds
  }

  /// Whether a part could not be read, or contradicts what was read before.
  var isIncomplete: Bool {
    !problems.isEmpty || summaries.contains { !$0.problems.isEmpty || !$0.conflicts.isEmpty }
  }

  /// A line for each module, and one for all.
  var text: String {
    var lines = summaries.prefix(Self.longestList).map(Self.line)
    let more = summaries.count - Self.longestList
    if more > 0 { lines.append("and \(counted(more, "more module", "more modules"))") }
    let created = summaries.reduce(0) { $0 + $1.created }
    let completed = summaries.reduce(0) { $0 + $1.completed }
    var news: [String] = []
    if created > 0 { news.append(counted(created, "new version", "new versions")) }
    if completed > 0 { news.append("more of \(counted(completed, "version", "versions"))") }
    let tenths = (microseconds + 50_000) / 100_000
    lines.append(
      "  \(news.isEmpty ? "nothing new" : news.joined(separator: ", ")) "
        + "(\(tenths / 10).\(tenths % 10) s)")
    return lines.joined(separator: "\n")
  }

  private static func line(_ summary: ModuleSummary) -> String {
    var line = "\(displayText(summary.path)): \(counted(summary.versions, "version", "versions"))"
    if summary.retracted > 0 { line += ", \(grouped(summary.retracted)) retracted" }
    if let repository = summary.repository { line += ", of \(displayText(repository))" }
    return line
  }

  /// Says on stderr what limits the history.
  func warn() {
    for conflict in summaries.flatMap(\.conflicts).prefix(5) {
      Console.warn(
        "warning: another content than before: \(displayText(conflict))\n"
          + "  hint: a version never changes; the first content stays on record")
    }
    let problems =
      problems.map { displayText($0.message) }
      + summaries.flatMap { summary in
        summary.problems.map { "\(displayText(summary.path)): \(displayText($0.message))" }
      }
    for problem in problems.prefix(5) { Console.warn("warning: \(problem)") }
    if problems.count > 5 {
      Console.warn("warning: and \(counted(problems.count - 5, "more problem", "more problems"))")
    }
  }

  /// The fields as a JSON object.
  func json(database: String?) -> String {
    let modules = summaries.map { summary in
      let problems = summary.problems.map { jsonText($0.message) }.joined(separator: ",")
      let fields: [(String, String)] = [
        ("path", jsonText(summary.path)), ("project", jsonText(summary.project)),
        ("repo", summary.repository.map(jsonText) ?? "null"), ("versions", "\(summary.versions)"),
        ("retracted", "\(summary.retracted)"), ("new", "\(summary.created)"),
        ("completed", "\(summary.completed)"),
        ("conflicts", "[\(summary.conflicts.map(jsonText).joined(separator: ","))]"),
        ("problems", "[\(problems)]"),
      ]
      return "{\(fields.map { "\"\($0.0)\":\($0.1)" }.joined(separator: ","))}"
    }
    return "{\"schema\":1,\"database\":\(database.map(jsonText) ?? "null"),"
      + "\"problems\":[\(problems.map { jsonText($0.message) }.joined(separator: ","))],"
      + "\"modules\":[\(modules.joined(separator: ",\n "))]}"
  }
}
