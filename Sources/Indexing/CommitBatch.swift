/// A range of offsets in a batch's bytes.
public struct ByteRange: Sendable, Hashable {
  public var start: UInt32
  public var end: UInt32

  public init(_ start: Int, _ end: Int) {
    self.start = UInt32(truncatingIfNeeded: start)
    self.end = UInt32(truncatingIfNeeded: end)
  }

  /// The range of nothing.
  public static let empty = ByteRange(0, 0)

  public var isEmpty: Bool { start >= end }
  public var count: Int { Int(end) - Int(start) }
  /// The offsets, to subscript an array with.
  public var indices: Range<Int> { Int(start)..<Int(end) }
}

/// What is wrong with a commit's or a tag's bytes: nothing with a sound object's.
public struct ObjectFlaws: OptionSet, Sendable, Hashable, CustomStringConvertible {
  public let rawValue: UInt16

  public init(rawValue: UInt16) {
    self.rawValue = rawValue
  }

  public static let missingTree = ObjectFlaws(rawValue: 1 << 0)
  public static let malformedParent = ObjectFlaws(rawValue: 1 << 1)
  public static let missingAuthor = ObjectFlaws(rawValue: 1 << 2)
  public static let missingCommitter = ObjectFlaws(rawValue: 1 << 3)
  public static let malformedIdentity = ObjectFlaws(rawValue: 1 << 4)
  public static let malformedTime = ObjectFlaws(rawValue: 1 << 5)
  public static let timeOutOfRange = ObjectFlaws(rawValue: 1 << 6)
  public static let malformedZone = ObjectFlaws(rawValue: 1 << 7)
  public static let repeatedHeader = ObjectFlaws(rawValue: 1 << 8)
  public static let nulInHeader = ObjectFlaws(rawValue: 1 << 9)
  public static let nulInMessage = ObjectFlaws(rawValue: 1 << 10)
  public static let unfinishedHeaders = ObjectFlaws(rawValue: 1 << 11)
  public static let malformedTarget = ObjectFlaws(rawValue: 1 << 12)

  private static let reasons: [(ObjectFlaws, String)] = [
    (.missingTree, "no tree"),
    (.malformedParent, "a malformed parent"),
    (.missingAuthor, "no author"),
    (.missingCommitter, "no committer"),
    (.malformedIdentity, "a malformed name or address"),
    (.malformedTime, "a malformed date"),
    (.timeOutOfRange, "a date out of range"),
    (.malformedZone, "a malformed time zone"),
    (.repeatedHeader, "a repeated header"),
    (.nulInHeader, "a NUL byte in a header"),
    (.nulInMessage, "a NUL byte in the message"),
    (.unfinishedHeaders, "headers without an end"),
    (.malformedTarget, "a malformed target"),
  ]

  /// The flaws in words, such as `no committer, a malformed date`; empty for a sound object.
  public var description: String {
    Self.reasons.filter { contains($0.0) }.map(\.1).joined(separator: ", ")
  }
}

/// One commit: where its parts lie in the batch, and the numbers that were read from them.
///
/// A trivial value, so that a batch of thousands is one allocation.
public struct CommitRecord: Sendable {
  /// The whole object, as git stores it.
  public var object: ByteRange
  /// Where the ids start in ``CommitBatch/ids``: the commit's own, its tree's, its parents'.
  public var ids: UInt32
  public var parentCount: UInt32
  /// The author's `Name <email>`, or empty.
  public var author: ByteRange
  /// The committer's `Name <email>`, or empty.
  public var committer: ByteRange
  /// Seconds since 1970-01-01T00:00:00Z, or null: absent, malformed or out of range.
  public var authorTime: Int64?
  public var committerTime: Int64?
  /// Minutes east of UTC, or null: absent or malformed.
  public var authorZone: Int32?
  public var committerZone: Int32?
  /// The value of the `encoding` header, or empty: UTF-8 is claimed.
  public var encoding: ByteRange
  /// What follows the headers, unchanged.
  public var message: ByteRange
  public var flaws: ObjectFlaws
  public var headers: CommitHeaders

  public init(object: ByteRange, ids: Int) {
    self.object = object
    self.ids = UInt32(truncatingIfNeeded: ids)
    parentCount = 0
    author = .empty
    committer = .empty
    encoding = .empty
    message = .empty
    flaws = []
    headers = []
  }
}

/// Which headers a commit has beside tree, parents, author and committer.
public struct CommitHeaders: OptionSet, Sendable, Hashable {
  public let rawValue: UInt8

  public init(rawValue: UInt8) {
    self.rawValue = rawValue
  }

  public static let encoding = CommitHeaders(rawValue: 1 << 0)
  /// A `gpgsig` or a `gpgsig-sha256` header.
  public static let signature = CommitHeaders(rawValue: 1 << 1)
  public static let mergeTag = CommitHeaders(rawValue: 1 << 2)
  /// A header that git itself does not write.
  public static let unusual = CommitHeaders(rawValue: 1 << 3)
}

/// A slab of raw commits and where their parts lie in it.
public struct CommitBatch: Sendable {
  /// The objects, one after another with other bytes between them.
  public var bytes: [UInt8]
  /// The ids of the records, raw and back to back: of each, its own, its tree's, its parents'.
  public var ids: [UInt8]
  public var records: [CommitRecord]
  /// The number of bytes in an id: 20 or 32.
  public var idLength: Int

  public init(bytes: [UInt8], ids: [UInt8], records: [CommitRecord], idLength: Int) {
    self.bytes = bytes
    self.ids = ids
    self.records = records
    self.idLength = idLength
  }

  /// Returns where the commit's own id lies in ``ids``.
  public func idRange(_ record: CommitRecord) -> Range<Int> {
    Int(record.ids)..<Int(record.ids) + idLength
  }

  /// Returns where the tree's id lies in ``ids``: zeros if the object names none.
  public func treeRange(_ record: CommitRecord) -> Range<Int> {
    Int(record.ids) + idLength..<Int(record.ids) + 2 * idLength
  }

  /// Returns where the id of a parent lies in ``ids``; the first parent has index 0.
  public func parentRange(_ record: CommitRecord, _ index: Int) -> Range<Int> {
    let start = Int(record.ids) + (2 + index) * idLength
    return start..<start + idLength
  }

  /// Returns the commit's own id.
  public func id(_ record: CommitRecord) -> ObjectID? {
    ObjectID(bytes: ids[idRange(record)])
  }

  /// Returns the ids of the parents in their order.
  public func parents(_ record: CommitRecord) -> [ObjectID] {
    (0..<Int(record.parentCount)).compactMap { ObjectID(bytes: ids[parentRange(record, $0)]) }
  }
}
