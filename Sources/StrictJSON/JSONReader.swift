/// Reads JSON documents (RFC 8259) strictly, one after the other, with the same memory.
///
/// Beside what the standard forbids it refuses keys that stand twice in one object, bytes that are
/// not UTF-8, halves of surrogate pairs, numbers beyond a Double, and deep nesting. It allocates
/// nothing for a value.
///
///     var reader = JSONReader()
///     try reader.read(Array(#"{"target": {"tag": "v1.2.0"}}"#.utf8)) { root in
///       root["target"]["tag"].string  // "v1.2.0"
///     }
public struct JSONReader: ~Copyable {
  /// The depth of nesting up to which documents are read.
  public static let standardDepth = 64

  private let maximumDepth: Int
  private let workspace: Workspace

  /// - Parameter maximumDepth: How many arrays and objects may lie in one another, at least 1.
  public init(maximumDepth: Int = JSONReader.standardDepth) {
    self.maximumDepth = max(1, maximumDepth)
    workspace = Workspace(maximumDepth: self.maximumDepth)
  }

  /// Returns what `body` makes of a document, which may have blanks around it.
  ///
  /// The value is valid until `body` returns. A document longer than 256 MiB is refused.
  ///
  /// - Throws: `JSONError`, and what `body` throws.
  public mutating func read<Result>(
    _ bytes: UnsafeRawBufferPointer, _ body: (JSONValue) throws -> Result
  ) throws -> Result {
    try parse(bytes, isWhole: true) { value, _ in try body(value) }
  }

  /// Returns what `body` makes of a document, which may have blanks around it.
  ///
  /// The value is valid until `body` returns. A document longer than 256 MiB is refused.
  ///
  /// - Throws: `JSONError`, and what `body` throws.
  public mutating func read<Result>(
    _ bytes: [UInt8], _ body: (JSONValue) throws -> Result
  ) throws -> Result {
    try bytes.withUnsafeBytes { try parse($0, isWhole: true) { value, _ in try body(value) } }
  }

  /// Returns what `body` makes of the document that the bytes begin with, and of the offset behind
  /// its last byte.
  ///
  /// The value is valid until `body` returns. Nothing is said of what follows the document. If the
  /// bytes end too early, the code of the error is `unexpectedEnd`; a number may go on behind them.
  ///
  /// - Throws: `JSONError`, and what `body` throws.
  public mutating func readPrefix<Result>(
    _ bytes: UnsafeRawBufferPointer, _ body: (JSONValue, Int) throws -> Result
  ) throws -> Result {
    try parse(bytes, isWhole: false, body)
  }

  @inline(__always)
  private mutating func parse<Result>(
    _ bytes: UnsafeRawBufferPointer, isWhole: Bool,
    _ body: (JSONValue, Int) throws -> Result
  ) throws -> Result {
    let end: Int
    do throws(Fault) {
      end = try JSONParser.parse(
        bytes, isWhole: isWhole, maximumDepth: maximumDepth, workspace: workspace)
    } catch {
      throw JSONError(error, in: bytes, maximumDepth: maximumDepth)
    }
    return try withExtendedLifetime(workspace) {
      try body(JSONValue(node: UnsafePointer(workspace.nodes)), end)
    }
  }
}
