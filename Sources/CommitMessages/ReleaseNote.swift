/// What a commit message offers to release notes in words of its own.
package struct ReleaseNote: Hashable, Sendable {
  /// Where it stands.
  package enum Form: Hashable, Sendable {
    /// A trailer `Release-note: …` or `Release-notes: …`.
    case trailer
    /// A trailer `Changelog: added`, whose value is a kind of change.
    case changelogKind
    /// A fenced block of the language `release-note`, as Kubernetes' pull requests have.
    case fencedBlock
  }

  package let form: Form
  /// Without blanks around it; blocks keep their line breaks.
  package let text: ArraySlice<UInt8>

  /// Whether the text says that there is nothing to note: `NONE`, `N/A` or nothing.
  package var isNone: Bool {
    form != .changelogKind
      && (text.isEmpty || text.equals(ignoringCase: "none") || text.equals(ignoringCase: "n/a")
        || text.equals(ignoringCase: "\"none\""))
  }
}

extension ReleaseNote {
  /// Returns the notes of a message: its blocks in their order, then its trailers.
  static func read(_ message: CommitMessage) -> [ReleaseNote] {
    var notes = blocks(in: message.body)
    for trailer in message.trailers {
      if trailer.isNamed("release-note") || trailer.isNamed("release-notes") {
        notes.append(ReleaseNote(form: .trailer, text: trailer.value))
      } else if trailer.isNamed("changelog") {
        notes.append(ReleaseNote(form: .changelogKind, text: trailer.value))
      }
    }
    return notes
  }

  /// Returns the blocks between a fence that is named `release-note` and the next fence; a block that
  /// is not closed ends with the message.
  private static func blocks(in body: ArraySlice<UInt8>) -> [ReleaseNote] {
    var notes: [ReleaseNote] = []
    var start: Int?
    for line in Lines(body) {
      let text = line.trimmed()
      guard text.hasPrefix("```") else { continue }
      if let open = start {
        notes.append(
          ReleaseNote(form: .fencedBlock, text: body[open..<line.startIndex].trimmed()))
        start = nil
      } else if text.dropFirst(3).trimmed().hasPrefix(ignoringCase: "release-note") {
        start = line.endIndex
      }
    }
    if let open = start {
      notes.append(ReleaseNote(form: .fencedBlock, text: body[open...].trimmed()))
    }
    return notes
  }
}
