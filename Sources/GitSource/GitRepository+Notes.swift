public import Indexing

/// What the notes of a repository say in `refs/notes/stemma`.
public struct NoteListing: Hashable, Sendable {
  /// In the order of the ids of their objects.
  public var notes: [ObjectNote] = []
  /// Objects whose note is longer than ``GitRepository/longestNote`` or absent: it is not read.
  public var unread: [ObjectID] = []
  /// When the commit of the tip was made, in microseconds since 1970 UTC; null if it does not say.
  public var time: Int64?
}

extension GitRepository {
  /// The ref whose notes are read.
  public static let notesRef = "refs/notes/stemma"
  /// The most bytes of a note.
  public static let longestNote = 1 << 16

  /// Returns the commit that ``notesRef`` points at, or null if there is none.
  public func notesTip() async throws -> ObjectID? {
    try await run { session in
      var tip: ObjectID?
      let expression = Array("\(Self.notesRef)^{commit}".utf8)
      try ObjectInquiry(session).ask(kindsOf: [expression]) { _, reply in
        if let reply, case .found(.commit) = reply.status { tip = reply.id }
      }
      return tip
    }
  }

  /// Reads the notes at a tip.
  ///
  /// A note is a file of the tip's tree whose path is the id of its object, with or without folders
  /// for the first digits; other files are none.
  public func notes(at tip: ObjectID) async throws -> NoteListing {
    try await run { session in
      let (output, exit) = try session.collect(
        .lsTree, ["-r", "-z", "--full-tree", "\(tip)"], limit: 1 << 28)
      guard exit.isSuccess else {
        throw GitError.commandFailed("ls-tree", session.git.path, cause: exit.text)
      }
      var listing = NoteListing()
      var objects: [(object: ObjectID, blob: ObjectID)] = []
      // `MODE blob ID` and the path behind a tab.
      for row in output.split(separator: 0) where row.starts(with: "100".utf8) {
        guard let tab = row.firstIndex(of: UInt8(ascii: "\t")),
          let object = ObjectID(hex: row[(tab + 1)...].filter { $0 != UInt8(ascii: "/") }),
          let digits = row[..<tab].split(separator: UInt8(ascii: " ")).last,
          let blob = ObjectID(hex: digits)
        else { continue }
        objects.append((object, blob))
      }
      objects.sort { $0.object < $1.object }
      let inquiry = ObjectInquiry(session)
      try inquiry.ask([tip]) { _, bytes in listing.time = Self.committerTime(of: bytes) }
      var place = 0
      try inquiry.ask(objects.map(\.blob)) { answer, bytes in
        let object = objects[place].object
        place += 1
        if case .found(.blob) = answer.status, bytes.count <= Self.longestNote {
          listing.notes.append(
            ObjectNote(object: object, blob: answer.id, text: Array(bytes)))
        } else {
          listing.unread.append(object)
        }
      }
      return listing
    }
  }

  /// Returns the time of the `committer` header, in microseconds since 1970 UTC.
  private static func committerTime(of commit: UnsafeRawBufferPointer) -> Int64? {
    var start = 0
    while let end = firstIndex(of: UInt8(ascii: "\n"), in: commit, start..<commit.count),
      end > start
    {
      let word = "committer ".utf8
      if commit[start..<end].starts(with: word) {
        return ParsedIdentity(commit, start + word.count..<end).time.map { $0 * 1_000_000 }
      }
      start = end + 1
    }
    return nil
  }
}
