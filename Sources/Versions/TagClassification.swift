/// What the name of a tag says, without a look at what it points to.
public struct TagClassification: Hashable, Sendable {
  /// The class of the name.
  public let `class`: RefClass
  /// The bytes before the numbers, as written: `v`, `client/v`, `pkg@`; empty without numbers.
  public let prefix: [UInt8]
  /// The prefix without a `v` at its end, which names the line; nil if the name belongs to none.
  ///
  /// It stays empty for `v1.2.3` and `1.2.3`, which are of one line. Floats, variants, builds and
  /// the like belong to the line of their prefix although they have no version.
  public let lineKey: [UInt8]?
  /// The full version in the name; releases, prereleases and dates of three numbers have one.
  ///
  /// Its text is the name without the line's key and without an edition: `client/v1.2.3` gives
  /// `v1.2.3`, `i1.36.3` gives `1.36.3`, and `v17.12.1-ce` gives `v17.12.1`.
  public let version: Version?
  /// What follows the version and is no part of it: `-ce`, `-1` of a Debian revision; mostly empty.
  public let suffix: [UInt8]

  init(
    _ class: RefClass, prefix: [UInt8] = [], lineKey: [UInt8]? = nil, version: Version? = nil,
    suffix: [UInt8] = []
  ) {
    self.class = `class`
    self.prefix = prefix
    self.lineKey = lineKey
    self.version = version
    self.suffix = suffix
  }

  /// Whether the name is that of a full version that is no prerelease.
  public var isRelease: Bool { version.map { !$0.isPrerelease } ?? false }
}

/// Returns what the name of a git tag (without `refs/tags/`) says, taken alone.
///
/// The name is bytes: git does not ask for UTF-8. A ``TagList`` reads a name together with the
/// others of its repository.
public func classifyTag(_ name: [UInt8]) -> TagClassification {
  readTag(name).tag
}

/// Returns what the name says, and how it is cut if it holds numbers.
func readTag(_ name: [UInt8]) -> (tag: TagClassification, core: TagCore?) {
  if let `class` = TagWords.class(of: name[...]) {
    return (TagClassification(`class`), `class` == .calver ? TagCore(name) : nil)
  }
  if let channel = TagWords.datedChannelPrefix(of: name[...]) {
    return (TagClassification(.datedChannel, prefix: Array(channel)), nil)
  }
  guard let core = TagCore(name) else { return (TagClassification(.other), nil) }
  return (core.classification, core)
}
