/// A name of a project that came to stand for something else.
package struct NameMove: Hashable, Sendable {
  /// The time, of a bounded one the latest, in microseconds since 1970 UTC.
  package var at: Int64
  package var earliest: Int64?
  /// `exact`, `bounded`, `claimed` or `unknown`.
  package var precision: String
  package var repository: [UInt8]
  package var name: [UInt8]
  /// `create`, `move`, `delete` or `retag`.
  package var change: String
  package var oldVersion: [UInt8]?
  package var newVersion: [UInt8]?
  package var newKey: [UInt8]?
  /// `up`, `down`, `same` or `unknown`.
  package var direction: String

  package init(
    at: Int64, earliest: Int64?, precision: String, repository: [UInt8], name: [UInt8],
    change: String, oldVersion: [UInt8]?, newVersion: [UInt8]?, newKey: [UInt8]?, direction: String
  ) {
    self.at = at
    self.earliest = earliest
    self.precision = precision
    self.repository = repository
    self.name = name
    self.change = change
    self.oldVersion = oldVersion
    self.newVersion = newVersion
    self.newKey = newKey
    self.direction = direction
  }
}

extension QuerySession {
  /// Returns the moves of the tags and image tags of the project that a repository belongs to, oldest
  /// first.
  ///
  /// That a version was tagged for the first time is a release and no move.
  package func nameMoves(of history: ReleaseHistory) throws -> [NameMove] {
    let rows = try RawStatement(
      """
      SELECT coalesce(m.at, m.seen_at), m.at_earliest, iif(m.at IS NULL, 'unknown', m.precision),
        p.name, r.name, m.change, m.old_version, m.new_version, m.new_version_key, m.direction
      FROM repo AS p JOIN ref AS r ON r.repo = p.id JOIN ref_move AS m ON m.ref = r.id
      WHERE p.project = (SELECT project FROM repo WHERE id = ?1) AND (p.id = ?1 OR p.kind = 'image')
        AND r.kind IN ('tag', 'image') AND (m.change != 'create' OR r.version_key IS NULL)
      ORDER BY 1, m.seq
      """, on: pointer)
    rows.bind(history.id, 1)
    var moves: [NameMove] = []
    while try rows.step() {
      moves.append(
        NameMove(
          at: rows.integer(0), earliest: rows.integer(orNull: 1),
          precision: String(decoding: rows.bytes(2), as: UTF8.self),
          repository: Array(rows.bytes(3)), name: Array(rows.bytes(4)),
          change: String(decoding: rows.bytes(5), as: UTF8.self),
          oldVersion: rows.bytes(orNull: 6), newVersion: rows.bytes(orNull: 7),
          newKey: rows.bytes(orNull: 8),
          direction: String(decoding: rows.bytes(9), as: UTF8.self)))
    }
    return moves
  }
}
