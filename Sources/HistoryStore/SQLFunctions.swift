internal import CSQLiteShims
internal import CommitMessages
internal import GRDBSQLite
internal import QueryLanguage
internal import Versions

/// The SQL functions that queries and views use.
enum SQLFunctions {
  static func register(on connection: OpaquePointer) throws(StoreError) {
    let code = stemma_register_regexp(UnsafeMutableRawPointer(connection))
    guard code == SQLITE_OK else { throw .sqlite(code: code, connection) }
    try registerVersions(on: connection)
    try registerTimes(on: connection)
    try registerConventionalCommits(on: connection)
  }

  /// A version is a pair of text and order key; `version_pack` joins both into one value that
  /// orders like the key, so that `max` and `min` keep the text.
  private static func registerVersions(on connection: OpaquePointer) throws(StoreError) {
    try ScalarFunction.register("version_pack", arguments: 2, on: connection) { arguments in
      arguments.isNull(0) || arguments.isNull(1)
        ? .null : .blob(arguments.bytes(0) + arguments.bytes(1))
    }
    try ScalarFunction.register("version_text", arguments: 1, on: connection) { arguments in
      let pack = arguments.bytes(0)
      return VersionKey.length(in: pack).map { .text(Array(pack[$0...])) } ?? .null
    }
    try ScalarFunction.register("version_key", arguments: 1, on: connection) { arguments in
      let pack = arguments.bytes(0)
      return VersionKey.length(in: pack).map { .blob(Array(pack[..<$0])) } ?? .null
    }
    try ScalarFunction.register("version_number", arguments: 2, on: connection) { arguments in
      guard !arguments.isNull(0), !arguments.isNull(1) else { return .null }
      let digits = VersionKey(bytes: arguments.bytes(0)).number(Int(arguments.integer(1)))
      return digits.flatMap { Int64(String(decoding: $0, as: UTF8.self)) }
        .map { .integer($0) } ?? .null
    }
    try ScalarFunction.register("version_prerelease", arguments: 1, on: connection) { arguments in
      arguments.isNull(0) ? .null : .string(VersionKey(bytes: arguments.bytes(0)).prerelease)
    }
    try ScalarFunction.register("version_is_prerelease", arguments: 1, on: connection) {
      $0.isNull(0) ? .null : .bool(VersionKey(bytes: $0.bytes(0)).isPrerelease)
    }
    try ScalarFunction.register("version_is_stable", arguments: 1, on: connection) { arguments in
      if arguments.isNull(0) { return .null }
      let key = VersionKey(bytes: arguments.bytes(0))
      return .bool(!key.isPrerelease && key.number(0) != [UInt8(ascii: "0")])
    }
    try ScalarFunction.register("version_build", arguments: 1, on: connection) {
      $0.isNull(0) ? .null : .string(buildMetadata(of: $0.string(0)))
    }
    try ScalarFunction.register("version_bump", arguments: 2, on: connection) { arguments in
      guard !arguments.isNull(0), let version = Version(arguments.string(0)) else { return .null }
      return .string(
        VersionBump(rawValue: arguments.string(1)).flatMap { version.bumped($0) }?.text)
    }
  }

  private static func buildMetadata(of version: String) -> String? {
    version.utf8.firstIndex(of: UInt8(ascii: "+"))
      .map { String(version[version.utf8.index(after: $0)...]) }
  }

  private static func registerTimes(on connection: OpaquePointer) throws(StoreError) {
    let forms: [(String, (CivilTime) -> String)] = [
      ("time_date", \.date), ("time_week", \.week), ("time_month", \.yearAndMonth),
      ("time_text", \.timestamp),
    ]
    for (name, form) in forms {
      try ScalarFunction.register(name, arguments: 1, on: connection) { arguments in
        arguments.isNull(0) ? .null : .string(form(CivilTime(arguments.integer(0))))
      }
    }
  }

  private static func registerConventionalCommits(
    on connection: OpaquePointer
  ) throws(StoreError) {
    try ScalarFunction.register("conventional_type", arguments: 1, on: connection) {
      .string(ConventionalHeader($0.bytes(0)[...])?.typeName)
    }
    try ScalarFunction.register("conventional_scope", arguments: 1, on: connection) {
      let scope = ConventionalHeader($0.bytes(0)[...])?.scope
      return .string(scope.map { String(decoding: $0, as: UTF8.self) })
    }
    try ScalarFunction.register("conventional_breaking", arguments: 2, on: connection) {
      let subject = $0.bytes(0)[...]
      guard let header = ConventionalHeader(subject) else { return .null }
      return .bool(
        header.isMarkedBreaking
          || CommitMessage(subject: subject, body: $0.bytes(1)[...]).isBreaking)
    }
  }
}
