internal import GitSource
internal import HistoryStore
internal import Indexing
internal import Reports

extension IndexGitCommand {
  /// What is new in the changelogs of a repository.
  struct ChangelogNews {
    /// What the default branch has; null: nothing was to be read.
    var files: ChangelogSummary?
    /// How many sections were found that only the trees of tags have.
    var tagSections = 0
    /// How many trees of releases without a section were not searched yet.
    var unsearchedTrees = 0
  }

  /// Reads and records what is new in the repository's changelogs.
  func indexChangelogs(
    of repository: GitRepository, _ listing: RefListing, name: String, _ writer: HistoryWriter,
    _ progress: ProgressLine
  ) async throws -> ChangelogNews {
    var news = ChangelogNews()
    guard changelogs != .none else { return news }
    let tip = repository.facts.defaultBranch.flatMap { branch in
      listing.refs.first { $0.fullName == branch }?.commit
    }
    do {
      if let tip {
        news.files = try await indexFiles(of: repository, tip: tip, name: name, writer, progress)
      }
      // A new tag may belong to what was read before.
      try await compareWithTags(repository, name: name, writer, progress)
      try await searchTrees(of: repository, name: name, writer, progress, &news)
    } catch let error as GitError {
      // Commits and refs are recorded; a clone without all trees can have no more.
      Console.warn("warning: \(displayText(name)): its changelogs were not read: \(error)")
    }
    return news
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
    let tagged = ChangelogComparison(repository: repository, readsAll: changelogs == .all)
    try writer.record(try await tagged.compare(sections))
  }

  /// Looks for sections that only the trees of tags have.
  private func searchTrees(
    of repository: GitRepository, name: String, _ writer: HistoryWriter, _ progress: ProgressLine,
    _ news: inout ChangelogNews
  ) async throws {
    let trees = try writer.unsearchedTrees(of: name, again: changelogs == .all)
    guard !trees.isEmpty else { return }
    progress.show("reading changelogs of tags")
    let readAt = Console.now()
    let search = TagTrees(repository: repository, readsAll: changelogs == .all)
    let result = try await search.search(trees)
    news.unsearchedTrees = result.left
    news.tagSections = try writer.record(
      result.found, of: name, at: repository.facts.location, readAt: readAt)
  }
}
