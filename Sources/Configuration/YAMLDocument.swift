internal import QueryLanguage
internal import Yams

/// A YAML document on its way to values; all its faults are gathered before any is thrown.
final class YAMLDocument {
  /// The longest document, in bytes.
  static let maximumSize = 64 << 10

  private var problems: [ConfigurationError.Problem] = []

  /// Reads a document with `body`, which is not called for an empty one.
  static func read<Value>(
    _ bytes: [UInt8], path: String, _ body: (YAMLDocument, Node) -> Value
  ) throws(ConfigurationError) -> Value where Value: ExpressibleByEmpty {
    let document = YAMLDocument()
    var value = Value.empty
    if let root = document.compose(bytes) {
      value = body(document, root)
    }
    guard document.problems.isEmpty else {
      throw ConfigurationError(
        path: path,
        problems: document.problems.sorted { ($0.line, $0.column) < ($1.line, $1.column) })
    }
    return value
  }

  private func compose(_ bytes: [UInt8]) -> Node? {
    guard bytes.count <= Self.maximumSize else {
      fault("the document has \(bytes.count) bytes, and at most \(Self.maximumSize) are allowed")
      return nil
    }
    guard let text = String(validating: bytes, as: UTF8.self) else {
      fault("the document is not UTF-8")
      return nil
    }
    do {
      return try Yams.compose(yaml: text)
    } catch let error as YamlError {
      problems.append(Self.problem(error))
    } catch {
      fault("the document cannot be read: \(DisplayText.escaped("\(error)"))")
    }
    return nil
  }

  private static func problem(_ error: YamlError) -> ConfigurationError.Problem {
    switch error {
    case .scanner(_, let problem, let mark, _), .parser(_, let problem, let mark, _),
      .composer(_, let problem, let mark, _):
      .init(
        message: "the document is no YAML: \(DisplayText.escaped(problem))", line: mark.line,
        column: mark.column)
    default:
      .init(
        message: "the document is no YAML: \(DisplayText.escaped("\(error)"))", line: 1, column: 1)
    }
  }

  private func fault(_ message: String) {
    problems.append(.init(message: message, line: 1, column: 1))
  }

  func report(_ message: String, _ node: Node, hints: [String] = []) {
    problems.append(
      .init(
        message: message, line: node.mark?.line ?? 1, column: node.mark?.column ?? 1, hints: hints))
  }

  // MARK: Values

  /// Returns the fields of a mapping; null, with a report, for anything else.
  ///
  /// - Parameter allowed: The keys that there are; null for any.
  func mapping(_ node: Node, allowed: [String]?) -> [String: Node]? {
    guard let mapping = node.mapping else {
      report("\(Self.kind(of: node)) stands where keys are needed", node, hints: hints(allowed))
      return nil
    }
    var fields: [String: Node] = [:]
    for (key, value) in mapping {
      guard let name = key.string else {
        report("a key is no text", key)
        continue
      }
      if let allowed, !allowed.contains(name) {
        let near = NearNames.label(name, among: allowed).map { ": \($0)" } ?? ""
        report(
          "there is no key \"\(DisplayText.escaped(name))\"\(near)", key, hints: hints(allowed))
      }
      fields[name] = value
    }
    return fields
  }

  private func hints(_ allowed: [String]?) -> [String] {
    allowed.map { ["keys: \($0.joined(separator: ", "))"] } ?? []
  }

  func required(_ key: String, _ fields: [String: Node], _ node: Node) -> Node? {
    if let value = fields[key] { return value }
    report("the key \"\(key)\" is missing", node)
    return nil
  }

  /// Returns the elements of a list; none, with a report, for anything else.
  func sequence(_ node: Node?, of key: String) -> [Node] {
    guard let node else { return [] }
    if let sequence = node.sequence { return Array(sequence) }
    report("\(key) needs a list, not \(Self.kind(of: node))", node)
    return []
  }

  func text(_ node: Node, of key: String) -> String? {
    if let text = node.scalar?.string { return text }
    report("\(key) needs a text, not \(Self.kind(of: node))", node)
    return nil
  }

  func boolean(_ node: Node, of key: String) -> Bool? {
    if let value = node.bool { return value }
    report("\(key) needs true or false, not \(Self.kind(of: node))", node)
    return nil
  }

  func integer(_ node: Node, of key: String) -> Int? {
    if let value = node.int { return value }
    report("\(key) needs a whole number, not \(Self.kind(of: node))", node)
    return nil
  }

  private static func kind(of node: Node) -> String {
    if node.mapping != nil { return "a mapping" }
    if node.sequence != nil { return "a list" }
    let text = node.scalar?.string ?? ""
    return text.isEmpty ? "nothing" : "\"\(DisplayText.escaped(String(text.prefix(60))))\""
  }
}

/// A value that an empty document stands for.
protocol ExpressibleByEmpty {
  static var empty: Self { get }
}

extension Array: ExpressibleByEmpty {
  static var empty: [Element] { [] }
}

extension Dictionary: ExpressibleByEmpty {
  static var empty: [Key: Value] { [:] }
}
