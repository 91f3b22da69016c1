public import Versions

/// What is declared about the tags of one repository.
public struct RepositoryRules: Sendable {
  /// Where a line's numbers begin anew.
  public struct Era: Hashable, Sendable {
    /// The name of its first tag.
    public let from: [UInt8]
    /// 1, 2, and so on; what comes before the first era is epoch 0.
    public let epoch: Int

    public init(from: [UInt8], epoch: Int) {
      self.from = from
      self.epoch = epoch
    }
  }

  public var tagRules: TagRules
  /// The eras by the keys of their lines.
  public var eras: [[UInt8]: [Era]]
  /// All that is declared, as text: rules with the same text are the same.
  public var fingerprint: String

  public init(
    tagRules: TagRules = TagRules(), eras: [[UInt8]: [Era]] = [:], fingerprint: String = ""
  ) {
    self.tagRules = tagRules
    self.eras = eras
    self.fingerprint = fingerprint
  }
}

/// What a repository says about itself in a file of its default branch.
public struct RepositoryDeclarationFile: Sendable {
  /// The commit whose tree was read.
  public var tip: [UInt8]
  /// The bytes of the file; null if there is none.
  public var content: [UInt8]?
  /// The bytes of `.mailmap`, which gives people their proper names; null if there is none.
  public var mailmap: [UInt8]?

  public init(tip: [UInt8], content: [UInt8]?, mailmap: [UInt8]? = nil) {
    self.tip = tip
    self.content = content
    self.mailmap = mailmap
  }
}

/// A line of versions that is read by another scheme than before.
public struct SchemeChange: Equatable, Sendable {
  /// The line's name, such as `v`.
  public let line: String
  public let old: String
  public let new: String
  /// How many names look like versions, and how many of them the new scheme reads.
  public let names: Int
  public let fitting: Int
  /// Whether somebody declared it.
  public let isDeclared: Bool
}
