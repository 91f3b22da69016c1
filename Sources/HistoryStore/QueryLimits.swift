internal import GRDBSQLite

/// How much a question may cost.
public struct QueryLimits: Sendable {
  /// The most rows that are handed out; nil for all.
  public var maximumRows: Int?
  /// Microseconds until the statement is stopped; nil for never.
  public var timeout: Int64?
  /// The most bytes of an answer to a statement of the user's own, which is held in memory as a
  /// whole.
  public var maximumSize: Int

  public init(
    maximumRows: Int? = nil, timeout: Int64? = 10_000_000, maximumSize: Int = 256_000_000
  ) {
    self.maximumRows = maximumRows
    self.timeout = timeout
    self.maximumSize = maximumSize
  }
}

/// Stops the statements of a connection when a time has come, or somebody asks for it.
///
/// SQLite calls back about every 1,000 steps of its virtual machine. A single step can take long
/// for huge values only, and their size is limited.
struct Deadline: ~Copyable {
  private let connection: OpaquePointer
  private let time: UnsafeMutablePointer<Int64>

  init(on connection: OpaquePointer, after timeout: Int64?) {
    self.connection = connection
    time = .allocate(capacity: 1)
    time.initialize(to: timeout.map { currentTime() + $0 } ?? .max)
    sqlite3_progress_handler(
      connection, 1_000,
      { context in
        guard let time = context?.assumingMemoryBound(to: Int64.self) else { return 0 }
        return QueryInterruption.isRequested || currentTime() > time.pointee ? 1 : 0
      }, time)
  }

  deinit {
    sqlite3_progress_handler(connection, 0, nil, nil)
    time.deinitialize(count: 1)
    time.deallocate()
  }
}
