/// Reads the announcements of registries that arrive in pieces.
///
/// The bytes hold announcements as JSON: one, several behind one another, one a line, or arrays of
/// them, which may be of any length. An announcement may span lines. Byte order marks and blank
/// lines are passed over. Each form of `PushEvent.format` is known by its keys.
///
/// A line that cannot be read is a problem, and the next line is read all the same; where an array
/// or an announcement of several lines breaks, nothing says where the next one begins, and the
/// reader ends. Whoever wants to stop at a problem stops feeding it.
///
/// Memory is bounded by the limit on an announcement and the size of a piece. No URL that stands in
/// an announcement is followed.
///
///     var reader = PushEventReader()
///     while let piece = … { use(reader.read(piece)) }
///     use(reader.finish())
public struct PushEventReader: ~Copyable {
  /// The limit on the bytes of one announcement, unless another is given: 5 MiB.
  public static let standardMaximumSize = 5 << 20

  private var buffer: [UInt8] = []
  private var scanner: AnnouncementScanner

  /// - Parameter maximumSize: The limit on the bytes of one announcement.
  public init(maximumSize: Int = PushEventReader.standardMaximumSize) {
    scanner = AnnouncementScanner(limit: max(2, maximumSize))
  }

  /// Whether the reader met a fault behind which it does not read.
  public var hasEnded: Bool { scanner.hasEnded }

  /// Returns what a further piece completes; a piece of about 1 MiB is a good one.
  public mutating func read(_ piece: UnsafeRawBufferPointer) -> PushEventBatch {
    if hasEnded { return PushEventBatch() }
    buffer.append(contentsOf: piece)
    return scan(isFinal: false)
  }

  /// Returns what a further piece completes; a piece of about 1 MiB is a good one.
  public mutating func read(_ piece: [UInt8]) -> PushEventBatch {
    piece.withUnsafeBytes { read($0) }
  }

  /// Returns what the end of the bytes completes.
  public mutating func finish() -> PushEventBatch {
    hasEnded ? PushEventBatch() : scan(isFinal: true)
  }

  /// Returns all that the given bytes announce.
  public static func read(all bytes: [UInt8]) -> PushEventBatch {
    var reader = PushEventReader()
    var batch = reader.read(bytes)
    batch.append(reader.finish())
    return batch
  }

  private mutating func scan(isFinal: Bool) -> PushEventBatch {
    var collector = EventCollector()
    let consumed = buffer.withUnsafeBytes { bytes in
      scanner.scan(bytes, isFinal: isFinal, into: &collector)
    }
    if hasEnded {
      buffer = []
    } else {
      buffer.removeFirst(consumed)
    }
    return collector.batch
  }
}

extension PushEventBatch {
  /// Adds what a later piece yielded.
  public mutating func append(_ other: PushEventBatch) {
    events += other.events
    ignored += other.ignored
    let room = Self.maximumProblems - problems.count
    problems += other.problems.prefix(max(0, room))
    furtherProblems += other.furtherProblems + max(0, other.problems.count - max(0, room))
  }
}
