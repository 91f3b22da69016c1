internal import GitSource
internal import HistoryStore
internal import Indexing
internal import QueryLanguage
internal import Reports

/// Compares the patch of one commit with those of others, and records which are the same.
///
/// The others are the commits on other sides of forks, neither ancestors nor descendants, that change
/// the same file: of several files the one that lies deepest, as the fewest change it. Equal patches
/// change the same files, so that no copy is missed but for the limit.
struct PatchComparison {
  /// The most commits that are compared, those written nearest in time first: about 20 s.
  static let limit = 20_000

  let commit: String
  /// The name of the repository; null: the only one, or that of the working directory.
  let repository: String?
  let database: String

  private struct Subject {
    let repository: LogRepository
    let row: Int64
    let id: ObjectID
    let display: String
    let tips: [ObjectID]
  }

  /// Returns whether all patches could be read.
  func run() async throws -> Bool {
    let progress = ProgressLine(isShown: Console.errorIsTerminal)
    defer { progress.finish() }
    let store = try HistoryStore(reading: database)
    let subject = try store.read { try find(in: $0) }
    guard let git = try await subject.repository.open(database: database) else {
      throw UserError.noRepositoryForPatches(
        subject.repository.resolved.name, subject.repository.locations)
    }
    guard let path = Self.deepest(try await git.changedPaths(of: subject.id)) else {
      throw UserError.noPatch(subject.display)
    }
    progress.show("looking for commits that change \(displayText(path))")
    let changing = try await git.commits(
      changing: path, notIn: subject.id, from: subject.tips)
    let candidates = try store.read { session in
      try session.patchCandidates(for: subject.row, among: changing, limit: Self.limit)
    }
    progress.show("computing \(counted(candidates.unknown.count, "patch", "patches"))")
    let own = try store.read { try $0.patch(of: subject.id) }
    let reading = try await git.patchIDs(
      of: (own == nil ? [subject.id] : []) + candidates.unknown)
    guard let patch = own ?? reading.patches[subject.id] else {
      throw reading.unreadable.contains(subject.id)
        ? UserError.unreadablePatch(subject.display, cause: reading.cause)
        : .noPatch(subject.display)
    }
    try record(reading, of: subject, asked: candidates.unknown)
    progress.finish()
    try tell(
      candidates, reading, path,
      same: store.read { try $0.commits(withPatch: patch, besides: subject.row) }, subject)
    return reading.unreadable.isEmpty && candidates.leftOut == 0
  }

  private func find(in session: QuerySession) throws -> Subject {
    let found = try LogRepository(named: repository, in: session)
    let names = LogNames(
      history: try session.releaseHistory(of: found.resolved), session: session)
    let (row, sha) = try names.commit(commit)
    guard let id = ObjectID(bytes: sha) else { throw UserError.notACommit(commit) }
    return Subject(
      repository: found, row: row, id: id, display: String("\(id)".prefix(8)),
      tips: try session.tips(of: found.resolved))
  }

  /// Returns the path in most folders, and of these the longest; null if there is none without a line
  /// end, which git cannot be asked for.
  private static func deepest(_ paths: [[UInt8]]) -> [UInt8]? {
    func depth(_ path: [UInt8]) -> (Int, Int) { (path.count { $0 == 0x2F }, path.count) }
    return paths.filter { !$0.contains(0x0A) && !$0.isEmpty }.max { depth($0) < depth($1) }
  }

  private func record(
    _ reading: PatchReading, of subject: Subject, asked: [ObjectID]
  ) throws {
    var patches: [ObjectID: ObjectID?] = [:]
    let unreadable = Set(reading.unreadable)
    for id in asked + [subject.id] where !unreadable.contains(id) {
      patches.updateValue(reading.patches[id], forKey: id)
    }
    // It was computed in an earlier run.
    if reading.patches[subject.id] == nil { patches[subject.id] = nil }
    guard !patches.isEmpty else { return }
    let writer = try HistoryWriter(path: database, mustExist: true)
    defer { writer.close() }
    try writer.record(patches: patches, of: subject.repository.resolved.name)
  }

  private func tell(
    _ candidates: PatchCandidates, _ reading: PatchReading, _ path: [UInt8], same: Int,
    _ subject: Subject
  ) {
    Console.warn(
      PatchMessages.compared(
        subject.display, with: candidates.count, path: displayText(path), same: same))
    if candidates.leftOut > 0 {
      Console.warn(PatchMessages.leftOut(candidates.leftOut))
    }
    if !reading.unreadable.isEmpty {
      Console.warn(
        PatchMessages.unreadable(reading.unreadable.count, cause: reading.cause ?? ""))
    }
  }
}
