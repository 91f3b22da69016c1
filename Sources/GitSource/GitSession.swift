internal import ReadAhead
import Synchronization
import SystemPackage

/// The git processes of one operation, which end with it.
final class GitSession: Sendable {
  private struct State {
    var isEnded = false
    var running: [RunningGit] = []
  }

  let git: GitProcess
  private let readers: IdleReaders?
  private let state = Mutex(State())

  init(_ git: GitProcess, readers: IdleReaders? = nil) {
    self.git = git
    self.readers = readers
  }

  /// Runs `work` on a thread of its own, and ends all processes that it started.
  ///
  /// - Parameter readers: Where those go that the next operation can use.
  static func run<Value: Sendable>(
    _ git: GitProcess, readers: IdleReaders? = nil,
    _ work: @escaping @Sendable (GitSession) throws -> Value
  ) async throws -> Value {
    let session = GitSession(git, readers: readers)
    return try await withTaskCancellationHandler {
      let result: Result<Value, any Error>
      do {
        result = .success(try await onOwnThread { try work(session) })
      } catch {
        result = .failure(error)
      }
      await session.finish()
      try Task.checkCancellation()
      return try result.get()
    } onCancel: {
      session.end()
    }
  }

  /// Whether nothing more shall be read.
  var isEnded: Bool {
    state.withLock { $0.isEnded }
  }

  /// Starts git with the given ends of pipes, which it owns from here on.
  func start(
    _ verb: GitProcess.Verb, _ arguments: [String], input: FileDescriptor, output: FileDescriptor,
    progress: (@Sendable (String) -> Void)? = nil
  ) throws -> RunningGit {
    let configuration = git.configuration(verb, arguments)
    let running: RunningGit? = state.withLock { state in
      if state.isEnded { return nil }
      let running = RunningGit(
        configuration, input: input, output: output, progress: progress)
      state.running.append(running)
      return running
    }
    guard let running else {
      try? input.close()
      try? output.close()
      throw CancellationError()
    }
    return running
  }

  /// Starts git with nothing to read; returns the process and its output.
  func start(
    _ verb: GitProcess.Verb, _ arguments: [String], progress: (@Sendable (String) -> Void)? = nil
  ) throws -> (running: RunningGit, output: OwnedDescriptor) {
    let input = try openNullDevice()
    let output = try makePipe(git.pipeSize)
    let reader = OwnedDescriptor(output.reading)
    return (
      try start(verb, arguments, input: input, output: output.writing, progress: progress), reader
    )
  }

  /// Starts git with a pipe to write to; returns the process and both ends.
  func startWithInput(
    _ verb: GitProcess.Verb, _ arguments: [String]
  ) throws -> (running: RunningGit, input: OwnedDescriptor, output: OwnedDescriptor) {
    let input = try makePipe(git.pipeSize)
    let writer = OwnedDescriptor(input.writing)
    let output = try makePipe(git.pipeSize)
    let reader = OwnedDescriptor(output.reading)
    return (
      try start(verb, arguments, input: input.reading, output: output.writing), writer, reader
    )
  }

  /// Returns a `cat-file` for questions: one that an earlier operation handed on, or a new one.
  func objectReader() throws -> IdleReaders.Reader {
    if let reader = readers?.take() {
      let mayGoOn = state.withLock { state in
        if !state.isEnded { state.running.append(reader.running) }
        return !state.isEnded
      }
      if mayGoOn { return reader }
    }
    let (running, input, output) = try startWithInput(.catFile, ["--batch-command", "--buffer"])
    return IdleReaders.Reader(running: running, input: input, replies: ObjectReader(output))
  }

  /// Hands on a `cat-file` that has answered everything, unless the operation was ended.
  func giveBack(_ reader: IdleReaders.Reader) {
    guard let readers else { return }
    let isWhole = state.withLock { state in
      guard !state.isEnded,
        let place = state.running.firstIndex(where: { $0 === reader.running })
      else { return false }
      state.running.remove(at: place)
      return true
    }
    if isWhole { readers.put(reader) }
  }

  /// Returns all that a command with a short output writes, and how it ended.
  func collect(
    _ verb: GitProcess.Verb, _ arguments: [String], limit: Int
  ) throws -> (output: [UInt8], exit: GitExit) {
    try collect(verb, try start(verb, arguments), limit: limit)
  }

  /// Returns all that a started command writes, and how it ended.
  func collect(
    _ verb: GitProcess.Verb, _ started: (running: RunningGit, output: OwnedDescriptor), limit: Int
  ) throws -> (output: [UInt8], exit: GitExit) {
    let (running, descriptor) = started
    var buffer = [UInt8](repeating: 0, count: 1 << 16)
    var end = 0
    while true {
      if end == buffer.count {
        if end >= limit {
          running.cancel()
          throw GitError.commandFailed(
            verb.rawValue, git.path, cause: "the output exceeds \(limit) bytes")
        }
        buffer.append(contentsOf: repeatElement(0, count: buffer.count))
      }
      let count = try descriptor.read(into: &buffer, at: end)
      if count == 0 { break }
      end += count
    }
    let exit = running.waitForExit()
    if let error = exit.startError { throw error }
    return (Array(buffer[..<end]), exit)
  }

  /// Kills all processes and lets no other start.
  func end() {
    let running = state.withLock { state in
      state.isEnded = true
      return state.running
    }
    for process in running { process.cancel() }
  }

  private func finish() async {
    let running = state.withLock { $0.running }
    for process in running { process.cancel() }
    for process in running { _ = await process.exit() }
  }
}
