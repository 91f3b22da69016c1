internal import Synchronization

/// Counts what several tasks have done.
final class Counter: Sendable {
  private let count = Mutex(0)

  /// Counts one more, and returns the number.
  func next() -> Int {
    count.withLock { count in
      count += 1
      return count
    }
  }
}
