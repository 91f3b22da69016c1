import Versions

/// Refs: what they stand for, and the sets that ranges and predicates need.
extension BindingContext {
  /// Returns a ref with its parameter replaced by the value.
  func settled(_ ref: RefSyntax) throws -> RefSyntax {
    guard case .parameter(let text) = ref.target else { return ref }
    let name = Name(text, ref.span)
    let parameter = try parameter(name)
    switch parameter.value {
    case .ref(let value):
      return RefSyntax(kind: value.kind, target: value.target, span: ref.span)
    case .literal(.version(let version)):
      return RefSyntax(kind: nil, target: .name(Array(version.text.utf8)), span: ref.span)
    case .literal(.string(let bytes)):
      do {
        return try QueryParser.reference(bytes, span: ref.span)
      } catch {
        throw error.diagnostics[0]
      }
    default:
      throw BindDiagnostics.parameterNotHere(name, parameter.type, needs: "a ref is needed")
    }
  }

  /// Returns what a ref stands for.
  ///
  /// - Parameter home: The repository to look in if neither the ref nor the query names one.
  func resolve(
    _ syntax: RefSyntax, accepts: Set<ResolvedKind>, asOf: Int64?, includesAbsent: Bool = false,
    in home: Int64? = nil
  ) throws -> ResolvedRef {
    let ref = try settled(syntax)
    guard case .name(let name) = ref.target else {
      return try mergeBase(ref, accepts: accepts, asOf: asOf, in: home)
    }
    let request = RefRequest(
      kind: ref.kind, name: name, repository: repository?.id ?? home, accepts: accepts, asOf: asOf,
      includesAbsent: includesAbsent)
    let text = display(ref)
    switch try resolver.resolve(request) {
    case .found(let found):
      explain("ref", "\(text) -> \(found.display)")
      return found
    case .deleted(let gone):
      throw BindDiagnostics.deleted(gone, as: text, span: ref.span)
    case .notFound(let nearest):
      try checkRepository(of: ref, name)
      throw switch ref.kind {
      case .sha: BindDiagnostics.noCommit(text, near: nearest, span: ref.span)
      case .sha256: BindDiagnostics.noImage(text, span: ref.span)
      default: BindDiagnostics.noMatch(text, near: nearest, span: ref.span)
      }
    case .ambiguous(let candidates, let count):
      let isID = ref.kind == .sha || ref.kind == .sha256
      throw BindDiagnostics.ambiguous(
        text, candidates,
        ids: isID ? "\(count) \(ref.kind == .sha ? "commits" : "images")" : nil, count: count,
        span: ref.span,
        hints: try repositoryHints(candidates, of: ref.kind))
    }
  }

  /// Returns the best common ancestor of two commits; of several, the latest.
  private func mergeBase(
    _ ref: RefSyntax, accepts: Set<ResolvedKind>, asOf: Int64?, in home: Int64?
  ) throws -> ResolvedRef {
    guard case .mergeBase(let first, let second) = ref.target, accepts.contains(.commit) else {
      throw BindDiagnostics.noMatch(display(ref), near: [], span: ref.span)
    }
    let range = RangeSyntax(lower: first, upper: second, firstParent: false, span: ref.span)
    let ends = try ends(of: range, asOf: asOf)
    guard let lower = ends.lower else { preconditionFailure("both refs are there") }
    let (left, right) = (lower.ref.display, ends.upper.ref.display)
    guard lower.ref.repository == ends.upper.ref.repository else {
      throw BindDiagnostics.twoRepositories(left, right, span: ref.span)
    }
    let bases = try resolver.mergeBases(lower.id, ends.upper.id)
    guard let base = bases.first else {
      throw BindDiagnostics.unrelated(left, right, span: ref.span)
    }
    explain("ref", "\(display(ref)) -> \(base.display)")
    if bases.count > 1 {
      note(
        "N412",
        "\(left) and \(right) have \(bases.count) best common ancestors; \(base.display), the "
          + "latest, is taken")
    }
    return base
  }

