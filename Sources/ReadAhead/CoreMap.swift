internal import Dispatch
internal import Synchronization

/// Returns what `transform` makes of each element, in their order; all cores work on it.
///
/// The calling thread waits, so it is for work that takes milliseconds.
///
/// - Parameter stretch: How many elements one core takes at a time.
package func mapOnAllCores<Element: Sendable, Result: Sendable>(
  _ elements: [Element], by stretch: Int = 1, _ transform: @Sendable (Element) -> Result
) -> [Result] {
  let count = (elements.count + stretch - 1) / stretch
  let results = Mutex([[Result]](repeating: [], count: count))
  DispatchQueue.concurrentPerform(iterations: count) { number in
    let start = number * stretch
    let made = elements[start..<min(start + stretch, elements.count)].map(transform)
    results.withLock { $0[number] = made }
  }
  return results.withLock { Array($0.joined()) }
}
