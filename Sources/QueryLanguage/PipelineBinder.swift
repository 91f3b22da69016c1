import Versions

/// Binds one pipeline: follows its stages and keeps the columns that there are at each point.
final class PipelineBinder {
  let context: BindingContext
  var pipeline: BoundPipeline
  var scope: Scope
  /// Where aggregates go while the columns of a `summarize` are bound.
  var aggregation: Aggregation?
  /// The time of the source; nil: now.
  var asOf: Int64?

  /// What names mean at one point of the pipeline.
  struct Scope {
    var columns: [BoundColumn]
    /// The relation whose links can be followed; nil once columns have been chosen.
    var relation: Relation?
    /// The row's commit and the tag that publishes it; nil once rows have been merged.
    var commit: BoundExpression?
    var tag: BoundExpression?
    var source: Relation
    /// Other rows that `expand` and `join` brought in, by name.
    var aliases: [Alias] = []
  }

  /// The aggregates of a `summarize`, and the columns of its groups.
  struct Aggregation {
    var firstSlot: Int
    var keys: [BoundColumn]
    var aggregates: [BoundAggregate] = []
    var isInside = false
  }

  static let maximumWeight = 5_000

  /// Returns a pipeline with all names settled.
  ///
  /// Errors of stages that leave the columns as they are go to the context, so that several can be
  /// reported; any other is thrown.
  static func bind(_ syntax: Pipeline, in context: BindingContext) throws -> BoundPipeline {
    let (source, stages) = try context.flattened(syntax)
    guard case .relation(let name, let selector, let asOf) = source else {
      preconditionFailure("a flattened pipeline starts with a relation")
    }
    let binder = try PipelineBinder(name, selector, asOf, in: context)
    for stage in stages { try binder.bind(stage) }
    if let relation = binder.scope.relation { binder.noteImplicitColumns(of: relation) }
    binder.pipeline.columns = binder.scope.columns
    return binder.pipeline
  }

  init(
    _ name: Name, _ selector: Selector?, _ clause: TimeSyntax?, in context: BindingContext
  ) throws {
    self.context = context
    guard let relation = Relation.named(name.text) else {
      throw Self.unknownRelation(name, in: context)
    }
    context.relations.insert(relation.name)
    pipeline = BoundPipeline(instances: [BoundInstance(relation: relation)])
    scope = Scope(
      columns: relation.columns.map {
        BoundColumn(
          name: $0.name,
          value: BoundExpression(
            .field(instance: 0, $0), $0.type, nullable: $0.isNullable, span: name.span))
      },
      relation: relation, commit: relation.commit.map { .hidden($0) },
      tag: relation.tag.map { .hidden($0) }, source: relation)
    try bindTime(clause, relation, name)
    if let selector { try bind(selector, relation) }
    if case .of? = selector { return }
    if let asOf { try context.noteGaps(of: relation, asOf: asOf) }
  }

  private static func unknownRelation(
    _ name: Name, in context: BindingContext
  ) -> Diagnostic {
    let near = NearNames.nearest(
      name.text, among: context.definitions.keys.sorted() + Relation.all.map(\.name))
    let synonym = NearNames.relationSynonym(name.text).map { [$0] } ?? []
    return BindDiagnostics.unknownRelation(name, near: near.isEmpty ? synonym : near)
  }

  // MARK: Source

  private func bindTime(_ clause: TimeSyntax?, _ relation: Relation, _ name: Name) throws {
    var described = "now"
    if let clause {
      let time = try context.instant(clause)
      context.noteFuture(time)
      asOf = time
      described = "as of \(TimeText.text(time)) (given for this source)"
    } else if let given = context.defaultAsOf {
      asOf = given.time
      described = "as of \(TimeText.text(given.time)) (\(given.origin))"
    }
    context.explain("source", "\(relation.name), \(described)")
    context.sourceTimes.insert(asOf)
    guard let asOf else { return }
    if case .unsupported(let reason) = relation.asOf {
      throw BindDiagnostics.asOfUnsupported(
        relation, reason: reason, span: clause?.span ?? name.span)
    }
    scope.columns.removeAll { relation.column($0.name)?.history == .refused }
    pipeline.asOf = SQLBinding(.integer(asOf), "as of \(TimeText.text(asOf))")
  }

  private func bind(_ selector: Selector, _ relation: Relation) throws {
    let isCommits = relation.name == Relation.commits.name
    switch selector {
    case .range(let range):
      let commit = try rowCommit("in", span: range.span)
      let handle = try context.set(ofRange: range, asOf: asOf)
      choose(handle, commit, isCommits)
    case .containing(let ref, orEquivalent: true, let span):
      try bindContainingCopies(ref, span: span)
    case .containing(let ref, orEquivalent: false, let span):
      if isCommits {
        pipeline.set = try context.set(containing: ref, asOf: asOf, tagsOnly: false)
      } else {
        pipeline.steps.append(.filter(try containing(ref, span: span)))
      }
    case .reachableFrom(let ref, let span):
      let commit = try rowCommit("reachable from", span: span)
      let handle = try context.set(reachableFrom: ref, asOf: asOf)
      choose(handle, commit, isCommits)
    case .of(let ref, let span):
      try bindOf(ref, relation, span: span)
    }
  }

  private func choose(_ handle: SQLBinding, _ commit: BoundExpression, _ isCommits: Bool) {
    if isCommits {
      pipeline.set = handle
    } else {
      pipeline.steps.append(.filter(inSet(commit, handle)))
    }
  }

