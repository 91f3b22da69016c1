public import Versions

/// Answers what the names in a query stand for.
///
/// The compiler calls it while it binds a query and does no I/O of its own. A store implements it
/// inside the read transaction in which the statement runs, so that both see one state. An error
/// that a method throws ends the compilation and reaches the caller unchanged.
public protocol NameResolver {
  /// The time of the run, in microseconds since 1970 UTC. The same for the whole run.
  var now: Int64 { get }

  /// Returns every repository, by name.
  func repositories() throws -> [ResolvedRepository]

  /// Returns the one thing that a name stands for, or why there is none.
  func resolve(_ request: RefRequest) throws -> RefResolution

  /// Returns what the looks at the refs of a kind leave open at a time, one entry for each repository
  /// that was not, or not from all its places, looked at by then.
  func gaps(inRefsOf kind: ResolvedKind, at time: Int64) throws -> [PastGap]

  /// Returns what is wrong with a regular expression; null if nothing is.
  func problem(inPattern pattern: [UInt8]) throws -> PatternProblem?

  /// Returns the families of order keys that the versions of the history have, in their order.
  func versionFamilies() throws -> [VersionFamily]

  /// Returns whether there is a full-text index of that name.
  func hasTextIndex(_ name: String) throws -> Bool

  /// Returns the best common ancestors of two commits of one repository, `commit_object.id`s, the
  /// latest first; none if their histories are unrelated.
  func mergeBases(_ first: Int64, _ second: Int64) throws -> [ResolvedRef]

  /// Returns the commits that bring the same change as a commit, a `commit_object.id`, the best evidence
  /// first, each once.
  func equivalents(of commit: Int64) throws -> [ResolvedEquivalent]

  /// Computes a set of ids and returns the handle by which the statement reads it with
  /// `id_set(?n)`. Equal requests share a handle.
  func set(_ request: SetRequest) throws -> Int64
}

/// Versions whose order keys can be compared with each other: those of schemes that count alike,
/// in one epoch.
public struct VersionFamily: Hashable, Sendable {
  /// One of the schemes that share the keys; `semver-loose` stands for all that have its form.
  public let scheme: VersionScheme
  public let epoch: Int

  public init(scheme: VersionScheme, epoch: Int) {
    self.scheme = scheme
    self.epoch = epoch
  }

  /// What most histories have and nothing else.
  public static let plain = VersionFamily(scheme: .semverLoose, epoch: 0)
}

/// A repository that the store knows.
public struct ResolvedRepository: Hashable, Sendable {
  public let id: Int64
  public let name: String
  /// What it is a repository of.
  public let kind: Kind
  /// The product that it belongs to, with others.
  public let project: Int64

  /// The kinds, as the column `kind` of `repos` names them.
  public enum Kind: String, Hashable, Sendable, CaseIterable {
    case git, image, changelog, module, environment
  }

  public init(id: Int64, name: String, kind: Kind = .git, project: Int64 = 1) {
    self.id = id
    self.name = name
    self.kind = kind
    self.project = project
  }
}

/// What a name may stand for.
public enum ResolvedKind: String, Hashable, Sendable, CaseIterable {
  case tag, branch
  /// A commit, by its id or a prefix of it.
  case commit
  /// A tag object, by its id or a prefix of it.
  case tagObject
  /// A tag of an image repository.
  case image
  /// The place of a service in an environment.
  case env
  /// A version of a Go module.
  case module
  /// An image, by its digest or a prefix of it.
  case digest

  /// What names a commit of a git repository.
  static let inGit: Set<ResolvedKind> = [.tag, .branch, .commit]
  /// What names a commit, if only by what was built from it.
  static let withCommit = inGit.union([.image, .env, .module, .digest])
  /// The refs.
  static let refs: Set<ResolvedKind> = [.tag, .branch, .image, .env]
}

