internal import CommitMessages
internal import HistoryStore
internal import Reports

/// What git notes correct in a release log, after the fact and without another history.
///
/// A note with a `Release-note` or `Changelog` of its own, in the forms that messages have them, is about
/// the entry of its commit. Another note on the tag object of a release, or else on its commit, is
/// Markdown about the release: it follows what changelogs say, or takes that place if its first line is
/// `Replace:`.
struct NoteCorrections {
  private let notes: GitNotes

  init(_ notes: GitNotes) {
    self.notes = notes
  }

  /// Returns what the note on a commit says instead of its message; nil if it says nothing of it.
  func entry(of sha: [UInt8]) -> CuratedNotes? {
    guard !notes.isEmpty, let text = notes.onCommit(sha) else { return nil }
    return Self.curated(text)
  }

  /// Returns what is said of a release, given what changelogs say of it.
  func summary(of record: ReleaseRecord, after summary: Prose?) -> Prose? {
    guard !notes.isEmpty else { return summary }
    let onCommit = record.sha.flatMap { notes.onCommit($0) }.flatMap { text in
      Self.curated(text) == nil ? text : nil
    }
    guard let note = notes.onTag(of: record) ?? onCommit else { return summary }
    let (first, rest) = Self.firstLine(note)
    if first.elementsEqual("Replace:".utf8) { return Prose(Array(rest), form: .markdown) }
    guard let summary, !summary.bytes.isEmpty else { return Prose(note, form: .markdown) }
    return Prose(summary.bytes + Array("\n\n".utf8) + note, form: .markdown)
  }

  private static func curated(_ text: [UInt8]) -> CuratedNotes? {
    let notes = CuratedNotes(CommitMessage(subject: [], body: text[...]))
    return notes.texts.isEmpty && !notes.isNone && notes.group == nil ? nil : notes
  }

  /// Returns the first line without blanks around it, and what follows.
  private static func firstLine(_ text: [UInt8]) -> (ArraySlice<UInt8>, ArraySlice<UInt8>) {
    let text = text.drop { $0 == 0x0A || $0 == 0x0D || $0 == 0x20 }
    let line = text.prefix { $0 != 0x0A }
    var end = line.endIndex
    while end > line.startIndex, line[end - 1] == 0x20 || line[end - 1] == 0x0D { end -= 1 }
    return (line[..<end], text[line.endIndex...].drop { $0 == 0x0A || $0 == 0x0D })
  }
}
