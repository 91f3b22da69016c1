internal import CSQLiteShims
internal import GRDBSQLite

/// The sets that the statements of one connection may read, by handle.
///
/// Used only on the queue of its connection.
final class IDSetRegistry {
  private var sets: [IDSet] = []

  /// Keeps a set for the statements to come, and returns the handle to bind.
  func register(_ set: IDSet) -> Int64 {
    sets.append(set)
    return Int64(sets.count)
  }

  func removeAll() {
    sets.removeAll()
  }

  subscript(handle: Int64) -> IDSet? {
    handle >= 1 && handle <= Int64(sets.count) ? sets[Int(handle) - 1] : nil
  }
}

/// The table-valued function `id_set(handle)`: the ids of a registered set, in descending order.
///
///     SELECT count(*) FROM id_set(?1);
///     SELECT * FROM commit_object AS c WHERE c.id IN (SELECT id FROM id_set(?1));
///
/// It is an eponymous-only virtual table with the column `id` and the hidden column `handle`. The
/// handle must be given; with `id = ?` besides, a row is a look-up in a bitmap instead of a scan,
/// and the plan that SQLite chooses depends on which of the two is cheaper.
enum IDSetTable {
  /// Which constraints `xFilter` gets: the handle always, the id with this bit.
  private static let idIsGiven: Int32 = 1

  private struct Cursor {
    var base = sqlite3_vtab_cursor()
    var state: Unmanaged<State>
  }

  private struct Table {
    var base = sqlite3_vtab()
    var registry: Unmanaged<IDSetRegistry>
  }

  private final class State {
    var set = IDSet(base: 0, words: [])
    var id: Int64?
    var isLookup = false
  }

  /// Makes the function known to a connection; the registry must live as long as that.
  static func register(on connection: OpaquePointer, registry: IDSetRegistry) -> Int32 {
    sqlite3_create_module_v2(
      connection, "id_set", module, Unmanaged.passUnretained(registry).toOpaque(), nil)
  }

  // SQLite keeps this pointer for the life of every connection.
  nonisolated(unsafe) private static let module: UnsafeMutablePointer<sqlite3_module> = {
    let module = UnsafeMutablePointer<sqlite3_module>.allocate(capacity: 1)
    module.initialize(to: sqlite3_module())
    module.pointee.iVersion = 0
    module.pointee.xCreate = nil  // eponymous-only: it cannot be created in a schema
    module.pointee.xConnect = { connection, auxiliary, _, _, table, _ in
      connect(connection, auxiliary, table)
    }
    module.pointee.xDisconnect = { table in
      UnsafeMutableRawPointer(table)?.deallocate()
      return SQLITE_OK
    }
    module.pointee.xBestIndex = { _, info in chooseIndex(info) }
    module.pointee.xOpen = { _, cursor in openCursor(cursor) }
    module.pointee.xClose = { cursor in
      guard let cursor else { return SQLITE_OK }
      let typed = UnsafeMutableRawPointer(cursor).assumingMemoryBound(to: Cursor.self)
      typed.pointee.state.release()
      typed.deinitialize(count: 1)
      typed.deallocate()
      return SQLITE_OK
    }
    module.pointee.xFilter = { cursor, index, _, count, values in
      filter(cursor, index, count, values)
    }
    module.pointee.xNext = { cursor in
      let state = state(of: cursor)
      state.id = state.isLookup ? nil : state.id.flatMap { state.set.last(below: $0) }
      return SQLITE_OK
    }
    module.pointee.xEof = { state(of: $0).id == nil ? 1 : 0 }
    module.pointee.xColumn = { cursor, context, column in
      sqlite3_result_int64(context, column == 0 ? state(of: cursor).id ?? 0 : 0)
      return SQLITE_OK
    }
    module.pointee.xRowid = { cursor, row in
      row?.pointee = state(of: cursor).id ?? 0
      return SQLITE_OK
    }
    return module
  }()

