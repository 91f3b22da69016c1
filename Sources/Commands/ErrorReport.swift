internal import QueryLanguage

extension QuestionOptions {
  /// Runs a command's work; with `--error-format json`, errors that are not about the text of the
  /// query are told as JSON, too.
  ///
  /// - Throws: An ``ExitStatus`` for what was told.
  func reportingErrors(_ work: () throws -> Void) throws {
    do {
      try work()
    } catch {
      guard errorFormat == .json, let problem = UserError(error) else { throw error }
      let causes = (problem.cause ?? "").split(separator: "\n").map { "cause: \($0)" }
      let json = DiagnosticRenderer.json(message: problem.message, hints: causes + problem.hints)
      Console.warn(String(json.dropLast()))
      throw problem.status
    }
  }
}
