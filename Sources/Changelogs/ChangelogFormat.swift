/// The formats of changelogs.
///
/// The raw value is the name that is stored and shown. The dialects of Markdown are read by one
/// reader; which of them a file keeps to is told from what was found in it.
package enum ChangelogFormat: String, CaseIterable, Hashable, Sendable {
  /// Keep a Changelog 1.1.0.
  case keepAChangelog = "keep-a-changelog"
  /// What conventional-changelog, standard-version and release-please write.
  case conventional = "conventional-changelog"
  /// What changesets and lerna write: `### Patch Changes`.
  case changesets
  /// Prometheus' style: `## 2.45.0 / 2023-06-23`, `* [FEATURE] …`.
  case prometheus
  /// HashiCorp's style: `## 1.5.0 (June 12, 2023)`, `BUG FIXES:`.
  case hashicorp
  /// Kubernetes' `CHANGELOG-1.x.md`.
  case kubernetes
  /// What auto-changelog writes: the date quoted below the heading.
  case autoChangelog = "auto-changelog"
  /// Any other changelog in Markdown.
  case markdown
  /// A changelog in reStructuredText, such as towncrier writes.
  case restructuredText = "restructuredtext"
  /// `debian/changelog`, by deb-changelog(5).
  case debian
  /// One release a file, as git's `Documentation/RelNotes`.
  case releaseNotes = "release-notes"
  /// GNU's `ChangeLog`, by the GNU Coding Standards: days and authors, and no versions.
  case gnu = "gnu-changelog"
  /// Any other text with releases in it.
  case plainText = "plain-text"
  /// The array that GitHub's API exports.
  case gitHubReleases = "github-releases"
  /// The array that GitLab's API exports.
  case gitLabReleases = "gitlab-releases"

  /// What a format is written in, and so which reader reads it.
  package enum Syntax: Hashable, Sendable {
    case markdown, restructuredText, debian, plainText, json
  }

  /// What the format is written in.
  package var syntax: Syntax {
    switch self {
    case .keepAChangelog, .conventional, .changesets, .prometheus, .hashicorp, .kubernetes,
      .autoChangelog, .markdown:
      .markdown
    case .restructuredText: .restructuredText
    case .debian: .debian
    case .releaseNotes, .gnu, .plainText: .plainText
    case .gitHubReleases, .gitLabReleases: .json
    }
  }
}
