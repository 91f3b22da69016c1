public import Versions

/// The parsed text of a query: headers, then one pipeline.
public struct QuerySyntax: Sendable {
  public var headers: [Header]
  public var pipeline: Pipeline

  public init(headers: [Header], pipeline: Pipeline) {
    self.headers = headers
    self.pipeline = pipeline
  }
}

/// An identifier and its place.
public struct Name: Hashable, Sendable {
  public var text: String
  public var span: SourceSpan

  public init(_ text: String, _ span: SourceSpan) {
    self.text = text
    self.span = span
  }
}

/// A clause that ends with `;` before the pipeline.
public enum Header: Sendable {
  case parameter(ParameterDeclaration)
  /// `as of T;`, the default for every source and link.
  case asOf(TimeSyntax, SourceSpan)
  /// `repo acme/shop;`, the default repository.
  case repository(RefSyntax, SourceSpan)
  /// `let NAME = pipeline;`, which later pipelines can start with.
  case definition(Name, Pipeline, SourceSpan)
}

/// `param NAME: TYPE = DEFAULT in (CHOICES)`.
public struct ParameterDeclaration: Sendable {
  public var name: Name
  public var type: ParameterType
  public var typeSpan: SourceSpan
  public var defaultValue: Expression?
  public var choices: [Expression]
  public var span: SourceSpan

  public init(
    name: Name, type: ParameterType, typeSpan: SourceSpan, defaultValue: Expression?,
    choices: [Expression], span: SourceSpan
  ) {
    self.name = name
    self.type = type
    self.typeSpan = typeSpan
    self.defaultValue = defaultValue
    self.choices = choices
    self.span = span
  }
}

/// The declared type of a parameter.
public enum ParameterType: String, Sendable, CaseIterable {
  case text, int, real, bool, time, duration, version, commit, digest, ref
}

/// A source and the stages that its rows flow through.
public struct Pipeline: Sendable {
  public var source: Source
  public var stages: [Stage]
  public var span: SourceSpan

  public init(source: Source, stages: [Stage], span: SourceSpan) {
    self.source = source
    self.stages = stages
    self.span = span
  }
}

/// What a pipeline starts with.
public indirect enum Source: Sendable {
  /// A relation, such as `commits in A..B as of T`.
  case relation(Name, selector: Selector?, asOf: TimeSyntax?)
  /// A pipeline in parentheses.
  case nested(Pipeline)
}

/// The clause after a relation's name that chooses its rows.
public enum Selector: Sendable {
  case range(RangeSyntax)
  /// `containing X`, or with `or equivalent` also what contains a commit with the same change.
  case containing(RefSyntax, orEquivalent: Bool, SourceSpan)
  case reachableFrom(RefSyntax, SourceSpan)
  case of(RefSyntax, SourceSpan)
}

/// `A..B [first parent]` or `..B`: reachable from `upper` and not from `lower`.
public struct RangeSyntax: Sendable {
  public var lower: RefSyntax?
  public var upper: RefSyntax
  public var firstParent: Bool
  public var span: SourceSpan

  public init(lower: RefSyntax?, upper: RefSyntax, firstParent: Bool, span: SourceSpan) {
    self.lower = lower
    self.upper = upper
    self.firstParent = firstParent
    self.span = span
  }
}

/// The kind that a ref is prefixed with, such as `tag:`.
public enum RefKind: String, Sendable, CaseIterable {
  case tag, branch, image, env, go, sha, sha256
}

/// A name in a ref position: `[kind ":"] [repo ":"] name`, a string, or a parameter.
public struct RefSyntax: Hashable, Sendable {
  public indirect enum Target: Hashable, Sendable {
    /// The bytes after the kind; a repository's name may stand before the last `:`.
    case name([UInt8])
    /// `$name`.
    case parameter(String)
    /// `merge_base(A, B)`: the best common ancestor of two commits.
    case mergeBase(RefSyntax, RefSyntax)
  }

  public var kind: RefKind?
  public var target: Target
  public var span: SourceSpan

  public init(kind: RefKind?, target: Target, span: SourceSpan) {
    self.kind = kind
    self.target = target
    self.span = span
  }
}

/// A point in time, with durations added or taken away (only after `as of`).
public struct TimeSyntax: Sendable {
  public enum Atom: Sendable {
    /// Microseconds since 1970 UTC.
    case instant(Int64)
    case now, today, yesterday
    /// `7d ago`, in microseconds.
    case ago(Int64)
    case parameter(String)
  }

  public var atom: Atom
  /// Signed microseconds added to the atom.
  public var offset: Int64
  public var span: SourceSpan

  public init(atom: Atom, offset: Int64 = 0, span: SourceSpan) {
    self.atom = atom
    self.offset = offset
    self.span = span
  }
}

