internal import Synchronization

/// What a look may still ask for: nothing once its time is over, or once the registry asked for it.
final class RequestBudget: Sendable {
  private struct State {
    var end: RegistryError?
    var failures = 0
  }

  /// How many requests may fail for reasons that pass before the look asks for nothing more.
  static let failures = 10

  private let deadline: ContinuousClock.Instant
  private let limits: RegistryLimits
  private let now: @Sendable () -> ContinuousClock.Instant
  private let state = Mutex(State())

  init(_ limits: RegistryLimits, now: @escaping @Sendable () -> ContinuousClock.Instant) {
    self.limits = limits
    self.now = now
    deadline = now() + limits.lookTime
  }

  /// Why nothing more is asked for, or null.
  var end: RegistryError? { state.withLock { $0.end } }

  /// Ends the look's requests; the first reason stays.
  func stop(_ reason: RegistryError) {
    state.withLock { $0.end = $0.end ?? reason }
  }

  /// Counts a request that failed for a reason that may pass.
  func countFailure(host: String) {
    let isLast = state.withLock { state in
      state.failures += 1
      return state.failures == Self.failures
    }
    if isLast { stop(.manyFailures(host, Self.failures)) }
  }

  /// Returns the time that the next request may take.
  ///
  /// - Throws: `RegistryError` if nothing more is asked for.
  func time() throws -> Duration {
    let left = deadline - now()
    if left <= .zero { stop(.lookTooLong(limits.lookTime)) }
    if let end { throw end }
    return min(left, limits.requestTime)
  }
}
