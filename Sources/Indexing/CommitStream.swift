/// The order in which a stream yields commits.
public enum CommitOrder: Sendable, Hashable {
  /// Every commit comes after all its parents that the stream yields; `count` commits are listed,
  /// of which those with a problem are not yielded.
  case parentsFirst(count: Int)
  /// Roughly the newest first: a parent may come before its child where clocks were wrong.
  case newestFirst
}

/// Commits, batch by batch, pulled by the consumer on a thread of its own.
///
/// `next` blocks while the source produces, so it must not be called on a thread of the cooperative
/// pool.
public protocol CommitStream {
  /// The order of the commits, known before the first batch.
  var order: CommitOrder { get }

  /// What could not be read or was not trusted so far. After the last batch the list is complete,
  /// and what the stream lacks is exactly what the list names.
  var problems: [SourceProblem] { get }

  /// Returns the next batch, or null after the last one.
  mutating func next() throws -> CommitBatch?
}
