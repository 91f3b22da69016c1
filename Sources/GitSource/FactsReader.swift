import Indexing

/// What git says of a repository that it found and whose owner it accepted.
struct RepositoryIdentity: Sendable {
  var isBare: Bool
  var isShallow: Bool
  var objectFormat: ObjectFormat
  var gitDirectory: [UInt8]
  /// The git directory of which `gitDirectory` is a linked working tree's, or itself.
  var commonDirectory: [UInt8]

  static func read(
    _ session: GitSession, _ location: GitLocation
  ) throws -> RepositoryIdentity {
    try read(try start(session), of: session, location)
  }

  /// Lets git look for the repository.
  static func start(
    _ session: GitSession
  ) throws -> (running: RunningGit, output: OwnedDescriptor) {
    // The path comes last, as it may contain line ends.
    try session.start(
      .revParse,
      [
        "--is-bare-repository", "--is-shallow-repository", "--show-object-format",
        "--absolute-git-dir",
      ])
  }

  /// Returns what the git says that was started.
  static func read(
    _ started: (running: RunningGit, output: OwnedDescriptor), of session: GitSession,
    _ location: GitLocation
  ) throws -> RepositoryIdentity {
    let (output, exit) = try session.collect(.revParse, started, limit: 1 << 16)
    guard exit.isSuccess else { throw error(exit, location) }
    let words = output.split(
      separator: UInt8(ascii: "\n"), maxSplits: 3, omittingEmptySubsequences: false)
    guard words.count == 4,
      let format = ObjectFormat(rawValue: String(decoding: words[2], as: UTF8.self))
    else {
      throw GitError.unsupported(
        location.folder, cause: String(decoding: output, as: UTF8.self))
    }
    let directory = Array(words[3].dropLast())
    return RepositoryIdentity(
      isBare: words[0].elementsEqual("true".utf8), isShallow: words[1].elementsEqual("true".utf8),
      objectFormat: format, gitDirectory: directory, commonDirectory: common(directory))
  }

  private static func common(_ directory: [UInt8]) -> [UInt8] {
    guard let contents = readSmallFile(joined(directory, "commondir"), limit: 1 << 16),
      case .success(let resolved) = realPath(joined(directory, trimmed(contents)))
    else { return directory }
    return resolved
  }

  private static func error(_ exit: GitExit, _ location: GitLocation) -> GitError {
    let text = exit.text
    if text.contains("dubious ownership") {
      return .ownedByAnotherUser(location.folder, cause: text)
    }
    if text.contains("not a git repository") {
      return .notARepository(location.folder, cause: text)
    }
    if text.contains("extension") || text.contains("repo version") {
      return .unsupported(location.folder, cause: text)
    }
    return .commandFailed("rev-parse", location.folder, cause: text)
  }
}

/// Reads what is known of a repository.
struct FactsReader {
  /// A git that was started, and its output.
  private typealias Started = (running: RunningGit, output: OwnedDescriptor)

  private let session: GitSession
  private let identity: RepositoryIdentity
  private let settings: Started
  private let specialRefs: Started

  private var common: [UInt8] { identity.commonDirectory }

  /// Lets git identify the repository.
  ///
  /// All that git is asked for is asked at the same time: each git checks the owner on its own, and
  /// what the others say counts only if the repository is accepted.
  init(_ session: GitSession, _ location: GitLocation) throws {
    self.session = session
    let found = try RepositoryIdentity.start(session)
    let pattern = #"^(remote\..*\.(url|promisor|partialclonefilter)|extensions\.partialclone)$"#
    settings = try session.start(
      .config, ["--local", "--no-includes", "--null", "--get-regexp", pattern])
    specialRefs = try session.start(
      .forEachRef,
      [
        "--format=%(refname)%00%(symref)", "--end-of-options", "refs/replace",
        "refs/remotes/origin/HEAD",
      ])
    identity = try RepositoryIdentity.read(found, of: session, location)
  }

  func read() throws -> RepositoryFacts {
    var facts = RepositoryFacts(
      location: location, gitDirectory: identity.gitDirectory, commonDirectory: common,
      isBare: identity.isBare, objectFormat: identity.objectFormat, isShallow: identity.isShallow)
    facts.shallowBoundary = objectIDs(in: "shallow").sorted()
    facts.hasGrafts = !objectIDs(in: "info/grafts").isEmpty
    facts.alternates = alternates()
    facts.hasCommitGraph =
      fileKind(joined(common, "objects/info/commit-graph")) == .file
      || fileKind(joined(common, "objects/info/commit-graphs/commit-graph-chain")) == .file
    facts.head = head(identity.gitDirectory)
    try readConfiguration(&facts)
    setSpecialRefs(&facts, try session.collect(.forEachRef, specialRefs, limit: 1 << 26).output)
    return facts
  }

