internal import Changelogs
internal import Indexing
internal import Synchronization

/// The changelogs that a run has parsed.
///
/// The trees of tags mostly hold versions that the default branch had, too.
final class ParsedChangelogs: Sendable {
  private struct Source: Hashable {
    let blob: ObjectID
    /// The format follows from the name, too.
    let path: [UInt8]
  }

  private let changelogs = Mutex<[Source: Changelog]>([:])

  subscript(blob: ObjectID, path: [UInt8]) -> Changelog? {
    get { changelogs.withLock { $0[Source(blob: blob, path: path)] } }
    set { changelogs.withLock { $0[Source(blob: blob, path: path)] = newValue } }
  }
}
