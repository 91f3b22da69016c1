internal import CommitMessages
internal import Configuration
internal import GitSource
internal import HistoryStore
internal import Indexing
internal import QueryLanguage
internal import ReleaseLogs
internal import Reports

#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Darwin)
  internal import Darwin
#endif

/// The way from the options of `log`, `notes` and `report` to a release log.
struct LogDocument {
  let source: LogSourceOptions
  let database: DatabaseOptions

  /// Completes a request by what is in the history.
  typealias Scope = (inout LogRequest, ReleaseHistory, QuerySession) throws -> Void

  /// Returns the log that `scope` asks for.
  func log(needsContributors: Bool, _ scope: Scope) async throws -> ReleaseLog {
    try await read(needsContributors: needsContributors, scope) { log, _, _ in log }
  }

  /// Returns the report on the log that `scope` asks for.
  func report(madeAt: Int64, _ scope: Scope) async throws -> HistoryReport {
    try await read(needsContributors: true, scope) { log, history, session in
      try ReportComposer(session, history).compose(log, madeAt: madeAt)
    }
  }

  private func read<Result>(
    needsContributors: Bool, _ scope: Scope,
    _ finish: (ReleaseLog, ReleaseHistory, QuerySession) throws -> Result
  ) async throws -> Result {
    let path = try database.pathToRead()
    let store = try HistoryStore(reading: path)
    let configuration = try HistoryConfiguration(named: source.config, database: path)
    let repository = try store.read { try LogRepository(named: source.repo, in: $0) }
    var base = LogRequest(.everything)
    base.needsContributors = needsContributors
    if needsContributors {
      base.mailmap = try store.read { try $0.mailmap(of: repository.resolved) }
        .map { Mailmap($0[...]) }
    }
    if !source.path.isEmpty { try await complete(&base, scope, repository, store) }
    let settings = configuration.settings(of: repository.resolved.name)
    base.notes = Dictionary(
      settings.notes.map { (Array($0.utf8), Array($1.utf8)) },
      uniquingKeysWith: { first, _ in first })
    base.hidden = settings.hidden
    base.forge = settings.forge.flatMap { WebAddress.Forge(rawValue: $0.rawValue) }
    base.web = settings.web.flatMap { page in
      // The addresses below a page of an unknown form are not known.
      WebAddress(remote: Array(page.utf8), forge: base.forge)
        ?? WebAddress(remote: Array(page.utf8), forge: .plain)
    }
    let request = base
    return try store.read { session in
      let history = try session.releaseHistory(of: repository.resolved)
      let request = try completed(request, scope, history, session)
      var log = try LogComposer(session, history, request).compose()
      log.notes += store.notes
      return try finish(log, history, session)
    }
  }

  /// Returns a request with the line and what `scope` adds.
  private func completed(
    _ request: LogRequest, _ scope: Scope, _ history: ReleaseHistory, _ session: QuerySession
  ) throws -> LogRequest {
    var request = request
    request.line = try line(in: history)
    try scope(&request, history, session)
    return request
  }

  /// Adds what only the repository itself tells: which commits change the paths that are asked for.
  private func complete(
    _ request: inout LogRequest, _ scope: Scope, _ repository: LogRepository, _ store: HistoryStore
  ) async throws {
    guard let git = try await repository.open(database: store.path) else {
      throw UserError.noRepositoryForPaths(repository.resolved.name, repository.locations)
    }
    let wanted = request
    var roots = try store.read { session in
      let history = try session.releaseHistory(of: repository.resolved)
      var roots = history.releases.compactMap(\.sha)
      // The end of a range may be on a branch that no release has.
      if case .range(let range) = try completed(wanted, scope, history, session).scope {
        roots.append(range.upperSHA)
      }
      return roots.compactMap { ObjectID(bytes: $0) }
    }
    if let tip = repository.tip { roots.append(tip) }
    let commits = try await git.commits(
      changing: source.path.map { Array($0.utf8) }, from: roots)
    guard !commits.isEmpty else {
      throw UserError.noCommitChanges(source.path, of: repository.resolved.name)
    }
    request.touching = Set(commits.map(\.bytes))
  }

  private func line(in history: ReleaseHistory) throws -> Int? {
    guard let name = source.line else { return nil }
    let wanted = Array(name.utf8)
    if let place = history.lines.firstIndex(where: { $0.name == wanted || $0.key == wanted }) {
      return place
    }
    throw UserError.noLine(name, history.lines.map { String(decoding: $0.name, as: UTF8.self) })
  }

  /// Opens the file that the options name, or the standard output, and writes to it.
  func write(_ body: (ByteWriter) throws -> Void) throws {
    guard let path = source.output else {
      return try body(ByteWriter(descriptor: STDOUT_FILENO))
    }
    let descriptor = Self.create(path)
    guard descriptor >= 0 else {
      throw UserError(
        "cannot write \(path): \(String(cString: strerror(errno)))", status: .environment)
    }
    defer { close(descriptor) }
    try body(ByteWriter(descriptor: descriptor))
  }

  private static func create(_ path: String) -> Int32 {
    open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o644)
  }

  /// Ends with the code for an incomplete answer if the log is one.
  ///
  /// - Parameter showsNotes: Whether the document itself says what is missing.
  static func check(_ log: ReleaseLog, showsNotes: Bool) throws {
    if !showsNotes { Console.warn(log.notes) }
    if !log.isComplete { throw ExitStatus.incomplete }
  }
}