  /// The main working tree, which holds the git directory as `.git`, or the git directory.
  private var location: [UInt8] {
    let isInside = common.reversed().starts(with: "/.git".utf8.reversed())
    return isInside && !identity.isBare ? parentFolder(common) : common
  }

  private func objectIDs(in file: String) -> [ObjectID] {
    lines(readSmallFile(joined(common, file)) ?? []).compactMap { line in
      ObjectID(hex: line.prefix(2 * identity.objectFormat.idLength))
    }
  }

  private func alternates() -> [[UInt8]] {
    lines(readSmallFile(joined(common, "objects/info/alternates")) ?? [])
      .filter { $0.first != UInt8(ascii: "#") }
      .map { Array($0) }
  }

  private func head(_ directory: [UInt8]) -> RepositoryFacts.Head {
    guard let contents = readSmallFile(joined(directory, "HEAD"), limit: 1 << 16) else {
      return .unknown
    }
    let line = trimmed(contents)
    if line.starts(with: "ref:".utf8) {
      return .attached(Array(line.dropFirst(4).drop { $0 == UInt8(ascii: " ") }))
    }
    return ObjectID(hex: line).map { .detached($0) } ?? .unknown
  }

  private func readConfiguration(_ facts: inout RepositoryFacts) throws {
    // Exit code 1 says that there is none; a repository may lack the file altogether.
    let (output, _) = try session.collect(.config, settings, limit: 1 << 22)
    for entry in output.split(separator: 0) {
      let parts = entry.split(
        separator: UInt8(ascii: "\n"), maxSplits: 1, omittingEmptySubsequences: false)
      let key = String(decoding: parts[0], as: UTF8.self)
      let value = parts.count > 1 ? String(decoding: parts[1], as: UTF8.self) : "true"
      if key == "remote.origin.url" {
        // The first one is what git fetches from.
        if facts.originURL == nil { facts.originURL = withoutCredentials(value) }
      } else if !key.hasSuffix(".url"), !["false", "no", "off", "0", ""].contains(value) {
        facts.isPartialClone = true
      }
    }
    if hasEntry(withSuffix: ".promisor", in: joined(common, "objects/pack")) {
      facts.isPartialClone = true
    }
  }

  private func setSpecialRefs(_ facts: inout RepositoryFacts, _ output: [UInt8]) {
    var remoteHead: [UInt8]?
    for line in lines(output) {
      let fields = line.split(separator: 0, omittingEmptySubsequences: false)
      if line.starts(with: "refs/replace/".utf8) {
        facts.hasReplaceRefs = true
      } else if fields.count == 2, !fields[1].isEmpty {
        remoteHead = Array(fields[1])
      }
    }
    setDefaultBranch(&facts, remoteHead: remoteHead)
  }

  private func setDefaultBranch(_ facts: inout RepositoryFacts, remoteHead: [UInt8]?) {
    let attached: [UInt8]? =
      if case .attached(let name) = head(common) { name } else { nil }
    guard !facts.isBare, let remoteHead else {
      facts.defaultBranch = attached
      return
    }
    facts.defaultBranch = remoteHead
    let remoteName = remoteHead.dropFirst("refs/remotes/origin/".utf8.count)
    if let attached, !attached.dropFirst("refs/heads/".utf8.count).elementsEqual(remoteName) {
      facts.notes.append(
        "HEAD is \(String(decoding: attached, as: UTF8.self)), but the remote's default branch is "
          + String(decoding: remoteName, as: UTF8.self))
    }
  }
}

/// Returns a URL without the user name and the password in it.
///
/// `ssh://git@host/path` loses `git@`, too; `git@host:path`, which is no URL, keeps its user.
func withoutCredentials(_ url: String) -> String {
  guard let scheme = url.firstRange(of: "://") else { return url }
  let rest = url[scheme.upperBound...]
  let end = rest.firstIndex { $0 == "/" || $0 == "?" || $0 == "#" } ?? rest.endIndex
  guard let at = rest[..<end].lastIndex(of: "@") else { return url }
  return String(url[..<scheme.upperBound] + rest[rest.index(after: at)...])
}
