import Indexing

/// The program's own bare copy of a remote repository, which follows every tag and branch of it,
/// also those that are moved by force or deleted.
///
/// Objects are checked as they come in; nothing is checked out, and no submodule is followed. A
/// fetch that fails leaves the refs as they were.
public struct GitMirror: Sendable {
  /// What a fetch may do and take.
  public struct Options: Sendable {
    /// How long it may take in all.
    public var timeout = Duration.seconds(1_800)
    /// The most bytes that the mirror's packs may have together.
    public var maximumSize: Int64 = 10 << 30
    /// Whether the credential helpers of the user's git are asked for a name and a password.
    public var asksCredentialHelpers = false

    public init() {}
  }

  public let url: RemoteURL
  private let folder: MirrorFolder

  /// - Parameter folder: the folder of all mirrors of a history.
  public init(of url: RemoteURL, in folder: String) {
    self.url = url
    self.folder = MirrorFolder(of: url, in: folder)
  }

  /// The path of the bare repository.
  public var path: String { folder.path }

  /// Brings the mirror up to date, or makes it, and opens it.
  ///
  /// Only one process may do so at a time.
  ///
  /// - Parameters:
  ///   - patterns: refs besides tags and branches, as ``GitRepository/refs(_:known:)`` takes them.
  ///   - progress: called with each stage of git's progress, on any thread.
  /// - Returns: the repository, whose location and URL are those of the remote one.
  /// - Throws: `GitError`, with the code `fetchFailed` or `fetchLimit` for what lies outside.
  public func fetch(
    _ patterns: [String] = [], options: Options = Options(),
    progress: @escaping @Sendable (String) -> Void = { _ in }
  ) async throws -> GitRepository {
    try reserveDescriptors()
    try folder.makeParent()
    try folder.removeLeftovers()
    let access = RemoteAccess(
      url: url, userCredentials: options.asksCredentialHelpers ? try await credentials() : nil)
    let watch = FetchWatch(
      url, folder, timeout: options.timeout, maximumSize: options.maximumSize)
    let head: RemoteHead
    do {
      head = try await watch.guarding { try await update(access, patterns, progress) }
    } catch {
      // Whatever it was: half a pack is of no use.
      try? folder.removeLeftovers()
      throw error
    }
    return try await open(head)
  }

  // MARK: Steps

  private func update(
    _ access: RemoteAccess, _ patterns: [String], _ progress: @escaping @Sendable (String) -> Void
  ) async throws -> RemoteHead {
    var git = GitProcess(place: .discover(folder: parentFolder(folder.bytes)))
    git.remote = access
    var head = try await GitSession.run(git) { try RemoteHead.read($0, access) }
    let isNew = try await prepare(head.format)
    // An empty repository does not tell its format, and there is nothing to fetch.
    if isNew, head.format == nil { return head }
    git.place = .gitDirectory(folder.bytes)
    let specifications = Self.specifications(patterns)
    try await GitSession.run(git) { session in
      try fetch(specifications, access, session, progress)
    }
    head.branch = try await complete(head)
    return head
  }

  /// Makes the mirror unless there is one with ids of the right length; returns whether it did.
  private func prepare(_ format: ObjectFormat?) async throws -> Bool {
    if GitLocation.looksLikeGitDirectory(folder.bytes) {
      let location = GitLocation(folder: folder.bytes, gitDirectory: folder.bytes)
      let git = GitProcess(place: .gitDirectory(folder.bytes))
      let identity = try? await GitSession.run(git) { try RepositoryIdentity.read($0, location) }
      if let identity, identity.objectFormat == format ?? identity.objectFormat { return false }
    }
    // Another repository has taken its place there, or a process died while it was made.
    try folder.remove()
    let git = GitProcess(place: .discover(folder: parentFolder(folder.bytes)))
    try await GitSession.run(git) { session in
      let (_, exit) = try session.collect(
        .initialize,
        [
          "--bare", "--quiet", "--template=", "--object-format=\((format ?? .sha1).rawValue)",
          folder.path,
        ], limit: 1 << 16)
      guard exit.isSuccess else { throw GitError.mirror("make", path, cause: exit.text) }
    }
    return true
  }

