import Versions

extension PipelineBinder {
  /// Binds an expression that has to be true or false.
  func condition(_ syntax: Expression) throws -> BoundExpression {
    let bound = try expression(syntax)
    if bound.type == .bool || bound.isNullLiteral { return bound }
    let label: String? =
      switch bound.type {
      case .text where Self.isString(syntax):
        "and, or stand between whole comparisons: x = \(context.text(bound.span))"
      case .version, .text, .sha, .digest, .object, .time: "compare it, or ask: is not null"
      case .int: "compare it, such as: > 0"
      default: nil
      }
    throw BindDiagnostics.notAPredicate(bound.type, span: bound.span, label: label)
  }

  private static func isString(_ expression: Expression) -> Bool {
    if case .literal(.string, _) = expression { true } else { false }
  }

  /// Binds an expression.
  ///
  /// `peer` is what it is compared with, whose type a literal takes on.
  func expression(
    _ syntax: Expression, like peer: BoundExpression? = nil
  ) throws -> BoundExpression {
    switch syntax {
    case .literal(let literal, let span):
      return try self.literal(literal, span: span, like: peer)
    case .time(let time):
      let value = try context.instant(time)
      return constant(.integer(value), .time, comment(peer, .time), time.span)
    case .parameter(let name):
      return try parameter(name, like: peer)
    case .path(let parts):
      return try path(parts)
    case .call(let name, let arguments, let span):
      return try call(name, arguments, span: span)
    case .callStar(let name, let span):
      guard name.text == "count" else {
        throw try starMisuse(name, span: span)
      }
      return try call(name, [], span: span)
    case .negate(let operand, let span):
      return try negate(operand, span: span)
    case .arithmetic(let operation, let left, let right, let span):
      return try arithmetic(operation, left, right, span: span)
    case .conditional(let condition, let then, let otherwise, let span):
      return try conditional(condition, then, otherwise, span: span)
    default:
      return try predicate(syntax)
    }
  }

  func make(
    _ node: BoundExpression.Node, _ type: ValueType, nullable: Bool, _ span: SourceSpan,
    _ parts: [BoundExpression]
  ) throws -> BoundExpression {
    let weight = parts.reduce(1) { $0 + $1.weight }
    if weight > Self.maximumWeight { throw BindDiagnostics.tooLarge(span: span) }
    return BoundExpression(node, type, nullable: nullable, span: span, weight: weight)
  }

  // MARK: Functions

  private func starMisuse(_ name: Name, span: SourceSpan) throws -> Diagnostic {
    guard let function = Function.named(name.text) else { return unknownFunction(name) }
    return BindDiagnostics.wrongArguments(function, found: "*", span: span)
  }

  private func unknownFunction(_ name: Name) -> Diagnostic {
    BindDiagnostics.unknownFunction(
      name, near: NearNames.nearest(name.text, among: Function.all.map(\.name)))
  }

  private func call(
    _ name: Name, _ arguments: [Expression], span: SourceSpan
  ) throws -> BoundExpression {
    guard let function = Function.named(name.text) else { throw unknownFunction(name) }
    switch function.kind {
    case .aggregate(let kind):
      return try aggregate(function, kind, arguments, name: name, span: span)
    case .scalar(.coalesce):
      return try coalesce(function, arguments, span: span)
    case .scalar(.semverRange):
      return try semverRange(function, arguments, span: span)
    case .scalar(.bump):
      return try bump(function, arguments, span: span)
    case .scalar(.bucket):
      return try bucket(function, arguments, span: span)
    case .scalar(.search):
      return try search(function, arguments, span: span)
    case .window(let kind):
      return try window(function, kind, arguments, span: span)
    case .scalar(let scalar):
      return try scalarCall(function, scalar, arguments, span: span)
    }
  }

  private func scalarCall(
    _ function: Function, _ scalar: Function.Scalar, _ arguments: [Expression], span: SourceSpan
  ) throws -> BoundExpression {
    guard arguments.count == 1 else {
      throw BindDiagnostics.wrongArguments(
        function, found: "\(arguments.count) values", span: span)
    }
    let argument = try expression(arguments[0])
    let (accepted, type) = Self.signature(scalar)
    guard accepted.contains(argument.type) else {
      throw BindDiagnostics.wrongArguments(
        function, found: argument.type.rawValue, span: argument.span)
    }
    guard scalar == .age else {
      let isNullable = argument.isNullable || Self.mayBeNull.contains(scalar)
      return try make(.call(scalar, [argument]), type, nullable: isNullable, span, [argument])
    }
    let now = constant(.integer(context.now), .time, "now", span)
    return try make(
      .call(.age, [now, argument]), .duration, nullable: argument.isNullable, span, [argument])
  }

  /// Functions that may be null of a value that is not.
  private static let mayBeNull: Set<Function.Scalar> = [
    .prerelease, .build, .targetKind, .major, .minor, .patch, .nextMajor, .nextMinor, .nextPatch,
  ]

