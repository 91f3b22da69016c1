import Versions

/// The text of every error that binding a query can meet.
enum BindDiagnostics {
  // MARK: Names

  static func unknownRelation(_ name: Name, near: [String]) -> Diagnostic {
    Diagnostic(
      code: "E101", message: "there is no relation \(quoted(name.text))", span: name.span,
      label: NearNames.question(near.map(quoted)),
      hints: ["relations: " + Relation.all.map(\.name).joined(separator: ", ")])
  }

  static let unknownColumnCode = "E102"

  /// Returns the error for a word that is no column, and may be a value written without its form.
  static func bareWord(_ unknown: Diagnostic, write fix: String) -> Diagnostic {
    let label = unknown.label.map { "\($0) as a value: \(fix)" } ?? "write \(fix)"
    return Diagnostic(
      code: unknown.code, message: unknown.message, span: unknown.span, label: label,
      hints: unknown.hints)
  }

  static func unknownColumn(
    _ name: Name, of owner: String, near: [String], available: String
  ) -> Diagnostic {
    Diagnostic(
      code: unknownColumnCode, message: "\(owner) has no column \(quoted(name.text))",
      span: name.span,
      label: NearNames.question(near.map(quoted)), hints: [available])
  }

  static func notALink(_ name: Name, of owner: String, available: String) -> Diagnostic {
    Diagnostic(
      code: "E111", message: "\(quoted(name.text)) is a column of \(owner), not a link",
      span: name.span, hints: [available])
  }

  static func lostLink(_ name: Name, columns: [String]) -> Diagnostic {
    Diagnostic(
      code: "E111",
      message: "\(quoted(name.text)) cannot be followed: a stage before left only columns",
      span: name.span, label: "follow it before, and name what is needed: … as NAME",
      hints: ["columns: " + columns.joined(separator: ", ")])
  }

  static func linkWithoutColumn(_ path: String, target: Relation, span: SourceSpan) -> Diagnostic {
    Diagnostic(
      code: "E112", message: "\(quoted(path)) is a link; a column of it is missing", span: span,
      label: "such as \(path).\(sample(of: target))",
      hints: [columnsLine(of: target)])
  }

  static func manyRows(_ path: [Name], at index: Int, in relation: Relation) -> Diagnostic {
    let shown = path[0...index].map(\.text).joined(separator: ".")
    let name = path[index].text
    let span = path[0].span.union(path[path.count - 1].span)
    let column =
      index + 1 < path.count
      ? path[index + 1].text : relation.manyLink(name).map { sampleColumn(of: $0.target) } ?? "name"
    return Diagnostic(
      code: "E110", message: "\(quoted(shown)) can have many rows", span: span,
      label: "add a stage: | expand \(name) | select \(name).\(column)")
  }

  static func duplicateColumn(_ name: String, span: SourceSpan) -> Diagnostic {
    Diagnostic(
      code: "E105", message: "two columns are named \(quoted(name))", span: span,
      label: "give one another name: … as NAME")
  }

  static func needsCommit(_ words: String, _ relation: Relation, span: SourceSpan) -> Diagnostic {
    Diagnostic(
      code: "E120",
      message: "rows of \(quoted(relation.name)) have no commit, which \(quoted(words)) asks about",
      span: span,
      hints: [
        "relations with a commit: "
          + Relation.all.filter { $0.commit != nil }.map(\.name).joined(separator: ", ")
      ])
  }

  static func lostCommit(_ words: String, span: SourceSpan) -> Diagnostic {
    Diagnostic(
      code: "E120",
      message: "\(quoted(words)) asks about a commit, and these rows belong to none any more",
      span: span, hints: ["ask before the stage that groups rows or puts others to them"])
  }

  static func ofUnsupported(_ relation: Relation, span: SourceSpan) -> Diagnostic {
    Diagnostic(
      code: "E121", message: "rows of \(quoted(relation.name)) belong to no ref", span: span,
      hints: ["use a filter, such as: \(relation.name) | where \(sample(of: relation)) = \"…\""])
  }

  // MARK: Functions

  static func unknownFunction(_ name: Name, near: [String]) -> Diagnostic {
    Diagnostic(
      code: "E103", message: "there is no function \(quoted(name.text))", span: name.span,
      label: NearNames.question(near.map(quoted)),
      hints: ["functions: " + Function.all.map(\.name).joined(separator: ", ")])
  }

  static func wrongArguments(_ function: Function, found: String, span: SourceSpan) -> Diagnostic {
    Diagnostic(
      code: "E104", message: "\(quoted(function.name)) cannot take \(found)", span: span,
      hints: [function.signature])
  }

