import Synchronization

/// Lets few tests at a time have files and processes.
///
/// Swift Testing starts every test at once. Hundreds of repositories, databases and git processes
/// would then be open together: more than the 1,024 descriptors that a process often may have.
final class ResourceGate: Sendable {
  static let shared = ResourceGate(width: 8)

  /// Whether this task, or one that started it, is inside: it needs no further leave.
  @TaskLocal static var isInside = false

  private struct State {
    var free: Int
    var waiting: [CheckedContinuation<Void, Never>] = []
  }

  private let state: Mutex<State>

  init(width: Int) {
    state = Mutex(State(free: width))
  }

  /// Calls `body` once fewer than the gate's width of others are inside.
  func pass<Value>(_ body: () async throws -> Value) async throws -> Value {
    if Self.isInside { return try await body() }
    await enter()
    defer { leave() }
    return try await Self.$isInside.withValue(true) { try await body() }
  }

  private func enter() async {
    await withCheckedContinuation { continuation in
      let enters = state.withLock { state in
        if state.free > 0 {
          state.free -= 1
          return true
        }
        state.waiting.append(continuation)
        return false
      }
      if enters { continuation.resume() }
    }
  }

  private func leave() {
    let next = state.withLock { state -> CheckedContinuation<Void, Never>? in
      if state.waiting.isEmpty {
        state.free += 1
        return nil
      }
      return state.waiting.removeFirst()
    }
    next?.resume()
  }
}
