/// One change: an item of a list with all that lies in it, or a paragraph below a section.
package struct ChangelogEntry: Hashable, Sendable {
  /// The section as written: the outermost heading below that of the release, or the tag that the
  /// entry begins with, as `FEATURE` of `[FEATURE] …`.
  package var section: String?
  /// The headings below that section, the outermost first, with ` / ` between them.
  package var subsection: String?
  /// What the names of its sections say.
  package var kind: ChangelogSectionKind
  /// What the change is about: `parser` of `**parser:** …` or `parser: …`.
  package var scope: String?
  /// The text on one line without its scope, markup resolved; ` • ` stands before items in it.
  package var text: String
  /// The lines as written, without what stands before the text if it can be told where that ends; bytes
  /// that are not UTF-8 are replaced.
  package var markdown: String
  /// Whether a word of capitals in brackets stands before the text: `[FEATURE] …`.
  var hasMark = false
  /// Whether its section, its first words or a mark say that it breaks something.
  package var isBreaking: Bool
  /// The issues and pull requests that it names, each once, in their order.
  package var references: [ChangelogReference] = []
  /// The ids of commits that it names, 7 to 64 digits each, in lower case.
  package var commits: [String] = []
  /// The accounts or persons that it names as authors, without `@`.
  package var authors: [String] = []
  /// The first of its lines, from 1 on; of the body of a release in JSON.
  package var line: Int

  package init(
    section: String? = nil, subsection: String? = nil, kind: ChangelogSectionKind = .other,
    scope: String? = nil, text: String, markdown: String, isBreaking: Bool = false, line: Int
  ) {
    self.section = section
    self.subsection = subsection
    self.kind = kind
    self.scope = scope
    self.text = text
    self.markdown = markdown
    self.isBreaking = isBreaking
    self.line = line
  }

  /// The numbers that are said to be pull or merge requests.
  package var pullRequests: [Int] { numbers(.pullRequest) }

  /// The numbers that are said to be issues.
  package var issues: [Int] { numbers(.issue) }

  /// The numbers of which nothing is said: `#12` may be either.
  package var unspecifiedNumbers: [Int] { numbers(.unspecified) }

  private func numbers(_ kind: ChangelogReference.Kind) -> [Int] {
    references.compactMap { $0.kind == kind ? $0.number : nil }
  }
}

/// An issue or a pull request that an entry names.
package struct ChangelogReference: Hashable, Sendable {
  package enum Kind: String, Hashable, Sendable {
    /// An address below `/pull/`, `/merge_requests/`, or `!45`.
    case pullRequest = "pull-request"
    /// An address below `/issues/`, or a number behind `closes`.
    case issue
    /// `#12`, `GH-12`: hosts number both in one sequence.
    case unspecified
  }

  package var kind: Kind
  package var number: Int
  /// Where the number counts, if that is said: `github.com/acme/shop` of an address, `acme/shop` of
  /// `acme/shop#12`, `bugs.debian.org`.
  package var tracker: String?
  /// Whether the entry says that it closes, fixes or resolves it.
  package var isClosed: Bool

  package init(kind: Kind, number: Int, tracker: String? = nil, isClosed: Bool = false) {
    self.kind = kind
    self.number = number
    self.tracker = tracker
    self.isClosed = isClosed
  }
}

/// What the usual names of sections mean.
///
/// The raw value is the name that is stored and shown.
package enum ChangelogSectionKind: String, CaseIterable, Hashable, Sendable {
  case added, changed, deprecated, removed, fixed, security, breaking, performance, documentation
  case dependencies
  /// Lists of files to download; what stands in it is no change.
  case downloads
  /// Lists of people; what stands in it is no change.
  case contributors
  case other

  /// Whether what stands in such a section are changes.
  package var holdsChanges: Bool { self != .downloads && self != .contributors }
}
