/// Checks of the texts that columns are compared with.
extension PipelineBinder {
  /// Checks that a text can be a value of the column that it is compared with.
  ///
  /// Throws if the column has a closed set of values; notes a repository that there is not.
  func checkValue(_ value: BoundExpression, of column: BoundExpression) throws {
    guard case .field(_, let field) = column.node, case .value(let binding) = value.node,
      case .text(let bytes) = binding.value
    else { return }
    let text = String(decoding: bytes, as: UTF8.self)
    switch field.values {
    case .any: break
    case .closed(let values):
      guard !values.contains(where: { $0.utf8.elementsEqual(bytes) }) else { return }
      throw BindDiagnostics.notAValue(text, of: field.name, values: values, span: value.span)
    case .repositories:
      try noteUnknownRepository(text, bytes)
    }
  }

  private func noteUnknownRepository(_ text: String, _ bytes: [UInt8]) throws {
    let names = try context.resolver.repositories().map(\.name)
    guard !names.contains(where: { $0.utf8.elementsEqual(bytes) }) else { return }
    let trailing = names.filter { $0.hasSuffix("/" + text) }
    let near = trailing.isEmpty ? NearNames.matches(text, among: names) : trailing
    let way =
      near.isEmpty
      ? "the names are \(NearNames.list(names))"
      : "did you mean \(NearNames.list(near.map(BindDiagnostics.quoted), last: "or"))?"
    context.note(
      "N407", DisplayText.escaped("no repository is named \(BindDiagnostics.quoted(text)): \(way)"))
  }
}

/// Values that are written in the way of other languages.
extension PipelineBinder {
  /// Binds what a value is compared with; a text without its quotes is named as one.
  func operand(_ syntax: Expression, like peer: BoundExpression) throws -> BoundExpression {
    do {
      return try expression(syntax, like: peer)
    } catch let diagnostic as Diagnostic where diagnostic.code == BindDiagnostics.unknownColumnCode
    {
      guard case .path(let parts) = syntax, parts.count == 1,
        let fix = Self.fix(forWord: parts[0].text, like: peer)
      else { throw diagnostic }
      throw BindDiagnostics.bareWord(diagnostic, write: fix)
    }
  }

  /// Returns how a word that names no column may have been meant.
  private static func fix(forWord word: String, like peer: BoundExpression) -> String? {
    switch word.lowercased() {
    case "null", "none", "nil": return "null"
    case "true" where peer.type == .bool: return "true"
    case "false" where peer.type == .bool: return "false"
    default: break
    }
    switch peer.type {
    case .text:
      if case .field(_, let column) = peer.node, case .closed(let values) = column.values {
        return BindDiagnostics.quoted(NearNames.matches(word, among: values).first ?? word)
      }
      return BindDiagnostics.quoted(word)
    case .sha where isObjectName(word), .object where isObjectName(word):
      return "sha:" + word.lowercased()
    case .digest where isObjectName(word): return "sha256:" + word.lowercased()
    case .version where word.hasPrefix("v") && word.dropFirst().utf8.allSatisfy(ASCII.isDigit):
      return String(versionFix(Array(word.utf8)).dropFirst("write ".count))
    default: return nil
    }
  }

  /// Returns how to write a number as the version or the id of an object that it may stand for.
  func literalFix(_ value: BoundExpression, like peer: BoundExpression) -> String? {
    let text = context.text(value.span)
    if peer.type == .time { return Self.dateFix(text) }
    guard case .value = value.node else { return nil }
    switch (peer.type, value.type) {
    case (.text, .int), (.text, .real), (.text, .bool), (.text, .duration):
      return text.utf8.count < 40 ? "write \(BindDiagnostics.quoted(text))" : nil
    case (.version, .int), (.version, .real): return Self.versionFix(Array(text.utf8))
    case (.sha, .int), (.sha, .duration), (.object, .int), (.object, .duration):
      return Self.isObjectName(text) ? "write sha:" + text.lowercased() : nil
    case (.digest, .int), (.digest, .duration):
      return Self.isObjectName(text) ? "write sha256:" + text.lowercased() : nil
    default: return nil
    }
  }

  /// Returns how to write a year, or a date with slashes or dots, if a text is one.
  private static func dateFix(_ text: String) -> String? {
    let parts = text.split(omittingEmptySubsequences: false) { $0 == "/" || $0 == "." }
    guard parts.count == 1 || parts.count == 3,
      parts.allSatisfy({ (1...4).contains($0.count) && $0.utf8.allSatisfy(ASCII.isDigit) })
    else { return nil }
    if parts[0].count == 4 {
      let rest = (parts.dropFirst() + (parts.count == 1 ? ["1", "1"] : [])).map {
        $0.count < 2 ? "0" + $0 : String($0)
      }
      return "write \(parts[0])-\(rest.joined(separator: "-"))"
    }
    return parts.count == 3 ? "write year, month and day, as in 2024-05-01" : nil
  }

  private static func isObjectName(_ text: String) -> Bool {
    (4...64).contains(text.utf8.count) && text.utf8.allSatisfy(ASCII.isHex)
  }
}

/// Ranges of versions where a range of the history was likely meant.
extension PipelineBinder {
  /// Explains that a range of versions is one of version order, and notes it for `first_release`,
  /// which stands for the history.
  func noteVersionOrder(_ condition: BoundExpression) {
    var bounds: [String: (lower: String?, upper: String?)] = [:]
    func visit(_ expression: BoundExpression) {
      switch expression.node {
      case .and(let left, let right):
        visit(left)
        visit(right)
      case .comparison(let operation, let left, let right):
        guard case .field(_, let column) = left.node, case .version(let text, _) = right.node,
          case .text(let bytes) = text.value
        else { return }
        let version = DisplayText.escaped(String(decoding: bytes, as: UTF8.self))
        switch operation {
        case .greater, .greaterOrEqual: bounds[column.name, default: (nil, nil)].lower = version
        case .less, .lessOrEqual: bounds[column.name, default: (nil, nil)].upper = version
        case .equal, .notEqual: break
        }
      default: break
      }
    }
    visit(condition)
    for (name, ends) in bounds.sorted(by: { $0.key < $1.key }) {
      guard let lower = ends.lower, let upper = ends.upper else { continue }
      let range = "\(name) between \(lower) and \(upper) is by the order of versions"
      context.explain("range", "\(range), not by the history")
      guard name == "first_release" else { continue }
      context.note(
        "N408",
        "\(range), which takes in backports; what \(upper) contains and \(lower) does not is: "
          + "in \(lower)..\(upper)")
    }
  }
}
