/// The place of a commit in a release log, by its message: every message has one.
package struct Classification: Hashable, Sendable {
  /// How the subject is written.
  package enum Form: Hashable, Sendable {
    /// A conventional header of a known type.
    case conventional
    /// Areas before a colon, as in Linux, Go and git: `net/http: subject`. A conventional header of an
    /// unknown type is one, too.
    case area
    /// `[Area] subject`.
    case bracketed
    /// An emoji of gitmoji before any of the other forms.
    case emoji
    /// `Revert "subject"` or `Reapply "subject"`.
    case revert
    case merge
    /// `fixup! subject` and its kin.
    case autosquash
    case plain
    case empty
  }

  /// Why notes leave a commit out.
  package enum OmissionReason: Hashable, Sendable {
    /// The subject is that of a merge: the merged commits stand for themselves.
    case merge
    /// The commit was meant to be squashed into another before it was published.
    case autosquash
    /// The message has no text.
    case emptyMessage

    /// The reason as a sentence.
    package var message: String {
      switch self {
      case .merge: "The commit is a merge; the commits that it merges are listed."
      case .autosquash: "The commit is a fixup of another commit."
      case .emptyMessage: "The commit has no message."
      }
    }
  }

  package let form: Form
  package let group: ChangeGroup
  /// The scope or area that the change is in; null if the subject names none.
  package let area: ArraySlice<UInt8>?
  /// The subject without what the other properties tell.
  package let summary: ArraySlice<UInt8>
  /// Why notes leave the commit out; null if they do not.
  package let omissionReason: OmissionReason?

  init(_ message: CommitMessage) {
    let subject = message.subject.trimmed()
    if subject.isEmpty {
      self.init(.empty, .other, summary: subject, message.body.isBlank ? .emptyMessage : nil)
    } else if message.merge != nil {
      self.init(.merge, .merges, summary: subject, .merge)
    } else if let autosquash = message.autosquash {
      let parts = SubjectParts.read(autosquash.target)
      self.init(
        .autosquash, parts.group ?? .other, area: parts.area, summary: parts.summary, .autosquash)
    } else if Reversal.isQuoted(subject) {
      self.init(.revert, .reverts, summary: subject, nil)
    } else {
      let parts = SubjectParts.read(subject)
      let group = parts.group ?? Self.declaredGroup(message) ?? .other
      self.init(parts.form, group, area: parts.area, summary: parts.summary, nil)
    }
  }

  private init(
    _ form: Form, _ group: ChangeGroup, area: ArraySlice<UInt8>? = nil,
    summary: ArraySlice<UInt8>, _ omissionReason: OmissionReason?
  ) {
    self.form = form
    self.group = group
    self.area = area
    self.summary = summary
    self.omissionReason = omissionReason
  }

  /// Returns the group that a trailer `Changelog: fixed` declares.
  private static func declaredGroup(_ message: CommitMessage) -> ChangeGroup? {
    // Hardly any body has the word: the others are not divided for it.
    guard mayDeclare(message.body) else { return nil }
    for trailer in message.trailers where trailer.isNamed("changelog") {
      if let group = ChangeGroup(type: trailer.value.lowerCaseText) { return group }
    }
    return nil
  }

  private static func mayDeclare(_ body: ArraySlice<UInt8>) -> Bool {
    var index = body.startIndex
    while let colon = body[index...].firstIndex(of: UInt8(ascii: ":")) {
      // Blanks may stand before the colon.
      if body[..<colon].trimmedAtEnd().suffix(9).equals(ignoringCase: "changelog") { return true }
      index = colon + 1
    }
    return false
  }
}
