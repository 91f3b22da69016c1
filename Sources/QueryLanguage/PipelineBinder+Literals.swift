import Versions

/// Literals and parameters as values, which take on the type of what they are compared with.
extension PipelineBinder {
  func constant(
    _ value: SQLBinding.Value, _ type: ValueType, _ comment: String, _ span: SourceSpan
  ) -> BoundExpression {
    BoundExpression(
      .value(SQLBinding(value, comment)), type, nullable: value == .null, span: span)
  }

  /// Returns what a literal is, to be printed beside its value.
  func comment(_ peer: BoundExpression?, _ type: ValueType) -> String {
    if case .field(_, let column)? = peer?.node { return column.name }
    return type.rawValue
  }

  func literal(
    _ literal: Literal, span: SourceSpan, like peer: BoundExpression?
  ) throws -> BoundExpression {
    switch literal {
    case .string(let bytes): return try string(bytes, span: span, like: peer)
    case .integer(let value): return constant(.integer(value), .int, comment(peer, .int), span)
    case .real(let value): return constant(.real(value), .real, comment(peer, .real), span)
    case .boolean(let value):
      return constant(.integer(value ? 1 : 0), .bool, comment(peer, .bool), span)
    case .null: return constant(.null, .null, "null", span)
    case .time(let value): return constant(.integer(value), .time, comment(peer, .time), span)
    case .duration(let value):
      return constant(.integer(value), .duration, comment(peer, .duration), span)
    case .version(let version):
      if peer?.type == .text {
        return constant(.text(Array(version.text.utf8)), .text, comment(peer, .text), span)
      }
      return self.version(version, span: span, like: peer)
    case .sha(let hex): return try sha(hex, span: span, like: peer)
    case .digest(let hex): return try digest(hex, span: span, like: peer)
    }
  }

  func version(
    _ version: Version, span: SourceSpan, like peer: BoundExpression?
  ) -> BoundExpression {
    BoundExpression(
      .version(
        text: SQLBinding(.text(Array(version.text.utf8)), comment(peer, .version)),
        key: SQLBinding(.blob(version.key.bytes), "key of \(version.text)")),
      .version, nullable: false, span: span)
  }

  private func sha(
    _ hex: String, span: SourceSpan, like peer: BoundExpression?
  ) throws -> BoundExpression {
    if peer?.type == .digest { throw BindDiagnostics.idOfAnotherKind("digest", "sha", span: span) }
    // The column `sha` holds commits only; the targets of refs may be tag objects.
    let isCommit =
      if case .field(_, let column)? = peer?.node { column.name == "sha" } else { false }
    let bytes = try context.object(hex, isCommit: isCommit, span: span)
    return constant(.blob(bytes), .sha, comment(peer, .sha), span)
  }

  private func digest(
    _ hex: String, span: SourceSpan, like peer: BoundExpression?
  ) throws -> BoundExpression {
    if peer?.type == .sha { throw BindDiagnostics.idOfAnotherKind("sha", "digest", span: span) }
    let bytes = try context.digest(hex, span: span)
    return BoundExpression(
      .version(
        text: SQLBinding(.text(Array("sha256:\(hexText(bytes))".utf8)), comment(peer, .digest)),
        key: SQLBinding(.blob(bytes), comment(peer, .digest))),
      .digest, nullable: false, span: span)
  }

  // MARK: Strings