  private func bump(
    _ function: Function, _ arguments: [Expression], span: SourceSpan
  ) throws -> BoundExpression {
    guard arguments.count == 2 else {
      throw BindDiagnostics.wrongArguments(
        function, found: "\(arguments.count) values", span: span)
    }
    let version = try expression(arguments[0])
    let part = try expression(arguments[1])
    guard version.type == .version else {
      throw BindDiagnostics.wrongArguments(
        function, found: version.type.rawValue, span: version.span)
    }
    guard case .value(let binding) = part.node, case .text(let bytes) = binding.value,
      ["major", "minor", "patch", "prerelease"].contains(where: { bytes.elementsEqual($0.utf8) })
    else {
      throw BindDiagnostics.wrongArguments(
        function, found: "another part", span: part.span)
    }
    return try make(.call(.bump, [version, part]), .text, nullable: true, span, [version, part])
  }

  private static func signature(
    _ scalar: Function.Scalar
  ) -> (accepted: Set<ValueType>, result: ValueType) {
    switch scalar {
    case .lower, .upper: ([.text, .version, .digest, .object], .text)
    case .len: ([.text, .version, .digest, .object], .int)
    case .short: ([.sha, .digest, .object], .text)
    case .major, .minor, .patch: ([.version], .int)
    case .prerelease, .build, .nextMajor, .nextMinor, .nextPatch: ([.version], .text)
    case .isPrerelease, .isStable: ([.version], .bool)
    case .date, .week, .month: ([.time], .text)
    case .age: ([.time], .duration)
    case .targetKind: ([.sha, .digest, .object], .text)
    case .coalesce, .bump, .semverRange, .bucket, .search: ([], .null)
    }
  }

  private func coalesce(
    _ function: Function, _ arguments: [Expression], span: SourceSpan
  ) throws -> BoundExpression {
    guard arguments.count >= 2 else {
      throw BindDiagnostics.wrongArguments(
        function, found: "\(arguments.count) values", span: span)
    }
    var values = [try expression(arguments[0])]
    for argument in arguments.dropFirst() {
      values.append(try expression(argument, like: values[0]))
    }
    let type = try commonType(values)
    return try make(
      .call(.coalesce, values), type, nullable: values.allSatisfy(\.isNullable), span, values)
  }

  private func conditional(
    _ test: Expression, _ then: Expression, _ otherwise: Expression, span: SourceSpan
  ) throws -> BoundExpression {
    let test = try condition(test)
    let first = try expression(then)
    let second = try expression(otherwise, like: first)
    let type = try commonType([first, second])
    return try make(
      .conditional(test, then: first, else: second), type,
      nullable: first.isNullable || second.isNullable, span, [test, first, second])
  }

  /// Returns the type of values of which one is taken; null goes with every type.
  private func commonType(_ values: [BoundExpression]) throws -> ValueType {
    var type = ValueType.null
    for value in values where value.type != .null {
      if type == .null || type == value.type {
        type = value.type
      } else if [type, value.type].allSatisfy({ $0 == .int || $0 == .real }) {
        type = .real
      } else {
        throw BindDiagnostics.differentBranches(type, value.type, span: value.span)
      }
    }
    return type
  }

  // MARK: Arithmetic

  private func negate(_ operand: Expression, span: SourceSpan) throws -> BoundExpression {
    let value = try expression(operand)
    guard [.int, .real, .duration].contains(value.type) else {
      throw BindDiagnostics.wrongOperand(
        "-", value.type, needs: "a number or a duration", span: span)
    }
    return try make(.negate(value), value.type, nullable: value.isNullable, span, [value])
  }

  private func arithmetic(
    _ operation: ArithmeticOperator, _ left: Expression, _ right: Expression, span: SourceSpan
  ) throws -> BoundExpression {
    let a = try expression(left)
    let b = try expression(right)
    guard let type = Self.arithmeticType(operation, a.type, b.type) else {
      let hints: [String] =
        a.type == .time && b.type == .time
        ? ["time - time is a duration"]
        : a.type == .text || b.type == .text
          ? ["texts cannot be joined; select them as separate columns"] : []
      throw BindDiagnostics.wrongOperands(
        operation.rawValue, a.type, b.type, span: span, hints: hints)
    }
    let divides = operation == .divide || operation == .remainder
    return try make(
      .arithmetic(operation, a, b), type, nullable: a.isNullable || b.isNullable || divides, span,
      [a, b])
  }

  private static func arithmeticType(
    _ operation: ArithmeticOperator, _ a: ValueType, _ b: ValueType
  ) -> ValueType? {
    let number: ValueType? =
      switch (a, b) {
      case (.int, .int): .int
      case (.int, .real), (.real, .int), (.real, .real): .real
      default: nil
      }
    switch (operation, a, b) {
    case (.add, .time, .duration), (.add, .duration, .time), (.subtract, .time, .duration):
      return .time
    case (.subtract, .time, .time), (.add, .duration, .duration),
      (.subtract, .duration, .duration), (.multiply, .duration, .int),
      (.multiply, .duration, .real), (.multiply, .int, .duration), (.multiply, .real, .duration),
      (.divide, .duration, .int), (.divide, .duration, .real):
      return .duration
    case (.divide, .duration, .duration): return .real
    case (.divide, _, _): return number.map { _ in .real }
    case (.remainder, _, _): return number == .int ? .int : nil
    default: return number
    }
  }
}
