internal import Crypto
internal import GRDB
public import Indexing

/// An announcement with the key by which further deliveries of it are known.
///
/// The key is a hash: a thread that reads ahead spares the writer its time.
public struct KeyedPushEvent: Sendable {
  public let event: PushEvent
  let key: [UInt8]

  public init(_ event: PushEvent) {
    self.event = event
    key = EventKey.of(event)
  }
}

/// The identity of an announcement: deliveries of the same one have the same key.
enum EventKey {
  /// Returns the key of the sender's own name of an event, or of all that it says.
  static func of(_ event: PushEvent) -> [UInt8] {
    let tag = event.tag ?? []
    if let id = event.id { return of(event.format, [id, tag]) }
    let action: [UInt8] = [event.action == .push ? 1 : 0]
    return of(
      event.format, [action, tag, event.digest?.bytes ?? [], Array("\(event.at ?? -1)".utf8)])
  }

  /// Returns 16 bytes that stand for the parts.
  static func of(_ kind: String, _ parts: [[UInt8]]) -> [UInt8] {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(256)
    append(kind.utf8, to: &bytes)
    for part in parts { append(part, to: &bytes) }
    return bytes.withUnsafeBytes { Array(SHA256.hash(data: $0).prefix(16)) }
  }

  private static func append(_ part: some Collection<UInt8>, to bytes: inout [UInt8]) {
    withUnsafeBytes(of: UInt32(part.count).bigEndian) { bytes.append(contentsOf: $0) }
    bytes.append(contentsOf: part)
  }

  static func isKnown(_ db: Database, repo: Int64, _ key: [UInt8]) throws -> Bool {
    try Bool.fetchOne(
      db.cachedStatement(sql: "SELECT 1 FROM image_fact WHERE repo = ? AND key = ?"),
      arguments: [repo, key.data]) ?? false
  }
}
