internal import GRDB
internal import GRDBSQLite
public import QueryLanguage

#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Darwin)
  internal import Darwin
#endif

/// A history that answers questions.
///
///     let store = try HistoryStore(reading: ".stemma/history.db")
///     try store.read { session in … }
///
/// It never writes; ``HistoryWriter`` does.
public struct HistoryStore: Sendable {
  /// The path of the database.
  public let path: String
  /// Remarks on how the file was opened.
  public let notes: [AnswerNote]
  private let connection: Connection

  /// Opens the database at `path`.
  ///
  /// On a read-only disk, where SQLite cannot keep its lock files, the file is read as it is.
  ///
  /// - Throws: ``StoreError``: there is none, it is another program's, newer, or damaged.
  public init(reading path: String) throws(StoreError) {
    self.path = path
    switch try DatabaseFile.contents(of: path) {
    case .absent: throw .noDatabase(path)
    case .foreign(let reason): throw .notADatabase(path, reason)
    case .history: break
    }
    do {
      connection = try Self.open(path, isImmutable: false)
      notes = []
    } catch  where error.code == .environment && Self.isFrozen(path) {
      connection = try Self.open(path, isImmutable: true)
      notes = [
        AnswerNote(
          code: "N410", message: "\(path) is on a read-only disk and was read without locks")
      ]
    }
  }

  private static func open(_ path: String, isImmutable: Bool) throws(StoreError) -> Connection {
    let connection = try Connection(path: path, mode: .reading, isImmutable: isImmutable)
    do {
      try connection.queue.read { try Migrations.check($0, path: path) }
    } catch {
      throw .wrapping(error, path: path)
    }
    return connection
  }

  /// Whether the folder cannot be written and no journal with content waits beside the file.
  private static func isFrozen(_ path: String) -> Bool {
    var status = stat()
    let hasJournal = stat(path + "-wal", &status) == 0 && status.st_size > 0
    return !hasJournal && access(folder(of: path), W_OK) != 0
  }

  /// Calls `body` with one unchanging view of the database.
  ///
  /// - Throws: What `body` throws; SQLite's errors as ``StoreError``.
  public func read<Result>(_ body: (QuerySession) throws -> Result) throws -> Result {
    do {
      return try connection.queue.read { db in
        connection.state.reset()
        guard let pointer = db.sqliteConnection else { throw StoreError.noDatabase(path) }
        return try body(
          QuerySession(
            db: db, pointer: pointer, sets: connection.state.sets,
            repositories: RepositoryList(on: pointer), path: path))
      }
    } catch let error as DatabaseError {
      throw StoreError.wrapping(error, path: path)
    }
  }
}

/// One unchanging view of a history, valid only inside ``HistoryStore/read(_:)``.
public struct QuerySession {
  let db: Database
  let pointer: OpaquePointer
  let sets: IDSetRegistry
  let repositories: RepositoryList
  let path: String
}
