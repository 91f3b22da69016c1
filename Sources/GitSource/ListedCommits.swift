import Indexing
internal import ReadAhead

/// Reads a list of commits through two `cat-file` at once, and delivers them in the list's order.
///
/// The list is cut in blocks that go to the processes in turn. While the blocks of one are
/// consumed, the other fills its pipe. Two processes save 0.3 s of 1.4 s for 200,000 commits.
struct ListedCommits {
  private struct Lane {
    var batcher: CommitBatcher
    var running: RunningGit
  }

  // About one slab of commits.
  private static let blockSize = 1024
  // Each restart costs some milliseconds.
  private static let restartLimit = 4096

  private let session: GitSession
  private let format: ObjectFormat
  private let list: IDList
  private let laneCount: Int
  private var lanes: [Lane?]
  private var position = 0
  private var restarts = 0

  init(_ session: GitSession, format: ObjectFormat, list: IDList) {
    self.session = session
    self.format = format
    self.list = list
    laneCount = list.count > 2 * Self.blockSize ? 2 : 1
    lanes = Array(repeating: nil, count: laneCount)
  }

  mutating func next(_ problems: inout [SourceProblem]) throws -> CommitBatch? {
    while position < list.count {
      if session.isEnded { throw CancellationError() }
      // Both start at once, so that the second works while the first is consumed.
      for block in position / Self.blockSize..<position / Self.blockSize + laneCount {
        try startIfNeeded(block)
      }
      let block = position / Self.blockSize
      let number = block % laneCount
      let limit = min((block + 1) * Self.blockSize, list.count) - position
      guard let (batch, replies) = try lanes[number]?.batcher.next(limit: limit) else { break }
      problems += lanes[number]?.batcher.takeProblems() ?? []
      position += replies
      if replies < limit, lanes[number]?.batcher.isAtEnd == true {
        try skipUnreadable(lane: number, &problems)
      }
      if !batch.records.isEmpty { return batch }
    }
    return nil
  }

  /// Reports the commit at which git ended, and goes on behind it.
  private mutating func skipUnreadable(
    lane number: Int, _ problems: inout [SourceProblem]
  ) throws {
    let exit = lanes[number]?.running.waitForExit()
    lanes[number] = nil
    if session.isEnded { throw CancellationError() }
    if let error = exit?.startError { throw error }
    let cause = exit?.text ?? ""
    restarts += 1
    if restarts > Self.restartLimit {
      problems.append(
        .incomplete("the list of commits", cause: "git failed \(restarts) times: \(cause)"))
      position = list.count
      return
    }
    if let id = list[position] { problems.append(.unreadable(id, cause: cause)) }
    position += 1
  }

  /// Starts the process of a block's lane, from the block or the position inside it.
  private mutating func startIfNeeded(_ block: Int) throws {
    let number = block % laneCount
    guard lanes[number] == nil else { return }
    let first = max(block * Self.blockSize, position)
    guard first < list.count else { return }
    let started = try session.startWithInput(.catFile, ["--batch", "--buffer"])
    lanes[number] = Lane(
      batcher: CommitBatcher(started.output, format: format), running: started.running)
    startThread { [list, laneCount, input = started.input] in
      Self.ask(list, from: first, every: laneCount, input)
      input.finish()
    }
  }

  /// Writes the ids from `first` to the end of its block, and those of every later block of the
  /// lane.
  ///
  /// Ends early if git is gone.
  private static func ask(
    _ list: IDList, from first: Int, every laneCount: Int, _ input: OwnedDescriptor
  ) {
    var start = first
    var lines: [UInt8] = []
    while start < list.count {
      let block = start / blockSize
      lines.removeAll(keepingCapacity: true)
      list.appendLines(start..<min((block + 1) * blockSize, list.count), to: &lines)
      if !input.writeAll(lines) { return }
      start = (block + laneCount) * blockSize
    }
  }
}
