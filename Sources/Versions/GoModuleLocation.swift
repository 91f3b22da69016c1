/// Where a module lies: its path, the root of its repository, and so the tags that name its
/// versions.
///
/// A module path is the path of the repository, the folder in it, and perhaps a major suffix. Tags
/// have the folder but not the suffix: `example.com/repo/sub/v2` has the tags `sub/v2.0.0`.
public struct GoModuleLocation: Hashable, Sendable {
  /// The module's path.
  public let path: String
  /// The path of the repository's root.
  public let repository: String
  /// The module's folder below the root without its major suffix; empty at the root.
  public let folder: String
  /// The major suffix of the path.
  public let suffix: GoMajorSuffix

  /// Creates the location of a module in a repository.
  ///
  /// It throws if the path is not one that ends in a valid major suffix, and if it does not lie
  /// below the repository. The repository's own path may have a major suffix, as those at gopkg.in
  /// do.
  public init(path: String, repository: String) throws(GoModuleError) {
    guard let (prefix, suffix) = GoModulePath.split(path) else { throw .majorSuffix(path) }
    self.path = path
    self.repository = repository
    self.suffix = suffix
    guard path != repository else {
      folder = ""
      return
    }
    let (root, whole) = (Array(repository.utf8), Array(prefix.utf8))
    guard whole.starts(with: root), whole.count == root.count || whole[root.count] == ASCII.slash
    else { throw .outsideRepository(path, repository) }
    folder = whole[root.count...].drop { $0 == ASCII.slash }.asciiText
  }

  /// What the module's tags begin with: `sub/`, or nothing at the root.
  public var tagPrefix: String { folder.isEmpty ? "" : folder + "/" }

  /// Whether the module may have versions that end in `+incompatible`: it lies at the root, and its
  /// path has no major suffix.
  public var mayBeIncompatible: Bool { folder.isEmpty && suffix == .none }

  /// Returns the version that a tag names, in canonical form and without `+incompatible`.
  ///
  /// It is nil for the tags of other folders, for `sub/v1` and `sub/v1.2`, and for tags shaped like
  /// pseudo-versions. Its major number need not be one of the module's. For `v1.2.3+meta` it is
  /// `v1.2.3`: such a tag names no version, but a pseudo-version may follow it.
  public func version(near tag: String) -> String? {
    guard tag.utf8.starts(with: tagPrefix.utf8) else { return nil }
    let text = tag.utf8.dropFirst(tagPrefix.utf8.count).asciiText
    let version = GoVersion.canonical(text)
    guard !version.isEmpty, text.utf8.starts(with: version.utf8), !GoPseudoVersion.matches(text)
    else { return nil }
    return version
  }

  /// Returns the version that a tag is, in canonical form and without `+incompatible`.
  ///
  /// It is nil for a tag that is not literally the prefix and a canonical version. Its major number
  /// need not be one of the module's.
  public func version(of tag: String) -> String? {
    guard let version = version(near: tag), isTag(tag, of: version) else { return nil }
    return version
  }

  /// Returns the tag that names a version; nil for a pseudo-version.
  ///
  /// `v2.0.0+incompatible` has the tag `v2.0.0`.
  public func tag(of version: String) -> String? {
    guard !GoPseudoVersion.matches(version) else { return nil }
    return tagPrefix + GoVersion.withoutIncompatible(version)
  }

  func isTag(_ tag: String, of version: String) -> Bool { tag == tagPrefix + version }
}
