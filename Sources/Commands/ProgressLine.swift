internal import RegistrySource
internal import Reports
internal import Synchronization

#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Darwin)
  internal import Darwin
#endif

/// One line on stderr that says what is being done; drawn over itself, at most ten times a second.
final class ProgressLine: Sendable {
  private struct State {
    var isDrawn = false
    var drawnAt: Int64 = 0
  }

  private static let interval: Int64 = 100_000

  private let isShown: Bool
  private let state = Mutex(State())

  /// - Parameter isShown: Whether stderr is a terminal that wants it.
  init(isShown: Bool) {
    self.isShown = isShown
  }

  /// Draws a text at once.
  func show(_ text: String) {
    draw(text, isForced: true)
  }

  /// Draws how many commits were read, how fast, and how many there are.
  func show(commits count: Int, of total: Int?, since start: Int64) {
    let seconds = Double(max(1, Console.now() - start)) / 1_000_000
    let rate = grouped(Int(Double(count) / seconds))
    let whole = total.map { " of \(grouped($0))" } ?? ""
    draw("reading commits: \(grouped(count))\(whole), \(rate)/s", isForced: false)
  }

  /// Draws how many announcements were recorded, and how fast.
  func show(announcements count: Int, since start: Int64) {
    let seconds = Double(max(1, Console.now() - start)) / 1_000_000
    draw(
      "recording announcements: \(grouped(count)), \(grouped(Int(Double(count) / seconds)))/s",
      isForced: false)
  }

  /// Draws how far a look at an image repository has come.
  func show(_ progress: LookProgress, of name: String) {
    let total = progress.total.map { " of \(grouped($0))" } ?? ""
    let count = "\(grouped(progress.done))\(total)"
    let text =
      switch progress.step {
      case .listing: "listing tags: \(count)"
      case .resolving: "asking for digests: \(count)"
      case .reading: "reading manifests: \(count)"
      }
    draw("\(name): \(text)", isForced: false)
  }

  /// Takes the line away.
  func finish() {
    state.withLock { state in
      guard state.isDrawn else { return }
      write("\r\u{1B}[K")
      state.isDrawn = false
    }
  }

  private func draw(_ text: String, isForced: Bool) {
    guard isShown else { return }
    state.withLock { state in
      let now = Console.now()
      guard isForced || now - state.drawnAt >= Self.interval else { return }
      state.drawnAt = now
      state.isDrawn = true
      write("\r\u{1B}[K" + text.prefix(Console.errorWidth - 1))
    }
  }

  private func write(_ text: String) {
    let writer = ByteWriter(descriptor: STDERR_FILENO)
    writer.append(text)
    try? writer.flush()
  }
}
