internal import Configuration
internal import GitSource
internal import HistoryStore
internal import Indexing
internal import Reports

extension IndexGitCommand {
  /// Brings the mirror of a remote repository up to date, and opens it.
  ///
  /// The writer's lock of the history, which `writer` holds, keeps a second run away from the mirror.
  /// A failure is recorded as a gap of a source that the history knows or the configuration names;
  /// a mistyped address leaves nothing in it.
  func fetch(
    _ url: RemoteURL, named configured: String?, _ writer: HistoryWriter,
    _ configuration: HistoryConfiguration
  ) async throws -> GitRepository {
    let lookedAt = Console.now()
    let location = Array(url.location.utf8)
    let known = try writer.repositoryName(location: location, url: url.location)
    let name = self.name ?? configured ?? known ?? RepositoryName.of(url)
    let settings = configuration.settings(of: name)
    let progress = ProgressLine(isShown: !quiet && Console.errorIsTerminal)
    defer { progress.finish() }
    let title = "fetching \(displayText(url.location))"
    progress.show(title)
    let mirror = GitMirror(of: url, in: DatabaseLocation.mirrors(of: writer.path))
    do {
      return try await mirror.fetch(patterns + settings.refs, options: remote.options) { stage in
        progress.show("\(title): \(displayText(stage))")
      }
    } catch let error as GitError where [.fetchFailed, .fetchLimit].contains(error.code) {
      if try configured != nil || writer.isKnown(location: location, of: name) {
        let reason = [error.message] + (error.cause.map { [$0] } ?? [])
        try writer.record(
          SourceGap(
            repository: name, project: project ?? settings.project ?? name, location: location,
            url: url.location, reason: reason.joined(separator: ": "), lookedAt: lookedAt))
      }
      throw error
    }
  }
}
