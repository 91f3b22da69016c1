internal import Configuration
internal import GitSource
internal import HistoryStore
internal import Indexing
internal import QueryLanguage

#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Darwin)
  internal import Darwin
#endif

/// The repository that a log is about, in the history and, if it still is there, on disk.
struct LogRepository {
  let resolved: ResolvedRepository
  /// Where it was read from.
  let locations: [String]
  /// The tip of the default branch.
  let tip: ObjectID?

  /// Finds the repository that was named, else the only one, else that of the working directory.
  init(named name: String?, in session: QuerySession) throws {
    let repositories = try StoreResolver(session, now: 0).repositories().filter { $0.kind == .git }
    let sources = try session.gitLocations()
    resolved = try Self.choose(name, repositories, sources)
    let chosen = resolved.name
    locations = sources.filter { $0.repository == chosen }.map(\.location)
    tip = try session.defaultTip(of: resolved).flatMap { ObjectID(bytes: $0) }
  }

  private static func choose(
    _ name: String?, _ repositories: [ResolvedRepository],
    _ sources: [(repository: String, location: String)]
  ) throws -> ResolvedRepository {
    let names = repositories.map(\.name)
    guard let name else {
      if repositories.count == 1 { return repositories[0] }
      let here = Console.canonicalPath(".")
      // Of nested repositories the inner one has the longer path.
      let around = sources.filter { here == $0.location || here.hasPrefix($0.location + "/") }
        .max { $0.location.utf8.count < $1.location.utf8.count }
      if let around, let found = repositories.first(where: { $0.name == around.repository }) {
        return found
      }
      throw repositories.isEmpty
        ? UserError.noGitRepository() : .severalRepositories(names)
    }
    if let exact = repositories.first(where: { $0.name == name }) { return exact }
    let ending = repositories.filter { $0.name.hasSuffix("/" + name) }
    if ending.count > 1 { throw UserError.repositoryAmbiguous(name, ending.map(\.name)) }
    guard let found = ending.first else { throw UserError.noRepository(name, names) }
    return found
  }

  /// Opens the repository where it was read from, or the mirror of a remote one; nil if it is not there.
  func open(database: String) async throws -> GitRepository? {
    guard let place = place(database: database) else { return nil }
    return try await GitRepository.open(place)
  }

  /// Where the repository is, or the mirror of a remote one.
  private func place(database: String) -> String? {
    locations.lazy.map { location in
      guard RemoteURL.isRemote(location), let url = try? RemoteURL(location) else {
        return location
      }
      return GitMirror(of: url, in: DatabaseLocation.mirrors(of: database)).path
    }.first { access($0, F_OK) == 0 }
  }
}
