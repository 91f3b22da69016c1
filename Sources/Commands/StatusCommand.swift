internal import ArgumentParser
internal import HistoryStore
internal import QueryLanguage
internal import Reports

/// Shows what the history holds and how far it can be trusted.
struct StatusCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "status", _superCommandName: "stemma",
    abstract: "Show the sources, what is known of them, and gaps.")

  @OptionGroup var database: DatabaseOptions

  @Flag(help: "Print JSON.")
  var json = false

  func run() throws {
    let path = try database.pathToRead()
    let store = try HistoryStore(reading: path)
    let sources = try store.read { try $0.status() }
    try Console.print(json ? Self.json(sources, path) : Self.text(sources, path))
    for note in store.notes { Console.warn("note[\(note.code)]: \(displayText(note.message))") }
  }

  private static func text(_ sources: [SourceStatus], _ path: String) -> String {
    let blocks = sources.map { source in
      """
      \(displayText(source.repository))
        read from       \(displayText(source.location))
      \(holdings(of: source))
        looked at       \(source.firstSeen.map(timeText) ?? "never completely") to \
      \(source.lastSeen.map(timeText) ?? "never completely")
        state           \(displayText(source.status)), \(counted(source.gaps, "gap", "gaps"))
      """
    }
    return (["history \(displayText(path))"] + blocks).joined(separator: "\n")
  }

  private static func holdings(of source: SourceStatus) -> String {
    if source.kind == "push-log" { return "  holds           the log of its pushes" }
    if source.kind != "git" {
      return "  holds           \(counted(source.imageTags, "tag", "tags")), "
        + counted(source.images, "image", "images")
    }
    return """
        default branch  \(displayText(source.defaultBranch ?? "none"))
        holds           \(counted(source.commits, "commit", "commits")), \
      \(counted(source.tags, "tag", "tags")), \(counted(source.branches, "branch", "branches")), \
      \(counted(source.releases, "release", "releases"))
      """
  }

  private static func json(_ sources: [SourceStatus], _ path: String) -> String {
    let objects = sources.map { source in
      let fields: [(String, String)] = [
        ("repo", jsonText(source.repository)), ("project", jsonText(source.project)),
        ("kind", jsonText(source.kind)), ("location", jsonText(source.location)),
        ("url", source.url.map(jsonText) ?? "null"),
        ("default_branch", source.defaultBranch.map(jsonText) ?? "null"),
        ("image_tags", "\(source.imageTags)"), ("images", "\(source.images)"),
        ("commits", "\(source.commits)"), ("tags", "\(source.tags)"),
        ("branches", "\(source.branches)"), ("releases", "\(source.releases)"),
        ("first_seen", source.firstSeen.map { jsonText(timeText($0)) } ?? "null"),
        ("last_seen", source.lastSeen.map { jsonText(timeText($0)) } ?? "null"),
        ("gaps", "\(source.gaps)"), ("status", jsonText(source.status)),
      ]
      return "{\(fields.map { "\"\($0.0)\":\($0.1)" }.joined(separator: ","))}"
    }
    return "{\"schema\":1,\"database\":\(jsonText(path)),"
      + "\"sources\":[\(objects.joined(separator: ",\n "))]}"
  }
}

/// Returns a number with a comma between thousands.
func grouped(_ number: Int) -> String {
  let digits = Array(String(number))
  var result = ""
  for (index, digit) in digits.enumerated() {
    if index > 0, (digits.count - index) % 3 == 0 { result.append(",") }
    result.append(digit)
  }
  return result
}
