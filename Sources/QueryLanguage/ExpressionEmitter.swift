/// Writes expressions as SQL over the columns of one level.
///
/// A comparison is true or false, never null. Inside a filter, null serves as false, which lets
/// SQLite use `=` and its indexes; `Emitted.isNullable` says where the difference would show.
struct ExpressionEmitter {
  let level: SelectLevel

  /// How tightly the outermost operator binds.
  enum Precedence: Int {
    case or, and, not, comparison, sum, product, atom
  }

  struct Emitted {
    var sql: SQLFragment
    var precedence = Precedence.atom
    /// Whether a predicate may yield null where false is meant.
    var isNullable = false

    /// Returns the SQL, in parentheses if it binds less tightly than asked.
    func bound(_ least: Precedence) -> SQLFragment {
      precedence.rawValue < least.rawValue ? "(\(sql))" : sql
    }
  }

  // MARK: Values

  /// Returns an expression as a value.
  func value(_ expression: BoundExpression, part: SelectLevel.Part = .text) -> Emitted {
    switch expression.node {
    case .field(let instance, let column):
      let sql = level.field(column, instance: instance, part: part)
      return Emitted(
        sql: sql, precedence: part == .text && column.sql.isOperation ? .comparison : .atom,
        isNullable: expression.isNullable)
    case .slot(let number):
      return Emitted(
        sql: level.slot(number, part: part), precedence: .atom,
        isNullable: expression.isNullable)
    case .value(let binding):
      return Emitted(
        sql: SQLFragment(binding), isNullable: expression.isNullable)
    case .version(let text, let key):
      return Emitted(sql: SQLFragment(part == .key ? key : text))
    case .call(let function, let arguments):
      return call(function, arguments, part: part, isNullable: expression.isNullable)
    case .negate(let operand):
      // Not an atom: two minus signs in a row would begin a comment.
      return Emitted(sql: "-\(value(operand).bound(.atom))", precedence: .product)
    case .arithmetic(let operation, let left, let right):
      return arithmetic(operation, left, right)
    case .conditional(let condition, let then, let otherwise):
      return Emitted(
        sql: """
          CASE WHEN \(predicate(condition).sql) THEN \(value(then, part: part).sql) \
          ELSE \(value(otherwise, part: part).sql) END
          """,
        isNullable: expression.isNullable)
    default:
      let condition = predicate(expression)
      guard condition.isNullable else { return condition }
      return Emitted(sql: "\(condition.bound(.sum)) IS TRUE", precedence: .comparison)
    }
  }

  /// Returns both halves of a version or a digest, or the one value of another type.
  func parts(of expression: BoundExpression) -> [SelectLevel.Part: SQLFragment] {
    var parts = [SelectLevel.Part.text: value(expression).sql]
    if expression.type.hasKey { parts[.key] = value(expression, part: .key).sql }
    return parts
  }

  /// Returns what an expression is grouped by.
  func groupTerms(_ expression: BoundExpression) -> [SQLFragment] {
    let parts = parts(of: expression)
    return [parts[.key], parts[.text]].compactMap { $0?.term }
  }

  func groupTerm(_ expression: BoundExpression) -> SQLFragment {
    groupTerms(expression).joined(separator: ", ")
  }

  /// Returns the text of a value, as it is shown.
  func text(_ expression: BoundExpression) -> Emitted {
    let plain = value(expression)
    guard expression.type == .sha else { return plain }
    let hex: SQLFragment = "lower(hex(\(plain.sql)))"
    return Emitted(
      sql: expression.isNullable ? "nullif(\(hex), '')" : hex, isNullable: expression.isNullable)
  }

