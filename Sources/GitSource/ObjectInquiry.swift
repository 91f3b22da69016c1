import Indexing

/// Asks git for objects and waits for the replies, for readers that learn from one object which to
/// ask for next.
///
/// Git ends when it meets an object that it cannot read: that object is reported as unreadable, and
/// another git goes on behind it.
final class ObjectInquiry {
  /// What git knows of one object.
  struct Answer {
    enum Status {
      case found(ObjectKind)
      case missing
      case unreadable(String)
      case tooLarge(size: Int)
    }

    var id: ObjectID
    var status: Status
    /// The bytes of the object, if it was found.
    var size = 0
  }

  // Questions that fit in the smallest pipe, which is one page, so that writing them never waits
  // while git waits for its replies to be read.
  private static let questionsAtOnce = 4096 / 65

  private let session: GitSession
  private let kindsOnly: Bool
  private var running: RunningGit?
  private var input: OwnedDescriptor?
  private var reader: ObjectReader?

  /// With `kindsOnly`, only the types of objects are asked for.
  init(_ session: GitSession, kindsOnly: Bool = false) {
    self.session = session
    self.kindsOnly = kindsOnly
  }

  /// Calls `handle` with an answer for each id, in their order.
  ///
  /// The bytes are the object's, valid during the call.
  func ask(
    _ ids: [ObjectID], _ handle: (Answer, UnsafeRawBufferPointer) throws -> Void
  ) throws {
    var position = 0
    while position < ids.count {
      let end = min(position + Self.questionsAtOnce, ids.count)
      position += try askSome(ids[position..<end], handle)
    }
  }

  /// Returns how many questions were answered: fewer than all if git ended.
  private func askSome(
    _ ids: ArraySlice<ObjectID>, _ handle: (Answer, UnsafeRawBufferPointer) throws -> Void
  ) throws -> Int {
    if session.isEnded { throw CancellationError() }
    try startIfNeeded()
    var question: [UInt8] = []
    for id in ids {
      id.appendHex(to: &question)
      question.append(UInt8(ascii: "\n"))
    }
    _ = input?.writeAll(question)
    var answered = 0
    for id in ids {
      guard let reply = try reader?.next() else {
        let answer = Answer(id: id, status: .unreadable(try endGit()))
        try handle(answer, UnsafeRawBufferPointer(start: nil, count: 0))
        return answered + 1
      }
      let status: Answer.Status =
        switch reply.status {
        case .found(let kind): .found(kind)
        case .missing: .missing
        case .tooLarge(let size): .tooLarge(size: size)
        }
      try reader?.slab.withUnsafeBytes { bytes in
        let content = UnsafeRawBufferPointer(rebasing: bytes[reply.content])
        try handle(Answer(id: id, status: status, size: reply.size), content)
      }
      answered += 1
    }
    return answered
  }

  private func startIfNeeded() throws {
    if running != nil { return }
    let started = try session.startWithInput(
      .catFile, [kindsOnly ? "--batch-check" : "--batch"])
    running = started.running
    input = started.input
    reader = ObjectReader(started.output, kindsOnly: kindsOnly)
  }

  /// Calls `handle` with what git says of each expression, such as `COMMIT:PATH`, in their order; null if
  /// it cannot read what that names.
  ///
  /// - Parameter expressions: Without line ends, and each shorter than a page.
  func ask(
    expressions: [[UInt8]], _ handle: (_ place: Int, ObjectReply?) throws -> Void
  ) throws {
    var position = 0
    while position < expressions.count {
      if session.isEnded { throw CancellationError() }
      try startIfNeeded()
      var question: [UInt8] = []
      var end = position
      while end < expressions.count, question.count + expressions[end].count < 4096 {
        question += expressions[end]
        question.append(UInt8(ascii: "\n"))
        end += 1
      }
      precondition(end > position, "an expression is longer than a page")
      _ = input?.writeAll(question)
      while position < end {
        let reply = try reader?.next()
        if reply == nil { _ = try endGit() }
        try handle(position, reply)
        position += 1
        if reply == nil { break }
      }
    }
  }

  /// Ends with the git that gave no reply, and returns why it gave none.
  private func endGit() throws -> String {
    input?.finish()
    input = nil
    reader = nil
    let exit = running?.waitForExit()
    running = nil
    if let error = exit?.startError { throw error }
    if session.isEnded { throw CancellationError() }
    return exit?.text ?? ""
  }
}

extension ObjectInquiry.Answer {
  /// Returns the problem that the answer states, or null if the object was found.
  var problem: SourceProblem? {
    switch status {
    case .found: nil
    case .missing: .missing(id)
    case .unreadable(let cause): .unreadable(id, cause: cause)
    case .tooLarge(let size): .tooLarge(id, size: size)
    }
  }
}

// The texts of the problems that users see.
extension SourceProblem {
  static func missing(_ id: ObjectID) -> SourceProblem {
    SourceProblem(
      code: .missing, object: id, message: "object \(id) is not in the repository")
  }

  static func mismatched(_ id: ObjectID) -> SourceProblem {
    SourceProblem(
      code: .mismatched, object: id,
      message: "the bytes stored as object \(id) have another hash: damaged or forged")
  }

  static func unreadable(_ id: ObjectID, cause: String) -> SourceProblem {
    SourceProblem(
      code: .unreadable, object: id, message: "git cannot read object \(id): \(cause)")
  }

  static func wrongKind(_ id: ObjectID, _ kind: ObjectKind, expected: ObjectKind) -> SourceProblem {
    SourceProblem(
      code: .wrongKind, object: id,
      message: "object \(id) is a \(kind.rawValue), not a \(expected.rawValue)")
  }

  static func tooLarge(_ id: ObjectID?, size: Int) -> SourceProblem {
    SourceProblem(
      code: .tooLarge, object: id,
      message: "object \(id.map { "\($0)" } ?? "without id") has \(size) bytes; the limit is "
        + "\(ObjectLimit.object)")
  }

  static func brokenRef(_ name: [UInt8], target: ObjectID? = nil) -> SourceProblem {
    SourceProblem(
      code: .brokenRef, object: target, ref: name,
      message: "ref \(String(decoding: name, as: UTF8.self)) names no object")
  }

  static func incomplete(_ what: String, cause: String) -> SourceProblem {
    SourceProblem(code: .incomplete, message: "\(what) is incomplete: \(cause)")
  }
}
