import Versions

/// Headers: parameters, the default repository, the default time.
extension BindingContext {
  /// Gives the parameters that need no declaration their values.
  func defineBuiltIns(user: String?) {
    parameters["now"] = BoundParameter(name: "now", type: .time, value: .literal(.time(now)))
    guard let user else { return }
    parameters["user"] = BoundParameter(
      name: "user", type: .text, value: .literal(.string(Array(user.utf8))))
  }

  /// Settles the parameters of a query and the time of the command line.
  ///
  /// Throws the last error; those before it go to ``diagnostics``.
  func bind(_ headers: [Header], given: [String: ParameterValue], asOf: Int64?) throws {
    if let asOf { defaultAsOf = (asOf, "given on the command line", SourceSpan(0, 0)) }
    try bindParameters(headers, given: given)
  }

  /// Settles where names of refs are looked up: the only repository, the one that the command line
  /// gives, or the one of the query's header, which counts most.
  func chooseRepository(_ headers: [Header], given: String?) throws {
    let repositories = try resolver.repositories()
    repository = repositories.count == 1 ? repositories.first : nil
    if let given {
      do {
        repository = try repository(
          named: given, among: repositories, span: SourceSpan(0, given.utf8.count))
      } catch let diagnostic as Diagnostic {
        throw diagnostic.given(by: "--repo ", value: given)
      }
    }
    for header in headers {
      if case .repository(let ref, _) = header {
        let ref = try settled(ref)
        repository = try repository(named: display(ref), among: repositories, span: ref.span)
      }
    }
    guard let repository else { return }
    parameters["repo"] = BoundParameter(
      name: "repo", type: .text, value: .literal(.string(Array(repository.name.utf8))))
  }

  /// Settles the time of the query's header.
  func bindDefaultTime(_ headers: [Header]) throws {
    for header in headers {
      if case .asOf(let time, let span) = header {
        defaultAsOf = (try instant(time), "given by the query's header", span)
      }
    }
    if let time = defaultAsOf?.time { noteFuture(time) }
  }

  func noteFuture(_ time: Int64) {
    guard time > now else { return }
    note("N403", "\(TimeText.text(time)) is in the future; the rows are those known now")
  }

  private func bindParameters(_ headers: [Header], given: [String: ParameterValue]) throws {
    var declared: [String] = []
    var problems: [Diagnostic] = []
    for header in headers {
      guard case .parameter(let declaration) = header else { continue }
      let name = declaration.name.text
      if ["now", "repo", "user"].contains(name) {
        throw BindDiagnostics.reservedParameter(declaration.name)
      }
      if declared.contains(name) { throw BindDiagnostics.duplicateParameter(declaration.name) }
      declared.append(name)
      do {
        parameters[name] = try bind(declaration, given: given[name])
      } catch let diagnostic as Diagnostic {
        problems.append(diagnostic)
      }
    }
    for name in given.keys.sorted() where !declared.contains(name) {
      problems.append(
        BindDiagnostics.unknownParameter(
          name, declared: declared, near: NearNames.nearest(name, among: declared)))
    }
    guard let last = problems.popLast() else { return }
    diagnostics += problems
    throw last
  }

  private func bind(
    _ declaration: ParameterDeclaration, given: ParameterValue?
  ) throws -> BoundParameter {
    let name = declaration.name.text
    let type = declaration.type
    let value: ParameterValue?
    if let given {
      guard let fitting = fitted(given, to: type) else {
        let text = display(given)
        throw BindDiagnostics.wrongParameter(
          name, text, type, reason: nil, span: SourceSpan(0, text.utf8.count)
        ).given(by: "--param \(name)=", value: text)
      }
      value = fitting
    } else if let expression = declaration.defaultValue {
      value = try constant(expression, of: declaration)
    } else {
      throw BindDiagnostics.missingParameter(declaration)
    }
    if let value, !declaration.choices.isEmpty {
      let choices = try declaration.choices.compactMap {
        try constant($0, of: declaration).map(display)
      }
      let text = display(value)
      guard choices.contains(text) else {
        let span = given == nil ? declaration.name.span : SourceSpan(0, text.utf8.count)
        let problem = BindDiagnostics.notAChoice(name, text, choices: choices, span: span)
        throw given == nil ? problem : problem.given(by: "--param \(name)=", value: text)
      }
    }
    return BoundParameter(name: name, type: type, value: value)
  }

