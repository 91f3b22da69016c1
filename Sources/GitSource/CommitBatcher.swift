import Indexing

/// Makes batches of the commits that one `cat-file --batch` writes.
///
/// The objects stay where `read` put them: a record holds offsets, and a commit costs no
/// allocation. Parsing and hashing 100 MB takes about 0.2 s, less than git needs to write them.
struct CommitBatcher {
  private var reader: ObjectReader
  private let hash: ObjectHash
  /// What was not delivered, and why.
  private(set) var problems: [SourceProblem] = []

  init(_ descriptor: OwnedDescriptor, format: ObjectFormat) {
    reader = ObjectReader(descriptor)
    hash = ObjectHash(format: format)
  }

  /// Whether git has written all that it will.
  var isAtEnd: Bool { reader.isAtEnd }

  /// Returns the next batch, and how many replies it stands for: at most `limit`, and fewer if the
  /// slab is full or git has ended.
  ///
  /// A batch may be empty where replies are problems.
  mutating func next(limit: Int) throws -> (batch: CommitBatch, replies: Int) {
    let idLength = hash.format.idLength
    var ids: [UInt8] = []
    var records: [CommitRecord] = []
    ids.reserveCapacity(min(limit, 2048) * 3 * idLength)
    records.reserveCapacity(min(limit, 2048))
    var replies = 0
    while replies < limit {
      if let reply = try reader.nextBuffered() {
        replies += 1
        accept(reply, &ids, &records)
        continue
      }
      if reader.isAtEnd { break }
      if replies > 0, reader.isNearlyFull || reader.needsNewSlab { break }
      try reader.readMore()
    }
    return (
      CommitBatch(bytes: reader.takeSlab(), ids: ids, records: records, idLength: idLength), replies
    )
  }

  /// Returns the problems that were found since the last call.
  mutating func takeProblems() -> [SourceProblem] {
    defer { problems = [] }
    return problems
  }

  private mutating func accept(
    _ reply: ObjectReply, _ ids: inout [UInt8], _ records: inout [CommitRecord]
  ) {
    guard let id = reply.id else {
      problems.append(.incomplete("the list of commits", cause: "git answered without an id"))
      return
    }
    switch reply.status {
    case .found(.commit): break
    case .found(let kind):
      problems.append(.wrongKind(id, kind, expected: .commit))
      return
    case .missing:
      problems.append(.missing(id))
      return
    case .tooLarge(let size):
      problems.append(.tooLarge(id, size: size))
      return
    }
    let start = ids.count
    id.append(to: &ids)
    let isSound = reader.slab.withUnsafeBytes { bytes in
      let content = UnsafeRawBufferPointer(rebasing: bytes[reply.content])
      let matches = ids.withUnsafeBytes { ids in
        hash.matches(
          UnsafeRawBufferPointer(rebasing: ids[start...]), kind: "commit", content: content)
      }
      guard matches else { return false }
      records.append(
        CommitParser.parse(bytes, reply.content, idLength: hash.format.idLength, ids: &ids))
      return true
    }
    if !isSound {
      ids.removeSubrange(start...)
      problems.append(.mismatched(id))
    }
  }
}

/// A list of ids, back to back.
struct IDList: Sendable {
  var bytes: [UInt8] = []
  let idLength: Int

  var count: Int { bytes.count / idLength }

  subscript(index: Int) -> ObjectID? {
    ObjectID(bytes: bytes[index * idLength..<(index + 1) * idLength])
  }

  mutating func append(_ id: ObjectID) {
    id.append(to: &bytes)
  }

  /// Appends the hexadecimal digits and a line end for each id in the range to `target`.
  func appendLines(_ range: Range<Int>, to target: inout [UInt8]) {
    for position in range.lowerBound * idLength..<range.upperBound * idLength {
      let byte = bytes[position]
      target.append(hexDigits[Int(byte >> 4)])
      target.append(hexDigits[Int(byte & 15)])
      if (position + 1) % idLength == 0 { target.append(UInt8(ascii: "\n")) }
    }
  }
}

private let hexDigits = Array("0123456789abcdef".utf8)
