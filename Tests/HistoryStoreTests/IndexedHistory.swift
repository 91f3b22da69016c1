import Foundation
import GitSource
import HistoryStore
import Indexing
import QueryLanguage
import TestSupport
import Testing

/// A database beside a fixture, into which its repository is indexed as the program does it.
struct IndexedHistory: Sendable {
  /// The time of the clock during the questions.
  static let now = instant("2024-06-01T00:00:00Z")

  let path: String

  init(_ git: GitFixture, _ name: String = "history.db") {
    path = "\(git.folder)/\(name)"
  }

  init(path: String) {
    self.path = path
  }

  /// Takes one look at the repository.
  ///
  /// - Parameters:
  ///   - project: Null: one of the name.
  ///   - time: What the clock says.
  @discardableResult
  func index(
    _ git: GitFixture, as name: String = "shop", in project: String? = nil,
    at time: String = "2024-02-01T00:00:00Z",
    logs: Bool = false
  ) async throws -> RecordingSummary {
    let writer = try HistoryWriter(path: path)
    defer { writer.close() }
    return try await Self.index(
      git, as: name, in: project, at: time, logs: logs, with: writer)
  }

  /// - Parameter logs: Whether the reflogs are read, too.
  static func index(
    _ git: GitFixture, as name: String, in project: String? = nil, at time: String,
    logs: Bool = false, with writer: HistoryWriter
  ) async throws -> RecordingSummary {
    let repository = try await GitRepository.open(git.path)
    var look = GitLook(
      repository: name, project: project ?? name, facts: repository.facts,
      listing: try await repository.refs(), lookedAt: instant(time))
    if logs {
      let log = try await repository.refLog()
      look.past = try await repository.pastObjects(writer.unknownObjects(in: log, of: name))
      look.refLog = log
    }
    let plan = try writer.plan(look)
    let tags = try await repository.tagObjects(plan.tagObjects)
    look.listing.problems += tags.problems
    guard !plan.roots.isEmpty else {
      var stream = EmptyCommitStream()
      return try writer.record(look, tags: tags.tags, commits: &stream)
    }
    // The writer is used by nobody else until the stream has ended.
    nonisolated(unsafe) let writer = writer
    let finalLook = look
    return try await repository.withCommits(roots: plan.roots, excluding: plan.known) { stream in
      try writer.record(finalLook, tags: tags.tags, commits: &stream)
    }
  }

  /// The answer to a question, each row as text with ` | ` between its values.
  struct Answer {
    var columns: [String] = []
    var rows: [String] = []
    var notes: [AnswerNote] = []
    var isTruncated = false
  }

  /// Asks a question in the query language.
  func ask(
    _ query: String, parameters: [String: String] = [:],
    limits: QueryLimits = QueryLimits(), isStaged: Bool = false
  ) throws -> Answer {
    let store = try HistoryStore(reading: path)
    return try store.read { session in
      let resolver = StoreResolver(session, now: Self.now)
      let statement = try Self.compiled(query, parameters, resolver, isStaged: isStaged)
      let columns = statement.columns.map(\.column)
      var answer = Answer(columns: columns.map(\.name))
      let result = try session.run(statement, limits: limits) { row in
        answer.rows.append(
          columns.indices.map { text(of: row, $0, columns[$0].type) }.joined(separator: " | "))
      }
      answer.notes = store.notes + statement.notes + resolver.notes
      answer.isTruncated = result.isTruncated
      return answer
    }
  }

  private static func compiled(
    _ query: String, _ parameters: [String: String], _ resolver: StoreResolver,
    isStaged: Bool = false
  ) throws -> SQLStatement {
    let syntax = try QueryParser.parse(query)
    var values: [String: ParameterValue] = [:]
    for case .parameter(let declaration) in syntax.headers {
      guard let text = parameters[declaration.name.text] else { continue }
      values[declaration.name.text] = try QueryParser.parseValue(text, type: declaration.type)
    }
    return try QueryCompiler.compile(
      syntax, source: query, parameters: values, resolver: resolver, isStaged: isStaged)
  }

  /// Returns the steps of SQLite's plan for a question.
  func plan(_ query: String, parameters: [String: String] = [:]) throws -> [String] {
    try HistoryStore(reading: path).read { session in
      let resolver = StoreResolver(session, now: Self.now)
      return try session.plan(try Self.compiled(query, parameters, resolver))
    }
  }

  /// Asks a question in the query language and returns the rows.
  func rows(_ query: String) throws -> [String] {
    try ask(query).rows
  }

  /// Runs a statement over the views and returns the rows.
  func sql(_ text: String, limits: QueryLimits = QueryLimits()) throws -> [String] {
    let store = try HistoryStore(reading: path)
    return try store.read { session in
      try session.runSQL(text, limits: limits).rows.map { row in
        row.map(Self.text).joined(separator: " | ")
      }
    }
  }

  static func text(_ value: SQLResultValue) -> String {
    switch value {
    case .null: "null"
    case .integer(let value): "\(value)"
    case .real(let value): "\(value)"
    case .text(let bytes): String(decoding: bytes, as: UTF8.self)
    case .blob(let bytes): hex(bytes)
    }
  }

  private func text(of row: StatementRow, _ column: Int, _ type: ValueType) -> String {
    if row.isNull(column) { return "null" }
    switch type {
    case .int: return "\(row.integer(column))"
    case .bool: return row.integer(column) == 0 ? "false" : "true"
    case .time: return timeText(row.integer(column))
    case .duration: return "\(row.integer(column) / 1_000_000)s"
    case .real: return "\(row.real(column))"
    case .sha: return hex(row.bytes(column))
    case .text, .version, .digest, .object, .list, .null:
      return String(decoding: row.bytes(column), as: UTF8.self)
    }
  }
}

/// Expects the rows of the answer to a question, in order.
func expectQuery(
  _ history: IndexedHistory, _ query: String, rows: [String],
  sourceLocation: SourceLocation = #_sourceLocation
) throws {
  let found = try history.rows(query)
  #expect(found == rows, "\(query)", sourceLocation: sourceLocation)
}

/// Returns the microseconds since 1970 UTC of a time such as `2024-02-01T00:00:00Z`.
func instant(_ text: String) -> Int64 {
  guard let date = try? Date.ISO8601FormatStyle().parse(text) else { return .min }
  return Int64(date.timeIntervalSince1970) * 1_000_000
}

/// Returns the text of a time, with microseconds only if there are some.
func timeText(_ time: Int64) -> String {
  let fraction = time - Int64((Double(time) / 1_000_000).rounded(.down)) * 1_000_000
  let date = Date(timeIntervalSince1970: Double((time - fraction) / 1_000_000))
  let text = date.formatted(Date.ISO8601FormatStyle())
  return fraction == 0 ? text : "\(text.dropLast())+\(fraction)µs"
}

func hex(_ bytes: some Sequence<UInt8>) -> String {
  bytes.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
}
