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

  /// The line that the name belongs to under a scheme that reads it.
  ///
  /// Names of the class `other`, too, have one, although they have no `lineKey`. It is nil for names
  /// without numbers.
  public internal(set) var candidateLineKey: [UInt8]?
  /// What follows the candidate line's key, to the end of the name.
  var body: [UInt8] = []

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

/// Returns what the name of a git tag (without `refs/tags/`) says.
///
/// The name is bytes: git does not ask for UTF-8.
public func classifyTag(_ name: [UInt8]) -> TagClassification {
  if let `class` = TagWords.class(of: name[...]) {
    var tag = TagClassification(`class`)
    if `class` == .calver {
      tag.candidateLineKey = []
      tag.body = name
    }
    return tag
  }
  if let channel = TagWords.datedChannelPrefix(of: name[...]) {
    return TagClassification(.datedChannel, prefix: Array(channel))
  }
  guard let core = TagCore(name) else { return TagClassification(.other) }
  var tag = core.classification
  tag.candidateLineKey = core.lineKey
  tag.body = core.body
  return tag
}
