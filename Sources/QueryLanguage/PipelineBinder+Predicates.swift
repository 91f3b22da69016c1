import Versions

extension PipelineBinder {
  /// The longest pattern of `matches`, in characters.
  static let maximumPattern = 512
  /// Lists up to this length become single bindings, so that an index can be used.
  static let maximumBindings = 16
  /// The longest list with a column in it.
  static let maximumColumnsInList = 100

  func predicate(_ syntax: Expression) throws -> BoundExpression {
    switch syntax {
    case .and(let left, let right):
      let (a, b) = try both(left, right)
      return try make(.and(a, b), .bool, nullable: false, a.span.union(b.span), [a, b])
    case .or(let left, let right):
      let (a, b) = try both(left, right)
      return try make(.or(a, b), .bool, nullable: false, a.span.union(b.span), [a, b])
    case .not(let operand, let span):
      let value = try condition(operand)
      return try make(.not(value), .bool, nullable: false, span, [value])
    case .comparison(let operation, let left, let right, let span):
      return try comparison(operation, left, right, span: span)
    case .isNull(let operand, let negated, let span):
      let value = try linkedRow(operand) ?? expression(operand)
      return try make(.isNull(value, negated: negated), .bool, nullable: false, span, [value])
    case .inList(let operand, let elements, let negated, let span):
      return try list(operand, elements, negated: negated, span: span)
    case .inVersionRange(let operand, let range, let negated, let span):
      return try versionRange(operand, range, negated: negated, span: span)
    case .inPipeline(let operand, let inner, let negated, let span):
      return try members(operand, inner, negated: negated, span: span)
    case .textMatch(let operation, let left, let right, let span):
      return try textMatch(operation, left, right, span: span)
    case .graph(let predicate, let span):
      return try graph(predicate, span: span)
    default:
      preconditionFailure("bound as a value")
    }
  }

  /// Binds two conditions; an error in the first does not hide those in the second.
  private func both(
    _ left: Expression, _ right: Expression
  ) throws -> (BoundExpression, BoundExpression) {
    let first: BoundExpression
    do {
      first = try condition(left)
    } catch let diagnostic as Diagnostic {
      context.diagnostics.append(diagnostic)
      _ = try condition(right)
      throw diagnostic
    }
    return (first, try condition(right))
  }

  private func graph(_ predicate: GraphPredicate, span: SourceSpan) throws -> BoundExpression {
    if let aggregation, !aggregation.isInside {
      throw BindDiagnostics.ungrouped(context.text(span), span: span)
    }
    switch predicate {
    case .range(let range):
      let commit = try rowCommit("in", span: span)
      return inSet(commit, try context.set(ofRange: range, asOf: asOf))
    case .containing(let ref, let orEquivalent):
      return orEquivalent
        ? try containingCopies(ref, span: span) : try containing(ref, span: span)
    case .reachableFrom(let ref):
      let commit = try rowCommit("reachable from", span: span)
      return inSet(commit, try context.set(reachableFrom: ref, asOf: asOf))
    }
  }

  // MARK: Comparisons

  private func comparison(
    _ operation: ComparisonOperator, _ left: Expression, _ right: Expression, span: SourceSpan
  ) throws -> BoundExpression {
    if let row = try rowAgainstNull(operation, left, right, span: span) { return row }
    let (a, b) = try pair(left, right)
    if a.isNullLiteral || b.isNullLiteral {
      guard operation == .equal || operation == .notEqual else {
        throw BindDiagnostics.cannotCompare(
          a.type.rawValue, with: b.type.rawValue, span: span,
          label: "only = null and != null can be asked")
      }
      let other = a.isNullLiteral ? b : a
      return try make(
        .isNull(other, negated: operation == .notEqual), .bool, nullable: false, span, [other])
    }
    try checkComparable(a, b, operation)
    if operation == .equal || operation == .notEqual {
      try checkValue(b, of: a)
      try checkValue(a, of: b)
    }
    if operation != .equal, operation != .notEqual, a.type == .text,
      let literal = [left, right].first(where: Self.isVersion)
    {
      throw BindDiagnostics.cannotCompare(
        "text", with: "version", span: Parser.span(of: literal),
        hints: ["texts have no precedence; compare a column of type version, or use = or !="])
    }
    if let ranges = try comparisonInFamilies(operation, a, b, span: span) { return ranges }
    return try make(.comparison(operation, a, b), .bool, nullable: false, span, [a, b])
  }

