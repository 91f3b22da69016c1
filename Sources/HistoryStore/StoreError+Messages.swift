internal import GRDB

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

  static func locked(_ path: String, holder: String) -> StoreError {
    StoreError(
      .locked, "another run is writing \(path)\(holder.isEmpty ? "" : " (\(holder))")",
      hints: ["wait until it ends, or stop it"])
  }

  static func system(_ action: String, _ path: String, errno: Int32) -> StoreError {
    StoreError(.environment, "cannot \(action) \(path): \(systemMessage(errno))")
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
        hints: ["nothing of this run was stored; make room and run it again"])
    case .SQLITE_READONLY, .SQLITE_PERM, .SQLITE_CANTOPEN, .SQLITE_IOERR, .SQLITE_NOMEM:
      return StoreError(.environment, "cannot use \(path)", cause: message)
    case .SQLITE_AUTH:
      return StoreError(.wrongStatement, "not allowed: \(message)")
    default:
      return StoreError(.wrongStatement, message)
    }
  }
}
