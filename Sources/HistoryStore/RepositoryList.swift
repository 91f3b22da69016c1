internal import QueryLanguage

/// All repositories of one view of a history.
///
/// There may be thousands and each question asks for them, so they are read once for the view.
final class RepositoryList {
  private let connection: OpaquePointer
  private var repositories: [ResolvedRepository]?

  init(on connection: OpaquePointer) {
    self.connection = connection
  }

  /// Returns the repositories, by name.
  func all() throws(StoreError) -> [ResolvedRepository] {
    if let repositories { return repositories }
    let rows = try RawStatement(
      "SELECT id, name, kind, project FROM repo ORDER BY name", on: connection)
    var found: [ResolvedRepository] = []
    while try rows.step() {
      let kind = String(decoding: rows.bytes(2), as: UTF8.self)
      found.append(
        ResolvedRepository(
          id: rows.integer(0), name: String(decoding: rows.bytes(1), as: UTF8.self),
          kind: ResolvedRepository.Kind(rawValue: kind) ?? .git, project: rows.integer(3)))
    }
    repositories = found
    return found
  }
}
