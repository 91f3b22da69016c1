internal import HistoryStore
internal import Indexing
internal import PushEvents
internal import ReadAhead

/// The announcements in a file, in batches that a thread of its own reads ahead.
struct AnnouncementStream: PushEventStream, ~Copyable {
  /// Some thousand announcements: enough to bridge the writer's pauses.
  private static let capacity = 4

  /// What was read at a time.
  private struct Batch: Sendable {
    let events: [KeyedPushEvent]
    let ignored: Int
    let problems: [EventProblem]
    let furtherProblems: Int

    init(_ batch: PushEventBatch) {
      events = batch.events.map(KeyedPushEvent.init)
      ignored = batch.ignored
      problems = batch.problems
      furtherProblems = batch.furtherProblems
    }
  }

  private let queue = HandoverQueue<Result<Batch, any Error>>(capacity: Self.capacity)
  private(set) var ignored = 0
  /// What could not be read, with its line.
  private(set) var faults: [String] = []

  init(_ input: InputFile) {
    let queue = queue
    // Used by the new thread alone from here on.
    nonisolated(unsafe) let input = input
    startThread {
      do {
        try Self.read(input) { queue.put(.success(Batch($0))) }
      } catch {
        _ = queue.put(.failure(error))
      }
      queue.close()
    }
  }

  deinit {
    queue.abandon()
  }

  /// Reads as long as `body` wants more.
  private static func read(_ input: InputFile, _ body: (PushEventBatch) -> Bool) throws {
    var reader = PushEventReader()
    while !reader.hasEnded, let piece = try input.next() {
      guard body(reader.read(piece)) else { return }
    }
    _ = body(reader.finish())
  }

  mutating func next() throws -> [KeyedPushEvent]? {
    guard let batch = try queue.take()?.get() else { return nil }
    ignored += batch.ignored
    faults += batch.problems.map { problem in
      "line \(problem.line), column \(problem.column): \(problem.message)"
        + (problem.hints.first.map { "; \($0)" } ?? "")
    }
    if batch.furtherProblems > 0 {
      faults.append("\(grouped(batch.furtherProblems)) further problems")
    }
    return batch.events
  }
}
