/// What happens outside of a look, which tests replace.
struct LookSurroundings: Sendable {
  /// The time in microseconds since 1970 UTC.
  var now: @Sendable () -> Int64
  /// The clock that a look's own time is measured with.
  var instant: @Sendable () -> ContinuousClock.Instant = { .now }
  /// Waits.
  var sleep: @Sendable (Duration) async throws -> Void = { try await Task.sleep(for: $0) }
}

/// Sends requests again where the server asks for that, or failed for a moment.
struct Wire: Sendable {
  let transport: Transport
  let budget: RequestBudget
  let limits: RegistryLimits
  let surroundings: LookSurroundings

  /// Sends a request that changes nothing, at most ``RetryDelay/tries`` times.
  ///
  /// - Returns: the last answer, whatever its status.
  func send(_ exchange: Exchange) async throws -> Answer {
    var waited = Duration.zero
    var attempt = 1
    while true {
      let time = try budget.time()
      let answer: Answer
      do {
        answer = try await transport.send(exchange, within: time)
      } catch let error as RegistryError {
        // A server may close a connection that is kept for the next request at any time.
        if error.code == .connectionFailed, error.isDropped, attempt < RetryDelay.tries {
          attempt += 1
          continue
        }
        if error.mayPass { budget.countFailure(host: exchange.address.host) }
        throw error
      }
      noteRate(answer)
      guard RetryDelay.isTransient(answer.status) else { return answer }
      let delay = RetryDelay.delay(
        attempt: attempt, retryAfter: answer.field("Retry-After"), now: surroundings.now())
      waited += min(delay, limits.lookTime)
      guard attempt < RetryDelay.tries, waited <= limits.waitingTime else {
        noteFailure(answer, delay)
        return answer
      }
      try await surroundings.sleep(delay)
      attempt += 1
    }
  }

  /// Stops before a registry has to refuse: Docker Hub tells how many requests are left.
  private func noteRate(_ answer: Answer) {
    let left = answer.field("ratelimit-remaining")?.prefix { $0 != ";" }
    if left == "0", answer.status != 429 { budget.stop(.noRequestsLeft(answer.address)) }
  }

  private func noteFailure(_ answer: Answer, _ delay: Duration) {
    if answer.status == 429 {
      budget.stop(.rateLimited(answer.address, delay: delay))
    } else {
      budget.countFailure(host: answer.address.host)
    }
  }
}
