/// What is wrong with a query, where, and the way out.
public struct Diagnostic: Error, Hashable, Sendable {
  /// Such as `E102`.
  public let code: String
  /// One sentence with the actual values, without a full stop.
  public let message: String
  /// The place in the text of the query.
  public let span: SourceSpan
  /// Printed beside the caret, such as `did you mean "released_at"?`.
  public let label: String?
  /// Lines below the source, such as the columns there are.
  public let hints: [String]

  public init(
    code: String, message: String, span: SourceSpan, label: String? = nil, hints: [String] = []
  ) {
    self.code = code
    self.message = message
    self.span = span
    self.label = label
    self.hints = hints
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
