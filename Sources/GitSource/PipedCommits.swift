import Indexing
internal import ReadAhead

/// Reads the commits that a `rev-list` finds while it still walks, through two `cat-file` at once,
/// and delivers them in the walk's order.
///
/// The ids are cut in blocks that go to the processes in turn. What is delivered is noted, so that
/// a walk that breaks off can be continued in another way.
struct PipedCommits {
  // A few hundred KiB of commits: what one process reads ahead while the other's are consumed.
  private static let blockSize = 1024
  private static let laneCount = 2

  private struct Lane {
    var batcher: CommitBatcher
    let running: RunningGit
  }

  /// The commits that were delivered.
  private(set) var delivered: IDList
  private var lanes: [Lane] = []
  private let walk: RunningGit
  private var lane = 0
  /// How many replies of the lane's present block are still to come.
  private var rest = Self.blockSize

  init(_ request: CommitRequest) throws {
    let format = request.facts.objectFormat
    delivered = IDList(idLength: format.idLength)
    let (walk, ids) = try RevisionList.start(request, ["--ignore-missing"])
    self.walk = walk
    var queues: [HandoverQueue<[UInt8]>] = []
    for _ in 0..<Self.laneCount {
      let started = try request.session.startWithInput(.catFile, ["--batch", "--buffer"])
      lanes.append(
        Lane(
          batcher: CommitBatcher(started.output, format: format), running: started.running))
      let queue = HandoverQueue<[UInt8]>()
      queues.append(queue)
      startThread { Self.feed(started.input, from: queue) }
    }
    let blockLength = Self.blockSize * (2 * format.idLength + 1)
    startThread { [queues] in Self.deal(ids, to: queues, blockLength: blockLength) }
  }

  /// Returns the next batch, or null when git has ended; `problems` gets what was not delivered.
  mutating func next(_ problems: inout [SourceProblem]) throws -> CommitBatch? {
    while true {
      let (batch, replies) = try lanes[lane].batcher.next(limit: rest)
      problems += lanes[lane].batcher.takeProblems()
      rest -= replies
      if replies == 0, lanes[lane].batcher.isAtEnd { return nil }
      if rest == 0 {
        lane = (lane + 1) % lanes.count
        rest = Self.blockSize
      }
      if batch.records.isEmpty { continue }
      for record in batch.records { delivered.bytes += batch.ids[batch.idRange(record)] }
      return batch
    }
  }

  /// Waits for the processes after the last batch; all succeed if that was all.
  mutating func waitForExits() throws -> [GitExit] {
    for index in lanes.indices where index != lane {
      // One process broke off, and this one would wait for a reader for ever.
      if try lanes[index].batcher.next(limit: 1).replies > 0 { lanes[index].running.cancel() }
    }
    return [walk.waitForExit()] + lanes.map { $0.running.waitForExit() }
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

  /// Writes the blocks to a process, until they end or the process is gone.
  private static func feed(_ input: OwnedDescriptor, from queue: HandoverQueue<[UInt8]>) {
    while let block = queue.take(), input.writeAll(block) {}
    queue.abandon()
    input.finish()
  }
}
