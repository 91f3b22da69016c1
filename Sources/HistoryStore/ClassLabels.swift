internal import GRDBSQLite

/// `commit_class(commit_id)`: the number of the commit's containment class, null if it has none.
///
/// Labels lie in blocks of 4,096 commits. The function keeps the last block, so that a scan over
/// neighbouring commits reads each block once.
final class ClassLabels {
  private let connection: OpaquePointer
  private var blockID: Int64 = -1
  private var block: [UInt8] = []

  init(connection: OpaquePointer) {
    self.connection = connection
  }

  /// Makes the function known to the connection.
  func register() throws(StoreError) {
    try ScalarFunction.register(
      "commit_class", arguments: 1, isDeterministic: false, on: connection
    ) { [self] arguments in
      arguments.isNull(0) ? .null : label(of: arguments.integer(0))
    }
  }

  /// Forgets what was read; to be called when a transaction begins.
  func reset() {
    blockID = -1
    block = []
  }

  private func label(of commit: Int64) -> FunctionResult {
    if commit >> 12 != blockID { load(commit >> 12) }
    let offset = Int(commit & 4_095) * 4
    guard offset + 4 <= block.count else { return .null }
    let value = (0..<4).reduce(UInt32(0)) { $0 | UInt32(block[offset + $1]) << UInt32(8 * $1) }
    return value == .max ? .null : .integer(Int64(value))
  }

  private func load(_ id: Int64) {
    blockID = id
    block = []
    guard
      let statement = try? RawStatement(
        "SELECT labels FROM containment_label WHERE id = ?1", on: connection)
    else { return }
    statement.bind(id, 1)
    if (try? statement.step()) == true { block = Array(statement.bytes(0)) }
  }
}
