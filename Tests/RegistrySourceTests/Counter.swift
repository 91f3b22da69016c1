import Synchronization

/// Counts calls, from any thread.
final class Counter: Sendable {
  private let count = Mutex(0)

  /// The number of this call, from 1 on.
  func next() -> Int {
    count.withLock { count in
      count += 1
      return count
    }
  }
}
