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
  /// The to-one link that leads to it.
  var via: (parent: Int, link: Relation.Link)?
  /// The to-many link that `expand` followed to it.
  var expansion: Expansion?

  struct Expansion: Sendable {
    let parent: Int
    let link: Relation.ManyLink

    init(_ parent: Int, _ link: Relation.ManyLink) {
      self.parent = parent
      self.link = link
    }
  }
}

extension BoundPipeline {
  /// Returns the instance of the source or of an `expand` stage that to-one links lead on from.
  func root(of instance: Int) -> Int {
    var root = instance
    while let via = instances[root].via { root = via.parent }
    return root
  }
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
  /// One row per combination of the keys, which become the slots from `firstSlot` on.
  case group(keys: [BoundExpression], aggregates: [BoundAggregate], firstSlot: Int)
  /// Joins the rows of an instance that a to-many link leads to.
  case expand(Int)
  /// Joins the rows of another pipeline, whose columns become the slots from `firstSlot` on.
  case join(BoundPipeline, on: BoundExpression, keepsUnmatched: Bool, firstSlot: Int)
  /// The rows so far with these values, and those of another pipeline; its columns and the values
  /// become the slots of `columns`.
  case union([BoundExpression], BoundPipeline, columns: [BoundExpression])
  /// A value of the row before or after in the order so far, which becomes a slot.
  case window(BoundWindow, slot: Int)
}

/// A value of a neighbouring row.
struct BoundWindow: Sendable {
  let function: Function.Window
  let value: BoundExpression
  /// Rows with different values of these are no neighbours.
  let groups: [BoundExpression]
}

struct BoundSortKey: Sendable {
  let value: BoundExpression
  let descending: Bool
}

struct BoundAggregate: Sendable {
  /// The slot that holds it.
  let slot: Int
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
    /// Whether a full-text index finds words in the row with an id.
    case found(BoundExpression, Relation.TextIndex, SQLBinding)
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
