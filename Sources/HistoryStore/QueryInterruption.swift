internal import Synchronization

/// A request to stop the statement that runs, such as by Ctrl-C.
///
/// Safe to call from a signal handler.
public enum QueryInterruption {
  private static let flag = Atomic<Bool>(false)

  /// Whether a statement is to stop.
  public static var isRequested: Bool { flag.load(ordering: .relaxed) }

  /// Stops the statement that runs, as its time limit would.
  public static func request() { flag.store(true, ordering: .relaxed) }

  /// Lets statements run again.
  public static func reset() { flag.store(false, ordering: .relaxed) }
}

extension StoreError {
  /// The error of a statement that somebody stopped.
  static let interrupted = StoreError(.interrupted, "the query was stopped")
}
