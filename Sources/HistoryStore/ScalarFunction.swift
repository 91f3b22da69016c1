internal import GRDBSQLite

/// The arguments of one call of an SQL function.
struct FunctionArguments {
  let values: UnsafeMutablePointer<OpaquePointer?>

  func isNull(_ index: Int) -> Bool {
    sqlite3_value_type(values[index]) == SQLITE_NULL
  }

  func integer(_ index: Int) -> Int64 {
    sqlite3_value_int64(values[index])
  }

  func bytes(_ index: Int) -> [UInt8] {
    let start = sqlite3_value_blob(values[index])
    let count = Int(sqlite3_value_bytes(values[index]))
    return Array(UnsafeRawBufferPointer(start: start, count: count))
  }

  func string(_ index: Int) -> String {
    String(decoding: bytes(index), as: UTF8.self)
  }
}

/// The result of an SQL function.
enum FunctionResult {
  case null
  case integer(Int64)
  case text([UInt8])
  case blob([UInt8])

  static func string(_ text: String?) -> FunctionResult {
    text.map { .text(Array($0.utf8)) } ?? .null
  }

  static func bool(_ value: Bool) -> FunctionResult {
    .integer(value ? 1 : 0)
  }
}

/// An SQL function written in Swift.
///
/// All are marked innocuous, since the views use them and the schema is not trusted with others.
final class ScalarFunction {
  private let body: (FunctionArguments) -> FunctionResult

  private init(_ body: @escaping (FunctionArguments) -> FunctionResult) {
    self.body = body
  }

  /// Makes `name` known to a connection.
  ///
  /// - Parameters:
  ///   - isDeterministic: Whether equal arguments always give the same result.
  ///   - body: Called on the connection's queue.
  static func register(
    _ name: String, arguments: Int32, isDeterministic: Bool = true, on connection: OpaquePointer,
    _ body: @escaping (FunctionArguments) -> FunctionResult
  ) throws(StoreError) {
    let function = Unmanaged.passRetained(ScalarFunction(body))
    let flags = SQLITE_UTF8 | SQLITE_INNOCUOUS | (isDeterministic ? SQLITE_DETERMINISTIC : 0)
    let code = sqlite3_create_function_v2(
      connection, name, arguments, flags, function.toOpaque(),
      { context, _, values in
        guard let values, let data = sqlite3_user_data(context) else { return }
        let function = Unmanaged<ScalarFunction>.fromOpaque(data).takeUnretainedValue()
        ScalarFunction.set(function.body(FunctionArguments(values: values)), on: context)
      }, nil, nil, { data in data.map { Unmanaged<ScalarFunction>.fromOpaque($0).release() } })
    guard code == SQLITE_OK else { throw .sqlite(code: code, connection) }
  }

  private static func set(_ result: FunctionResult, on context: OpaquePointer?) {
    switch result {
    case .null:
      sqlite3_result_null(context)
    case .integer(let value):
      sqlite3_result_int64(context, value)
    case .text(let bytes):
      bytes.withUnsafeBytes { buffer in
        sqlite3_result_text64(
          context, buffer.baseAddress?.assumingMemoryBound(to: CChar.self), UInt64(buffer.count),
          transientDestructor, UInt8(SQLITE_UTF8))
      }
      if bytes.isEmpty { sqlite3_result_text(context, "", 0, nil) }
    case .blob(let bytes):
      bytes.withUnsafeBytes { buffer in
        sqlite3_result_blob64(
          context, buffer.baseAddress, UInt64(buffer.count), transientDestructor)
      }
    }
  }
}
