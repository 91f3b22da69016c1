internal import GRDB

#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Darwin)
  internal import Darwin
#endif

/// The one writer of a history.
///
/// It holds the writer's lock of the database for its life. A new database is built aside, without
/// a journal, and renamed into place when its first recording is complete; later ones are one
/// transaction each. So a process that dies at any instant leaves the old state or the new one.
///
/// Not `Sendable`: it belongs to one task.
public final class HistoryWriter {
  /// The path of the database.
  public let path: String
  /// Null after the end of the work.
  private var lock: WriterLock?
  /// Where a new database grows; null once it is in place.
  private var buildingPath: String?
  private(set) var connection: Connection

  /// Opens the database at `path` for writing, or begins a new one.
  ///
  /// - Parameters:
  ///   - mustExist: Whether there has to be a database already.
  ///   - lockTimeout: How long to wait for another writer, in microseconds.
  /// - Throws: ``StoreError``: the file is another program's, newer, locked, or cannot be written.
  public init(
    path: String, mustExist: Bool = false, lockTimeout: Int64 = 5_000_000
  ) throws(StoreError) {
    self.path = path
    // Before the lock, so that nothing is left beside another program's file.
    switch try DatabaseFile.contents(of: path) {
    case .foreign(let reason): throw .notADatabase(path, reason)
    case .absent where mustExist: throw .noDatabase(path)
    default: break
    }
    lock = try WriterLock(path: path, timeout: lockTimeout)
    // Only now is it certain that no other run is about to put it in place.
    if try DatabaseFile.contents(of: path) == .absent {
      let aside = path + ".new"
      connection = try Self.begin(aside)
      buildingPath = aside
      makeTables()
    } else {
      guard access(path, W_OK) == 0, access(folder(of: path), W_OK) == 0 else {
        throw .system("write", path, errno: errno)
      }
      connection = try Connection(path: path, mode: .updating)
      do {
        try connection.queue.inDatabase { try Self.migrate($0, path: path) }
      } catch {
        try? connection.queue.close()
        throw .wrapping(error, path: path)
      }
    }
  }

  private static func begin(_ aside: String) throws(StoreError) -> Connection {
    try removeDatabase(aside)
    return try Connection(path: aside, mode: .building)
  }

  /// Whether the database is new and not yet in place.
  public var isBuilding: Bool { buildingPath != nil }

  /// Makes the tables of a new database, while the caller goes on to look at its source.
  ///
  /// Whatever else is done with the connection waits for that, and fails if it failed.
  private func makeTables() {
    connection.queue.asyncWriteWithoutTransaction { [connection, path] db in
      connection.state.preparation = Result {
        try db.execute(sql: "PRAGMA application_id = \(DatabaseFile.applicationID)")
        try Self.migrate(db, path: path)
      }
    }
  }

  private static func migrate(_ db: Database, path: String) throws {
    try db.inTransaction(.immediate) {
      try Migrations.apply(to: db, path: path)
      return .commit
    }
  }

  /// Calls `body` in one transaction, which is stored whole or not at all.
  func transaction<Result>(_ body: (Database) throws -> Result) throws -> Result {
    let state = connection.state
    let result: Result
    do {
      result = try connection.queue.inDatabase { db in
        state.reset()
        try state.preparation.get()
        var result: Result?
        try db.inTransaction(.immediate) {
          result = try body(db)
          return .commit
        }
        guard let result else { throw StoreError(.environment, "the transaction had no result") }
        return result
      }
    } catch {
      if isBuilding { try? restart() }
      // What a source says of itself is told as it is.
      guard error is DatabaseError else { throw error }
      throw StoreError.wrapping(error, path: path)
    }
    if isBuilding {
      do {
        try publish()
      } catch {
        // The connection is closed: what comes next gets a new one.
        try? restart()
        throw error
      }
    }
    return result
  }

  /// Calls `body` with one unchanging view of the database.
  func read<Result>(_ body: (Database) throws -> Result) throws -> Result {
    do {
      return try connection.queue.read { db in
        try connection.state.preparation.get()
        return try body(db)
      }
    } catch {
      throw StoreError.wrapping(error, path: path)
    }
  }

  /// Calls `body` with one unchanging view of the database, unless that is new: then nothing is known,
  /// and the tables need not be there yet.
  func read<Result>(
    ifNew unknown: @autoclosure () -> Result, _ body: (Database) throws -> Result
  ) throws -> Result {
    isBuilding ? unknown() : try read(body)
  }

  /// Moves the file that was built aside into place, and goes on there.
  private func publish() throws(StoreError) {
    guard let aside = buildingPath else { return }
    do {
      // Before it is in place, so that a process that dies afterwards leaves nothing to roll back.
      try connection.queue.inDatabase { try $0.execute(sql: "PRAGMA journal_mode = WAL") }
      try connection.queue.close()
    } catch {
      throw .wrapping(error, path: path)
    }
    try synchronize(aside)
    // A journal whose database is gone would be taken for one of the new file.
    for suffix in ["-journal", "-wal", "-shm"] { try Self.remove(path + suffix) }
    guard rename(aside, path) == 0 else { throw .system("put in place", path, errno: errno) }
    buildingPath = nil
    connection = try Connection(path: path, mode: .continuing)
    try synchronize(folder(of: path))
  }

  /// Throws away what a failed transaction left, since there is no journal that could undo it, and
  /// begins the new database again.
  private func restart() throws {
    guard let aside = buildingPath else { return }
    try discard()
    connection = try Self.begin(aside)
    makeTables()
  }

  /// Throws away a new database that was not completed.
  private func discard() throws {
    try? connection.queue.close()
    if let buildingPath { try Self.removeDatabase(buildingPath) }
  }

  /// Ends the work: the journal is folded into the file, and the lock is released.
  ///
  /// A new database into which nothing was recorded is removed.
  public func close() {
    if isBuilding {
      try? discard()
    } else {
      // A reader may keep the journal from being emptied; SQLite does it later then.
      try? connection.queue.inDatabase { try $0.execute(sql: "PRAGMA wal_checkpoint(TRUNCATE)") }
      try? connection.queue.close()
    }
    lock = nil
  }

  private static func removeDatabase(_ path: String) throws(StoreError) {
    for suffix in ["", "-journal", "-wal", "-shm"] { try remove(path + suffix) }
  }

  private static func remove(_ path: String) throws(StoreError) {
    guard unlink(path) == 0 || errno == ENOENT else {
      throw .system("remove", path, errno: errno)
    }
  }
}
