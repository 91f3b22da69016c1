internal import CSQLiteShims
internal import GRDB
internal import GRDBSQLite

/// How a database is opened.
enum AccessMode {
  /// The first load of a new file, which is renamed into place when it is complete: no journal,
  /// since a file that was not finished is thrown away.
  case building
  /// Adding to a database that others may read at the same time.
  case updating
  /// The rest of the run that made the database: as `updating`, but what is added is certain to be on
  /// the disk only after the checkpoint at the end. Until then a loss of power, not the death of the
  /// process, may leave the database as it was after one of the transactions before.
  case continuing
  case reading
}

/// What one connection carries for the statements that run on it.
///
/// Used only on the connection's queue.
final class ConnectionState {
  let sets = IDSetRegistry()
  /// How making the tables of a new database ended.
  var preparation: Result<Void, any Error> = .success(())
  private var labels: ClassLabels?

  /// Forgets what belonged to the last transaction.
  func reset() {
    sets.removeAll()
    labels?.reset()
  }

  fileprivate func attach(to connection: OpaquePointer) throws {
    // GRDB has SQLite tell it each column that a statement reads, for observers of changes: there are
    // none, and it took a twentieth of a short run.
    sqlite3_set_authorizer(connection, nil, nil)
    try check(stemma_harden_connection(UnsafeMutableRawPointer(connection)), connection)
    try SQLFunctions.register(on: connection)
    let labels = ClassLabels(connection: connection)
    try labels.register()
    self.labels = labels
    try check(IDSetTable.register(on: connection, registry: sets), connection)
  }

  private func check(_ code: Int32, _ connection: OpaquePointer) throws {
    guard code == SQLITE_OK else { throw StoreError.sqlite(code: code, connection) }
  }
}

/// A queue with one connection, and the state that its statements use.
struct Connection: Sendable {
  let queue: DatabaseQueue
  let path: String
  // Touched only inside the queue.
  nonisolated(unsafe) let state: ConnectionState

  init(path: String, mode: AccessMode, isImmutable: Bool = false) throws(StoreError) {
    nonisolated(unsafe) let state = ConnectionState()
    var configuration = Configuration()
    configuration.readonly = mode == .reading
    configuration.busyMode = .timeout(5)
    configuration.foreignKeysEnabled = mode != .building
    configuration.label = "stemma"
    configuration.prepareDatabase { db in
      try db.execute(sql: Self.pragmas(for: mode))
      guard let connection = db.sqliteConnection else { return }
      try state.attach(to: connection)
    }
    self.state = state
    self.path = path
    do {
      queue = try DatabaseQueue(
        path: isImmutable ? Self.immutableURI(path) : path, configuration: configuration)
    } catch {
      throw .wrapping(error, path: path)
    }
  }

  private static func pragmas(for mode: AccessMode) -> String {
    switch mode {
    case .building:
      // A constraint with a list of values takes longer than all else of an insert; the values come
      // from enumerations, and the tests check whole databases that were built.
      """
      PRAGMA ignore_check_constraints = ON;
      PRAGMA page_size = 16384;
      PRAGMA journal_mode = OFF;
      PRAGMA synchronous = OFF;
      PRAGMA locking_mode = EXCLUSIVE;
      PRAGMA cache_size = -8192;
      PRAGMA threads = 2;
      """
    case .updating, .continuing:
      """
      PRAGMA journal_mode = WAL;
      PRAGMA synchronous = \(mode == .updating ? "FULL" : "NORMAL");
      PRAGMA cell_size_check = ON;
      PRAGMA cache_size = -8192;
      """
    case .reading:
      "PRAGMA query_only = 1"
    }
  }

  /// A URI that opens a file on a read-only disk, where SQLite cannot make its lock files.
  private static func immutableURI(_ path: String) -> String {
    var uri = "file:"
    for byte in path.utf8 {
      switch byte {
      case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
        UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "/"), UInt8(ascii: "."),
        UInt8(ascii: "-"), UInt8(ascii: "_"):
        uri.unicodeScalars.append(Unicode.Scalar(byte))
      default:
        let hex = String(byte, radix: 16, uppercase: true)
        uri += "%" + (hex.utf8.count < 2 ? "0" : "") + hex
      }
    }
    return uri + "?immutable=1"
  }
}

extension StoreError {
  /// Returns the error for a result code, with SQLite's message.
  static func sqlite(
    code: Int32, _ connection: OpaquePointer, path: String = "the database"
  )
    -> StoreError
  {
    let message = String(cString: sqlite3_errmsg(connection))
    return wrapping(
      DatabaseError(resultCode: ResultCode(rawValue: code), message: message), path: path)
  }

  /// Returns the store's form of any error that its work may throw.
  static func wrapping(_ error: any Error, path: String) -> StoreError {
    switch error {
    case let error as StoreError: error
    case let error as DatabaseError: wrapping(error, path: path)
    default: StoreError(.environment, "\(error)")
    }
  }
}
