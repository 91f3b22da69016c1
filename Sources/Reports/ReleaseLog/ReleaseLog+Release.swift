extension ReleaseLog {
  /// One release, or what has been done since the last one.
  package struct Release: Hashable, Sendable {
    /// The version, such as `v1.2.0`; what stands in its place for what is not released yet.
    package var version: [UInt8]
    /// The tag's name; nil for what is not released, or for a release without a tag.
    package var tag: [UInt8]?
    /// Other tags on the same commit.
    package var otherTags: [[UInt8]] = []
    /// The prefix that tells the line of versions, such as `client/`; empty for versions without one.
    package var line: [UInt8] = []
    /// The place in the order of lines and their versions, from 0; nil for what is not released.
    package var rank: Int?
    /// Whether the line is the repository's main one.
    package var isMainLine = true
    /// When it was released, in microseconds since 1970 UTC; nil if no source tells.
    package var date: Int64?
    /// Who says so; nil without a date.
    package var dateSource: DateSource?
    /// The commit's id as raw bytes, 20 or 32 of them.
    package var commit: [UInt8]?
    package var isPrerelease = false
    /// Whether the release was taken back.
    package var isYanked = false
    /// Whether these are changes that no release has yet.
    package var isUnreleased = false
    /// The release with which it is compared; nil for the first of a line.
    package var previous: Previous?
    /// The number of commits since the previous release.
    package var commitCount = 0
    /// How many of them the log is not about: they change none of its paths, or are beyond its range.
    package var leftOutCount = 0
    /// What a changelog, a release page or a later correction tells about the whole release.
    package var summary: Prose?
    package var entries: [Entry] = []
    package var contributors: [Contributor] = []
    package var images: [Image] = []
    /// Commits that made no entry, with the reasons.
    package var skipped: [Skipped] = []

    package init(version: [UInt8], tag: [UInt8]? = nil) {
      self.version = version
      self.tag = tag
    }
  }

  /// What tells the date of a release, from the best source to the weakest.
  package enum DateSource: String, CaseIterable, Hashable, Sendable {
    /// The forge's release page: when it was published.
    case page
    /// The heading of the changelog, which has a day only.
    case changelog
    /// The annotated tag.
    case tagger
    /// The commit under a lightweight tag, which may be much older than the release.
    case commit
    /// What the Go module of a version without a tag says of its commit.
    case module
    /// The first push of the image of a version without a tag.
    case image
  }

  /// The release before another one.
  package struct Previous: Hashable, Sendable {
    package var version: [UInt8]
    /// The tag's name; nil for a release without a tag.
    package var tag: [UInt8]?

    package init(version: [UInt8], tag: [UInt8]?) {
      self.version = version
      self.tag = tag
    }
  }

  /// A person with commits in a release.
  package struct Contributor: Hashable, Sendable {
    package var name: [UInt8]
    package var email: [UInt8]
    package var commitCount: Int
    /// Whether no earlier release has a commit of theirs.
    package var isFirstTime: Bool

    package init(name: [UInt8], email: [UInt8], commitCount: Int, isFirstTime: Bool = false) {
      self.name = name
      self.email = email
      self.commitCount = commitCount
      self.isFirstTime = isFirstTime
    }
  }

  /// A person with commits in a log.
  package struct Person: Hashable, Sendable {
    package var name: [UInt8]
    package var email: [UInt8]
    /// Each commit counts once, in however many releases it is new.
    package var commitCount: Int

    package init(name: [UInt8], email: [UInt8], commitCount: Int) {
      self.name = name
      self.email = email
      self.commitCount = commitCount
    }
  }

  /// An image that was built from a release.
  package struct Image: Hashable, Sendable {
    /// Such as `registry.example/shop/api`.
    package var repository: [UInt8]
    package var tags: [[UInt8]]
    /// Such as `sha256:…`.
    package var digest: [UInt8]
    /// How exactly it is known when the tags named the digest, such as `observed`.
    package var precision: String

    package init(repository: [UInt8], tags: [[UInt8]], digest: [UInt8], precision: String) {
      self.repository = repository
      self.tags = tags
      self.digest = digest
      self.precision = precision
    }
  }

  /// A commit that made no entry.
  package struct Skipped: Hashable, Sendable {
    /// The id as raw bytes.
    package var sha: [UInt8]
    package var subject: [UInt8]
    /// Why, such as `merge commit`.
    package var reason: String

    package init(sha: [UInt8], subject: [UInt8], reason: String) {
      self.sha = sha
      self.subject = subject
      self.reason = reason
    }
  }
}