  private func string(
    _ bytes: [UInt8], span: SourceSpan, like peer: BoundExpression?
  ) throws -> BoundExpression {
    let text = DisplayText.escaped(String(decoding: bytes, as: UTF8.self))
    func wrong(_ label: String) -> Diagnostic {
      BindDiagnostics.cannotCompare(
        peer?.type.rawValue ?? "", with: "text", span: span, label: label)
    }
    switch peer?.type {
    case .time:
      switch TimeText.microseconds(bytes) {
      case .success(let value): return constant(.integer(value), .time, comment(peer, .time), span)
      case .failure(let reason):
        throw wrong("write 2024-05-01 or 2024-05-01T12:00Z: \(reason.text)")
      }
    case .version:
      guard let version = Version(String(decoding: bytes, as: UTF8.self)) else {
        throw wrong(Self.versionFix(bytes))
      }
      return self.version(version, span: span, like: peer)
    case .sha:
      let hex = text.lowercased()
      guard (4...64).contains(hex.utf8.count), hex.utf8.allSatisfy(ASCII.isHex) else {
        throw wrong("write sha: and 4 to 64 hex digits")
      }
      return try sha(hex, span: span, like: peer)
    case .digest, .object:
      guard let isDigest = Self.isDigest(text.lowercased()), isDigest || peer?.type == .object
      else { throw wrong("write sha256: and 4 to 64 hex digits") }
      let hex = String(text.lowercased().dropFirst(isDigest ? 7 : 0))
      return isDigest
        ? try digest(hex, span: span, like: peer) : try sha(hex, span: span, like: peer)
    case .bool:
      guard ["true", "false"].contains(text) else { throw wrong("write true or false") }
      return constant(.integer(text == "true" ? 1 : 0), .bool, comment(peer, .bool), span)
    case .int, .real:
      let value = (try? QueryParser.parseValue(text, type: .int)) ?? nil
      if case .literal(.integer)? = value { throw wrong("write \(text) without quotes") }
      throw wrong("write a number without quotes")
    case .duration:
      throw wrong("write a duration without quotes, such as 7d")
    default:
      return constant(.text(bytes), .text, comment(peer, .text), span)
    }
  }

  /// Returns whether a text is a digest, or else the id of a git object; nil: neither.
  private static func isDigest(_ text: String) -> Bool? {
    let isDigest = text.hasPrefix("sha256:")
    let hex = text.utf8.dropFirst(isDigest ? 7 : 0)
    return (4...64).contains(hex.count) && hex.allSatisfy(ASCII.isHex) ? isDigest : nil
  }

  /// Returns how to write a text that is no version as one, if it looks like the start of one.
  static func versionFix(_ bytes: [UInt8]) -> String {
    var digits = bytes[...]
    if digits.first == UInt8(ascii: "v") { digits = digits.dropFirst() }
    let parts = digits.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
    let isPartial =
      parts.count <= 2
      && parts.allSatisfy { !$0.isEmpty && $0.count <= 9 && $0.allSatisfy(ASCII.isDigit) }
    guard isPartial else { return "write a version, such as v1.28.0" }
    let given = parts.map { String(decoding: $0, as: UTF8.self) }.joined(separator: ".")
    let zeros = String(repeating: ".0", count: 3 - parts.count)
    return "write v\(given)\(zeros), or use: version in v\(given).x"
  }

  // MARK: Parameters

  func parameter(_ name: Name, like peer: BoundExpression?) throws -> BoundExpression {
    let parameter = try context.parameter(name)
    let comment = "$\(name.text)"
    switch parameter.value {
    case nil:
      return constant(.null, .null, comment, name.span)
    case .time(let time):
      return constant(.integer(try context.instant(time)), .time, comment, name.span)
    case .literal(.version(let version)) where peer?.type != .text:
      return BoundExpression(
        .version(
          text: SQLBinding(.text(Array(version.text.utf8)), comment),
          key: SQLBinding(.blob(version.key.bytes), "key of \(comment)")),
        .version, nullable: false, span: name.span)
    case .literal(let literal):
      let bound = try self.literal(literal, span: name.span, like: peer)
      guard case .value(let binding) = bound.node else { return bound }
      return constant(binding.value, bound.type, comment, name.span)
    case .ref(let ref):
      guard parameter.type == .commit else {
        throw BindDiagnostics.parameterNotHere(
          name, parameter.type, needs: "a value is needed here; refs stand after in, of, containing"
        )
      }
      let found = try context.resolve(
        RefSyntax(kind: ref.kind, target: ref.target, span: name.span),
        accepts: ResolvedKind.inGit, asOf: asOf)
      guard let oid = found.oid, found.commit != nil else {
        throw BindDiagnostics.pointsAtNoCommit(found.display, span: name.span)
      }
      return constant(.blob(oid), .sha, comment, name.span)
    }
  }
}
