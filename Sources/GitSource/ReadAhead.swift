import Foundation
public import Indexing

/// A stream of commits that is read some batches ahead, on a thread of its own.
///
/// Parsing and hashing then go on while the consumer writes what came before. With two cores that
/// takes a tenth off a first index.
public struct ReadAheadStream: CommitStream {
  private let queue: BatchQueue

  public let order: CommitOrder
  public private(set) var problems: [SourceProblem] = []

  init(_ stream: GitCommitStream, _ queue: BatchQueue) {
    self.queue = queue
    order = stream.order
  }

  public mutating func next() throws -> CommitBatch? {
    switch queue.take() {
    case .batch(let batch): return batch
    case .end(let result):
      problems = try result.get()
      return nil
    }
  }

  /// Lets `body` pull the batches that a second thread reads, and waits for that thread's end.
  static func withStream<Value>(
    _ stream: GitCommitStream, _ body: (inout ReadAheadStream) throws -> Value
  ) throws -> Value {
    let queue = BatchQueue()
    var ahead = ReadAheadStream(stream, queue)
    // Used by the new thread alone from here on.
    nonisolated(unsafe) let stream = stream
    startThread {
      var stream = stream
      queue.close(
        Result {
          while let batch = try stream.next(), queue.put(batch) {}
          return stream.problems
        })
    }
    defer { queue.abandon() }
    return try body(&ahead)
  }
}

/// Batches on their way from one thread to another; a full queue makes the first one wait.
final class BatchQueue: @unchecked Sendable {
  enum Element {
    case batch(CommitBatch)
    /// What could not be read or, as an error, why reading ended.
    case end(Result<[SourceProblem], any Error>)
  }

  // Some MiB: enough to bridge the consumer's pauses.
  private static let capacity = 16

  // Guards all that follows.
  private let condition = NSCondition()
  private var batches: [CommitBatch] = []
  private var end: Result<[SourceProblem], any Error>?
  private var isAbandoned = false

  /// Adds a batch as soon as there is room; returns false if nobody wants it.
  func put(_ batch: CommitBatch) -> Bool {
    condition.lock()
    defer { condition.unlock() }
    while batches.count >= Self.capacity, !isAbandoned { condition.wait() }
    guard !isAbandoned else { return false }
    batches.append(batch)
    condition.broadcast()
    return true
  }

  /// Says that no batch follows.
  func close(_ result: Result<[SourceProblem], any Error>) {
    condition.lock()
    defer { condition.unlock() }
    end = result
    condition.broadcast()
  }

  /// Returns the next batch as soon as it is there, or the end.
  func take() -> Element {
    condition.lock()
    defer { condition.unlock() }
    while true {
      if !batches.isEmpty {
        condition.broadcast()
        return .batch(batches.removeFirst())
      }
      if let end { return .end(end) }
      condition.wait()
    }
  }

  /// Lets the other side end early, and waits until it has.
  func abandon() {
    condition.lock()
    defer { condition.unlock() }
    isAbandoned = true
    batches = []
    condition.broadcast()
    while end == nil { condition.wait() }
  }
}
