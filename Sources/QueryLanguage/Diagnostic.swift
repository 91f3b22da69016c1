/// What is wrong with a query, where, and the way out.
public struct Diagnostic: Error, Hashable, Sendable {
  /// Such as `E102`.
  public let code: String
  /// One sentence with the actual values, without a full stop.
  public let message: String
  /// The place in the text of the query, or in `option`.
  public let span: SourceSpan
  /// Printed beside the caret, such as `did you mean "released_at"?`.
  public let label: String?
  /// Lines below the source, such as the columns there are.
  public let hints: [String]
  /// What the command line gives, such as `--as-of 2024-13-01`, if that is what is wrong; nil: the
  /// text of the query.
  public let option: String?

  public init(
    code: String, message: String, span: SourceSpan, label: String? = nil, hints: [String] = [],
    option: String? = nil
  ) {
    self.code = code
    self.message = message
    self.span = span
    self.label = label
    self.hints = hints
    self.option = option
  }

  /// Returns the same diagnostic about a value of the command line: `span`, a place in the value, is
  /// moved behind what introduces it, such as `--as-of `.
  public func given(by introduction: String, value: String) -> Diagnostic {
    let shift = introduction.utf8.count
    let end = shift + value.utf8.count
    let lower = min(span.lower + shift, end)
    return Diagnostic(
      code: code, message: message,
      span: SourceSpan(lower, max(lower, min(span.upper + shift, end))), label: label,
      hints: hints, option: introduction + value)
  }
}

/// All that is wrong with one query; never empty.
public struct QueryError: Error, Sendable {
  public let diagnostics: [Diagnostic]

  public init(_ diagnostics: [Diagnostic]) {
    self.diagnostics = diagnostics
  }

  public init(_ diagnostic: Diagnostic) {
    self.diagnostics = [diagnostic]
  }
}
