import Indexing
internal import ReadAhead

/// Reads the commits that a `rev-list` finds while it still walks, through two `cat-file` at once,
/// and delivers them in the walk's order.
///
/// The ids are cut in blocks that go to the processes in turn; the second one starts when there is a block for
/// it. What is delivered is noted, so that a walk that breaks off can be continued in another way.
struct PipedCommits {
  // A few hundred KiB of commits: what one process reads ahead while the other's are consumed.
  private static let blockSize = 1024
  // Two; the first starts with the walk.
  private static let laneCount = 2

  private struct Lane {
    var batcher: CommitBatcher
    let running: RunningGit
    let input: OwnedDescriptor

    init(_ request: CommitRequest) throws {
      let started = try request.session.startWithInput(.catFile, ["--batch", "--buffer"])
      batcher = CommitBatcher(started.output, format: request.facts.objectFormat)
      running = started.running
      input = started.input
    }
  }

  /// The commits that were delivered.
  private(set) var delivered: IDList
  private var lanes: [Lane] = []
  /// The second lane, when it has started; none if it has nothing to read.
  private let waiting = HandoverQueue<Result<Lane, any Error>>()
  private let walk: RunningGit
  private var lane = 0
  /// How many replies of the lane's present block are still to come.
  private var rest = Self.blockSize

  init(_ request: CommitRequest) throws {
    delivered = IDList(idLength: request.idLength)
    let (walk, ids) = try RevisionList.start(request, ["--ignore-missing"])
    self.walk = walk
    let queues = (0..<Self.laneCount).map { _ in HandoverQueue<[UInt8]>() }
    let first = try Lane(request)
    lanes = [first]
    startThread { [input = first.input] in Self.feed(input, from: queues[0]) }
    for queue in queues.dropFirst() {
      startThread { [waiting] in Self.startLane(request, from: queue, waiting) }
    }
    let blockLength = Self.blockSize * (2 * request.idLength + 1)
    startThread { Self.deal(ids, to: queues, blockLength: blockLength) }
  }

  /// Returns the next batch, or null when git has ended; `problems` gets what was not delivered.
  mutating func next(_ problems: inout [SourceProblem]) throws -> CommitBatch? {
    while true {
      guard try hasStarted(lane) else { return nil }
      let (batch, replies) = try lanes[lane].batcher.next(limit: rest)
      problems += lanes[lane].batcher.takeProblems()
      rest -= replies
      if replies == 0, lanes[lane].batcher.isAtEnd { return nil }
      if rest == 0 {
        lane = (lane + 1) % Self.laneCount
        rest = Self.blockSize
      }
      if batch.records.isEmpty { continue }
      for record in batch.records { delivered.bytes += batch.ids[batch.idRange(record)] }
      return batch
    }
  }

  /// Waits for the processes after the last batch; all succeed if that was all.
  mutating func waitForExits() throws -> [GitExit] {
    _ = try hasStarted(Self.laneCount - 1)
    for index in lanes.indices where index != lane {
      // One process broke off, and this one would wait for a reader for ever.
      if try lanes[index].batcher.next(limit: 1).replies > 0 { lanes[index].running.cancel() }
    }
    return [walk.waitForExit()] + lanes.map { $0.running.waitForExit() }
  }

  /// Whether there is anything for a lane to read; waits until that is known.
  private mutating func hasStarted(_ lane: Int) throws -> Bool {
    if lane == lanes.count, let started = waiting.take() { lanes.append(try started.get()) }
    return lane < lanes.count
  }

  /// Hands the lines of ids on, block by block.
  ///
  /// No queue is ever full: a process keeps its last replies until it gets more ids, so it must not
  /// wait for them until another has room.
  private static func deal(
    _ ids: OwnedDescriptor, to queues: [HandoverQueue<[UInt8]>], blockLength: Int
  ) {
    defer {
      ids.finish()
      for queue in queues { queue.close() }
    }
    var block = [UInt8](repeating: 0, count: blockLength)
    var number = 0
    while true {
      var end = 0
      while end < blockLength, let count = try? ids.read(into: &block, at: end), count > 0 {
        end += count
      }
      if end == 0 || !queues[number].put(Array(block[..<end])) || end < blockLength { return }
      number = (number + 1) % queues.count
    }
  }

  /// Starts a lane as soon as there is a block for it, and writes the blocks to it.
  private static func startLane(
    _ request: CommitRequest, from queue: HandoverQueue<[UInt8]>,
    _ waiting: HandoverQueue<Result<Lane, any Error>>
  ) {
    defer { waiting.close() }
    guard let block = queue.take() else { return }
    do {
      let lane = try Lane(request)
      let input = lane.input
      _ = waiting.put(.success(lane))
      feed(input, block, from: queue)
    } catch {
      queue.abandon()
      _ = waiting.put(.failure(error))
    }
  }

  /// Writes the blocks to a process, until they end or the process is gone.
  private static func feed(
    _ input: OwnedDescriptor, _ first: [UInt8]? = nil, from queue: HandoverQueue<[UInt8]>
  ) {
    var next = first ?? queue.take()
    while let block = next, input.writeAll(block) { next = queue.take() }
    queue.abandon()
    input.finish()
  }
}
