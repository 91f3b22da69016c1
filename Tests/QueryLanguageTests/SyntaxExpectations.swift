import QueryLanguage
import Testing

/// Expects that a query parses to the given tree.
func expectTree(
  _ query: String, _ tree: String, sourceLocation: SourceLocation = #_sourceLocation
) {
  do throws(QueryError) {
    let syntax = try QueryParser.parse(query)
    #expect(TreeText.query(syntax) == tree, sourceLocation: sourceLocation)
  } catch {
    Issue.record(
      "\(DiagnosticRenderer(source: query).text(error.diagnostics))",
      sourceLocation: sourceLocation)
  }
}

/// Expects that the text after `commits | where ` parses to the given tree.
func expectPredicate(
  _ predicate: String, _ tree: String, sourceLocation: SourceLocation = #_sourceLocation
) {
  expectTree(
    "commits | where \(predicate)", "commits | where \(tree)", sourceLocation: sourceLocation)
}

/// Returns the faults of a query; none when it parses.
func faults(_ query: String) -> [Diagnostic] {
  do throws(QueryError) {
    _ = try QueryParser.parse(query)
    return []
  } catch {
    return error.diagnostics
  }
}

/// Expects the exact text of the errors of a query.
func expectSyntaxError(
  _ query: String, _ text: String, sourceLocation: SourceLocation = #_sourceLocation
) {
  #expect(
    DiagnosticRenderer(source: query).text(faults(query)) == text + "\n",
    sourceLocation: sourceLocation)
}
