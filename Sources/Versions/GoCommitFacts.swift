/// What a repository says of one commit, as far as module versions depend on it.
public struct GoCommitFacts: Hashable, Sendable {
  /// The commit's whole object id in hexadecimal digits.
  public let objectID: String
  /// The committer's time.
  public let time: GoTimestamp
  /// The tags on the commit.
  public let tags: [String]
  /// The tags on the commit's ancestors; whether those on the commit are among them does not
  /// matter.
  public let ancestorTags: [String]
  /// The module paths that the commit's go.mod files declare, by folder; the root is the empty
  /// text.
  ///
  /// A file that declares none has the empty text. Only the folders of
  /// ``GoModuleLocation/goModFolders``, the root and its folders `vN` matter.
  public let declared: [String: String]

  /// Creates the facts of a commit.
  public init(
    objectID: String, time: GoTimestamp, tags: [String] = [], ancestorTags: [String] = [],
    declared: [String: String] = [:]
  ) {
    self.objectID = objectID
    self.time = time
    self.tags = tags
    self.ancestorTags = ancestorTags
    self.declared = declared
  }

  /// The commit as pseudo-versions name it: the first twelve digits of the object id.
  public var revision: String { String(objectID.prefix(12)) }
}
