// Refs: names of tags, branches, images and objects, which obey rules of their own so that
// `v1.0.0-rc.1..v1.0.0` or `branch:feature/x` need no quotes.
extension Lexer {
  /// Returns the ref that starts at an offset, or nil when what stands there ends a ref position.
  func reference(at start: Int) throws(Diagnostic) -> RefSyntax? {
    switch byte(start) {
    case UInt8(ascii: "$"):
      let token = parameterToken(at: start)
      if let problem = token.problems.first { throw problem }
      guard case .parameter(let name) = token.kind else { return nil }
      return RefSyntax(kind: nil, target: .parameter(name), span: token.span)
    case UInt8(ascii: "\""), UInt8(ascii: "'"):
      let token = string(at: start)
      if let problem = token.problems.first { throw problem }
      guard case .string(let value) = token.kind else { return nil }
      return try Self.reference(from: value, span: token.span)
    default:
      return try bareReference(at: start)
    }
  }

  private func parameterToken(at start: Int) -> Token {
    var copy = self
    copy.position = start
    return copy.next()
  }

  private func bareReference(at start: Int) throws(Diagnostic) -> RefSyntax? {
    var end = start
    while ASCII.isRef(byte(end)), !isRange(at: end) { end += 1 }
    let span = SourceSpan(start, end)
    guard endsRef(at: end) else { throw badReferenceCharacter(start: start, at: end) }
    if end == start { return nil }
    return try Self.reference(from: Array(bytes[start..<end]), span: span)
  }

  private func isRange(at offset: Int) -> Bool {
    byte(offset) == UInt8(ascii: ".") && byte(offset + 1) == UInt8(ascii: ".")
  }

  private func endsRef(at offset: Int) -> Bool {
    if offset >= bytes.count || isRange(at: offset) { return true }
    let next = bytes[offset]
    return ASCII.isSpace(next) || next == UInt8(ascii: "|") || next == UInt8(ascii: ")")
      || next == UInt8(ascii: ",") || next == UInt8(ascii: ";")
  }

  private func badReferenceCharacter(start: Int, at offset: Int) -> Diagnostic {
    var end = offset
    while end < bytes.count, !endsRef(at: end) { end += 1 }
    let (scalar, length) = ScalarReader.scalar(in: bytes, at: offset)
    if offset == start, let problem = foreignString(at: start)?.problems.first { return problem }
    return ParseDiagnostics.referenceCharacter(
      scalar, in: text(SourceSpan(start, end)), SourceSpan(offset, offset + length))
  }

  /// Returns the ref that bytes name: `[kind ":"] [repo ":"] name`.
  static func reference(
    from bytes: [UInt8], span: SourceSpan
  ) throws(Diagnostic) -> RefSyntax {
    var kind: RefKind?
    var name = bytes
    if let colon = bytes.firstIndex(of: UInt8(ascii: ":")),
      let known = RefKind(rawValue: String(decoding: bytes[..<colon], as: UTF8.self))
    {
      kind = known
      name = Array(bytes[(colon + 1)...])
    }
    if name.isEmpty { throw ParseDiagnostics.emptyReference(kind, span) }
    if kind == .sha || kind == .sha256 {
      let hex = String(decoding: name, as: UTF8.self).lowercased()
      if let problem = ParseDiagnostics.objectName(hex, kind: kind?.rawValue ?? "", span) {
        throw problem
      }
      name = Array(hex.utf8)
    }
    return RefSyntax(kind: kind, target: .name(name), span: span)
  }
}
