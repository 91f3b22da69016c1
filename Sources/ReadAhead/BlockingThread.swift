internal import Foundation

#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Darwin)
  internal import Darwin
#endif

/// Runs `work`, which may block, on a thread of its own, and waits for it without blocking one of
/// the cooperative pool's.
package func onOwnThread<Value: Sendable>(
  _ work: @escaping @Sendable () throws -> Value
) async throws -> Value {
  try await withCheckedThrowingContinuation { continuation in
    startThread {
      continuation.resume(with: Result { try work() })
    }
  }
}

/// Starts a thread that runs `work` and ends with it.
package func startThread(_ work: @escaping @Sendable () -> Void) {
  let thread = Thread {
    blockBrokenPipeSignal()
    work()
  }
  thread.stackSize = 1 << 20
  thread.start()
}

/// Keeps a write to a closed pipe from ending the process: on this thread it is an ordinary error.
private func blockBrokenPipeSignal() {
  var signals = sigset_t()
  sigemptyset(&signals)
  sigaddset(&signals, SIGPIPE)
  pthread_sigmask(SIG_BLOCK, &signals, nil)
}