/// A name that a query mentions, and where it may be looked for.
///
/// Without a `kind`, tags are tried first, then branches, then prefixes of commit ids; more than
/// one match in a class, or matches in two classes, is ambiguous.
public struct RefRequest: Hashable, Sendable {
  /// The prefix that the query gives, such as `tag:`.
  ///
  /// With `sha`, `name` is lower-case hex.
  public let kind: RefKind?
  /// The bytes after the kind.
  ///
  /// The name of a repository may stand before a `:` in it, as in `acme/shop:v1.2.3`; the resolver,
  /// which knows the repositories, tells the two apart.
  public let name: [UInt8]
  /// The repository to look in if `name` gives none; null: all.
  public let repository: Int64?
  /// What the position in the query accepts.
  ///
  /// Only these are matches.
  public let accepts: Set<ResolvedKind>
  /// The time at which the name is looked up; null: now.
  public let asOf: Int64?
  /// Whether a ref that does not exist at that time is a match, as for `history of X`.
  public let includesAbsent: Bool

  public init(
    kind: RefKind?, name: [UInt8], repository: Int64?, accepts: Set<ResolvedKind>,
    asOf: Int64? = nil, includesAbsent: Bool = false
  ) {
    self.kind = kind
    self.name = name
    self.repository = repository
    self.accepts = accepts
    self.asOf = asOf
    self.includesAbsent = includesAbsent
  }
}

/// What is wrong with a regular expression.
public struct PatternProblem: Hashable, Sendable {
  /// Such as `missing closing parenthesis`.
  public let reason: String
  /// Where, in bytes of the pattern.
  public let offset: Int

  public init(reason: String, offset: Int) {
    self.reason = reason
    self.offset = offset
  }
}

/// Why the refs of a repository are not known from a look at a time.
public struct PastGap: Hashable, Sendable {
  /// The name of the repository.
  public let repository: String
  /// The first look at its refs, or at those that are claimed.
  public let firstSeen: Int64
  /// Why refs are listed at the time all the same.
  public let basis: Basis

  /// What is known of a time before the first look.
  public enum Basis: Hashable, Sendable, CaseIterable {
    /// Nothing: no ref is listed.
    case nothing
    /// What logs of the refs state.
    case logs
    /// What the dates of some claim.
    case claims
  }

  public init(repository: String, firstSeen: Int64, basis: Basis) {
    self.repository = repository
    self.firstSeen = firstSeen
    self.basis = basis
  }
}

/// The outcome of a look-up.
public enum RefResolution: Hashable, Sendable {
  case found(ResolvedRef)
  /// Only a ref matches that does not exist at the time of the request any more; its `deletion` says
  /// since when.
  case deleted(ResolvedRef)
  /// Nothing matches; at most five near names, nearest first, each as it can be written in a query.
  case notFound(nearest: [String])
  /// Several match: for names, the prefixed spellings (`tag:v1`, `branch:v1`); for prefixes of ids,
  /// `9f31c2d "fix: login"` or `sha256:4bf2c9aa0123`. At most five are listed; `count` is how many there are.
  case ambiguous([String], count: Int)
}

/// What a name stands for.
public struct ResolvedRef: Hashable, Sendable {
  public let kind: ResolvedKind
  /// `repo.id`: of the commit, where there is one.
  public let repository: Int64
  /// `ref.id`, or `module_version.id` of a module; null for commits, tag objects and digests.
  public let ref: Int64?
  /// `commit_object.id` of the commit that it points at, peeled, at the time of the request.
  ///
  /// Null when it points at no commit, or its state at that time is unknown, or it did not exist.
  public let commit: Int64?
  /// The id of the object that was named (commits, tag objects, digests); for refs, of the peeled
  /// object, if it is known at the time of the request.
  public let oid: [UInt8]?
  /// How messages name it, such as `tag v1.28.0` or `commit 9f31c2d`.
  public let display: String
  /// The begin, the time of recording and the grade of the span in force at the time of the
  /// request; if there is none, those of the first span of the ref.
  ///
  /// Null and false for commits.
  public let span: ResolvedSpan?
  /// How the ref ended, if it does not exist at the time of the request any more.
  public let deletion: RefDeletion?

