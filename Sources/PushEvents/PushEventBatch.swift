public import Indexing

/// What a piece of the announcements of registries yielded.
public struct PushEventBatch: Sendable {
  /// How many problems a batch tells one by one.
  public static let maximumProblems = 1_000

  /// In their order.
  public var events: [PushEvent] = []
  /// The number of announced things that change no tag and no manifest: pulls, layers, scans,
  /// packages that are no images.
  public var ignored = 0
  /// What could not be read, in its order, the first thousand of it.
  public var problems: [EventProblem] = []
  /// The number of problems beyond those.
  public var furtherProblems = 0

  public init() {}
}