/// One step after a `|`.
public indirect enum Stage: Sendable {
  case filter(Expression, SourceSpan)
  case select([SelectItem], SourceSpan)
  case add([NamedExpression], SourceSpan)
  case sort([SortKey], SourceSpan)
  case take(TakeCount, per: [Expression], SourceSpan)
  case summarize([NamedExpression], by: [SelectItem], SourceSpan)
  case distinct([Expression], SourceSpan)
  case count(SourceSpan)
  /// `expand LINK [as NAME]`: one row for each row that a to-many link leads to.
  case expand(Name, as: Name?, SourceSpan)
  case join(JoinSyntax, SourceSpan)
  /// `union (pipeline)`: its rows after those so far.
  case union(Pipeline, SourceSpan)

  public var span: SourceSpan {
    switch self {
    case .filter(_, let span), .select(_, let span), .add(_, let span), .sort(_, let span),
      .take(_, _, let span), .summarize(_, _, let span), .distinct(_, let span), .count(let span),
      .expand(_, _, let span), .join(_, let span), .union(_, let span):
      span
    }
  }
}

/// `join [left] (pipeline) [as NAME] on …`.
public struct JoinSyntax: Sendable {
  public enum Condition: Sendable {
    /// `on a, b`: columns of both sides that are equal.
    case columns([Name])
    case predicate(Expression)
  }

  public var pipeline: Pipeline
  /// Whether rows without a partner are kept.
  public var keepsUnmatched: Bool
  /// What the other side's columns are prefixed with.
  public var name: Name?
  public var condition: Condition

  public init(pipeline: Pipeline, keepsUnmatched: Bool, name: Name?, condition: Condition) {
    self.pipeline = pipeline
    self.keepsUnmatched = keepsUnmatched
    self.name = name
    self.condition = condition
  }
}

/// A column of `select` or `by`.
public enum SelectItem: Sendable {
  /// `expr as name`.
  case named(NamedExpression)
  /// A path, whose last part becomes the name.
  case path(Expression)
  /// `*`: every column of the rows so far.
  case all(SourceSpan)
}

public struct NamedExpression: Sendable {
  public var expression: Expression
  public var name: Name

  public init(expression: Expression, name: Name) {
    self.expression = expression
    self.name = name
  }
}

public struct SortKey: Sendable {
  public var expression: Expression
  public var descending: Bool

  public init(expression: Expression, descending: Bool) {
    self.expression = expression
    self.descending = descending
  }
}

public enum TakeCount: Sendable {
  case number(Int, SourceSpan)
  case parameter(Name)
}

/// A value or predicate.
public indirect enum Expression: Sendable {
  case literal(Literal, SourceSpan)
  /// `now`, `today`, `7d ago` and the like in a value position.
  case time(TimeSyntax)
  case parameter(Name)
  /// `commit.author.name`; to-one links only.
  case path([Name])
  case call(Name, arguments: [Expression], SourceSpan)
  /// `count(*)`.
  case callStar(Name, SourceSpan)
  case negate(Expression, SourceSpan)
  case arithmetic(ArithmeticOperator, Expression, Expression, SourceSpan)
  case comparison(ComparisonOperator, Expression, Expression, SourceSpan)
  case not(Expression, SourceSpan)
  case and(Expression, Expression)
  case or(Expression, Expression)
  case isNull(Expression, negated: Bool, SourceSpan)
  case inList(Expression, [Expression], negated: Bool, SourceSpan)
  case inVersionRange(Expression, VersionRange, negated: Bool, SourceSpan)
  case inPipeline(Expression, Pipeline, negated: Bool, SourceSpan)
  /// `glob`, `matches`, `has`.
  case textMatch(TextMatchOperator, Expression, Expression, SourceSpan)
  case conditional(Expression, then: Expression, else: Expression, SourceSpan)
  /// `containing X`, `reachable from X`, `in A..B` about the row's commit.
  case graph(GraphPredicate, SourceSpan)
}

public enum GraphPredicate: Sendable {
  case range(RangeSyntax)
  case containing(RefSyntax, orEquivalent: Bool)
  case reachableFrom(RefSyntax)
}

public enum Literal: Sendable {
  /// Bytes, since `\xNN` may name a ref that is not UTF-8.
  case string([UInt8])
  case integer(Int64)
  case real(Double)
  case boolean(Bool)
  case null
  /// Microseconds since 1970 UTC.
  case time(Int64)
  /// Microseconds.
  case duration(Int64)
  case version(Version)
  /// Lower-case hex digits, 4 to 64.
  case sha(String)
  /// Lower-case hex digits after `sha256:`, 4 to 64.
  case digest(String)
}

public enum ArithmeticOperator: String, Sendable {
  case add = "+"
  case subtract = "-"
  case multiply = "*"
  case divide = "/"
  case remainder = "%"
}

public enum ComparisonOperator: String, Sendable {
  case equal = "="
  case notEqual = "!="
  case less = "<"
  case lessOrEqual = "<="
  case greater = ">"
  case greaterOrEqual = ">="

  /// The operator with its sides exchanged.
  var mirrored: ComparisonOperator {
    switch self {
    case .equal, .notEqual: self
    case .less: .greater
    case .lessOrEqual: .greaterOrEqual
    case .greater: .less
    case .greaterOrEqual: .lessOrEqual
    }
  }
}

public enum TextMatchOperator: String, Sendable {
  case glob, matches, has
}
