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

  /// The changelogs of a repository of which nothing is recorded.
  struct FirstChangelogs: Sendable {
    typealias Reading = Result<ChangelogReading?, any Error>

    fileprivate let files: ChangelogFiles
    fileprivate let tip: ObjectID
    fileprivate let name: String

    func read() async -> Reading {
      do {
        return .success(try await files.read(KnownChangelogs(), tip: tip, name: name))
      } catch {
        return .failure(error)
      }
    }
  }

  /// Returns the changelogs that can be read while the commits are recorded, since nothing that is
  /// recorded counts for them; null: there are none such.
  func firstChangelogs(
    _ files: ChangelogFiles, _ listing: RefListing, name: String, _ writer: HistoryWriter
  ) throws -> FirstChangelogs? {
    guard changelogs != .none, let tip = Self.tip(of: files.repository, listing),
      try writer.knownChangelogs(of: name).isEmpty
    else { return nil }
    return FirstChangelogs(files: files, tip: tip, name: name)
  }

  /// Reads and records what is new in the repository's changelogs.
  ///
  /// - Parameter first: What ``FirstChangelogs`` read.
  func indexChangelogs(
    _ files: ChangelogFiles, _ listing: RefListing, name: String,
    first: FirstChangelogs.Reading?, _ writer: HistoryWriter, _ progress: ProgressLine
  ) async throws -> ChangelogNews {
    var news = ChangelogNews()
    guard changelogs != .none else { return news }
    do {
      if let first {
        news.files = try record(try first.get(), writer, progress)
      } else if let tip = Self.tip(of: files.repository, listing) {
        news.files = try await indexFiles(files, tip: tip, name: name, writer, progress)
      }
      // A new tag may belong to what was read before.
      try await compareWithTags(files, name: name, writer, progress)
      try await searchTrees(of: files.repository, name: name, writer, progress, &news)
    } catch let error as GitError {
      // Commits and refs are recorded; a clone without all trees can have no more.
      Console.warn("warning: \(displayText(name)): its changelogs were not read: \(error)")
    }
    return news
  }

  private func indexFiles(
    _ files: ChangelogFiles, tip: ObjectID, name: String, _ writer: HistoryWriter,
    _ progress: ProgressLine
  ) async throws -> ChangelogSummary? {
    if changelogs == .recent, try writer.changelogTip(of: name) == tip { return nil }
    progress.show("reading changelogs")
    let reading = try await files.read(writer.knownChangelogs(of: name), tip: tip, name: name)
    return try record(reading, writer, progress)
  }

  private func record(
    _ reading: ChangelogReading?, _ writer: HistoryWriter, _ progress: ProgressLine
  ) throws -> ChangelogSummary? {
    guard let reading else { return nil }
    progress.show("recording changelogs")
    return try writer.record(reading)
  }

  /// Returns the tip of the default branch.
  private static func tip(of repository: GitRepository, _ listing: RefListing) -> ObjectID? {
    repository.facts.defaultBranch.flatMap { branch in
      listing.refs.first { $0.fullName == branch }?.commit
    }
  }

  private func compareWithTags(
    _ files: ChangelogFiles, name: String, _ writer: HistoryWriter, _ progress: ProgressLine
  ) async throws {
    let sections = try writer.sectionsToCompare(of: name)
    guard !sections.isEmpty else { return }
    progress.show("comparing changelogs with tags")
    let tagged = ChangelogComparison(
      repository: files.repository, parsed: files.parsed, readsAll: changelogs == .all)
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
