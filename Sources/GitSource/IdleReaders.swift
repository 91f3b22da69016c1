import Synchronization

/// The `cat-file` processes of a repository that have answered all questions and wait for more.
///
/// Git takes longer to start than to answer most questions, so the operations on a repository hand
/// theirs on.
final class IdleReaders: Sendable {
  /// A `cat-file` that answers questions.
  struct Reader {
    let running: RunningGit
    let input: OwnedDescriptor
    var replies: ObjectReader
    /// Whether it answered an earlier operation.
    var isReused = false
  }

  private let readers = Mutex<[Reader]>([])

  deinit {
    // At the end of its input git ends.
    readers.withLock { for reader in $0 { reader.input.finish() } }
  }

  func take() -> Reader? {
    readers.withLock { $0.popLast() }
  }

  func put(_ reader: Reader) {
    var reader = reader
    reader.isReused = true
    readers.withLock { $0.append(reader) }
  }
}
