internal import GitSource
internal import HistoryStore
internal import Indexing

extension IndexGitCommand {
  /// Reads the notes that correct release logs, unless the ref is where it was.
  ///
  /// Notes that cannot be read leave the rest of the index as it is.
  ///
  /// - Returns: What could not be read, for the user.
  func readNotes(
    of repository: GitRepository, _ look: inout GitLook, _ writer: HistoryWriter
  ) async throws -> [String] {
    let tip = try await repository.notesTip()
    let known = try writer.knownNotes(of: look.repository, location: look.facts.location)
    guard tip != known else { return [] }
    guard let tip else {
      look.notes = NotesLook(tip: nil)
      return []
    }
    let listing: NoteListing
    do {
      listing = try await repository.notes(at: tip)
    } catch let error as GitError where error.code == .commandFailed {
      // Such as a clone whose trees are absent: what was read before stays.
      return [
        "the notes in \(GitRepository.notesRef) were left out: \(error.cause ?? error.message)"
      ]
    }
    look.notes = NotesLook(
      tip: tip, time: listing.time, notes: listing.notes, unread: listing.unread)
    return listing.unread.map { object in
      "the note on \(object) is absent or longer than \(GitRepository.longestNote) bytes, and was "
        + "left out"
    }
  }
}
