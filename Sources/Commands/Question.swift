internal import HistoryStore
internal import QueryLanguage
internal import Reports

/// One question: its text, how it is to be answered, and the way from one to the other.
struct Question {
  let source: [UInt8]
  /// The saved query or the file that it came from.
  let name: String?
  let options: QuestionOptions

  init(bytes: [UInt8], name: String?, options: QuestionOptions) {
    source = bytes
    self.name = name
    self.options = options
  }

  init(text: String, name: String, options: QuestionOptions) {
    self.init(bytes: Array(text.utf8), name: name, options: options)
  }

  /// Asks the history that the options name, and prints the answer.
  ///
  /// - Throws: An ``ExitStatus`` for everything that was said to the user already.
  func ask(_ database: DatabaseOptions) throws {
    do {
      let syntax = try QueryParser.parse(bytes: source)
      let store = try HistoryStore(reading: database.pathToRead())
      try store.read { try ask(syntax, in: $0, storeNotes: store.notes) }
    } catch let error as QueryError {
      report(error)
      throw ExitStatus.wrongQuery
    }
  }

  private func ask(
    _ syntax: QuerySyntax, in session: QuerySession, storeNotes: [AnswerNote]
  ) throws {
    let now = Console.now()
    let resolver = StoreResolver(session, now: now)
    let statement = try QueryCompiler.compile(
      syntax, source: String(decoding: source, as: UTF8.self),
      parameters: values(for: syntax), defaultAsOf: asOf(now: now),
      defaultRepository: options.repo, user: user, resolver: resolver)
    try resolver.noteCoverage(of: statement.relations)
    let notes = storeNotes + statement.notes + resolver.notes
    if let form = options.sql {
      let text =
        form == .shell
        ? statement.shellSQL { session.ids(ofSet: $0.handle) } : statement.annotatedSQL
      try Console.print(text.hasSuffix("\n") ? String(text.dropLast()) : text)
    } else if options.explain {
      try explain(statement, session, notes)
    } else {
      try answer(statement, session, notes)
    }
  }

  /// The value of `$user`, which costs a look at the system's users, if the query names it.
  private var user: String? {
    source.firstRange(of: Array("$user".utf8)) == nil ? nil : Console.userName
  }

  /// Reads the values of the parameters in their declared types.
  ///
  /// Names that are not declared are left to the compiler, which knows the near ones.
  private func values(for syntax: QuerySyntax) throws -> [String: ParameterValue] {
    var types: [String: ParameterType] = [:]
    for case .parameter(let declaration) in syntax.headers {
      types[declaration.name.text] = declaration.type
    }
    var values: [String: ParameterValue] = [:]
    var problems: [Diagnostic] = []
    for (name, text) in try options.values().sorted(by: { $0.key < $1.key }) {
      do {
        values[name] = try QueryParser.parseValue(text, type: types[name] ?? .text)
      } catch {
        problems += error.diagnostics.map { $0.given(by: "--param \(name)=", value: text) }
      }
    }
    if !problems.isEmpty { throw QueryError(problems) }
    return values
  }

  private func asOf(now: Int64) throws -> Int64? {
    guard let text = options.asOf else { return nil }
    do {
      return try QueryParser.parseInstant(text, now: now)
    } catch {
      throw QueryError(error.diagnostics.map { $0.given(by: "--as-of ", value: text) })
    }
  }

  // MARK: Output

  private func answer(
    _ statement: SQLStatement, _ session: QuerySession, _ notes: [AnswerNote]
  ) throws {
    let limits = QueryLimits(
      maximumRows: options.rowLimit, timeout: Int64(options.timeout * 1_000_000))
    let printer = AnswerPrinter(format: options.format, rawCSV: options.csvRaw)
    let outcome = try printer.print(
      columns: statement.columns.map(\.column), metadata: metadata(statement), notes: notes
    ) { writer in
      try session.run(statement, limits: limits) { try writer.row($0) }
    }
    try check(rows: outcome.rows)
    if !outcome.isComplete { throw ExitStatus.incomplete }
  }

  private func check(rows: Int) throws {
    let isMet =
      switch options.expect {
      case nil: true
      case .none?: rows == 0
      case .some?: rows > 0
      case .one?: rows == 1
      }
    guard !isMet, let expectation = options.expect else { return }
    Console.warn("error: expected \(expectation.rawValue), found \(counted(rows, "row", "rows"))")
    throw ExitStatus.finding
  }

  private func metadata(_ statement: SQLStatement) -> AnswerMetadata {
    AnswerMetadata(
      query: String(decoding: source, as: UTF8.self),
      parameters: statement.parameters.map { .init(name: $0.name, value: $0.text) },
      asOf: statement.asOf, repository: statement.repository)
  }

  private func explain(
    _ statement: SQLStatement, _ session: QuerySession, _ notes: [AnswerNote]
  ) throws {
    var lines = statement.explanation.filter { $0.label != "note" }
      .map { (label: $0.label, text: $0.text) }
    lines.append(("plan", try session.plan(statement).joined(separator: " -> ")))
    lines += notes.map { ("note", "\($0.code) \($0.message)") }
    let width = (lines.map(\.label.utf8.count).max() ?? 0) + 2
    try Console.print(
      lines.map { line in
        line.label + String(repeating: " ", count: width - line.label.utf8.count)
          + displayText(line.text)
      }.joined(separator: "\n"))
  }

  private func report(_ error: QueryError) {
    let isAboutText = error.diagnostics.contains { $0.option == nil }
    if let name, isAboutText, options.errorFormat == .text {
      Console.warn("in \(displayText(name)):")
    }
    let renderer = DiagnosticRenderer(source: source)
    switch options.errorFormat {
    case .text:
      Console.warn(String(renderer.text(error.diagnostics).dropLast()))
    case .json:
      Console.warn(String(renderer.json(error.diagnostics).dropLast()))
    }
  }
}
