internal import Foundation
public import Indexing

/// What a statement about a build says of the commits that went into it.
///
/// The statement is one of in-toto with a predicate of SLSA provenance, v0.2 or v1, bare or in an
/// envelope (DSSE, or a bundle of Sigstore). Nothing of it is proved here: no signature is checked.
public enum BuildStatement {
  /// Returns the commits, each once for each repository, at most ``ManifestLimit/origins``.
  ///
  /// Counted are dependencies with a URL of git or a digest of a git commit. The revision that
  /// BuildKit found in the folder of the build counts if nothing in the folder was changed.
  ///
  /// - Returns: nothing for a statement of another kind, or for no statement.
  public static func origins(bytes: [UInt8]) -> [BuildOrigin] {
    guard let outer = JSONObject(bytes), let statement = statement(in: outer),
      let type = statement.text("predicateType"),
      type.hasPrefix(slsa), let predicate = statement.object("predicate")
    else { return [] }
    var found = OriginList(predicateType: type)
    found.addVersion0(predicate)
    found.addVersion1(predicate)
    return found.all
  }

  static let slsa = "https://slsa.dev/provenance/"

  /// Returns the statement itself: what an envelope holds, if there is one.
  private static func statement(in outer: JSONObject) -> JSONObject? {
    let envelope = outer.object("dsseEnvelope") ?? outer
    guard let payload = envelope.text("payload") else { return outer }
    return Data(base64Encoded: payload).flatMap { JSONObject($0) }
  }
}

/// Collects commits from the places where a predicate has them.
private struct OriginList {
  let predicateType: String
  private var origins: [BuildOrigin] = []
  private var seen: Set<BuildOrigin> = []

  init(predicateType: String) {
    self.predicateType = predicateType
  }

  /// What was found; a commit without a repository only if no repository has it.
  var all: [BuildOrigin] {
    let placed = Set(origins.lazy.filter { $0.repositoryURL != nil }.map(\.commit))
    return origins.filter { $0.repositoryURL != nil || !placed.contains($0.commit) }
  }

  mutating func addVersion0(_ predicate: JSONObject) {
    add(dependency: predicate.object("invocation")?.object("configSource"), isSource: true)
    for material in predicate.objects("materials") ?? [] { add(dependency: material) }
    for (name, value) in members(of: predicate.object("metadata")) where name.contains("buildkit") {
      add(revision: value.object("vcs"))
    }
    add(revision: predicate.object("metadata")?.object("vcs"))
  }

  mutating func addVersion1(_ predicate: JSONObject) {
    let definition = predicate.object("buildDefinition")
    let parameters = definition?.object("externalParameters")
    add(dependency: parameters?.object("configSource"), isSource: true)
    for dependency in definition?.objects("resolvedDependencies") ?? [] {
      add(dependency: dependency)
    }
    let metadata = predicate.object("runDetails")?.object("metadata")
    for (name, value) in members(of: metadata) where name.contains("buildkit") {
      add(revision: value.object("vcs"))
    }
  }

  private func members(of object: JSONObject?) -> [(String, JSONObject)] {
    object?.objectMembers.sorted { $0.key < $1.key }.map { ($0.key, $0.value) } ?? []
  }

  /// - Parameter isSource: whether the place says that it is where the build's instructions came
  ///   from: a SHA-1 is then a commit, as files have other digests.
  private mutating func add(dependency: JSONObject?, isSource: Bool = false) {
    guard let dependency, let digest = dependency.object("digest") else { return }
    let url = dependency.text("uri")
    if let commit = digest.text("gitCommit") {
      add(commit: commit, url: url)
    } else if let commit = digest.text("sha1") ?? digest.text("sha256"),
      url.map({ RepositoryURL.isGit($0) }) ?? false || isSource && digest.has("sha1")
    {
      add(commit: commit, url: url)
    }
  }

  /// Adds what BuildKit says of the folder of the build: `vcs:revision` and `vcs:source`.
  private mutating func add(revision object: JSONObject?) {
    guard let object else { return }
    guard let commit = object.text("revision") ?? object.text("vcs:revision") else { return }
    add(commit: commit, url: object.text("source") ?? object.text("vcs:source"))
  }

  private mutating func add(commit: String, url: String?) {
    guard origins.count < ManifestLimit.origins, let id = ObjectID(hex: commit) else { return }
    let origin = BuildOrigin(
      commit: id.description,
      repositoryURL: url.flatMap { $0.utf8.count > 2_048 ? nil : RepositoryURL.bare($0) },
      predicateType: predicateType)
    if seen.insert(origin).inserted { origins.append(origin) }
  }
}

/// URLs of repositories as statements write them: `git+https://HOST/PATH@refs/heads/main`,
/// `https://HOST/PATH.git#main:folder`.
private enum RepositoryURL {
  static func isGit(_ url: String) -> Bool {
    url.hasPrefix("git+") || url.hasPrefix("git://") || url.hasPrefix("git@")
      || url.hasPrefix("ssh://git@") || bare(url).hasSuffix(".git")
  }

  /// Returns the URL of the repository alone: without `git+`, a ref, a query, a user name and a
  /// password.
  static func bare(_ url: String) -> String {
    var text = url.hasPrefix("git+") ? url.dropFirst(4) : url[...]
    if let end = text.firstIndex(where: { $0 == "#" || $0 == "?" }) { text = text[..<end] }
    guard let scheme = text.firstRange(of: "://") else { return String(text) }
    let rest = text[scheme.upperBound...]
    let slash = rest.firstIndex(of: "/") ?? rest.endIndex
    var path = rest[slash...]
    // A folder may be called `@scope`; a ref is behind a name.
    let ref = path.indices.first { index in
      path[index] == "@" && index > slash && path[path.index(before: index)] != "/"
    }
    if let ref { path = path[..<ref] }
    let host = rest[..<slash].lastIndex(of: "@").map { rest[rest.index(after: $0)..<slash] }
    return "\(text[..<scheme.upperBound])\(host ?? rest[..<slash])\(path)"
  }
}
