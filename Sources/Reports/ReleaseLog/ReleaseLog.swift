package import QueryLanguage

/// What each release of a project brought, newest first: the model behind `stemma log`,
/// `stemma notes` and `stemma report`.
///
/// Names, subjects and versions are bytes as their source has them, and nothing in them is trusted:
/// each writer makes them inert for its own format. A history of 82,000 changes takes some 40 MB.
package struct ReleaseLog: Hashable, Sendable {
  /// The name of the project.
  package var project: [UInt8]
  /// The name of the repository.
  package var repository: [UInt8]
  /// Where the repository can be read in a browser; nil if there are no links.
  package var web: WebAddress?
  /// Whether the log holds all that it could hold: false for a shallow clone or a recorded gap.
  package var isComplete: Bool
  /// What limits the log, such as a shallow clone.
  package var notes: [AnswerNote]
  /// The commits of all releases, each counted once: a commit can be new in several lines.
  package var commitCount = 0
  /// Who has commits in any release or after the last one, those with most first; empty if people were
  /// not asked for.
  package var people: [Person] = []
  /// The releases, newest first.
  package var releases: [Release]

  package init(
    project: [UInt8], repository: [UInt8], web: WebAddress? = nil, isComplete: Bool = true,
    notes: [AnswerNote] = [], releases: [Release] = []
  ) {
    self.project = project
    self.repository = repository
    self.web = web
    self.isComplete = isComplete
    self.notes = notes
    self.releases = releases
  }
}

/// Text from elsewhere with the form it is written in.
package struct Prose: Hashable, Sendable {
  /// How the bytes are to be read.
  package enum Form: String, Hashable, Sendable {
    /// Text as it stands, such as the subject of a commit: no character has a meaning.
    case plain
    /// CommonMark of a curated changelog. It is shown with its emphasis, code, lists and web links;
    /// raw HTML becomes text, and nothing else has an effect.
    case markdown
  }

  package var bytes: [UInt8]
  package var form: Form

  package init(_ bytes: [UInt8], form: Form = .plain) {
    self.bytes = bytes
    self.form = form
  }
}