  public init(
    kind: ResolvedKind, repository: Int64, ref: Int64?, commit: Int64?, oid: [UInt8]?,
    display: String, span: ResolvedSpan? = nil, deletion: RefDeletion? = nil
  ) {
    self.kind = kind
    self.repository = repository
    self.ref = ref
    self.commit = commit
    self.oid = oid
    self.display = display
    self.span = span
    self.deletion = deletion
  }
}

/// A commit that brings the same change as another.
public struct ResolvedEquivalent: Hashable, Sendable {
  /// `commit_object.id`.
  public let commit: Int64
  /// `repo.id`.
  public let repository: Int64
  public let oid: [UInt8]
  public let evidence: Evidence
  /// How messages name it, such as `commit 9f31c2d`.
  public let display: String

  /// What tells that two commits bring the same change, the best first; the raw values are the levels of
  /// `equivalence`.
  public enum Evidence: Int, Sendable, CaseIterable {
    /// It is the commit itself.
    case itself
    /// A message names the other commit.
    case stated
    /// Both make the same changes to the same files.
    case patch
    /// Author, time and subject are the same.
    case signature
    /// Both brought the same pull or merge request.
    case request

    /// As the column `evidence` of `equivalents` says it.
    public var text: String {
      switch self {
      case .itself: "itself"
      case .stated: "stated"
      case .patch: "same patch"
      case .signature: "same author, time and subject"
      case .request: "same request"
      }
    }

    /// As the column `grade` of `equivalents` says how far it is to be trusted.
    public var grade: String {
      switch self {
      case .itself, .stated, .patch: "A"
      case .signature: "B"
      case .request: "C"
      }
    }
  }

  public init(
    commit: Int64, repository: Int64, oid: [UInt8], evidence: Evidence, display: String
  ) {
    self.commit = commit
    self.repository = repository
    self.oid = oid
    self.evidence = evidence
    self.display = display
  }
}

/// The end of a ref: between which two looks it vanished, and what it named last.
public struct RefDeletion: Hashable, Sendable {
  /// The last look that showed it; null: unknown.
  public let earliest: Int64?
  /// The first look without it.
  public let latest: Int64
  /// The id of the object that it named last, in lower-case hex: a tag object or a commit.
  public let target: String
  /// The id of the commit that it pointed at last, in lower-case hex; null if it was none.
  public let commit: String?

  public init(earliest: Int64?, latest: Int64, target: String, commit: String?) {
    self.earliest = earliest
    self.latest = latest
    self.target = target
    self.commit = commit
  }
}

/// What is known about the beginning of a ref's span.
public struct ResolvedSpan: Hashable, Sendable {
  /// Event time; null: unknown.
  public let since: Int64?
  public let seenAt: Int64
  /// Whether nothing is known of the time before.
  public let isFirst: Bool
  /// `exact`, `bounded`, `claimed` or `unknown`.
  public let precision: String

  public init(since: Int64?, seenAt: Int64, isFirst: Bool, precision: String) {
    self.since = since
    self.seenAt = seenAt
    self.isFirst = isFirst
    self.precision = precision
  }
}

/// A set of ids that is computed from the commit graph.
///
/// Commits are `commit_object.id`s.
public enum SetRequest: Hashable, Sendable {
  /// Commits reachable from `upper` and not from `lower` (null: nothing is excluded). With
  /// `firstParent`, only the first-parent chain of `upper`, less what is reachable from `lower`.
  case range(lower: Int64?, upper: Int64, firstParent: Bool)
  /// The commits that contain this one: itself and its descendants.
  case descendants(of: Int64)
  /// The commits reachable from this one: itself and its ancestors.
  case ancestors(of: Int64)
  /// The commits that contain one of these, which are of one repository.
  case descendantsOfAny([Int64])
  /// The `ref.id`s of the tags that contain the commit now.
  case tagsContaining(Int64)
  /// The `ref.id`s of the tags that contain one of the commits now.
  case tagsContainingAny([Int64])
}
