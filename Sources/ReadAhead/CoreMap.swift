internal import Dispatch

/// Returns what `transform` makes of each element, in their order; all cores work on it.
///
/// The calling thread waits, so it is for work that takes milliseconds.
///
/// - Parameter stretch: How many elements one core takes at a time.
package func mapOnAllCores<Element: Sendable, Result: Sendable>(
  _ elements: [Element], by stretch: Int = 1, _ transform: @Sendable (Element) -> Result
) -> [Result] {
  [Result](unsafeUninitializedCapacity: elements.count) { results, count in
    // Each place is written once, and read by nobody before all are.
    nonisolated(unsafe) let results = results
    let stretches = (elements.count + stretch - 1) / stretch
    DispatchQueue.concurrentPerform(iterations: stretches) { number in
      let start = number * stretch
      for place in start..<min(start + stretch, elements.count) {
        results.initializeElement(at: place, to: transform(elements[place]))
      }
    }
    count = elements.count
  }
}
