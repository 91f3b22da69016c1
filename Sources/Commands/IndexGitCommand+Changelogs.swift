internal import GitSource
internal import HistoryStore
internal import Indexing
internal import Reports

extension IndexGitCommand {
  /// Reads and records what is new in the repository's changelogs.
  func indexChangelogs(
    of repository: GitRepository, _ listing: RefListing, name: String, _ writer: HistoryWriter,
    _ progress: ProgressLine
  ) async throws -> ChangelogSummary? {
    guard changelogs != .none, let branch = repository.facts.defaultBranch,
      let tip = listing.refs.first(where: { $0.fullName == branch })?.commit
    else { return nil }
    do {
      let summary = try await indexFiles(of: repository, tip: tip, name: name, writer, progress)
      // A new tag may belong to what was read before.
      try await compareWithTags(repository, name: name, writer, progress)
      return summary
    } catch let error as GitError {
      // Commits and refs are recorded; a clone without all trees can have no more.
      Console.warn("warning: \(displayText(name)): its changelogs were not read: \(error)")
      return nil
    }
  }

  private func indexFiles(
    of repository: GitRepository, tip: ObjectID, name: String, _ writer: HistoryWriter,
    _ progress: ProgressLine
  ) async throws -> ChangelogSummary? {
    if changelogs == .recent, try writer.changelogTip(of: name) == tip { return nil }
    progress.show("reading changelogs")
    let files = ChangelogFiles(repository: repository, depth: changelogs)
    let reading = try await files.read(writer.knownChangelogs(of: name), tip: tip, name: name)
    guard let reading else { return nil }
    progress.show("recording changelogs")
    return try writer.record(reading)
  }

  private func compareWithTags(
    _ repository: GitRepository, name: String, _ writer: HistoryWriter, _ progress: ProgressLine
  ) async throws {
    let sections = try writer.sectionsToCompare(of: name)
    guard !sections.isEmpty else { return }
    progress.show("comparing changelogs with tags")
    let tagged = TaggedChangelogs(repository: repository, readsAll: changelogs == .all)
    try writer.record(try await tagged.compare(sections))
  }
}