  private static func connect(
    _ connection: OpaquePointer?, _ auxiliary: UnsafeMutableRawPointer?,
    _ out: UnsafeMutablePointer<UnsafeMutablePointer<sqlite3_vtab>?>?
  ) -> Int32 {
    guard let auxiliary, let out else { return SQLITE_ERROR }
    let code = sqlite3_declare_vtab(connection, "CREATE TABLE x(id INTEGER, handle HIDDEN)")
    guard code == SQLITE_OK else { return code }
    _ = stemma_vtab_innocuous(connection.map(UnsafeMutableRawPointer.init))
    let table = UnsafeMutablePointer<Table>.allocate(capacity: 1)
    table.initialize(to: Table(registry: Unmanaged.fromOpaque(auxiliary)))
    out.pointee = UnsafeMutableRawPointer(table).assumingMemoryBound(to: sqlite3_vtab.self)
    return SQLITE_OK
  }

  /// Asks for the handle, and for the id if the statement has it.
  private static func chooseIndex(_ info: UnsafeMutablePointer<sqlite3_index_info>?) -> Int32 {
    guard let info else { return SQLITE_ERROR }
    var handle: Int?
    var id: Int?
    for index in 0..<Int(info.pointee.nConstraint) {
      let constraint = info.pointee.aConstraint[index]
      guard constraint.op == UInt8(SQLITE_INDEX_CONSTRAINT_EQ) else { continue }
      if constraint.iColumn == 1 {
        guard constraint.usable != 0 else { return SQLITE_CONSTRAINT }
        handle = index
      } else if constraint.usable != 0 {
        id = index
      }
    }
    guard let handle else { return SQLITE_CONSTRAINT }
    info.pointee.aConstraintUsage[handle].argvIndex = 1
    info.pointee.aConstraintUsage[handle].omit = 1
    if let id {
      info.pointee.aConstraintUsage[id].argvIndex = 2
      info.pointee.aConstraintUsage[id].omit = 1
      info.pointee.idxNum = idIsGiven
      info.pointee.estimatedCost = 1
      info.pointee.estimatedRows = 1
      info.pointee.idxFlags = SQLITE_INDEX_SCAN_UNIQUE
    } else {
      info.pointee.estimatedCost = 1_000
      info.pointee.estimatedRows = 1_000
      consumeOrder(info)
    }
    return SQLITE_OK
  }

  /// Tells SQLite that the scan is already in the order `id DESC`, when that is asked for.
  private static func consumeOrder(_ info: UnsafeMutablePointer<sqlite3_index_info>) {
    guard info.pointee.nOrderBy == 1, let order = info.pointee.aOrderBy else { return }
    if order[0].iColumn <= 0, order[0].desc != 0 { info.pointee.orderByConsumed = 1 }
  }

  private static func openCursor(
    _ out: UnsafeMutablePointer<UnsafeMutablePointer<sqlite3_vtab_cursor>?>?
  ) -> Int32 {
    let cursor = UnsafeMutablePointer<Cursor>.allocate(capacity: 1)
    cursor.initialize(to: Cursor(state: .passRetained(State())))
    out?.pointee = UnsafeMutableRawPointer(cursor).assumingMemoryBound(to: sqlite3_vtab_cursor.self)
    return SQLITE_OK
  }

  private static func filter(
    _ cursor: UnsafeMutablePointer<sqlite3_vtab_cursor>?, _ index: Int32, _ count: Int32,
    _ values: UnsafeMutablePointer<OpaquePointer?>?
  ) -> Int32 {
    guard let cursor, let table = cursor.pointee.pVtab, let values, count >= 1 else {
      return SQLITE_ERROR
    }
    let registry = UnsafeMutableRawPointer(table).assumingMemoryBound(to: Table.self)
      .pointee.registry.takeUnretainedValue()
    guard let set = registry[sqlite3_value_int64(values[0])] else { return SQLITE_ERROR }
    let state = state(of: cursor)
    state.set = set
    state.isLookup = index == idIsGiven
    if state.isLookup {
      let isInteger = sqlite3_value_type(values[1]) == SQLITE_INTEGER
      let id = sqlite3_value_int64(values[1])
      state.id = isInteger && set.contains(id) ? id : nil
    } else {
      state.id = set.last(below: .max)
    }
    return SQLITE_OK
  }

  private static func state(of cursor: UnsafeMutablePointer<sqlite3_vtab_cursor>?) -> State {
    guard let cursor else { return State() }
    return UnsafeMutableRawPointer(cursor).assumingMemoryBound(to: Cursor.self)
      .pointee.state.takeUnretainedValue()
  }
}
