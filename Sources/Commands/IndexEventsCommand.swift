internal import ArgumentParser
internal import HistoryStore
internal import Indexing
internal import PushEvents
internal import Reports

/// Indexes announcements of registries.
struct IndexEventsCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "events",
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
    let (writer, configuration) = try options.open()
    defer { writer.close() }
    let progress = options.recording.progress()
    defer { progress.finish() }
    var stream = AnnouncementStream(input)
    let registry = registry
    let recording = options.recording
    let summary = try writer.record(
      &stream, recordedAt: start,
      place: { event in
        (registry ?? event.registry).map { host in
          recording.place(of: "\(host)/\(event.repository)", configuration)
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
}

/// The announcements in a file, in batches.
struct AnnouncementStream: PushEventStream, ~Copyable {
  private let input: InputFile
  private var reader = PushEventReader()
  private var hasEnded = false
  private(set) var ignored = 0
  /// What could not be read, with its line.
  private(set) var faults: [String] = []

  init(_ input: InputFile) {
    self.input = input
  }

  mutating func next() throws -> [PushEvent]? {
    guard !hasEnded else { return nil }
    let batch: PushEventBatch
    if !reader.hasEnded, let piece = try input.next() {
      batch = reader.read(piece)
    } else {
      hasEnded = true
      batch = reader.finish()
    }
    ignored += batch.ignored
    faults += batch.problems.map { "\(input.name):\($0)" }
    if batch.furtherProblems > 0 {
      faults.append("\(input.name): \(grouped(batch.furtherProblems)) further problems")
    }
    return batch.events
  }
}
