internal import GitSource

/// One repository that a run of `stemma index` reads.
struct IndexTarget {
  enum Place {
    /// The repository at a path, or above it.
    case path(String)
    case remote(RemoteURL)
  }

  var place: Place
  /// The name that the configuration gives the repository, or null.
  var name: String?
  /// Whether it is no error if there is no repository: nobody named it.
  var isOptional = false

  /// Returns what the arguments name; without any, the repository of the working directory and
  /// those of the configuration.
  static func all(
    _ arguments: [String], _ configuration: HistoryConfiguration
  ) throws -> [IndexTarget] {
    let remotes = try configuration.remotes()
    if arguments.isEmpty {
      let isOptional = !remotes.isEmpty || !configuration.images.isEmpty
      return [IndexTarget(place: .path("."), isOptional: isOptional)]
        + remotes.map { IndexTarget(place: .remote($0.url), name: $0.name) }
    }
    return try arguments.map { argument in
      guard RemoteURL.isRemote(argument) else { return IndexTarget(place: .path(argument)) }
      let url = try RemoteURL(argument)
      let name = remotes.first { $0.url.location == url.location }?.name
      return IndexTarget(place: .remote(url), name: name)
    }
  }
}
