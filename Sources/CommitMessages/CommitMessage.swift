/// A commit message, and what can be read from it.
///
/// A message is bytes: it need not be UTF-8 and may contain any byte. What is read are slices of it.
/// Each property reads the message when it is asked for, in time linear in its size, and keeps
/// nothing; a message that is not asked costs nothing. No message is an error: what is in no known
/// form stays in ``subject`` and ``body``.
package struct CommitMessage: Hashable, Sendable {
  /// The first paragraph on one line.
  package let subject: ArraySlice<UInt8>
  /// What follows the blank line after the first paragraph.
  package let body: ArraySlice<UInt8>

  package init(subject: ArraySlice<UInt8>, body: ArraySlice<UInt8>) {
    self.subject = subject
    self.body = body
  }

  /// Divides a whole message as git does: blank lines before it are skipped, the lines of the first
  /// paragraph are joined by one space, and the body begins after the blank lines that follow.
  package init(_ message: ArraySlice<UInt8>) {
    var lines = Lines(message)
    var subject = message[message.endIndex...]
    var joined: [UInt8]?
    while let line = lines.next() {
      if line.isBlank {
        if subject.isEmpty { continue }
        break
      }
      let text = line.trimmedAtEnd()
      if subject.isEmpty {
        subject = text
      } else {
        joined = (joined ?? Array(subject)) + [0x20] + text
      }
    }
    var bodyStart = lines.position
    while let line = lines.next(), line.isBlank { bodyStart = lines.position }
    self.subject = joined.map { $0[...] } ?? subject
    body = message[bodyStart...].trimmedAtEnd()
  }

  /// The header, if the subject is in the form of Conventional Commits.
  package var conventional: ConventionalHeader? { ConventionalHeader(subject) }

  /// The free text and the footers, by the rules of Conventional Commits.
  ///
  /// In a squashed message only what stands outside of its changes is divided.
  package var divided: ConventionalBody {
    let squash = SquashedChanges.read(body)
    return ConventionalBody(squash.changes.isEmpty ? body : body[squash.end...])
  }

  /// The footers, by the rules of Conventional Commits; see ``divided``.
  package var footers: [ConventionalFooter] { divided.footers }

  /// What the message says of breaking changes; empty if it announces none.
  ///
  /// The values of the breaking footers, of this message and then of the changes that were squashed
  /// into it. A `!` needs no footer: then the description is the text. A footer counts with a subject
  /// in another form, too, since it is unmistakable.
  package var breakingTexts: [ArraySlice<UInt8>] {
    let squash = SquashedChanges.read(body)
    let own = squash.changes.isEmpty ? body : body[squash.end...]
    return CommitMessage.breakingTexts(conventional, ConventionalBody(own).footers)
      + squash.changes.flatMap { change in
        CommitMessage.breakingTexts(
          change.message.conventional, ConventionalBody(change.message.body).footers)
      }
  }

  private static func breakingTexts(
    _ header: ConventionalHeader?, _ footers: [ConventionalFooter]
  ) -> [ArraySlice<UInt8>] {
    let texts = footers.filter(\.isBreaking).map(\.value)
    guard texts.isEmpty, let header, header.isMarkedBreaking else { return texts }
    return [header.description]
  }

  /// Whether ``breakingTexts`` is not empty.
  package var isBreaking: Bool {
    if conventional?.isMarkedBreaking ?? false { return true }
    // Most bodies hold no colon at all behind these words: they are searched before anything is read.
    return SquashedChanges.mayBreak(body) && !breakingTexts.isEmpty
  }

  /// The lines that speak of a breaking change in a form that the specification does not know.
  ///
  /// Such as `Breaking change: x`, `BREAKING CHANGES: x` or `BREAKING CHANGE x`. They break nothing here.
  package var possibleBreakingLines: [ArraySlice<UInt8>] {
    let squash = SquashedChanges.read(body)
    let own = squash.changes.isEmpty ? body : body[squash.end...]
    let read =
      ConventionalBody(own).footers
      + squash.changes.flatMap { ConventionalBody($0.message.body).footers }
    return ConventionalBody.possibleBreakingLines(body, footers: read)
  }

  /// The trailers, by the rules of git.
  package var trailers: [Trailer] { TrailerBlock.read(body) }

  /// The identities of the `Co-authored-by` trailers, in their order.
  package var coAuthors: [Identity] {
    trailers.filter { $0.isNamed("co-authored-by") }.compactMap(\.identity)
  }

  /// The texts that are meant for release notes, and the kinds that trailers declare.
  package var releaseNotes: [ReleaseNote] { ReleaseNote.read(self) }

  /// The issues and requests that are mentioned, each with its role.
  package var references: [Reference] { Reference.read(subject: subject, body: body) }

  /// What the commit undoes; null if the message says nothing of that.
  package var reversal: Reversal? { Reversal.read(self) }

  /// Where the commit was copied from, by what the message says.
  package var origins: [Origin] { Origin.read(self) }

  /// The messages of the commits that were squashed into this one.
  package var changes: [SquashedChange] { SquashedChanges.read(body).changes }

  /// What the subject says is merged; null if it is in no form that git and the hosts write.
  package var merge: MergeSubject? { MergeSubject(subject) }

  /// The mark by which a rebase would squash the commit; null if the subject has none.
  package var autosquash: Autosquash? { Autosquash(subject) }

  /// The group of a release log that the message belongs to, and whether notes would leave it out.
  package var classification: Classification { Classification(self) }
}
