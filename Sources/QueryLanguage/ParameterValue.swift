/// A value given for a parameter outside the query, such as by `--param from=v1.27.3`.
public enum ParameterValue: Sendable {
  case literal(Literal)
  /// For the types `ref` and `commit`.
  case ref(RefSyntax)
  /// For the type `time`: an instant, `now`, `7d ago` and the like.
  case time(TimeSyntax)
}

extension QueryParser {
  /// Returns the value that a text stands for in the type a parameter is declared with.
  ///
  /// Text is taken as it is, without quotes or escapes. Refs too, with an optional kind: `v1.28.0`,
  /// `branch:main`. All other types are written as in a query: `2024-05-01`, `7d ago`, `7d`,
  /// `v1.28.0`, `sha256:4bf2`, `42`, `true`. Spans are offsets in the text.
  public static func parseValue(
    _ text: String, type: ParameterType
  ) throws(QueryError) -> ParameterValue {
    let bytes = Array(text.utf8)
    let span = SourceSpan(0, bytes.count)
    guard bytes.count <= Limits.text else {
      throw QueryError(ParseDiagnostics.textTooLong(bytes.count))
    }
    switch type {
    case .text: return .literal(.string(bytes))
    case .ref, .commit: return .ref(try reference(bytes, span: span))
    case .time: return .time(try whole(bytes, type) { (p) throws(Diagnostic) in try p.time() })
    case .int, .real, .bool, .duration, .version, .digest:
      let expression = try whole(bytes, type) { (p) throws(Diagnostic) in try p.expression() }
      guard case .literal(let literal, _) = expression,
        let value = converted(literal, to: type)
      else {
        throw QueryError(ParseDiagnostics.valueOfOtherType(text, type, span))
      }
      return .literal(value)
    }
  }

  /// Returns the instant that a text stands for, such as `2024-05-01` or `7d ago`, in microseconds
  /// since 1970 UTC.
  public static func parseInstant(_ text: String, now: Int64) throws(QueryError) -> Int64 {
    let span = SourceSpan(0, text.utf8.count)
    guard case .time(let time) = try parseValue(text, type: .time) else { return now }
    if case .parameter = time.atom {
      throw QueryError(ParseDiagnostics.valueOfOtherType(text, .time, span))
    }
    guard let instant = time.instant(now: now) else {
      throw QueryError(BindDiagnostics.timeOutOfRange(span: span))
    }
    return instant
  }

  /// Runs a rule over a whole text.
  private static func whole<Result>(
    _ bytes: [UInt8], _ type: ParameterType,
    _ rule: (inout Parser) throws(Diagnostic) -> Result
  ) throws(QueryError) -> Result {
    var parser = Parser(bytes)
    do throws(Diagnostic) {
      let result = try rule(&parser)
      if parser.token.kind != .end { throw parser.unexpected("the end of the value") }
      parser.report(parser.token.problems)
      if let problem = parser.diagnostics.first { throw problem }
      return result
    } catch {
      let other = ParseDiagnostics.valueOfOtherType(
        String(decoding: bytes, as: UTF8.self), type, SourceSpan(0, bytes.count))
      // A literal's own fault says more than the type does.
      throw QueryError(error.code == ParseDiagnostics.unexpectedCode ? other : error)
    }
  }

  private static func converted(_ literal: Literal, to type: ParameterType) -> Literal? {
    switch (literal, type) {
    case (.integer, .int), (.real, .real), (.boolean, .bool), (.duration, .duration),
      (.version, .version), (.digest, .digest):
      return literal
    case (.integer(let value), .real):
      return .real(Double(value))
    default:
      return nil
    }
  }
}