  /// Throws if what stands before a `:` in a ref names no repository.
  private func checkRepository(of ref: RefSyntax, _ name: [UInt8]) throws {
    let prefix: String
    let kind: ResolvedRepository.Kind?
    switch ref.kind {
    case .sha?, .sha256?, .go?: return
    case .image?:
      guard let repository = ImageReference(name).repository else { return }
      prefix = repository
      kind = .image
    default:
      guard let colon = name.lastIndex(of: UInt8(ascii: ":")) else { return }
      prefix = String(decoding: name[..<colon], as: UTF8.self)
      kind = ref.kind == .env ? .environment : nil
    }
    let repositories = try resolver.repositories().filter { kind == nil || $0.kind == kind }
    _ = try repository(named: prefix, among: repositories, of: kind, span: ref.span)
  }

  /// Returns how to choose a repository when candidates of one kind are in several.
  private func repositoryHints(_ candidates: [String], of kind: RefKind?) throws -> [String] {
    let isOfRepository = kind.map { [.tag, .branch, .sha, .image].contains($0) } ?? true
    guard isOfRepository, repository == nil, try resolver.repositories().count > 1
    else { return [] }
    let kinds = candidates.map { $0.prefix { $0 != ":" } }
    guard kind == .sha || Set(kinds).count < kinds.count else { return [] }
    return ["--repo NAME, or the header repo NAME; looks names up in one repository"]
  }

  /// Returns what a ref stands for and the commit that it points at.
  func commit(
    _ ref: RefSyntax, asOf: Int64?, in home: Int64? = nil
  ) throws -> (ref: ResolvedRef, id: Int64) {
    let found = try resolve(ref, accepts: ResolvedKind.withCommit, asOf: asOf, in: home)
    guard let id = found.commit else {
      if let asOf {
        let when = "as of \(TimeText.text(asOf))"
        throw BindDiagnostics.absentAt(found.display, when: when, span: ref.span)
      }
      throw BindDiagnostics.pointsAtNoCommit(found.display, span: ref.span)
    }
    noteClaim(found, asOf: asOf)
    return (found, id)
  }

  /// Notes that what a ref pointed at was only claimed, if that is so.
  func noteClaim(_ ref: ResolvedRef, asOf: Int64?) {
    guard let asOf, let span = ref.span, let since = span.since, since <= asOf, asOf < span.seenAt,
      span.precision == "claimed"
    else { return }
    note(
      "N402",
      "\(ref.display) is first observed \(TimeText.text(span.seenAt)); "
        + "that it pointed there at \(TimeText.text(asOf)) is what its date claims")
  }

  /// Notes for which repositories a list of refs at a time rests on claims, or on nothing.
  func noteGaps(of relation: Relation, asOf: Int64) throws {
    for kind in relation.stateKinds {
      let gaps = try resolver.gaps(inRefsOf: kind, at: asOf)
      let refs =
        switch kind {
        case .branch: "branches"
        case .image: "image tags"
        case .env: "places"
        default: "tags"
        }
      for basis in PastGap.Basis.allCases {
        let some = gaps.filter { $0.basis == basis }
        guard let first = some.map(\.firstSeen).min() else { continue }
        let names = NearNames.list(
          some.map { DisplayText.escaped($0.repository) }, last: "and")
        let seen = TimeText.text(first) + (some.count > 1 ? " or later" : "")
        let time = TimeText.text(asOf)
        let look = "the first look at the \(refs) of \(names) was \(seen)"
        switch basis {
        case .nothing:
          note("N401", "\(look); nothing is known of them as of \(time)")
        case .logs:
          note("N409", "\(look); as of \(time) only those are known that have a log")
        case .claims:
          note(
            "N402",
            "\(refs) of \(names) were first seen \(seen); "
              + "that they were there at \(time) is what their dates claim")
        }
      }
    }
  }

  /// Throws if the ends of a range are times, and no refs of that name.
  private func checkTimes(_ range: RangeSyntax) throws {
    let ends = try [range.lower, range.upper].map { try $0.map { display(try settled($0)) } ?? "" }
    let text = ends.joined(separator: "..")
    guard let comparisons = ParseDiagnostics.timeComparisons(text, of: "time") else { return }
    let request = RefRequest(
      kind: nil, name: Array(ends[1].utf8), repository: repository?.id,
      accepts: ResolvedKind.inGit)
    guard case .notFound = try resolver.resolve(request) else { return }
    throw BindDiagnostics.rangeOfTimes(text, comparisons: comparisons, span: range.span)
  }

