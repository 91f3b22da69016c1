/// The files of one module, by the names that the GOPROXY protocol gives them below `@v/`.
protocol ModuleFiles: Sendable {
  /// How many files may be asked for at a time.
  var concurrency: Int { get }

  /// Reads a file; null if there is none of that name.
  func read(_ name: String, limit: Int) async throws -> [UInt8]?
}
