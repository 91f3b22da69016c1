/// A query whose names, types and literals are settled: what is compiled to SQL.
struct BoundPipeline: Sendable {
  /// The relation of the source, then the targets of the links that are followed.
  var instances: [BoundInstance]
  /// The time that the source is read at; null: now.
  var asOf: SQLBinding?
  /// The handle of the computed set that the rows come from.
  var set: SQLBinding?
  var steps: [BoundStep] = []
  /// The columns that come out.
  var columns: [BoundColumn] = []
}

/// A relation in the `FROM` of a pipeline.
struct BoundInstance: Sendable {
  let relation: Relation
  /// How it is reached; nil for the source.
  let via: (parent: Int, link: Relation.Link)?
}

/// A named column of the rows at some point of a pipeline.
struct BoundColumn: Sendable {
  let name: String
  let value: BoundExpression
}

/// A stage that changes which rows there are, or their order.
///
/// Stages that only name columns leave no step behind.
enum BoundStep: Sendable {
  case filter(BoundExpression)
  case sort([BoundSortKey])
  case take(SQLBinding, per: [BoundExpression])
  /// One row per combination of the keys, which become the slots from `firstSlot` on, followed by
  /// the aggregates.
  case group(keys: [BoundExpression], aggregates: [BoundAggregate], firstSlot: Int)
}

struct BoundSortKey: Sendable {
  let value: BoundExpression
  let descending: Bool
}

struct BoundAggregate: Sendable {
  let function: Function.Aggregate
  /// Nil for `count()`.
  let argument: BoundExpression?
}

/// An expression with its type.
struct BoundExpression: Sendable {
  indirect enum Node: Sendable {
    /// A column of an instance of the pipeline.
    case field(instance: Int, Relation.Column)
    /// A key or aggregate of a `group` step.
    case slot(Int)
    case value(SQLBinding)
    /// A version or a digest: its text, and what it is compared by.
    case version(text: SQLBinding, key: SQLBinding)
    case call(Function.Scalar, [BoundExpression])
    case negate(BoundExpression)
    case arithmetic(ArithmeticOperator, BoundExpression, BoundExpression)
    case comparison(ComparisonOperator, BoundExpression, BoundExpression)
    case isNull(BoundExpression, negated: Bool)
    case member(BoundExpression, BoundMembers, negated: Bool)
    case textMatch(TextMatchOperator, BoundExpression, BoundExpression)
    case conditional(BoundExpression, then: BoundExpression, else: BoundExpression)
    case and(BoundExpression, BoundExpression)
    case or(BoundExpression, BoundExpression)
    case not(BoundExpression)
    /// Whether an id is in a computed set.
    case inSet(BoundExpression, SQLBinding)
  }

  let node: Node
  let type: ValueType
  var isNullable: Bool
  let span: SourceSpan
  /// How many nodes it has, so that repeated naming cannot grow it without limit.
  let weight: Int

  init(
    _ node: Node, _ type: ValueType, nullable: Bool, span: SourceSpan, weight: Int = 1
  ) {
    self.node = node
    self.type = type
    self.isNullable = nullable
    self.span = span
    self.weight = weight
  }

  /// Whether it is the literal `null`, or a parameter without a value.
  var isNullLiteral: Bool {
    switch node {
    case .value(let binding): binding.value == .null
    default: false
    }
  }

  /// Returns the same value at another place of the text.
  func at(_ span: SourceSpan) -> BoundExpression {
    BoundExpression(node, type, nullable: isNullable, span: span, weight: weight)
  }
}

/// The right-hand side of `in`.
enum BoundMembers: Sendable {
  /// One binding that holds a JSON array of texts or numbers.
  case json(SQLBinding)
  /// One binding that holds a JSON array of upper-case hex digits, for keys and ids.
  case hexJSON(SQLBinding)
  case values([SQLBinding])
  /// Versions between two keys of one of these ranges.
  case versions([BoundKeyRange])
  /// The one column of another pipeline.
  case pipeline(BoundPipeline)
}

/// Order keys from `lower` on and below `upper`.
struct BoundKeyRange: Sendable {
  let lower: SQLBinding
  let upper: SQLBinding
  var includesPrereleases = false
}

extension ValueType {
  /// Whether values have a form for comparisons beside their text: the order key of a version, the
  /// bytes of an id.
  var hasKey: Bool { self == .version || self == .digest || self == .object }

  /// The half of a value that comparisons look at.
  var comparedPart: SelectLevel.Part { hasKey ? .key : .text }

  /// Whether values are ids of objects, compared as bytes.
  var isID: Bool { self == .sha || self == .digest || self == .object }
}
