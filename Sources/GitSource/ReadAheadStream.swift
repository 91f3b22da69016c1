import Dispatch
public import Indexing
internal import ReadAhead

/// A stream of commits that is read some batches ahead, on a thread of its own.
///
/// Parsing and hashing then go on while the consumer writes what came before. With two cores that
/// takes a tenth off a first index.
public struct ReadAheadStream: CommitStream {
  // Some MiB: enough to bridge the consumer's pauses.
  private static let capacity = 16

  private enum Element: Sendable {
    case batch(CommitBatch)
    /// What could not be read or, as an error, why reading ended.
    case end(Result<[SourceProblem], any Error>)
  }

  private let queue: HandoverQueue<Element>

  public let order: CommitOrder
  public private(set) var problems: [SourceProblem] = []

  private init(_ order: CommitOrder, _ queue: HandoverQueue<Element>) {
    self.queue = queue
    self.order = order
  }

  public mutating func next() throws -> CommitBatch? {
    switch queue.take() {
    case .batch(let batch): return batch
    case .end(let result): problems = try result.get()
    case nil: break
    }
    return nil
  }

  /// Lets `body` pull the batches that a second thread reads, and waits for that thread's end.
  static func withStream<Value>(
    _ stream: GitCommitStream, of session: GitSession,
    _ body: (inout ReadAheadStream) throws -> Value
  ) throws -> Value {
    let queue = HandoverQueue<Element>(capacity: Self.capacity)
    var ahead = ReadAheadStream(stream.order, queue)
    let hasEnded = DispatchSemaphore(value: 0)
    // Used by the new thread alone from here on.
    nonisolated(unsafe) let stream = stream
    startThread {
      var stream = stream
      let result = Result {
        while let batch = try stream.next(), queue.put(.batch(batch)) {}
        return stream.problems
      }
      _ = queue.put(.end(result))
      queue.close()
      hasEnded.signal()
    }
    defer {
      queue.abandon()
      hasEnded.wait()
    }
    do {
      return try body(&ahead)
    } catch {
      // Nobody reads what is still to come, however long that takes.
      session.end()
      throw error
    }
  }
}
