// `containing X or equivalent`: refs that contain X or a commit that brings the same change.
extension PipelineBinder {
  /// The most commits that rows can be told apart by; those beyond are answered for together.
  static let maximumVia = 32

  /// Returns whether the row contains a commit or one that is equivalent to it.
  func containingCopies(_ ref: RefSyntax, span: SourceSpan) throws -> BoundExpression {
    let copies = try context.copies(of: ref, asOf: asOf)
    return try containsAny(of: copies, span: span)
  }

  /// Chooses the rows of the source, and adds the columns that tell through which commit each came.
  func bindContainingCopies(_ ref: RefSyntax, span: SourceSpan) throws {
    let copies = try context.copies(of: ref, asOf: asOf)
    pipeline.steps.append(.filter(try containsAny(of: copies, span: span)))
    var rest = copies[...]
    var vias: [(test: BoundExpression, via: BoundExpression, evidence: BoundExpression)] = []
    while let copy = rest.first, vias.count < Self.maximumVia {
      vias.append(
        (
          try containsAny(of: [copy], span: span),
          .init(
            .value(SQLBinding(.blob(copy.oid), copy.display)), .sha, nullable: false, span: span),
          text(copy.evidence.text, span)
        ))
      rest = rest.dropFirst()
    }
    let others = text("through one of \(rest.count) further commits", span)
    var via = BoundExpression(
      .value(SQLBinding(.null, "further commits")), .sha, nullable: true, span: span)
    var evidence = others
    if rest.isEmpty, let last = vias.popLast() { (via, evidence) = (last.via, last.evidence) }
    for case let (test, thenVia, thenEvidence) in vias.reversed() {
      via = try make(
        .conditional(test, then: thenVia, else: via), .sha, nullable: via.isNullable, span,
        [test, thenVia, via])
      evidence = try make(
        .conditional(test, then: thenEvidence, else: evidence), .text, nullable: false, span,
        [test, thenEvidence, evidence])
    }
    scope.columns.append(BoundColumn(name: "via", value: via))
    scope.columns.append(BoundColumn(name: "via_evidence", value: evidence))
  }

  private func text(_ text: String, _ span: SourceSpan) -> BoundExpression {
    BoundExpression(
      .value(SQLBinding(.text(Array(text.utf8)), "evidence")), .text, nullable: false, span: span)
  }

  /// Returns whether the row contains one of some commits.
  ///
  /// A set is one of tags, or of the commits of one repository.
  private func containsAny(
    of copies: [ResolvedEquivalent], span: SourceSpan
  ) throws -> BoundExpression {
    let commit = try rowCommit("containing", span: span)
    if let tag = scope.tag, asOf == nil {
      return inSet(tag, try context.set(containing: copies, tagsOnly: true))
    }
    var result: BoundExpression?
    for repository in Set(copies.map(\.repository)).sorted() {
      let some = copies.filter { $0.repository == repository }
      let next = inSet(commit, try context.set(containing: some, tagsOnly: false))
      if let before = result {
        result = try make(.or(before, next), .bool, nullable: false, span, [before, next])
      } else {
        result = next
      }
    }
    guard let result else { preconditionFailure("the commit itself is there") }
    return result
  }
}

extension BindingContext {
  /// Returns the commit that a ref points at and those that bring the same change, the best evidence
  /// first, with a note that names them.
  func copies(of ref: RefSyntax, asOf: Int64?) throws -> [ResolvedEquivalent] {
    let found = try commit(ref, asOf: asOf)
    let itself = ResolvedEquivalent(
      commit: found.id, repository: found.ref.repository, oid: found.ref.oid ?? [],
      evidence: .itself,
      display: found.ref.display)
    let others = try resolver.equivalents(of: found.id)
    explain(
      "graph",
      "containing \(found.ref.display) or equivalent: by ancestry, of it and \(others.count) other "
        + (others.count == 1 ? "commit" : "commits"))
    note("N413", Self.counted(others, besides: found.ref.display))
    return [itself] + others
  }

  private static func counted(_ others: [ResolvedEquivalent], besides name: String) -> String {
    guard !others.isEmpty else {
      return "no copy of \(name) is known: only what contains it itself is counted"
    }
    let copies = others.map { "\($0.display) (\($0.evidence.text))" }
    return "besides \(name), what contains a copy of it is counted: "
      + NearNames.list(copies, last: "and")
  }

  /// Returns the set of what contains one of some commits.
  func set(containing copies: [ResolvedEquivalent], tagsOnly: Bool) throws -> SQLBinding {
    let ids = copies.map(\.commit)
    let names = NearNames.list(copies.map(\.display), last: "or")
    if let only = ids.first, ids.count == 1 {
      return tagsOnly
        ? try set(.tagsContaining(only), "tags containing \(names)")
        : try set(.descendants(of: only), "commits containing \(names)")
    }
    return tagsOnly
      ? try set(.tagsContainingAny(ids), "tags containing \(names)")
      : try set(.descendantsOfAny(ids), "commits containing \(names)")
  }
}
