import HistoryStore
import Indexing
import TestSupport
import Testing

/// A history of one image repository, told by looks and announcements.
struct ImageStory: Sendable {
  static let repository = "ghcr.io/acme/shop"

  let history: IndexedHistory

  /// Calls `body` with an empty history.
  static func with(_ body: (ImageStory) async throws -> Void) async throws {
    try await withTemporaryFolder { folder in
      try await body(ImageStory(history: IndexedHistory(path: "\(folder)/history.db")))
    }
  }

  /// The digest whose bytes all are one.
  static func digest(_ byte: UInt8) -> Digest {
    guard let digest = Digest(bytes: [UInt8](repeating: byte, count: 32)) else {
      preconditionFailure()
    }
    return digest
  }

  /// Looks at the registry.
  @discardableResult
  func look(
    _ time: String, _ tags: [String: UInt8], kind: ImageLook.Kind = .registry,
    project: String? = nil, change: (inout ImageLook) -> Void = { _ in }
  ) throws -> ImageSummary {
    let end = instant(time)
    var look = ImageLook(
      repository: Self.repository, kind: kind, location: Array("\(kind) of shop".utf8),
      startedAt: end - 1_000_000, endedAt: end)
    for (name, byte) in tags { look.tags[Array(name.utf8)] = Self.digest(byte) }
    change(&look)
    let writer = try HistoryWriter(path: history.path)
    defer { writer.close() }
    return try writer.record(look, project: project)
  }

  /// Records announcements, which arrive in this order.
  @discardableResult
  func announce(
    _ events: [PushEvent], at time: String = "2024-05-31T00:00:00Z", project: String? = nil
  ) throws -> ImageSummary {
    let writer = try HistoryWriter(path: history.path)
    defer { writer.close() }
    var stream = Stream(events: events)
    return try writer.record(
      &stream, recordedAt: instant(time),
      place: { ImagePlace(repository: "\($0.registry ?? "")/\($0.repository)", project: project) })
  }

  static func push(_ time: String?, _ tag: String?, _ byte: UInt8?, id: String? = nil) -> PushEvent
  {
    PushEvent(
      format: "test", id: id.map { Array($0.utf8) }, registry: "ghcr.io", repository: "acme/shop",
      tag: tag.map { Array($0.utf8) }, digest: byte.map(digest), at: time.map(instant))
  }

  static func removal(_ time: String, tag: String? = nil, digest byte: UInt8? = nil) -> PushEvent {
    var event = push(time, tag, byte)
    event.action = .delete
    return event
  }

  /// All states and changes of the tags, without what tells the order of arrival.
  func states() throws -> [String] {
    try history.rows(
      "history | select name, since, until, precision, target, version | sort name, since")
      + history.rows(
        """
        moves | select name, at_earliest, at, precision, change, old, new, old_version, \
        new_version, direction | sort name, at, change, old, new
        """)
  }

  private struct Stream: PushEventStream {
    var events: [PushEvent]?

    mutating func next() -> [KeyedPushEvent]? {
      defer { events = nil }
      return events?.map(KeyedPushEvent.init)
    }
  }
}
