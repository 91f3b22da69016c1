/// What is wrong with stages that bring in other rows, and with named pipelines.
extension BindDiagnostics {
  static func notExpandable(_ link: Name, _ relation: Relation) -> Diagnostic {
    if relation.column(link.text) != nil {
      return Diagnostic(
        code: "E113",
        message: "\(quoted(link.text)) is a column of \(quoted(relation.name)), not a link",
        span: link.span, hints: [linksLine(of: relation, link.text)])
    }
    if relation.link(link.text) != nil {
      return Diagnostic(
        code: "E113",
        message: "\(quoted(link.text)) of \(quoted(relation.name)) leads to one row at most",
        span: link.span, label: "it needs no stage",
        hints: relation.link(link.text).map { link in
          ["such as: \(relation.name) | select \(link.name).\(sampleColumn(of: link.target))"]
        } ?? [])
    }
    let names = relation.manyLinks.map(\.name)
    return Diagnostic(
      code: "E113",
      message: "\(quoted(relation.name)) has no link \(quoted(link.text)) to many rows",
      span: link.span,
      label: NearNames.matches(link.text, among: names).first.map { "did you mean \(quoted($0))?" },
      hints: [linksLine(of: relation, link.text)])
  }

  private static func linksLine(of relation: Relation, _ wanted: String) -> String {
    let names = relation.manyLinks.map(\.name)
    return names.isEmpty
      ? "use join: | join (\(wanted)) as x on …"
      : "links to many rows: " + names.joined(separator: ", ")
  }

  static func sampleColumn(of relation: String) -> String {
    Relation.named(relation).map { sample(of: $0) } ?? "name"
  }

  static func duplicateAlias(_ name: Name) -> Diagnostic {
    Diagnostic(
      code: "E107", message: "the name \(quoted(name.text)) stands for other rows already",
      span: name.span, label: "give another: … as NAME")
  }

  static func nameTaken(_ name: Name) -> Diagnostic {
    Diagnostic(
      code: "E107",
      message: Relation.named(name.text) != nil
        ? "\(quoted(name.text)) is a relation"
        : Words.stages.contains(name.text)
          ? "\(quoted(name.text)) is a stage" : "\(quoted(name.text)) is defined twice",
      span: name.span, label: "give the pipeline another name")
  }

  static func notYetDefined(_ name: Name, isItself: Bool) -> Diagnostic {
    Diagnostic(
      code: "E101",
      message: isItself
        ? "\(quoted(name.text)) cannot start with itself"
        : "\(quoted(name.text)) is defined only later",
      span: name.span,
      label: isItself ? "start with a relation" : "put its let before this one")
  }

  static func clauseOfDefinition(_ name: Name) -> Diagnostic {
    Diagnostic(
      code: "E108",
      message: "\(quoted(name.text)) is a pipeline: a selector or time cannot follow its name",
      span: name.span, label: "put it behind the relation in: let \(name.text) = …")
  }

  static func joinWithoutColumn(_ name: Name) -> Diagnostic {
    Diagnostic(
      code: "E112", message: "\(quoted(name.text)) stands for rows; a column of it is missing",
      span: name.span, label: "such as \(name.text).COLUMN")
  }

  static func sharedColumns(_ names: [String], span: SourceSpan) -> Diagnostic {
    let shown = NearNames.list(names.map(quoted))
    return Diagnostic(
      code: "E105", message: "both sides of the join have \(shown)", span: span,
      label: "give the joined side a name",
      hints: ["join (…) as x on …; then x.\(names[0]) is its column, \(names[0]) the other"])
  }

  static func oneSidedJoin(span: SourceSpan) -> Diagnostic {
    Diagnostic(
      code: "E114", message: "the condition does not compare the two sides of the join", span: span,
      label: "compare a column of each side",
      hints: ["join (…) as x on digest = x.digest, or shorter: join (…) on digest"])
  }

  static func differentColumns(
    missing: [String], surplus: [String], span: SourceSpan
  ) -> Diagnostic {
    var hints: [String] = []
    if !missing.isEmpty { hints.append("missing here: " + missing.joined(separator: ", ")) }
    if !surplus.isEmpty { hints.append("only here: " + surplus.joined(separator: ", ")) }
    return Diagnostic(
      code: "E115", message: "the two sides of union have different columns", span: span,
      label: "select the same names on both sides", hints: hints)
  }

  static func differentTypes(
    _ name: String, _ first: ValueType, _ second: ValueType, span: SourceSpan
  ) -> Diagnostic {
    Diagnostic(
      code: "E115",
      message: "\(quoted(name)) is \(first.rawValue) before union, and \(second.rawValue) here",
      span: span, label: "give one of the two another name")
  }

  // MARK: Functions

  static func windowInJoin(span: SourceSpan) -> Diagnostic {
    Diagnostic(
      code: "E104", message: "prev() and next() cannot read the joined rows in their own condition",
      span: span, label: "add the value inside the joined pipeline: join (… | add prev(…) as x)")
  }

  static func windowInSummarize(_ function: Function, span: SourceSpan) -> Diagnostic {
    Diagnostic(
      code: "E104", message: "\(function.name)() reads single rows, and summarize merges them",
      span: span,
      label: "add it before: | add \(function.name)(…) as x | summarize …")
  }

  static func notSearchable(_ relation: Relation?, span: SourceSpan) -> Diagnostic {
    let names = Relation.all.filter { $0.textIndex != nil }.map(\.name)
    return Diagnostic(
      code: "E116",
      message: relation.map { "rows of \(quoted($0.name)) cannot be searched" }
        ?? "a stage before left only columns, which cannot be searched",
      span: span,
      label: relation == nil ? "search before: commits | where search(…) | …" : nil,
      hints: [
        "relations with texts: " + names.joined(separator: ", "), "or use: column has \"text\"",
      ])
  }

  static func noTextIndex(_ relation: Relation, span: SourceSpan) -> Diagnostic {
    Diagnostic(
      code: "E502", message: "the texts of \(quoted(relation.name)) are not indexed", span: span,
      label: "run: stemma index --search",
      hints: ["without it: where subject has \"text\" reads every row"])
  }

  // MARK: Graph

  static func unrelated(_ first: String, _ second: String, span: SourceSpan) -> Diagnostic {
    Diagnostic(
      code: "E208", message: "\(first) and \(second) have no common ancestor", span: span)
  }
}
