internal import ArgumentParser
internal import HistoryStore
internal import Indexing
internal import RegistrySource
internal import Reports

/// Indexes announcements of registries.
struct IndexEventsCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "events", _superCommandName: "stemma index",
    abstract: "Index what registries announced: webhook bodies and event logs.",
    discussion: """
      Reads one JSON document, an array, or JSON lines, and finds out who wrote them: Docker \
      Distribution (and GitLab), Harbor, Docker Hub, GHCR, Amazon ECR, Google Artifact Registry, \
      Quay, Azure, JFrog, or the plain form of docs/sources.md. The same announcements in another \
      order, or once more, change nothing.

        stemma index events pushes.jsonl
        curl -s https://hooks.example.com/log | stemma index events - --registry registry.example.com
      """)

  @Argument(help: "The file; - for standard input.", completion: .file())
  var file: String

  @OptionGroup var options: ImageIndexOptions

  @Option(
    help: ArgumentHelp(
      "The registry that announced them, whatever name they give it: who pushes may choose that.",
      valueName: "host"))
  var registry: String?

  func run() async throws {
    let start = Console.now()
    // Before a history is made, so that a wrong path leaves nothing behind.
    let input = try InputFile(file)
    let registry = try registry.map(Self.host)
    let (writer, configuration) = try options.open()
    defer { writer.close() }
    let progress = options.recording.progress()
    defer { progress.finish() }
    var stream = AnnouncementStream(input)
    let recording = options.recording
    let summary = try writer.record(
      &stream, recordedAt: start,
      place: { event in
        (registry ?? event.registry).map { host in
          // In the spelling that looks at the registry use: docker.io/library/redis.
          let name = "\(host)/\(event.repository)"
          let spelled = (try? RepositoryReference(name))?.name ?? name
          return recording.place(of: spelled, configuration)
        }
      },
      progress: { count in
        progress.show(announcements: count, since: start)
      })
    progress.finish()
    let report = ImageReport(
      title: input.name, summary: summary, isComplete: true,
      microseconds: Console.now() - start, ignored: stream.ignored, faults: stream.faults)
    try options.show([report], database: writer.path)
  }

  /// Returns the host that a text names, with its port if it has one.
  private static func host(_ text: String) throws -> String {
    // In full, since Docker Hub's own host has other names, too.
    guard !text.contains("/"), let reference = try? RepositoryReference("\(text)/path/name"),
      reference.path == "path/name"
    else {
      throw UserError(
        "--registry needs a host, with its port if it has one: \"\(text)\" is none",
        hints: ["such as ghcr.io or registry.example.com:5000"], status: .usage)
    }
    return reference.host
  }
}