  private typealias End = (ref: ResolvedRef, id: Int64)

  /// Resolves both ends of a range; one that is in several repositories in that of the other end.
  private func ends(
    of range: RangeSyntax, asOf: Int64?
  ) throws -> (lower: End?, upper: End) {
    guard let first = range.lower else {
      return (nil, try commit(range.upper, asOf: asOf))
    }
    if try isInSeveral(range.upper, asOf: asOf) {
      let lower = try commit(first, asOf: asOf)
      return (lower, try commit(range.upper, asOf: asOf, in: lower.ref.repository))
    }
    let upper = try commit(range.upper, asOf: asOf)
    let home = try isInSeveral(first, asOf: asOf) ? upper.ref.repository : nil
    return (try commit(first, asOf: asOf, in: home), upper)
  }

  /// Whether several repositories have a ref, and nothing chooses one of them.
  private func isInSeveral(_ syntax: RefSyntax, asOf: Int64?) throws -> Bool {
    guard repository == nil, try resolver.repositories().count > 1 else { return false }
    let ref = try settled(syntax)
    guard case .name(let name) = ref.target else { return false }
    let request = RefRequest(
      kind: ref.kind, name: name, repository: nil, accepts: ResolvedKind.withCommit, asOf: asOf)
    if case .ambiguous = try resolver.resolve(request) { return true }
    return false
  }

  func set(ofRange range: RangeSyntax, asOf: Int64?) throws -> SQLBinding {
    try checkTimes(range)
    let (lower, upper) = try ends(of: range, asOf: asOf)
    if let lower, lower.ref.repository != upper.ref.repository {
      throw BindDiagnostics.twoRepositories(
        lower.ref.display, upper.ref.display, span: range.span)
    }
    let from = try range.lower.map { display(try settled($0)) } ?? ""
    let to = display(try settled(range.upper))
    let name = "\(from)..\(to)" + (range.firstParent ? " first parent" : "")
    explain(
      "graph",
      "\(name): commits reachable from \(upper.ref.display)"
        + (lower.map { " and not from \($0.ref.display)" } ?? "")
        + (range.firstParent ? ", by first parents" : ""))
    return try set(
      .range(lower: lower?.id, upper: upper.id, firstParent: range.firstParent),
      "commits in \(name)")
  }

  func set(containing ref: RefSyntax, asOf: Int64?, tagsOnly: Bool) throws -> SQLBinding {
    let found = try commit(ref, asOf: asOf)
    explain(
      "graph",
      "containing \(found.ref.display): by ancestry; copies are counted by \"or equivalent\"")
    return tagsOnly
      ? try set(.tagsContaining(found.id), "tags containing \(found.ref.display)")
      : try set(.descendants(of: found.id), "commits containing \(found.ref.display)")
  }

  func set(reachableFrom ref: RefSyntax, asOf: Int64?) throws -> SQLBinding {
    let found = try commit(ref, asOf: asOf)
    explain("graph", "reachable from \(found.ref.display): it and its ancestors")
    return try set(.ancestors(of: found.id), "commits reachable from \(found.ref.display)")
  }

  /// Returns the id of an object that a prefix of hex digits names.
  func object(_ hex: String, isCommit: Bool, span: SourceSpan) throws -> [UInt8] {
    if hex.utf8.count == 40 || hex.utf8.count == 64, let bytes = hexBytes(hex.utf8) {
      return bytes
    }
    let ref = RefSyntax(kind: .sha, target: .name(Array(hex.utf8)), span: span)
    let found = try resolve(
      ref, accepts: isCommit ? [.commit] : [.commit, .tagObject], asOf: nil)
    guard let oid = found.oid else {
      throw BindDiagnostics.noCommit("sha:" + hex, near: [], span: span)
    }
    return oid
  }

  /// Returns the digest that a prefix of hex digits names.
  func digest(_ hex: String, span: SourceSpan) throws -> [UInt8] {
    if hex.utf8.count == 64, let bytes = hexBytes(hex.utf8) { return bytes }
    let ref = RefSyntax(kind: .sha256, target: .name(Array(hex.utf8)), span: span)
    guard let digest = try resolve(ref, accepts: [.digest], asOf: nil).oid else {
      throw BindDiagnostics.noImage("sha256:" + hex, span: span)
    }
    return digest
  }
}
