/// What kind of ref a name is, by its prefix.
public enum RefKind: Sendable, Hashable {
  /// `refs/tags/…`
  case tag
  /// `refs/heads/…`
  case branch
  /// `refs/remotes/REMOTE/…`
  case remoteBranch(remote: [UInt8])
  case other
}

/// A ref and what it points to, as seen in one look.
public struct RefObservation: Sendable, Hashable {
  /// The full name, such as `refs/tags/v1.2.3`.
  ///
  /// Names are bytes: not all are UTF-8, and two spellings that look alike are two refs.
  public var fullName: [UInt8]
  public var kind: RefKind
  /// The name without the prefix of its kind: `v1.2.3`, `main`, `origin/main`; else the full name.
  public var shortName: [UInt8]
  /// The object that the ref names: of an annotated tag, the tag object.
  public var target: ObjectID
  /// The type of the target, or null if the object is absent or unreadable.
  public var targetKind: ObjectKind?
  /// The object behind all tag objects; the target itself if it is no tag object.
  public var peeled: ObjectID
  /// The type of the peeled object, or null if the object is absent or unreadable.
  public var peeledKind: ObjectKind?

  public init(
    fullName: [UInt8], target: ObjectID, targetKind: ObjectKind?, peeled: ObjectID,
    peeledKind: ObjectKind?
  ) {
    self.fullName = fullName
    self.target = target
    self.targetKind = targetKind
    self.peeled = peeled
    self.peeledKind = peeledKind
    (kind, shortName) = Self.classify(fullName)
  }

  /// The commit that the ref leads to, or null if it leads to something else or nothing.
  public var commit: ObjectID? {
    peeledKind == .commit ? peeled : nil
  }

  /// Returns the kind and the short name that a full name has.
  public static func classify(_ fullName: [UInt8]) -> (kind: RefKind, shortName: [UInt8]) {
    if let name = fullName.dropping(prefix: "refs/tags/") { return (.tag, name) }
    if let name = fullName.dropping(prefix: "refs/heads/") { return (.branch, name) }
    if let name = fullName.dropping(prefix: "refs/remotes/") {
      if let slash = name.firstIndex(of: UInt8(ascii: "/")) {
        return (.remoteBranch(remote: Array(name[..<slash])), name)
      }
      return (.other, fullName)
    }
    return (.other, fullName)
  }
}

/// What is known of an object that a ref named before.
public struct PeeledObject: Sendable, Hashable {
  public var kind: ObjectKind
  /// The object behind all tag objects; the object itself if it is no tag object.
  public var peeled: ObjectID
  public var peeledKind: ObjectKind

  public init(kind: ObjectKind, peeled: ObjectID, peeledKind: ObjectKind) {
    self.kind = kind
    self.peeled = peeled
    self.peeledKind = peeledKind
  }
}

/// The objects that refs named in the past, as far as they are still there.
public struct PastObjects: Sendable {
  public var objects: [ObjectID: PeeledObject] = [:]
  /// The tag objects among them, and those that they lead to.
  public var tags: [TagObject] = []

  public init() {}
}

/// The refs that one look found.
public struct RefListing: Sendable {
  /// The refs in the order of their full names' bytes, symbolic refs left out.
  public var refs: [RefObservation]
  /// The patterns that were asked for, such as `refs/tags`: a ref that no pattern covers and that
  /// is not listed is not deleted.
  public var patterns: [[UInt8]]
  /// What could not be read.
  ///
  /// If there is any, a ref that is not listed is not known to be deleted.
  public var problems: [SourceProblem]
  /// The tag objects that were read to find out what the refs point to.
  public var tagObjects: [TagObject] = []

  public init(refs: [RefObservation], patterns: [[UInt8]], problems: [SourceProblem] = []) {
    self.refs = refs
    self.patterns = patterns
    self.problems = problems
  }

  /// Whether every ref under the patterns was listed.
  public var isComplete: Bool {
    !problems.contains { $0.code == .brokenRef || $0.code == .incomplete }
  }
}

/// An annotated tag's object.
public struct TagObject: Sendable, Hashable {
  public var id: ObjectID
  public var target: ObjectID
  public var targetKind: ObjectKind
  /// The name in the object's `tag` header.
  public var name: [UInt8]
  /// The tagger's name; empty if the object has no tagger, as some old ones do not.
  public var taggerName: [UInt8]
  /// The tagger's mail address without angle brackets.
  public var taggerEmail: [UInt8]
  /// Seconds since 1970-01-01T00:00:00Z, or null if absent or malformed.
  public var taggedAt: Int64?
  /// Minutes east of UTC, or null if absent or malformed.
  public var zone: Int32?
  /// All that follows the headers, with any signature.
  public var message: [UInt8]
  public var flaws: ObjectFlaws

  public init(
    id: ObjectID, target: ObjectID, targetKind: ObjectKind, name: [UInt8] = [],
    taggerName: [UInt8] = [], taggerEmail: [UInt8] = [], taggedAt: Int64? = nil,
    zone: Int32? = nil, message: [UInt8] = [], flaws: ObjectFlaws = []
  ) {
    self.id = id
    self.target = target
    self.targetKind = targetKind
    self.name = name
    self.taggerName = taggerName
    self.taggerEmail = taggerEmail
    self.taggedAt = taggedAt
    self.zone = zone
    self.message = message
    self.flaws = flaws
  }
}

extension [UInt8] {
  fileprivate func dropping(prefix: StaticString) -> [UInt8]? {
    prefix.withUTF8Buffer { prefix in
      starts(with: prefix) && count > prefix.count ? Array(dropFirst(prefix.count)) : nil
    }
  }
}
