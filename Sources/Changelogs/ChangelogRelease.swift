/// One release of a changelog.
package struct ChangelogRelease: Hashable, Sendable {
  /// The heading as plain text, markup resolved.
  package var heading: String
  /// The version exactly as written, with its case and its `v`; null for unreleased changes, and
  /// for a heading that names only a date.
  package var version: String?
  /// The package that the heading names: `@acme/shop` of `@acme/shop@1.2.3`, Debian's source
  /// package, `Rails` of `Rails 7.1.0`.
  package var package: String?
  /// What else the heading says, such as a code name.
  package var name: String?
  /// Whether the heading says that it is not released: `Unreleased`, `(TBD)`, `UNRELEASED`.
  package var isUnreleased = false
  /// Whether the heading says that the release was withdrawn: `[YANKED]`.
  package var isYanked = false
  /// When it was released, if the file tells it legibly.
  package var date: ChangelogDate?
  /// The version or tag before it, where the file says so: the left side of a comparison, or
  /// `v1.30.2` of `Changelog since v1.30.2`.
  package var previous: String?
  /// The address of a comparison with the version before it.
  package var compareURL: String?
  /// Any other address that the heading links to.
  package var url: String?
  /// Its sections in the order of the file, empty ones included.
  package var sections: [ChangelogSection] = []
  /// Its changes in the order of the file.
  package var entries: [ChangelogEntry] = []
  /// What belongs to it and is no change: introductory prose, tables of downloads, comments.
  package var notes: [ChangelogNote] = []
  /// What a host or a package tells beside the text.
  package var details = ChangelogReleaseDetails()
  /// The line of the heading, from 1 on; in JSON the number of the release, from 1 on.
  package var line: Int

  package init(heading: String, line: Int) {
    self.heading = heading
    self.line = line
  }
}

/// A heading inside a release.
package struct ChangelogSection: Hashable, Sendable {
  /// The heading as written, as plain text.
  package var heading: String
  package var kind: ChangelogSectionKind
  /// How deep it lies: 1 for a section of the release, 2 for a section of such a section.
  package var depth: Int
  /// The line of the heading, from 1 on.
  package var line: Int

  package init(heading: String, kind: ChangelogSectionKind, depth: Int, line: Int) {
    self.heading = heading
    self.kind = kind
    self.depth = depth
    self.line = line
  }
}

/// A text that belongs to a release and is no change.
package struct ChangelogNote: Hashable, Sendable {
  /// The section that it stands in.
  package var section: String?
  /// The text on one line, markup resolved; empty for a comment, an anchor or a rule.
  package var text: String
  /// The lines as written; bytes that are not UTF-8 are replaced.
  package var markdown: String
  /// The first of its lines, from 1 on; of the body of a release in JSON.
  package var line: Int

  package init(section: String? = nil, text: String, markdown: String, line: Int) {
    self.section = section
    self.text = text
    self.markdown = markdown
    self.line = line
  }
}

/// What GitHub, GitLab or Debian tell of a release beside its text.
package struct ChangelogReleaseDetails: Hashable, Sendable {
  /// The tag, exactly as written.
  package var tagName: String?
  /// GitHub's branch or commit that a missing tag is made from: not where the tag points.
  package var targetCommitish: String?
  /// The commit that the host names for the tag.
  package var commit: String?
  package var isDraft = false
  package var isPrerelease = false
  package var createdAt: ChangelogDate?
  package var publishedAt: ChangelogDate?
  /// Who published it: a login, or `Name <address>` of a Debian changelog.
  package var author: String?
  /// The distributions of a Debian changelog, such as `unstable`.
  package var distributions: [String] = []
  /// The urgency of a Debian changelog.
  package var urgency: String?
  package var assets: [ChangelogAsset] = []

  package init() {}
}

/// A file that is attached to a release.
package struct ChangelogAsset: Hashable, Sendable {
  package var name: String
  /// The number of its bytes.
  package var size: Int64?
  package var contentType: String?
  /// Such as `sha256:` and 64 digits.
  package var digest: String?
  package var url: String?

  package init(
    name: String, size: Int64? = nil, contentType: String? = nil, digest: String? = nil,
    url: String? = nil
  ) {
    self.name = name
    self.size = size
    self.contentType = contentType
    self.digest = digest
    self.url = url
  }
}
