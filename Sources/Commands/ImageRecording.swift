internal import Configuration
internal import HistoryStore
internal import Indexing

/// Records looks at image repositories where they belong.
struct ImageRecording {
  /// The project of the command line, or null.
  var project: String?
  var quiet: Bool

  /// Returns a line on stderr for what is being done.
  func progress() -> ProgressLine { ProgressLine(isShown: !quiet && Console.errorIsTerminal) }

  /// Returns where the images of a repository belong, as declared here or in the configuration.
  func place(of repository: String, _ configuration: HistoryConfiguration) -> ImagePlace {
    let configured = configuration.imageSettings(of: repository)
    return ImagePlace(
      repository: repository, project: project ?? configured.project,
      rules: RepositorySettings(configured, declared: nil, repository: repository).rules)
  }

  func record(
    _ look: ImageLook, _ writer: HistoryWriter, _ configuration: HistoryConfiguration,
    since start: Int64
  ) throws -> ImageReport {
    var place = place(of: look.repository, configuration)
    if place.project == nil, try writer.projectName(of: look.repository) == nil {
      // A new repository joins the git repository that all its images name as their source.
      let named = Set(look.statedSources.compactMap(RepositoryAddress.name))
      if named.count == 1, let name = named.first {
        place.project = try writer.projectName(of: name)
      }
    }
    let summary = try writer.record(look, project: place.project, rules: place.rules)
    return ImageReport(
      title: look.repository, summary: summary,
      isComplete: look.kind == .listing || look.isComplete && look.unresolved.isEmpty,
      microseconds: Console.now() - start)
  }
}

extension ImageLook {
  /// The URLs that the images name as the repository of their source.
  fileprivate var statedSources: [String] {
    let keys = ["org.opencontainers.image.source", "org.label-schema.vcs-url"]
    return manifests.compactMap { manifest in
      keys.lazy.compactMap { manifest.annotations[$0] ?? manifest.labels[$0] }.first
    }
  }
}