  static func aggregateOutside(_ name: Name) -> Diagnostic {
    Diagnostic(
      code: "E310", message: "\(quoted(name.text)) is an aggregate", span: name.span,
      label: "aggregates stand in a summarize stage",
      hints: ["such as: summarize \(name.text)(…) as x by repo"])
  }

  static func nestedAggregate(_ name: Name) -> Diagnostic {
    Diagnostic(
      code: "E310", message: "an aggregate cannot stand inside another one", span: name.span)
  }

  static func ungrouped(_ path: String, span: SourceSpan) -> Diagnostic {
    Diagnostic(
      code: "E311", message: "\(quoted(path)) has a value per row, not one per group", span: span,
      label: "add it to by, or use an aggregate such as max(\(path))")
  }

  // MARK: Types

  static func cannotCompare(
    _ left: String, with right: String, span: SourceSpan, label: String? = nil,
    hints: [String] = []
  ) -> Diagnostic {
    Diagnostic(
      code: "E304", message: "cannot compare \(left) with \(right)", span: span, label: label,
      hints: hints)
  }

  static func wrongOperands(
    _ operation: String, _ left: ValueType, _ right: ValueType, span: SourceSpan, hints: [String]
  ) -> Diagnostic {
    Diagnostic(
      code: "E301",
      message: "\(quoted(operation)) cannot take \(left.rawValue) and \(right.rawValue)",
      span: span, hints: hints)
  }

  static func wrongOperand(
    _ operation: String, _ found: ValueType, needs: String, span: SourceSpan
  ) -> Diagnostic {
    Diagnostic(
      code: "E301", message: "\(quoted(operation)) needs \(needs), not \(found.rawValue)",
      span: span)
  }

  static func negatedKey(_ key: String, _ type: ValueType, span: SourceSpan) -> Diagnostic {
    Diagnostic(
      code: "E301", message: "\(quoted("-")) needs a number or a duration, not \(type.rawValue)",
      span: span, label: "write \(key) desc")
  }

  static func notAPredicate(_ type: ValueType, span: SourceSpan, label: String?) -> Diagnostic {
    Diagnostic(
      code: "E305", message: "a condition is true or false, and this is \(type.rawValue)",
      span: span, label: label)
  }

  static func differentBranches(
    _ left: ValueType, _ right: ValueType, span: SourceSpan
  ) -> Diagnostic {
    Diagnostic(
      code: "E302",
      message: "the values have different types: \(left.rawValue) and \(right.rawValue)",
      span: span)
  }

  static func severalColumns(_ columns: [String], span: SourceSpan) -> Diagnostic {
    Diagnostic(
      code: "E306",
      message: "a pipeline after in needs one column, and this one has \(columns.count)",
      span: span, label: "end it with a select",
      hints: ["columns: " + columns.joined(separator: ", ")])
  }

  static func badPattern(_ reason: String, span: SourceSpan) -> Diagnostic {
    Diagnostic(code: "E307", message: reason, span: span)
  }

  static func badVersionRange(_ reason: String, span: SourceSpan) -> Diagnostic {
    Diagnostic(
      code: "E312", message: "the range of versions is wrong: \(reason)", span: span,
      hints: ["such as \">=1.2 <2 || 3.x\", \"^1.2.3\", \"1.2 - 1.4\""])
  }

  static func notAValue(
    _ text: String, of column: String, values: [String], span: SourceSpan
  ) -> Diagnostic {
    Diagnostic(
      code: "E309", message: "\(quoted(column)) is never \(quoted(text))", span: span,
      label: NearNames.label(text, among: values),
      hints: ["values of \(column): " + values.joined(separator: ", ")])
  }

  static func tooLarge(span: SourceSpan) -> Diagnostic {
    Diagnostic(
      code: "E308", message: "the expressions have grown too large",
      span: span,
      hints: [
        "give a list to in instead of many comparisons; name fewer columns in terms of others"
      ])
  }

  static func quoted(_ text: String) -> String {
    "\"\(text)\""
  }

  /// Returns a column to show in an example: the first that tells rows apart.
  static func sample(of relation: Relation) -> String {
    relation.columns.first { $0.name != "repo" && $0.name != "project" }?.name ?? "repo"
  }

  static func columnsLine(of relation: Relation) -> String {
    let columns = "columns: " + relation.columns.map(\.name).joined(separator: ", ")
    guard !relation.links.isEmpty else { return columns }
    return columns + "; links: " + relation.links.map(\.name).joined(separator: ", ")
  }
}
