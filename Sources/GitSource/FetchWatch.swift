/// Ends a fetch that takes too long, or whose mirror grows too large.
struct FetchWatch: Sendable {
  /// How often the size is looked at: what a fast network sends meanwhile may exceed the limit.
  private static let interval = Duration.milliseconds(250)

  let url: RemoteURL
  let folder: MirrorFolder
  let timeout: Duration
  let maximumSize: Int64
  private let start = ContinuousClock.now

  init(_ url: RemoteURL, _ folder: MirrorFolder, timeout: Duration, maximumSize: Int64) {
    self.url = url
    self.folder = folder
    self.timeout = timeout
    self.maximumSize = maximumSize
  }

  /// Calls `work`, which is cancelled when a limit is exceeded.
  ///
  /// - Throws: `GitError` with the code `fetchLimit`, or what `work` throws.
  func guarding<Value: Sendable>(
    _ work: @escaping @Sendable () async throws -> Value
  ) async throws -> Value {
    try checkSize()
    return try await withThrowingTaskGroup(of: Value?.self) { group in
      group.addTask { try await work() }
      group.addTask {
        while true {
          try await Task.sleep(for: Self.interval)
          guard ContinuousClock.now - start < timeout else {
            throw GitError.fetchTooLong(url, limit: timeout)
          }
          try checkSize()
        }
      }
      defer { group.cancelAll() }
      guard let value = try await group.next() ?? nil else { throw CancellationError() }
      try checkSize()
      return value
    }
  }

  private func checkSize() throws(GitError) {
    if folder.size > maximumSize {
      throw .mirrorTooLarge(url, path: folder.path, limit: maximumSize)
    }
  }
}
