/// One change of a ref, as somebody who was there when it happened wrote it down.
public struct RefLogEntry: Sendable, Hashable {
  /// The full name of the ref.
  public var ref: [UInt8]
  /// What the ref named before; null if it did not exist.
  public var old: ObjectID?
  /// What the ref named afterwards; null if it was deleted.
  public var new: ObjectID?
  /// When it happened by the writer's clock, in microseconds since 1970 UTC.
  public var at: Int64
  /// Minutes east of UTC where the writer was; null if it is not told.
  public var zone: Int32?
  /// Who did it: `Name <mail>` in a reflog; empty if it is not told.
  public var who: [UInt8]
  /// Why, such as `commit: Fix it` in a reflog; may be empty.
  public var message: [UInt8]
  /// The line in the log, from 1 on.
  public var line: Int

  public init(
    ref: [UInt8], old: ObjectID?, new: ObjectID?, at: Int64, zone: Int32? = nil, who: [UInt8] = [],
    message: [UInt8] = [], line: Int
  ) {
    self.ref = ref
    self.old = old
    self.new = new
    self.at = at
    self.zone = zone
    self.who = who
    self.message = message
    self.line = line
  }

  /// The name of who did it, without a mail address; null if it is not told.
  public var actor: [UInt8]? {
    var name = who.prefix { $0 != UInt8(ascii: "<") }
    while name.last == UInt8(ascii: " ") { name.removeLast() }
    return name.isEmpty ? nil : Array(name)
  }
}

/// The changes of refs that a log states.
public struct RefLog: Sendable {
  /// Who wrote a log.
  public enum Origin: String, Sendable, Hashable {
    /// Git, in the clone where the refs are.
    case reflog
    /// A hook of the server that refs are pushed to.
    case pushLog = "push log"
  }

  public var origin: Origin
  /// The entries of each ref in the order in which they happened.
  public var entries: [RefLogEntry]
  /// How many lines are malformed, and were left out.
  public var skipped: Int
  /// Sentences on what could not be read.
  public var notes: [String]

  public init(
    origin: Origin, entries: [RefLogEntry] = [], skipped: Int = 0, notes: [String] = []
  ) {
    self.origin = origin
    self.entries = entries
    self.skipped = skipped
    self.notes = notes
  }

  /// All objects that the entries name, each once.
  public var objects: Set<ObjectID> {
    var objects: Set<ObjectID> = []
    for entry in entries {
      if let id = entry.old { objects.insert(id) }
      if let id = entry.new { objects.insert(id) }
    }
    return objects
  }
}
