/// The type of a value in the language, and so of a column of an answer.
///
/// The comment after each case is the form in which the statement yields it.
public enum ValueType: String, Hashable, Sendable, CaseIterable {
  /// Bytes bound and read as SQL text; mostly UTF-8, never repaired.
  case text
  /// int64.
  case int
  /// A double.
  case real
  /// 0 or 1.
  case bool
  /// int64, microseconds since 1970-01-01T00:00:00Z.
  case time
  /// int64, microseconds.
  case duration
  /// Text of the version as it was written.
  case version
  /// BLOB of 20 or 32 bytes: the id of a git object. Shown as lower-case hex.
  case sha
  /// Text such as `sha256:4bf2…`: the digest of an image.
  case digest
  /// Text: what a ref of any kind names, the id of a git object as hex or a digest as
  /// `sha256:4bf2…`.
  case object
  /// JSON array text, made by `list(x)`; elements are already in display form.
  case list
  /// Only ever null: the literal `null`.
  case null
}

/// A column of an answer.
public struct AnswerColumn: Hashable, Sendable {
  public let name: String
  public let type: ValueType

  public init(name: String, type: ValueType) {
    self.name = name
    self.type = type
  }
}

/// One row of an answer, valid only inside the call that hands it out.
///
/// `column` is the position in the list of `AnswerColumn`s. A conforming type reads SQLite's
/// column values in place, so that printing a row allocates nothing.
public protocol AnswerRow {
  /// Returns whether the value is null.
  func isNull(_ column: Int) -> Bool
  /// Returns the value of an `int`, `bool`, `time` or `duration` column.
  func integer(_ column: Int) -> Int64
  /// Returns the value of a `real` column.
  func real(_ column: Int) -> Double
  /// Returns the bytes of a `text`, `version`, `sha`, `digest`, `object` or `list` column.
  func bytes(_ column: Int) -> UnsafeRawBufferPointer
}

/// A remark on the precision, coverage or meaning of an answer.
public struct AnswerNote: Hashable, Sendable {
  /// Such as `N401`.
  public let code: String
  /// One sentence with the actual values.
  public let message: String
  /// Whether the answer is incomplete because of it (exit code 3).
  public let isIncomplete: Bool

  public init(code: String, message: String, isIncomplete: Bool = false) {
    self.code = code
    self.message = message
    self.isIncomplete = isIncomplete
  }
}
