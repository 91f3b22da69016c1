import Indexing

/// Asks git for objects and waits for the replies, for readers that learn from one object which to
/// ask for next.
///
/// One `cat-file` answers all questions, and goes on to those of the next operation (``IdleReaders``).
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

  /// What is wanted of an object, as the word before a question.
  private enum Want: String {
    case contents
    case kind = "info"
  }

  // The bytes of questions that are asked at once. Git answers when it is told that there are no more,
  // so writing them never waits for the replies to be read.
  private static let page = 1 << 15
  // Each is a word of eight letters, a blank, up to 64 digits and a line end.
  private static let questionsAtOnce = page / 74

  private let session: GitSession
  private var git: IdleReaders.Reader?
  /// Whether git has been asked for more than was read.
  private var isWaiting = false

  init(_ session: GitSession) {
    self.session = session
  }

  deinit {
    if let git, !isWaiting { session.giveBack(git) }
  }

  /// Lets git start, so that the first question need not wait for that.
  func start() throws {
    if git == nil { git = try session.objectReader() }
  }

  /// Calls `handle` with an answer for each id, in their order.
  ///
  /// The bytes are the object's, valid during the call.
  func ask(
    _ ids: [ObjectID], _ handle: (Answer, UnsafeRawBufferPointer) throws -> Void
  ) throws {
    try ask(ids, for: .contents, handle)
  }

  /// Calls `handle` with the type and the size of each object, in the order of the ids.
  func ask(kindsOf ids: [ObjectID], _ handle: (Answer) throws -> Void) throws {
    try ask(ids, for: .kind) { answer, _ in try handle(answer) }
  }

  private func ask(
    _ ids: [ObjectID], for want: Want,
    _ handle: (Answer, UnsafeRawBufferPointer) throws -> Void
  ) throws {
    var position = 0
    while position < ids.count {
      let end = min(position + Self.questionsAtOnce, ids.count)
      position += try askSome(ids[position..<end], for: want, handle)
    }
  }

  /// Returns how many questions were answered: fewer than all if git ended.
  private func askSome(
    _ ids: ArraySlice<ObjectID>, for want: Want,
    _ handle: (Answer, UnsafeRawBufferPointer) throws -> Void
  ) throws -> Int {
    var question: [UInt8] = []
    for id in ids {
      question += want.rawValue.utf8
      question.append(UInt8(ascii: " "))
      id.appendHex(to: &question)
      question.append(UInt8(ascii: "\n"))
    }
    try put(question, for: want)
    var answered = 0
    for id in ids {
      guard let reply = try git?.replies.next() else {
        let (cause, isStale) = try endGit()
        if isStale, answered == 0 { return 0 }
        let answer = Answer(id: id, status: .unreadable(cause))
        try handle(answer, UnsafeRawBufferPointer(start: nil, count: 0))
        return answered + 1
      }
      let status: Answer.Status =
        switch reply.status {
        case .found(let kind): .found(kind)
        case .missing: .missing
        case .tooLarge(let size): .tooLarge(size: size)
        }
      try git?.replies.slab.withUnsafeBytes { bytes in
        let content = UnsafeRawBufferPointer(rebasing: bytes[reply.content])
        try handle(Answer(id: id, status: status, size: reply.size), content)
      }
      answered += 1
    }
    isWaiting = false
    return answered
  }

  /// Calls `handle` with what git says of each expression, such as `COMMIT:PATH`, in their order: the type
  /// and the size of what that names; null if git cannot read it.
  ///
  /// - Parameter expressions: Without line ends, and each shorter than 32 KiB.
  func ask(
    kindsOf expressions: [[UInt8]], _ handle: (_ place: Int, ObjectReply?) throws -> Void
  ) throws {
    var position = 0
    while position < expressions.count {
      var question: [UInt8] = []
      var end = position
      while end < expressions.count, question.count + expressions[end].count + 6 <= Self.page {
        question += Want.kind.rawValue.utf8
        question.append(UInt8(ascii: " "))
        question += expressions[end]
        question.append(UInt8(ascii: "\n"))
        end += 1
      }
      precondition(end > position, "an expression is longer than a page")
      try put(question, for: .kind)
      let first = position
      while position < end {
        let reply = try git?.replies.next()
        if reply == nil, try endGit().isStale, position == first { break }
        try handle(position, reply)
        position += 1
        if reply == nil { break }
      }
      if position == end { isWaiting = false }
    }
  }

  /// Puts questions to git.
  private func put(_ question: [UInt8], for want: Want) throws {
    if session.isEnded { throw CancellationError() }
    try start()
    isWaiting = true
    git?.replies.kindsOnly = want == .kind
    // Git then writes the replies together: one by one, each would wake this thread.
    _ = git?.input.writeAll(question + Array("flush\n".utf8))
  }

  /// Ends with the git that gave no reply, and returns why it gave none, and whether it had answered
  /// others before: then it may have ended while nobody asked.
  private func endGit() throws -> (cause: String, isStale: Bool) {
    guard let ended = git else { return ("", false) }
    git = nil
    isWaiting = false
    ended.input.finish()
    let exit = ended.running.waitForExit()
    if let error = exit.startError { throw error }
    if session.isEnded { throw CancellationError() }
    return (exit.text, ended.isReused)
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
