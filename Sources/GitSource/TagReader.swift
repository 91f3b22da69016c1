public import Indexing

/// Tag objects and what could not be read of them.
public struct TagListing: Sendable {
  /// The tag objects, each once: those asked for, and those that they lead to.
  public var tags: [TagObject]
  public var problems: [SourceProblem]
}

/// Reads tag objects and those that they lead to, one level at a time, so that a long chain needs
/// no deep stack.
struct TagReader {
  private let inquiry: ObjectInquiry
  private let hash: ObjectHash
  private(set) var tags: [ObjectID: TagObject] = [:]
  private(set) var problems: [SourceProblem] = []
  private var asked: Set<ObjectID> = []

  /// - Parameter tags: tag objects that were read before, with all that they lead to.
  init(_ inquiry: ObjectInquiry, format: ObjectFormat, read tags: [TagObject] = []) {
    self.inquiry = inquiry
    hash = ObjectHash(format: format)
    self.tags = Dictionary(tags.map { ($0.id, $0) }) { first, _ in first }
    asked = Set(tags.map(\.id))
  }

  mutating func read(_ ids: [ObjectID]) throws {
    var wanted = ids.filter { asked.insert($0).inserted }
    while !wanted.isEmpty {
      var inner: [ObjectID] = []
      try inquiry.ask(wanted) { answer, bytes in
        guard let tag = accept(answer, bytes) else { return }
        tags[tag.id] = tag
        if tag.targetKind == .tag, asked.insert(tag.target).inserted { inner.append(tag.target) }
      }
      wanted = inner
    }
  }

  private mutating func accept(
    _ answer: ObjectInquiry.Answer, _ bytes: UnsafeRawBufferPointer
  ) -> TagObject? {
    guard case .found(let kind) = answer.status else {
      answer.problem.map { problems.append($0) }
      return nil
    }
    guard kind == .tag else {
      problems.append(.wrongKind(answer.id, kind, expected: .tag))
      return nil
    }
    guard hash.matches(answer.id, kind: "tag", content: bytes) else {
      problems.append(.mismatched(answer.id))
      return nil
    }
    guard let tag = TagParser.parse(bytes, id: answer.id) else {
      problems.append(.unreadable(answer.id, cause: "the tag object names no target"))
      return nil
    }
    return tag
  }

  /// Follows tag objects from `id`; returns the object behind them, with its type if it is known.
  func peel(_ id: ObjectID, _ kind: ObjectKind?) -> (id: ObjectID, kind: ObjectKind?) {
    var id = id
    var kind = kind
    while kind == .tag {
      guard let tag = tags[id] else { return (id, nil) }
      id = tag.target
      kind = tag.targetKind
    }
    return (id, kind)
  }
}

/// Parses raw tag objects.
enum TagParser {
  /// Returns the tag, or null if its target is malformed.
  static func parse(_ bytes: UnsafeRawBufferPointer, id: ObjectID) -> TagObject? {
    var target: ObjectID?
    var kind: ObjectKind?
    var name: [UInt8]?
    var tagger: ParsedIdentity?
    var flaws: ObjectFlaws = []
    var position = 0
    while position < bytes.count {
      let newline = firstIndex(of: UInt8(ascii: "\n"), in: bytes, position..<bytes.count)
      let line = position..<(newline ?? bytes.count)
      position = min(line.upperBound + 1, bytes.count)
      // A tag without a message may lack the empty line.
      if line.isEmpty { break }
      if let value = value(of: "object", bytes[line]), target == nil {
        target = ObjectID(hex: value)
      } else if let value = value(of: "type", bytes[line]), kind == nil {
        kind = ObjectKind(rawValue: String(decoding: value, as: UTF8.self))
      } else if let value = value(of: "tag", bytes[line]), name == nil {
        name = Array(value)
      } else if let value = value(of: "tagger", bytes[line]) {
        if tagger != nil {
          flaws.insert(.repeatedHeader)
          continue
        }
        tagger = ParsedIdentity(bytes, value.startIndex..<value.endIndex)
      }
    }
    guard let target, let kind, target.count == id.count else { return nil }
    if firstIndex(of: 0, in: bytes, 0..<position) != nil { flaws.insert(.nulInHeader) }
    if firstIndex(of: 0, in: bytes, position..<bytes.count) != nil { flaws.insert(.nulInMessage) }
    var tag = TagObject(
      id: id, target: target, targetKind: kind, name: name ?? [],
      message: Array(bytes[position...]), flaws: flaws)
    if let tagger { add(tagger, bytes, to: &tag) }
    return tag
  }

  private static func add(
    _ tagger: ParsedIdentity, _ bytes: UnsafeRawBufferPointer, to tag: inout TagObject
  ) {
    let identity = Array(bytes[tagger.range.indices])
    let open = identity.firstIndex(of: UInt8(ascii: "<")) ?? identity.count
    var name = identity[..<open]
    if name.last == UInt8(ascii: " ") { name.removeLast() }
    tag.taggerName = Array(name)
    tag.taggerEmail = Array(identity[open...].dropFirst())
    if tag.taggerEmail.last == UInt8(ascii: ">") { tag.taggerEmail.removeLast() }
    tag.taggedAt = tagger.time
    tag.zone = tagger.zone
    tag.flaws.formUnion(tagger.flaws)
  }

  private static func value(
    of header: StaticString, _ line: Slice<UnsafeRawBufferPointer>
  ) -> Slice<UnsafeRawBufferPointer>? {
    let count = header.utf8CodeUnitCount
    let matches = header.withUTF8Buffer { line.starts(with: $0) }
    guard matches, line.count > count, line[line.startIndex + count] == UInt8(ascii: " ") else {
      return nil
    }
    return line.dropFirst(count + 1)
  }
}