  /// Returns the value of a default or a choice; nil for null.
  private func constant(
    _ expression: Expression, of declaration: ParameterDeclaration
  ) throws -> ParameterValue? {
    let span = Parser.span(of: expression)
    let given: ParameterValue?
    switch expression {
    case .literal(.null, _): return nil
    case .literal(let literal, _): given = .literal(literal)
    case .negate(.literal(.integer(let value), _), _): given = .literal(.integer(-value))
    case .negate(.literal(.real(let value), _), _): given = .literal(.real(-value))
    case .time(let time): given = .time(time)
    default: given = nil
    }
    guard let given, let value = fitted(given, to: declaration.type) else {
      throw BindDiagnostics.wrongParameter(
        declaration.name.text, given.map(display) ?? text(span), declaration.type, reason: nil,
        span: span)
    }
    return value
  }

  /// Returns a value in the form of a parameter's type, or nil if it does not fit.
  private func fitted(_ value: ParameterValue, to type: ParameterType) -> ParameterValue? {
    switch (value, type) {
    case (.literal(.string), .text), (.literal(.integer), .int), (.literal(.real), .real),
      (.literal(.boolean), .bool), (.literal(.time), .time), (.time, .time),
      (.literal(.duration), .duration), (.literal(.version), .version),
      (.literal(.digest), .digest), (.ref, .ref), (.ref, .commit):
      return value
    case (.literal(.integer(let number)), .real): return .literal(.real(Double(number)))
    case (.literal(.string(let bytes)), .ref), (.literal(.string(let bytes)), .commit):
      return (try? QueryParser.reference(bytes, span: SourceSpan(0, 0))).map { .ref($0) }
    case (.literal(.version(let version)), .ref), (.literal(.version(let version)), .commit):
      return .ref(
        RefSyntax(kind: nil, target: .name(Array(version.text.utf8)), span: SourceSpan(0, 0)))
    case (.literal(.sha(let hex)), .ref), (.literal(.sha(let hex)), .commit):
      return .ref(RefSyntax(kind: .sha, target: .name(Array(hex.utf8)), span: SourceSpan(0, 0)))
    default: return nil
    }
  }

  /// Returns a parameter's value as it would be given on the command line.
  func display(_ value: ParameterValue) -> String {
    switch value {
    case .ref(let ref): return display(ref)
    case .time(let time): return (try? instant(time)).map(TimeText.text) ?? ""
    case .literal(let literal):
      switch literal {
      case .string(let bytes): return DisplayText.escaped(String(decoding: bytes, as: UTF8.self))
      case .integer(let value): return String(value)
      case .real(let value): return String(value)
      case .boolean(let value): return String(value)
      case .null: return "null"
      case .time(let value): return TimeText.text(value)
      case .duration(let value): return "\(Double(value) / 1_000_000)s"
      case .version(let version): return version.text
      case .sha(let hex): return "sha:" + hex
      case .digest(let hex): return "sha256:" + hex
      }
    }
  }

  func display(_ ref: RefSyntax) -> String {
    switch ref.target {
    case .parameter(let name): return "$" + name
    case .mergeBase(let first, let second):
      return "merge_base(\(display(first)), \(display(second)))"
    case .name(let bytes):
      let name = DisplayText.escaped(String(decoding: bytes, as: UTF8.self))
      return ref.kind.map { "\($0.rawValue):\(name)" } ?? name
    }
  }

  /// Returns the repository of a name, or of a trailing part of its path that no other has.
  func repository(
    named text: String, among repositories: [ResolvedRepository],
    of kind: ResolvedRepository.Kind? = nil, span: SourceSpan
  ) throws -> ResolvedRepository {
    let matches = repositories.named(text)
    if matches.count == 1 { return matches[0] }
    let names = repositories.map(\.name)
    if matches.count > 1 {
      throw BindDiagnostics.ambiguousRepository(
        text, names: matches.map(\.name), span: span)
    }
    // As many last parts of each path as were given.
    let parts = text.split(separator: "/").count
    let endings = names.map { $0.split(separator: "/").suffix(parts).joined(separator: "/") }
    let near = NearNames.nearest(text, among: names)
    throw BindDiagnostics.unknownRepository(
      text, of: kind, names: names,
      near: near.isEmpty ? NearNames.nearest(text, among: endings) : near, span: span)
  }
}
