internal import Versions

/// Comparisons of versions with a literal where the history has more than one family of order keys.
///
/// A literal says nothing of a scheme: it is read by each that the history has, and compared with
/// the versions of that one, and within each epoch.
extension PipelineBinder {
  /// Returns the comparison as ranges of keys; null where plain keys will do.
  func comparisonInFamilies(
    _ operation: ComparisonOperator, _ a: BoundExpression, _ b: BoundExpression, span: SourceSpan
  ) throws -> BoundExpression? {
    guard a.type == .version, b.type == .version else { return nil }
    if case .version = a.node {
      if case .version = b.node { return nil }
      return try comparisonInFamilies(operation.mirrored, b, a, span: span)
    }
    guard case .version(let text, _) = b.node, case .text(let bytes) = text.value else {
      return nil
    }
    let families = try context.resolver.versionFamilies()
    guard families.count > 1 else { return nil }
    let literal = String(decoding: bytes, as: UTF8.self)
    let ranges = families.compactMap { $0.range(operation, literal) }
    return try make(
      .member(a, .versions(ranges), negated: operation == .notEqual), .bool, nullable: false,
      span, [a])
  }

  /// Returns a range of versions in each family of the history.
  func ranges(of range: VersionRange) throws -> [BoundKeyRange] {
    try context.resolver.versionFamilies().compactMap { family in
      guard let keys = range.keys(in: family.scheme) else { return nil }
      return BoundKeyRange(
        lower: SQLBinding(
          .blob(keys.lower.inEpoch(family.epoch).bytes),
          "lowest key of \(range.text)\(family.suffix)"),
        upper: SQLBinding(
          .blob(keys.upper.inEpoch(family.epoch).bytes), "key after \(range.text)\(family.suffix)"))
    }
  }

  /// Returns `semver_range(version, "…")` as ranges of keys.
  func semverRange(
    _ function: Function, _ arguments: [Expression], span: SourceSpan
  ) throws -> BoundExpression {
    guard arguments.count == 2 else {
      throw BindDiagnostics.wrongArguments(
        function, found: "\(arguments.count) values", span: span)
    }
    let value = try expression(arguments[0])
    guard value.type == .version else {
      throw BindDiagnostics.wrongArguments(
        function, found: value.type.rawValue, span: value.span)
    }
    let text = try expression(arguments[1])
    guard case .value(let binding) = text.node, case .text(let bytes) = binding.value else {
      throw BindDiagnostics.wrongArguments(
        function, found: "a range that is no text in quotes", span: text.span)
    }
    let range: NpmRange
    do {
      range = try NpmRange(String(decoding: bytes, as: UTF8.self))
    } catch {
      throw BindDiagnostics.badVersionRange(error.message, span: text.span)
    }
    let epochs = Set(try context.resolver.versionFamilies().map(\.epoch)).sorted()
    let ranges = epochs.flatMap { epoch in
      range.releaseRanges.map { BoundKeyRange($0, epoch: epoch, includesPrereleases: false) }
        + range.prereleaseRanges.map { BoundKeyRange($0, epoch: epoch, includesPrereleases: true) }
    }
    context.explain("range", "\(DisplayText.escaped(range.text)) is \(range.expansion)")
    return try make(
      .member(value, .versions(ranges), negated: false), .bool, nullable: false, span, [value])
  }
}

extension BoundKeyRange {
  fileprivate init(_ range: VersionKeyRange, epoch: Int, includesPrereleases: Bool) {
    self.init(
      lower: SQLBinding(.blob(range.lower.inEpoch(epoch).bytes), "lowest key of the range"),
      upper: SQLBinding(.blob(range.upper.inEpoch(epoch).bytes), "key after the range"),
      includesPrereleases: includesPrereleases)
  }
}

extension VersionFamily {
  /// Tells the family in the comment of a binding.
  var suffix: String {
    let epoch = self.epoch > 0 ? ", epoch \(self.epoch)" : ""
    return scheme == .semverLoose ? epoch : ", \(scheme.rawValue)\(epoch)"
  }

  /// Returns the keys that stand so to a literal; null if the scheme cannot read it.
  func range(_ operation: ComparisonOperator, _ literal: String) -> BoundKeyRange? {
    guard let key = key(of: literal) else { return nil }
    let all = VersionKey.bounds(of: scheme, epoch: epoch)
    // No key is a prefix of another, so that nothing is between a key and the same with a zero.
    let after = VersionKey(bytes: key.bytes + [0])
    let (lower, upper) =
      switch operation {
      case .equal, .notEqual: (key, after)
      case .less: (all.lower, key)
      case .lessOrEqual: (all.lower, after)
      case .greater: (after, all.upper)
      case .greaterOrEqual: (key, all.upper)
      }
    let sign = operation == .notEqual ? "=" : operation.rawValue
    return BoundKeyRange(
      lower: SQLBinding(.blob(lower.bytes), "lowest key \(sign) \(literal)\(suffix)"),
      upper: SQLBinding(.blob(upper.bytes), "key after \(sign) \(literal)\(suffix)"),
      includesPrereleases: true)
  }

  private func key(of literal: String) -> VersionKey? {
    // Only names of tags have the v: Debian would read it as a letter.
    let text = scheme == .debian && literal.hasPrefix("v") ? String(literal.dropFirst()) : literal
    return Version(text, scheme: scheme)?.key.inEpoch(epoch)
  }
}
