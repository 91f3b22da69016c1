internal import Dispatch
internal import Synchronization

/// Elements on their way from one thread to another, in order.
package final class HandoverQueue<Element: Sendable>: Sendable {
  private struct State {
    var elements: [Element] = []
    var isAbandoned = false
  }

  private let state = Mutex(State())
  /// Counts the elements that wait, and the close.
  private let waiting = DispatchSemaphore(value: 0)
  /// Counts the elements that may be put, if that is bounded.
  private let room: DispatchSemaphore?

  /// - Parameter capacity: how many elements may wait before `put` does; any number if null.
  package init(capacity: Int? = nil) {
    // A semaphore must not end below the value that it began with.
    room = capacity.map { _ in DispatchSemaphore(value: 0) }
    for _ in 0..<(capacity ?? 0) { room?.signal() }
  }

  /// Adds an element as soon as there is room; returns false if nobody wants it.
  package func put(_ element: Element) -> Bool {
    room?.wait()
    let isWanted = state.withLock { state in
      if !state.isAbandoned { state.elements.append(element) }
      return !state.isAbandoned
    }
    if isWanted { waiting.signal() } else { room?.signal() }
    return isWanted
  }

  /// Says that nothing follows.
  package func close() {
    waiting.signal()
  }

  /// Returns the next element as soon as it is there, or null when nothing follows.
  package func take() -> Element? {
    waiting.wait()
    let element = state.withLock { $0.elements.isEmpty ? nil : $0.elements.removeFirst() }
    if element == nil { waiting.signal() } else { room?.signal() }
    return element
  }

  /// Drops what waits and will be put; `put` returns false from now on.
  package func abandon() {
    state.withLock { state in
      state.isAbandoned = true
      state.elements = []
    }
    room?.signal()
  }
}
