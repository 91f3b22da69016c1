/// What git notes say now of the commits and tags of a repository.
package struct GitNotes: Sendable {
  private var byObject: [[UInt8]: [UInt8]] = [:]
  private var byTag: [Int64: [UInt8]] = [:]

  package init() {}

  /// Whether there are none.
  package var isEmpty: Bool { byObject.isEmpty && byTag.isEmpty }

  /// Returns the note on a commit, by its id as raw bytes.
  package func onCommit(_ sha: [UInt8]) -> [UInt8]? { byObject[sha] }

  /// Returns the note on the tag object of a release.
  package func onTag(of release: ReleaseRecord) -> [UInt8]? { byTag[release.id] }

  fileprivate mutating func add(_ text: [UInt8], on object: [UInt8], tag: Int64?) {
    if let tag { byTag[tag] = text } else { byObject[object] = text }
  }
}

extension QuerySession {
  /// Returns the notes on the objects of a repository.
  package func gitNotes(of history: ReleaseHistory) throws -> GitNotes {
    let rows = try RawStatement(
      """
      SELECT n.object, n.text, r.id FROM git_note AS n
      LEFT JOIN tag_object AS t ON t.repo = n.repo AND t.oid = n.object
      LEFT JOIN ref_span AS s ON t.oid IS NOT NULL AND s.target = n.object AND s.until IS NULL
      LEFT JOIN ref AS r ON r.id = s.ref AND r.repo = n.repo
      WHERE n.repo = ?1 AND n.until IS NULL
      """, on: pointer)
    rows.bind(history.id, 1)
    var notes = GitNotes()
    while try rows.step() {
      notes.add(Array(rows.bytes(1)), on: Array(rows.bytes(0)), tag: rows.integer(orNull: 2))
    }
    return notes
  }
}
