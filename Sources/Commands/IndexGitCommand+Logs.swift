internal import GitSource
internal import HistoryStore
internal import Indexing

extension RefLog {
  /// What could not be read, as sentences.
  var remarks: [String] {
    let lines = counted(skipped, "malformed line", "malformed lines")
    return notes + (skipped > 0 ? ["\(lines) of the reflogs were left out"] : [])
  }
}

extension IndexGitCommand {
  /// Reads what the clone's own logs say of its refs, and which objects only they name.
  ///
  /// A mirror has none: it was not there when upstream's refs changed.
  func readLogs(
    of repository: GitRepository, _ look: inout GitLook, _ writer: HistoryWriter
  ) async throws {
    let log = try await repository.refLog()
    let unknown = try writer.unknownObjects(in: log, of: look.repository)
    look.past = try await repository.pastObjects(unknown)
    look.refLog = log
  }
}
