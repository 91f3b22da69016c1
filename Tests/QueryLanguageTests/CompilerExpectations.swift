import QueryLanguage
import Testing

/// Compiles a query against `FixedNames`.
func compiled(
  _ query: String, parameters: [String: ParameterValue] = [:], asOf: Int64? = nil,
  repository: String? = nil, names: FixedNames = FixedNames()
) throws -> SQLStatement {
  try QueryCompiler.compile(
    QueryParser.parse(query), source: query, parameters: parameters, defaultAsOf: asOf,
    defaultRepository: repository, user: "alice", resolver: names)
}

/// Expects the exact statement of a query, with a comment line for each binding.
func expectQuery(
  _ query: String, _ sql: String, sourceLocation: SourceLocation = #_sourceLocation
) {
  do {
    #expect(try compiled(query).annotatedSQL == sql + "\n", sourceLocation: sourceLocation)
  } catch let error as QueryError {
    Issue.record(
      "\(DiagnosticRenderer(source: query).text(error.diagnostics))",
      sourceLocation: sourceLocation)
  } catch {
    Issue.record(error, sourceLocation: sourceLocation)
  }
}

/// Expects the exact text of the errors of a query that parses.
func expectBindError(
  _ query: String, _ text: String, parameters: [String: ParameterValue] = [:],
  sourceLocation: SourceLocation = #_sourceLocation
) {
  do {
    let statement = try compiled(query, parameters: parameters)
    Issue.record("compiled to \(statement.sql)", sourceLocation: sourceLocation)
  } catch let error as QueryError {
    #expect(
      DiagnosticRenderer(source: query).text(error.diagnostics) == text + "\n",
      sourceLocation: sourceLocation)
  } catch {
    Issue.record(error, sourceLocation: sourceLocation)
  }
}

/// A query and the exact text of its errors.
struct BindErrorCase: Sendable, CustomTestStringConvertible {
  let query: String
  let text: String

  init(_ query: String, _ text: String) {
    self.query = query
    self.text = text
  }

  var testDescription: String { query }
}

/// Expects the exact text of the errors of a query, of whatever stage they are.
func expectErrors(
  _ example: BindErrorCase, sourceLocation: SourceLocation = #_sourceLocation
) {
  if faults(example.query).isEmpty {
    expectBindError(example.query, example.text, sourceLocation: sourceLocation)
  } else {
    expectSyntaxError(example.query, example.text, sourceLocation: sourceLocation)
  }
}
