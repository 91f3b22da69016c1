internal import Foundation
internal import GRDB
internal import Indexing

// GRDB binds and fetches bytes as Data; the store keeps them as arrays.

extension [UInt8] {
  /// The bytes as a blob to bind.
  ///
  /// `CAST(? AS TEXT)` in the statement stores them as text unchanged.
  var data: Data { Data(self) }

  static func fetchOne(
    _ db: Database, sql: String, arguments: StatementArguments = []
  )
    throws -> [UInt8]?
  {
    try Data.fetchOne(db, sql: sql, arguments: arguments).map { Array($0) }
  }
}

extension Row {
  /// Returns the bytes of a text or blob column, null for null.
  func bytes(_ index: Int) -> [UInt8]? {
    guard let data = self[index] as Data? else { return nil }
    return Array(data)
  }
}

/// Returns an object's id as a blob to bind.
func blob(_ id: ObjectID) -> Data { Data(id.bytes) }
