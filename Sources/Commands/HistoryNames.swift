internal import HistoryStore
internal import QueryLanguage

/// The names of the history that the options name, for completion.
///
/// Each question reads the database anew. What cannot be read at once is not offered.
struct HistoryNames: CompletionNames {
  let database: DatabaseOptions
  /// The repository that the command line or the shell gives.
  var repository: String?

  /// Microseconds that a look at values may take, so that a key press is answered at once.
  private static let patience: Int64 = 40_000

  private func read<Result>(_ body: (QuerySession) throws -> Result) -> Result? {
    guard let path = try? database.pathToRead(), let store = try? HistoryStore(reading: path)
    else { return nil }
    return try? store.read(body)
  }

  func repositories() -> [String] {
    read { try $0.repositoryNames() } ?? []
  }

  // MARK: Refs

  func refs(
    of kinds: Set<ResolvedKind>, repository: String?, prefix: String, limit: Int
  ) -> [CompletionName] {
    read { session in
      let repositories = try session.repositoryNames()
      var wanted = RefPrefix(prefix, repositories: repositories)
      wanted.repository = wanted.repository ?? repository ?? self.repository
      let listed = [ResolvedKind.tag, .branch].filter { kind in
        kinds.contains(kind) && (wanted.kind == nil || wanted.kind == kind.rawValue)
      }
      // Branches have a place of their own beside many tags.
      let share = listed.count > 1 ? max(1, limit / 5 * 3) : limit
      var names: [CompletionName] = []
      for kind in listed {
        names += try session.refNames(
          of: kind, repository: wanted.repository, prefix: wanted.name,
          limit: kind == .tag ? share : limit - names.count
        ).map { name(of: $0, wanted, isOnly: repositories.count == 1) }
      }
      return names
    } ?? []
  }

  /// Returns a ref as a query says it, with as much before its name as is needed or written.
  private func name(of ref: RefName, _ wanted: RefPrefix, isOnly: Bool) -> CompletionName {
    let kind = wanted.kind ?? (ref.isHidden ? ref.kind.rawValue : nil)
    var text = kind.map { $0 + ":" } ?? ""
    if wanted.writesRepository || wanted.repository == nil && !isOnly {
      text += ref.repository + ":"
    }
    return CompletionName(text + ref.name, ref.kind.rawValue)
  }

  /// What is written of a ref: `[kind:][repository:]name`.
  private struct RefPrefix {
    var kind: String?
    var repository: String?
    var writesRepository = false
    var name: String

    init(_ text: String, repositories: [String]) {
      name = text
      for kind in ["tag", "branch"] where name.hasPrefix(kind + ":") {
        self.kind = kind
        name = String(name.dropFirst(kind.count + 1))
      }
      guard let colon = name.lastIndex(of: ":") else { return }
      let before = String(name[..<colon])
      guard repositories.contains(before) else { return }
      (repository, writesRepository) = (before, true)
      name = String(name[name.index(after: colon)...])
    }
  }

  // MARK: Values

  func values(
    of column: String, in relation: String, prefix: String, limit: Int
  ) -> [CompletionName] {
    var found: [CompletionName] = []
    _ = read { session in
      let isVersion =
        Catalog.relations.first { $0.name == relation }?.columns
        .first { $0.name == column }?.type == .version
      // A version has no text to look for before it is read.
      let filter =
        isVersion || prefix.isEmpty
        ? "" : " | where \(column) glob \(QueryCompletion.quoted(Self.pattern(prefix)))"
      let order = isVersion ? " desc" : ""
      let text = "\(relation)\(filter) | distinct \(column) | sort \(column)\(order)"
      let statement = try QueryCompiler.compile(
        QueryParser.parse(text), source: text, defaultRepository: nil,
        resolver: StoreResolver(session, now: Console.now()))
      _ = try session.run(
        statement, limits: QueryLimits(maximumRows: nil, timeout: Self.patience)
      ) { row in
        guard !row.isNull(0),
          let text = String(validating: row.bytes(0), as: UTF8.self), text.hasPrefix(prefix)
        else { return }
        found.append(CompletionName(text))
        if found.count == limit { throw EnoughNames() }
      }
    }
    return found
  }

  private struct EnoughNames: Error {}

  /// Returns a pattern of `glob` for texts that begin with a prefix.
  private static func pattern(_ prefix: String) -> String {
    prefix.map { "[*?".contains($0) ? "[\($0)]" : String($0) }.joined() + "*"
  }
}