  /// Returns whether a link leads to a row, for `commit = null`.
  private func rowAgainstNull(
    _ operation: ComparisonOperator, _ left: Expression, _ right: Expression, span: SourceSpan
  ) throws -> BoundExpression? {
    guard case .literal(.null, _) = right, operation == .equal || operation == .notEqual,
      let row = try linkedRow(left)
    else { return nil }
    return try make(
      .isNull(row, negated: operation == .notEqual), .bool, nullable: false, span, [row])
  }

  /// Binds two operands; a literal takes on the type of the other.
  private func pair(
    _ left: Expression, _ right: Expression
  ) throws -> (BoundExpression, BoundExpression) {
    if Self.isLiteral(left), !Self.isLiteral(right) {
      let b = try expression(right)
      return (try expression(left, like: b), b)
    }
    let a = try expression(left)
    return (a, try operand(right, like: a))
  }

  private static func isVersion(_ expression: Expression) -> Bool {
    switch expression {
    case .literal(.version, _): true
    default: false
    }
  }

  private static func isLiteral(_ expression: Expression) -> Bool {
    switch expression {
    case .literal, .parameter: true
    default: false
    }
  }

  func checkComparable(
    _ a: BoundExpression, _ b: BoundExpression, _ operation: ComparisonOperator? = nil
  ) throws {
    let isOrdering = operation != nil && operation != .equal && operation != .notEqual
    let numbers: Set<ValueType> = [.int, .real]
    let isIDOfAnyKind = a.type.isID && b.type.isID && [a.type, b.type].contains(.object)
    if a.type == b.type || (numbers.contains(a.type) && numbers.contains(b.type))
      || isIDOfAnyKind
    {
      guard isOrdering, [.bool, .list].contains(a.type) || isIDOfAnyKind else { return }
      throw BindDiagnostics.cannotCompare(
        a.type.rawValue, with: b.type.rawValue, span: a.span.union(b.span),
        label: "it has no order; use = or !=")
    }
    var hints: [String] = []
    if [a.type, b.type].contains(.time), [a.type, b.type].contains(.duration) {
      hints = ["a point in time is written as 7d ago, a length of time as 7d"]
    }
    throw BindDiagnostics.cannotCompare(
      a.type.rawValue, with: b.type.rawValue, span: b.span, label: literalFix(b, like: a),
      hints: hints)
  }

  private func textMatch(
    _ operation: TextMatchOperator, _ left: Expression, _ right: Expression, span: SourceSpan
  ) throws -> BoundExpression {
    let a = try expression(left)
    let b = try expression(right)
    guard [.text, .version, .sha, .digest, .object].contains(a.type) else {
      throw BindDiagnostics.wrongOperand(
        operation.rawValue, a.type, needs: "text", span: a.span)
    }
    guard [.text, .null].contains(b.type) else {
      throw BindDiagnostics.wrongOperand(
        operation.rawValue, b.type, needs: "a text in quotes", span: b.span)
    }
    if operation == .matches, case .value(let binding) = b.node,
      case .text(let bytes) = binding.value
    {
      try checkPattern(bytes, span: b.span)
    }
    return try make(.textMatch(operation, a, b), .bool, nullable: false, span, [a, b])
  }

  private func checkPattern(_ pattern: [UInt8], span: SourceSpan) throws {
    let count = String(decoding: pattern, as: UTF8.self).unicodeScalars.count
    if count > Self.maximumPattern {
      throw BindDiagnostics.badPattern(
        "the pattern has \(count) characters, and at most \(Self.maximumPattern) are allowed",
        span: span)
    }
    guard let problem = try context.resolver.problem(inPattern: pattern) else { return }
    // Without an escape, the place in the pattern is the one in the text between the quotes.
    let isPlain = span.upper - span.lower == pattern.count + 2
    throw BindDiagnostics.badPattern(
      "the regular expression is wrong: \(problem.reason)",
      span: isPlain ? context.character(at: span.lower + 1 + problem.offset, in: span) : span)
  }

  // MARK: Membership