  private func bindOf(_ ref: RefSyntax, _ relation: Relation, span: SourceSpan) throws {
    guard let identity = relation.identity else {
      throw BindDiagnostics.ofUnsupported(relation, span: span)
    }
    let settled = try context.settled(ref)
    try checkKind(settled, relation)
    let keepsAbsent = asOf != nil || ["history", "moves"].contains(relation.name)
    let found = try context.resolve(
      settled, accepts: relation.identityKinds, asOf: asOf, includesAbsent: keepsAbsent)
    guard !relation.identityIsCommit else {
      let commit = try context.commit(settled, asOf: asOf)
      return appendIdentity(identity, .integer(commit.id), found.display)
    }
    noteUnknown(found, relation)
    if let digest = relation.digest, found.kind == .image || found.kind == .digest {
      guard let bytes = found.oid else {
        let when = "as of \(TimeText.text(asOf ?? context.now))"
        throw BindDiagnostics.absentAt(found.display, when: when, span: ref.span)
      }
      return appendIdentity(digest, .blob(bytes), found.display)
    }
    guard let id = found.ref else {
      throw BindDiagnostics.pointsAtNoCommit(found.display, span: ref.span)
    }
    appendIdentity(identity, .integer(id), found.display)
  }

  private func appendIdentity(
    _ identity: Relation.Column, _ id: SQLBinding.Value, _ comment: String
  ) {
    let value = BoundExpression(
      .value(SQLBinding(id, comment)), identity.type, nullable: false, span: SourceSpan(0, 0))
    let filter = BoundExpression(
      .comparison(.equal, .hidden(identity.with { $0.isNullable = false }), value), .bool,
      nullable: false, span: SourceSpan(0, 0))
    pipeline.steps.append(.filter(filter))
  }

  private func checkKind(_ ref: RefSyntax, _ relation: Relation) throws {
    guard let kind = ref.kind else { return }
    let wanted: ResolvedKind =
      switch kind {
      case .tag: .tag
      case .branch: .branch
      case .sha: .commit
      case .image: .image
      case .env: .env
      case .go: .module
      case .sha256: .digest
      }
    guard !relation.identityKinds.contains(wanted) else { return }
    let text = context.display(ref)
    let hint =
      switch wanted {
      case .commit: "use: \(relation.name) containing \(text), or a filter on its commit"
      case .digest: "use: images of \(text), or: history | where target = \(text)"
      case .module: "use: modules of \(text)"
      default: "use: refs of \(text)"
      }
    throw BindDiagnostics.wrongRefKind(
      context.display(ref), relation, hint: hint, span: ref.span)
  }

  /// Notes why a named ref has no row at the time, or rests on a claim.
  private func noteUnknown(_ ref: ResolvedRef, _ relation: Relation) {
    guard let asOf, let span = ref.span else { return }
    let asked = "the query asks as of \(TimeText.text(asOf))"
    if let deletion = ref.deletion {
      // Its history and its moves go on being rows.
      guard relation.tables.contains(where: { $0.now != nil }) else { return }
      return context.note(
        "N406", "\(ref.display) has no row: it was deleted \(deletion.when), and \(asked)")
    }
    let begin = span.since ?? span.seenAt
    guard asOf < begin else { return context.noteClaim(ref, asOf: asOf) }
    guard span.isFirst else {
      return context.note(
        "N406",
        "\(ref.display) has no row: it was created \(TimeText.text(begin)) at the latest, and \(asked)"
      )
    }
    let word = span.since == nil ? "observed" : "known"
    context.note(
      "N401",
      "\(ref.display) has no row: it is first \(word) \(TimeText.text(begin)), and \(asked)")
  }

  /// Notes what the columns of a relation cannot say about the past when all are asked for.
  func noteImplicitColumns(of relation: Relation) {
    guard asOf != nil else { return }
    for column in relation.columns {
      switch column.history {
      case .kept: break
      case .presentOnly: notePresentOnly(column, relation)
      case .refused:
        context.note(
          "N405", "\(column.name) is left out: it is derived from the present refs")
      }
    }
  }

  func notePresentOnly(_ column: Relation.Column, _ relation: Relation) {
    context.note(
      "N404", "\(column.name) of \(relation.name) is shown as it is now: its past is not kept")
  }

  // MARK: Graph

  func rowCommit(_ words: String, span: SourceSpan) throws -> BoundExpression {
    if let commit = scope.commit { return commit }
    throw scope.source.commit == nil
      ? BindDiagnostics.needsCommit(words, scope.source, span: span)
      : BindDiagnostics.lostCommit(words, span: span)
  }

  func containing(_ ref: RefSyntax, span: SourceSpan) throws -> BoundExpression {
    let commit = try rowCommit("containing", span: span)
    // The tags that contain a commit are known without a walk, as they stand now.
    if let tag = scope.tag, asOf == nil {
      return inSet(tag, try context.set(containing: ref, asOf: nil, tagsOnly: true))
    }
    return inSet(commit, try context.set(containing: ref, asOf: asOf, tagsOnly: false))
  }

  func inSet(_ id: BoundExpression, _ handle: SQLBinding) -> BoundExpression {
    BoundExpression(.inSet(id, handle), .bool, nullable: false, span: id.span, weight: 2)
  }
}
