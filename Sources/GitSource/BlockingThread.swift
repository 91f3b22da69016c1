import Foundation

/// Runs `work`, which may block, on a thread of its own, and waits for it without blocking one of
/// the cooperative pool's.
func onOwnThread<Value: Sendable>(
  _ work: @escaping @Sendable () throws -> Value
) async throws -> Value {
  try await withCheckedThrowingContinuation { continuation in
    startThread {
      continuation.resume(with: Result { try work() })
    }
  }
}

/// Starts a thread that runs `work` and ends with it.
func startThread(_ work: @escaping @Sendable () -> Void) {
  let thread = Thread {
    blockBrokenPipeSignal()
    work()
  }
  thread.stackSize = 1 << 20
  thread.start()
}
