internal import GRDB
internal import QueryLanguage

/// The texts of the store's errors.
extension StoreError {
  static func noDatabase(_ path: String) -> StoreError {
    StoreError(
      .noDatabase, "there is no history at \(path)",
      hints: ["`stemma index` makes one from the git repository of the working directory"])
  }

  static func notADatabase(_ path: String, _ reason: String) -> StoreError {
    StoreError(
      .foreignDatabase, "\(path) is not a history of Stemma: \(reason)",
      hints: ["name another file with --db; this one was left as it is"])
  }

  static func newerSchema(_ path: String, found: Int, known: Int) -> StoreError {
    StoreError(
      .newerSchema, "\(path) has schema \(found), and this program knows up to \(known)",
      hints: ["use the version of stemma that wrote it, or a newer one"])
  }

  static func olderSchema(_ path: String, found: Int, known: Int) -> StoreError {
    StoreError(
      .newerSchema, "\(path) has schema \(found), and this program reads \(known)",
      hints: ["`stemma index` brings it up to date"])
  }

  static func otherKind(_ name: String, kind: String, than expected: String) -> StoreError {
    StoreError(
      .environment, "\(name) is known as a repository of kind \(kind), not \(expected)",
      hints: ["give the other one another name: stemma index git --name NAME"])
  }

  static func locked(_ path: String, holder: String) -> StoreError {
    StoreError(
      .locked, "another run is writing \(path)\(holder.isEmpty ? "" : " (\(holder))")",
      hints: ["wait until it ends, or stop it"])
  }

  static func noRepository(_ name: String, names: [String]) -> StoreError {
    let near = NearNames.label(name, among: names).map { ": \($0)" } ?? ""
    return StoreError(
      .noRepository, "the history has no git repository named \"\(name)\"\(near)",
      hints: names.isEmpty
        ? ["`stemma index` records one"] : ["repositories: \(names.joined(separator: ", "))"])
  }

  static func system(_ action: String, _ path: String, errno: Int32) -> StoreError {
    StoreError(.environment, "cannot \(action) \(path): \(systemMessage(errno))")
  }

  /// The same error with the views that SQL can read, if it asks for another table.
  var namingViews: StoreError {
    let absent = "no such table: "
    guard code == .wrongStatement, cause == nil, hints.isEmpty else { return self }
    let views = Catalog.relations.map { "v_" + $0.name } + Catalog.sqlViews.map(\.name)
    var hints: [String] = []
    if message.hasPrefix(absent) {
      let name = String(message.dropFirst(absent.count))
      let exact = views.contains("v_" + name) ? "did you mean \"v_\(name)\"?" : nil
      let near =
        exact ?? NearNames.label(name, among: views)
        ?? NearNames.label("v_" + name, among: views)
      hints = [near].compactMap { $0 }
    } else if !message.contains("is prohibited") && !message.contains("not authorized") {
      return self
    }
    return StoreError(
      code, message, hints: hints + ["SQL reads the views: \(views.joined(separator: ", "))"])
  }

  /// Returns the store's error for one of SQLite's, named after what was being done.
  static func wrapping(_ error: DatabaseError, path: String) -> StoreError {
    let message = error.message ?? "no message"
    switch error.resultCode {
    case .SQLITE_CORRUPT, .SQLITE_NOTADB:
      return StoreError(
        .corrupt, "\(path) is damaged", cause: message,
        hints: ["restore a copy, or index again into a new file"])
    case .SQLITE_BUSY, .SQLITE_LOCKED:
      return locked(path, holder: "")
    case .SQLITE_INTERRUPT:
      return StoreError(.interrupted, "the query was stopped at its time limit")
    case .SQLITE_FULL:
      return StoreError(
        .environment, "no space left for \(path)", cause: message,
        hints: ["what was recorded before is whole; make room and run it again"])
    case .SQLITE_READONLY, .SQLITE_PERM, .SQLITE_CANTOPEN, .SQLITE_IOERR, .SQLITE_NOMEM:
      return StoreError(.environment, "cannot use \(path)", cause: message)
    case .SQLITE_AUTH:
      return StoreError(.wrongStatement, "not allowed: \(message)")
    case .SQLITE_ERROR where message == "parser stack overflow":
      return StoreError(
        .wrongStatement, "the query is nested too deeply for SQLite", cause: message,
        hints: [
          "use fewer pipelines inside one another, or fewer stages behind take, summarize and distinct"
        ])
    case .SQLITE_ERROR
    where message.hasSuffix("tables in a join") || message.hasPrefix("too many FROM clause terms"):
      return StoreError(
        .wrongStatement, "the query joins more tables than SQLite can", cause: message,
        hints: ["ask for fewer links, joins and unions at once"])
    default:
      let isExpensive = message.hasPrefix("regular expression: ") && message.hasSuffix("exceeded")
      return StoreError(
        .wrongStatement, message,
        hints: isExpensive
          ? ["write it without repetitions inside repetitions, such as a+ for (a+)+"] : [])
    }
  }
}