  private func versionRange(
    _ operand: Expression, _ range: VersionRange, negated: Bool, span: SourceSpan
  ) throws -> BoundExpression {
    let value = try expression(operand)
    guard value.type == .version else {
      throw BindDiagnostics.wrongOperand(
        "in \(range.text)", value.type, needs: "a version", span: value.span)
    }
    context.explain("range", "\(range.text) is \(range.expansion), without prereleases")
    let members = BoundMembers.versions(try ranges(of: range))
    return try make(
      .member(value, members, negated: negated), .bool, nullable: false, span, [value])
  }

  private func members(
    _ operand: Expression, _ syntax: Pipeline, negated: Bool, span: SourceSpan
  ) throws -> BoundExpression {
    let value = try expression(operand)
    let inner = try PipelineBinder.bind(syntax, in: context)
    guard inner.columns.count == 1 else {
      throw BindDiagnostics.severalColumns(inner.columns.map(\.name), span: syntax.span)
    }
    try checkComparable(value, inner.columns[0].value.at(syntax.span))
    return try make(
      .member(value, .pipeline(inner), negated: negated), .bool, nullable: false, span, [value])
  }

  private func list(
    _ operand: Expression, _ elements: [Expression], negated: Bool, span: SourceSpan
  ) throws -> BoundExpression {
    let value = try expression(operand)
    var constants: [BoundExpression] = []
    var others: [BoundExpression] = []
    var hasNull = false
    for element in elements {
      let bound = try self.operand(element, like: value)
      if bound.isNullLiteral {
        hasNull = true
        continue
      }
      try checkComparable(value, bound)
      try checkValue(bound, of: value)
      switch bound.node {
      case .value, .version: constants.append(bound)
      default: others.append(bound)
      }
    }
    if others.count > Self.maximumColumnsInList { throw BindDiagnostics.tooLarge(span: span) }
    var alternatives: [BoundExpression] = []
    if !constants.isEmpty {
      let members = self.members(constants, type: value.type)
      alternatives.append(
        try make(.member(value, members, negated: false), .bool, nullable: false, span, [value]))
    }
    for other in others {
      alternatives.append(
        try make(.comparison(.equal, value, other), .bool, nullable: false, span, [value, other]))
    }
    if hasNull {
      alternatives.append(
        try make(.isNull(value, negated: false), .bool, nullable: false, span, [value]))
    }
    guard var result = alternatives.first else { preconditionFailure("a list has elements") }
    for next in alternatives.dropFirst() {
      result = try make(.or(result, next), .bool, nullable: false, span, [result, next])
    }
    guard negated else { return result }
    return try make(.not(result), .bool, nullable: false, span, [result])
  }

  /// Returns the constants of a list: short lists as bindings, longer ones as one JSON array.
  private func members(_ constants: [BoundExpression], type: ValueType) -> BoundMembers {
    let bindings = constants.map { constant in
      switch constant.node {
      case .version(_, let key): key
      case .value(let binding): binding
      default: preconditionFailure("not a constant")
      }
    }
    let count = "list of \(bindings.count)"
    if type == .version || type.isID {
      guard bindings.count > Self.maximumBindings else { return .values(bindings) }
      let elements = bindings.map { binding in
        if case .blob(let bytes) = binding.value {
          "\"\(hexText(bytes).uppercased())\""
        } else {
          ""
        }
      }
      return .hexJSON(Self.json(elements, comment: "\(count), in hex"))
    }
    let elements = bindings.compactMap { Self.json($0.value) }
    // Bytes that are no text cannot stand in JSON.
    guard elements.count == bindings.count else { return .values(bindings) }
    return .json(Self.json(elements, comment: count))
  }

  private static func json(_ elements: [String], comment: String) -> SQLBinding {
    SQLBinding(.text(Array("[\(elements.joined(separator: ","))]".utf8)), comment)
  }

  private static func json(_ value: SQLBinding.Value) -> String? {
    switch value {
    case .integer(let number): return String(number)
    case .real(let number): return String(number)
    case .null, .blob: return nil
    case .text(let bytes):
      guard let text = String(validating: bytes, as: UTF8.self) else { return nil }
      var result = "\""
      for scalar in text.unicodeScalars {
        switch scalar {
        case "\"": result += "\\\""
        case "\\": result += "\\\\"
        case _ where scalar.value < 0x20:
          let hex = String(scalar.value, radix: 16)
          result += "\\u" + String(repeating: "0", count: 4 - hex.count) + hex
        default: result.unicodeScalars.append(scalar)
        }
      }
      return result + "\""
    }
  }
}
