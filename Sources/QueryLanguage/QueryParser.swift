/// Reads the text of queries.
public enum QueryParser {
  /// Returns the tree of a query.
  ///
  /// Throws all the faults found, in the order of their places. Complexity: O(n) in the bytes of
  /// the text, which are limited to 64 KiB.
  public static func parse(_ text: String) throws(QueryError) -> QuerySyntax {
    try parse(bytes: Array(text.utf8))
  }

  /// Returns the tree of a query whose text need not be UTF-8, which is an error of its own.
  public static func parse(bytes: [UInt8]) throws(QueryError) -> QuerySyntax {
    var parser = try parser(of: bytes)
    return try parser.query()
  }

  /// Returns the tokens of a query as they are understood at their places.
  static func tokens(of bytes: [UInt8]) throws(QueryError) -> [TakenToken] {
    var parser = try parser(of: bytes)
    _ = try parser.query()
    return parser.taken
  }

  private static func parser(of bytes: [UInt8]) throws(QueryError) -> Parser {
    guard bytes.count <= Limits.text else {
      throw QueryError(ParseDiagnostics.textTooLong(bytes.count))
    }
    if let offset = ScalarReader.firstInvalidOffset(in: bytes) {
      throw QueryError(ParseDiagnostics.notUTF8(bytes[offset], SourceSpan(offset, offset + 1)))
    }
    return Parser(bytes)
  }

  /// Returns the ref that bytes name, as a string in a ref position does.
  ///
  /// - Parameter span: The place that an error shows.
  public static func reference(
    _ bytes: [UInt8], span: SourceSpan
  ) throws(QueryError) -> RefSyntax {
    do throws(Diagnostic) {
      return try Lexer.reference(from: bytes, span: span)
    } catch {
      throw QueryError(error)
    }
  }
}