  private func arithmetic(
    _ operation: ArithmeticOperator, _ left: BoundExpression, _ right: BoundExpression
  ) -> Emitted {
    let a = value(left)
    let b = value(right)
    switch operation {
    case .add:
      return Emitted(sql: "\(a.bound(.sum)) + \(b.bound(.product))", precedence: .sum)
    case .subtract:
      return Emitted(sql: "\(a.bound(.sum)) - \(b.bound(.product))", precedence: .sum)
    case .multiply:
      let product = Emitted(
        sql: "\(a.bound(.product)) * \(b.bound(.atom))", precedence: .product)
      let isDuration = left.type == .duration || right.type == .duration
      guard isDuration, left.type == .real || right.type == .real else { return product }
      return Emitted(sql: "CAST(\(product.sql) AS INTEGER)")
    case .divide:
      let quotient = Emitted(
        sql: "CAST(\(a.sql) AS REAL) / \(b.bound(.atom))", precedence: .product)
      guard left.type == .duration, right.type != .duration else { return quotient }
      return Emitted(sql: "CAST(\(quotient.sql) AS INTEGER)")
    case .remainder:
      return Emitted(sql: "\(a.bound(.product)) % \(b.bound(.atom))", precedence: .product)
    }
  }

  private func call(
    _ function: Function.Scalar, _ arguments: [BoundExpression], part: SelectLevel.Part,
    isNullable: Bool
  ) -> Emitted {
    func result(_ sql: SQLFragment) -> Emitted { Emitted(sql: sql, isNullable: isNullable) }
    if function == .coalesce {
      let all = arguments.map { value($0, part: part).sql }.joined(separator: ", ")
      return result("coalesce(\(all))")
    }
    if function == .age {
      return Emitted(
        sql: "\(value(arguments[0]).sql) - \(value(arguments[1]).bound(.product))",
        precedence: .sum)
    }
    if function == .bucket {
      let time = value(arguments[0]).bound(.product)
      let (length, origin) = (value(arguments[1]).sql, value(arguments[2]).sql)
      // The remainder has the sign of the time, which may lie before the origin.
      return Emitted(
        sql: "\(time) - ((\(time) - \(origin)) % \(length) + \(length)) % \(length)",
        precedence: .sum, isNullable: isNullable)
    }
    // Only versions have keys.
    func key() -> SQLFragment { value(arguments[0], part: .key).sql }
    switch function {
    case .major: return result("version_number(\(key()), 0)")
    case .minor: return result("version_number(\(key()), 1)")
    case .patch: return result("version_number(\(key()), 2)")
    case .prerelease: return result("version_prerelease(\(key()))")
    case .isPrerelease: return result("version_is_prerelease(\(key()))")
    case .isStable: return result("version_is_stable(\(key()))")
    default: break
    }
    let x = text(arguments[0]).sql
    switch function {
    case .lower: return result("lower(\(x))")
    case .upper: return result("upper(\(x))")
    case .len: return result("length(\(x))")
    case .build: return result("version_build(\(x))")
    case .bump: return result("version_bump(\(x), \(value(arguments[1]).sql))")
    case .nextMajor: return result("version_bump(\(x), 'major')")
    case .nextMinor: return result("version_bump(\(x), 'minor')")
    case .nextPatch: return result("version_bump(\(x), 'patch')")
    case .short: return result(Self.short(x, arguments[0].type))
    case .date: return result("time_date(\(x))")
    case .week: return result("time_week(\(x))")
    case .month: return result("time_month(\(x))")
    default:
      let part = arguments[0].type.comparedPart
      return result(Self.targetKind(value(arguments[0], part: part).sql))
    }
  }

  /// Returns 7 digits of the id of a git object, 12 of a digest.
  private static func short(_ text: SQLFragment, _ type: ValueType) -> SQLFragment {
    switch type {
    case .digest: "substr(\(text), 1, 19)"
    case .object: "substr(\(text), 1, iif(\(text) GLOB 'sha256:*', 19, 7))"
    default: "substr(\(text), 1, 7)"
    }
  }

  private static func targetKind(_ id: SQLFragment) -> SQLFragment {
    """
    CASE WHEN EXISTS (SELECT 1 FROM commit_object WHERE oid = \(id)) THEN 'commit' \
    WHEN EXISTS (SELECT 1 FROM tag_object WHERE oid = \(id)) THEN 'tag' \
    WHEN EXISTS (SELECT 1 FROM image WHERE digest = \(id)) THEN 'image' END
    """
  }
}