  /// Returns what is fetched, all of it by force, so that what moved back is followed, too.
  ///
  /// A pattern with one `*` is fetched as it is; of another one, all that begins like it.
  private static func specifications(_ patterns: [String]) -> [String] {
    let all = patterns.map { pattern in
      var name = pattern.hasPrefix("refs/") ? pattern : "refs/\(pattern)"
      let isPlain = !name.contains { "?[\\".contains($0) } && name.filter { $0 == "*" }.count == 1
      if isPlain { return name }
      if let special = name.firstIndex(where: { "*?[\\".contains($0) }) {
        name = String(name[..<special])
      }
      while name.hasSuffix("/") { name.removeLast() }
      return "\(name)*"
    }
    // With a `*`, since a name that the other side does not have would be an error.
    let notes = "\(GitRepository.notesRef)*"
    return (["refs/tags/*", "refs/heads/*", notes] + all).map { "+\($0):\($0)" }
  }

  private func fetch(
    _ specifications: [String], _ access: RemoteAccess, _ session: GitSession,
    _ progress: @escaping @Sendable (String) -> Void
  ) throws {
    let arguments =
      [
        "--prune", "--no-tags", "--no-write-fetch-head", "--no-auto-maintenance",
        "--no-recurse-submodules", "--update-shallow", "--progress", access.url.address,
      ] + specifications
    var exit = try session.run(.fetch, ["--atomic"] + arguments, progress)
    if exit.text.contains("; cannot create 'refs/") {
      // A name has become a folder of names, or the reverse: git does not do that at once.
      exit = try session.run(.fetch, arguments, progress)
    }
    if exit.isSuccess { return }
    let cause = access.cause(of: exit)
    if exit.text.contains("fsck error") || exit.text.contains("error: object ") {
      throw GitError.unsoundObjects(access.url, cause: cause)
    }
    throw GitError.fetchFailed(access.url, cause: cause)
  }

  /// Puts the refs in one file, and lets HEAD name the default branch, which is returned.
  private func complete(_ head: RemoteHead) async throws -> [UInt8]? {
    let git = GitProcess(place: .gitDirectory(folder.bytes))
    return try await GitSession.run(git) { session in
      _ = try session.collect(.packRefs, ["--all"], limit: 1 << 16)
      guard let branch = try head.branch ?? Self.branch(at: head.commit, session) else {
        return nil
      }
      _ = try session.collect(
        .symbolicRef, ["HEAD", String(decoding: branch, as: UTF8.self)], limit: 1 << 16)
      return branch
    }
  }

  /// Returns the branch that a HEAD without a name most likely means.
  private static func branch(at commit: ObjectID?, _ session: GitSession) throws -> [UInt8]? {
    guard let commit else { return nil }
    let (output, _) = try session.collect(
      .forEachRef,
      ["--format=%(refname)", "--points-at=\(commit)", "--end-of-options", "refs/heads"],
      limit: 1 << 26)
    let names = lines(output).map { Array($0) }
    let usual = ["refs/heads/main", "refs/heads/master"].map { Array($0.utf8) }
    return usual.first(where: names.contains) ?? names.first
  }

  /// Opens the mirror in the name of the remote repository.
  private func open(_ head: RemoteHead) async throws -> GitRepository {
    let repository = try await GitRepository.open(folder.path)
    var facts = repository.facts
    facts.location = Array(url.location.utf8)
    facts.originURL = url.location
    facts.defaultBranch = head.branch
    facts.head = head.branch.map { .attached($0) } ?? .unknown
    return GitRepository(facts: facts, git: repository.git)
  }

  /// Returns what the user's own settings say of credentials.
  private func credentials() async throws -> [(key: String, value: String)] {
    var git = GitProcess(place: .discover(folder: parentFolder(folder.bytes)))
    git.readsUserSettings = true
    // Exit code 1 says that there is nothing.
    let output = try await GitSession.run(git) { session in
      try session.collect(
        .config, ["--null", "--get-regexp", #"^credential\."#], limit: 1 << 20
      ).output
    }
    return output.split(separator: 0).map { entry in
      let parts = entry.split(
        separator: UInt8(ascii: "\n"), maxSplits: 1, omittingEmptySubsequences: false)
      let value = parts.count > 1 ? String(decoding: parts[1], as: UTF8.self) : "true"
      return (String(decoding: parts[0], as: UTF8.self), value)
    }
  }
}

extension GitSession {
  /// Runs a command whose output says nothing, and returns how it ended.
  fileprivate func run(
    _ verb: GitProcess.Verb, _ arguments: [String], _ progress: @escaping @Sendable (String) -> Void
  ) throws -> GitExit {
    try collect(verb, try start(verb, arguments, progress: progress), limit: 1 << 26).exit
  }
}
