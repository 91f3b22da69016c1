/// What a changelog says: its releases, newest or oldest first as written, and what is left over.
///
/// Every byte of a text that is no blank and no markup is in the title, a release, a link or an
/// unread text. Nothing is judged: a release whose version or order looks wrong is kept as written.
package struct Changelog: Hashable, Sendable {
  /// The format that was found or asked for.
  package var format: ChangelogFormat
  /// The heading of the whole, as plain text.
  package var title: String?
  /// The releases in the order of the file.
  package var releases: [ChangelogRelease]
  /// The link definitions of a Markdown or reStructuredText file.
  package var links: [ChangelogLink]
  /// What belongs to no release, in the order of the file.
  package var unread: [UnreadText]
  /// What is wrong, in the order of the file; at most `maximumProblems`.
  package var problems: [ChangelogProblem]
  /// How many problems there are beyond those.
  package var furtherProblems: Int

  /// How many problems are told one by one.
  package static let maximumProblems = 1_000

  package init(format: ChangelogFormat) {
    self.format = format
    releases = []
    links = []
    unread = []
    problems = []
    furtherProblems = 0
  }
}

/// A link that is defined apart from where it is used: `[1.0.0]: https://…`.
package struct ChangelogLink: Hashable, Sendable {
  /// The label as written, without its brackets.
  package var label: String
  package var url: String
  /// The title behind the address.
  package var title: String?
  /// The line of the definition, from 1 on.
  package var line: Int

  package init(label: String, url: String, title: String? = nil, line: Int) {
    self.label = label
    self.url = url
    self.title = title
    self.line = line
  }
}

/// A text that belongs to no release.
package struct UnreadText: Hashable, Sendable {
  /// Why it belongs to none.
  package enum Reason: String, Hashable, Sendable, CaseIterable {
    /// It stands before the first release.
    case introduction
    /// It is a heading that names no release and no section of one, or stands below such a heading.
    case foreignHeading = "foreign-heading"
    /// It stands below a rule behind the last release.
    case footer
    /// It is a comment, an anchor, a rule or metadata.
    case markup
    /// Nothing in the file could be read.
    case noRelease = "no-release"
    /// It breaks the rules of a strict format.
    case malformed
    /// The format of the file has no releases.
    case noVersions = "no-versions"

    /// Whether it stands around releases as in any changelog: what else is unread was not
    /// understood.
    package var isFrame: Bool {
      switch self {
      case .introduction, .footer, .markup, .noVersions: true
      case .foreignHeading, .noRelease, .malformed: false
      }
    }
  }

  package var reason: Reason
  /// The lines as written; bytes that are not UTF-8 are replaced.
  package var text: String
  /// The first of its lines, from 1 on.
  package var line: Int

  package init(reason: Reason, text: String, line: Int) {
    self.reason = reason
    self.text = text
    self.line = line
  }

  /// How many lines it has.
  package var lineCount: Int { text.utf8.count { $0 == 0x0A } + 1 }
}
