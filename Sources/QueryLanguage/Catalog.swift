/// The relations and functions of the language, as `schema` commands and messages show them.
public enum Catalog {
  /// The relations that can be queried, in the order of the documentation.
  public static let relations: [RelationDescription] = Relation.all.map(\.description)

  /// The views that SQL can read beside those of the relations.
  public static let sqlViews: [ViewDescription] = [.observations, .imageChildren]

  /// The scalar functions, then the aggregates.
  public static let functions: [FunctionDescription] = Function.all.map(\.description)
}

/// A relation: its columns and links.
public struct RelationDescription: Hashable, Sendable {
  public let name: String
  /// One sentence.
  public let documentation: String
  public let columns: [ColumnDescription]
  /// The columns that only its view has, for SQL.
  public let sqlColumns: [SQLColumnDescription]
  /// To-one links: `link.column` reads a column of the row it leads to.
  public let links: [LinkDescription]
  /// To-many links: `expand LINK` makes one row of each row that it leads to.
  public let manyLinks: [LinkDescription]
  /// The columns that order the rows without a `sort` stage.
  ///
  /// Empty for commits, which come in graph order: children before their parents.
  public let defaultOrder: [String]
  /// Whether `as of` can be asked of it.
  public let supportsAsOf: Bool
}

/// A column of a relation.
public struct ColumnDescription: Hashable, Sendable {
  public let name: String
  public let type: ValueType
  /// Whether it may be null.
  public let isNullable: Bool
  /// One sentence.
  public let documentation: String
}

/// A column that only the view of a relation has.
public struct SQLColumnDescription: Hashable, Sendable {
  public let name: String
  /// One sentence.
  public let documentation: String
}

/// A view that is no relation of the language.
public struct ViewDescription: Hashable, Sendable {
  public let name: String
  /// One sentence.
  public let documentation: String
  public let columns: [SQLColumnDescription]

  static let observations = ViewDescription(
    name: "v_observations",
    documentation: "The log of what was observed, which is never changed.",
    columns: [
      SQLColumnDescription(name: "seq", documentation: "The order of the log."),
      SQLColumnDescription(name: "source", documentation: "The place that showed it."),
      SQLColumnDescription(name: "repo", documentation: "The name of the repository."),
      SQLColumnDescription(name: "kind", documentation: "`look`, `ref` or `commit`."),
      SQLColumnDescription(
        name: "subject",
        documentation: "The full name of the ref, or what the fact is about."),
      SQLColumnDescription(
        name: "claimed_at", documentation: "When the source says that it happened."),
      SQLColumnDescription(name: "observed_at", documentation: "When it was recorded."),
      SQLColumnDescription(
        name: "grade", documentation: "How far the source is to be trusted: A to D."),
      SQLColumnDescription(name: "body", documentation: "The canonical form, as a BLOB."),
    ])

  static let imageChildren = ViewDescription(
    name: "v_image_children",
    documentation: "The images that an index lists, one for each platform.",
    columns: [
      SQLColumnDescription(
        name: "platform", documentation: "Such as `linux/arm64/v8`; empty if it is not said."),
      SQLColumnDescription(
        name: "parent_image_id", documentation: "The index: `image_id` of `v_images`."),
      SQLColumnDescription(
        name: "image_id", documentation: "The image: `image_id` of `v_images`."),
    ])
}

/// A link of a relation.
public struct LinkDescription: Hashable, Sendable {
  public let name: String
  /// The relation it leads to.
  public let target: String
}

/// A function of the language.
public struct FunctionDescription: Hashable, Sendable {
  public let name: String
  /// Such as `coalesce(a, b, …) -> type of a`.
  public let signature: String
  /// One sentence.
  public let documentation: String
  public let isAggregate: Bool
}
