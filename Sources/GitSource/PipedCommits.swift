import Indexing

/// Reads the commits that a `rev-list` finds while it still walks, through two `cat-file` at once,
/// and delivers them in the walk's order.
///
/// The ids are cut in blocks that go to the processes in turn. What is delivered is noted, so that
/// a walk that breaks off can be continued in another way.
struct PipedCommits {
  // About half a slab of commits: what one process reads ahead while the other's are consumed.
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
    var inputs: [OwnedDescriptor] = []
    for _ in 0..<Self.laneCount {
      let started = try request.session.startWithInput(.catFile, ["--batch", "--buffer"])
      lanes.append(
        Lane(
          batcher: CommitBatcher(started.output, format: format), running: started.running))
      inputs.append(started.input)
    }
    let blockLength = Self.blockSize * (2 * format.idLength + 1)
    startThread { [inputs] in Self.deal(ids, to: inputs, blockLength: blockLength) }
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

  /// Hands the lines of ids on, block by block, as soon as they are there.
  ///
  /// Blocks that are not full yet are not held back for long: a walk is faster than what follows.
  /// Ends early if a process is gone.
  private static func deal(
    _ ids: OwnedDescriptor, to inputs: [OwnedDescriptor], blockLength: Int
  ) {
    defer { for input in inputs { input.finish() } }
    var block = [UInt8](repeating: 0, count: blockLength)
    var number = 0
    while true {
      var end = 0
      while end < blockLength, let count = try? ids.read(into: &block, at: end), count > 0 {
        end += count
      }
      if end == 0 || !inputs[number].writeAll(Array(block[..<end])) { return }
      if end < blockLength { return }
      number = (number + 1) % inputs.count
    }
  }
}
