/// A query compiled to one SQL statement, with all that is needed to run and to explain it.
public struct SQLStatement: Sendable {
  /// One `SELECT` with `?1`, `?2`, … and no literal of the query in it.
  public let sql: String
  /// The value of `?1` comes first.
  public let bindings: [SQLBinding]
  /// The columns of the answer, in order.
  public let columns: [ResultColumn]
  /// Remarks known before the statement runs.
  public let notes: [AnswerNote]
  /// What `--explain` prints, without the plan of the database.
  public let explanation: [ExplanationLine]
  /// The values of the declared parameters, in order of declaration.
  public let parameters: [ParameterUse]
  /// The time at which all sources are read, if they agree on one; else that of the query's header
  /// or the command line.
  public let asOf: Int64?
  /// The name of the default repository, if there is one.
  public let repository: String?
  /// The relations that rows come from, nested pipelines included.
  public let relations: Set<String>
  /// The sets that the statement reads through `id_set`.
  public let sets: [SetUse]
}

/// A column of the answer and its place in the statement's rows.
public struct ResultColumn: Hashable, Sendable {
  public let column: AnswerColumn
  /// The zero-based index of the SQL result column that holds it.
  public let index: Int

  public init(column: AnswerColumn, index: Int) {
    self.column = column
    self.index = index
  }
}

/// One line of an explanation, such as `source` and `tags, as of 2024-05-03T14:00:00Z (given)`.
public struct ExplanationLine: Hashable, Sendable {
  public let label: String
  public let text: String

  public init(label: String, text: String) {
    self.label = label
    self.text = text
  }
}

/// A declared parameter and the value that was used.
public struct ParameterUse: Hashable, Sendable {
  public let name: String
  public let type: ParameterType
  /// The value in display form; nil for null.
  public let text: String?

  public init(name: String, type: ParameterType, text: String?) {
    self.name = name
    self.type = type
    self.text = text
  }
}

/// A set of ids that the statement reads.
public struct SetUse: Hashable, Sendable {
  public let request: SetRequest
  public let handle: Int64
  /// How an explanation names it, such as `commits in v1.27.3..v1.28.0`.
  public let description: String

  public init(request: SetRequest, handle: Int64, description: String) {
    self.request = request
    self.handle = handle
    self.description = description
  }
}
