internal import GRDB
internal import Versions

/// Gives tags their line, class and version, from all names of the repository read together.
///
/// A tag that was seen before can come to be read differently: by what a new tag says of the line,
/// or by what is declared. That never happens silently: each verdict on a line's scheme is an
/// observation, and every change is reported.
struct LineProjection {
  let db: Database
  let repo: Int64
  let rules: RepositoryRules
  let log: ObservationLog
  var kind = Kind.tag

  /// Whose names are read.
  enum Kind: String {
    /// Tags of git.
    case tag
    /// Tags of images, which may have flavours.
    case image
  }

  /// What an update changed for tags that had been read before.
  struct Changes {
    var schemes: [SchemeChange] = []
    /// The names of the tags whose class or version changed.
    var reread: [String] = []
    /// What is declared and cannot be followed.
    var notes: [String] = []
  }

  private struct Tag {
    let id: Int64
    let name: [UInt8]
    /// As it was read before; null for a new tag.
    let `class`: String?
    let version: String?
    let key: [UInt8]?
    let line: Int64?
  }

  /// Reads the tags anew and writes what differs.
  ///
  /// Lines come from every tag that was ever seen, so that a deletion does not move the others.
  func update() throws -> Changes {
    let tags = try Row.fetchAll(
      db.cachedStatement(
        sql: """
          SELECT id, CAST(name AS BLOB), class, version, version_key, line FROM ref
          WHERE repo = ? AND kind = ? ORDER BY id
          """), arguments: [repo, kind.rawValue]
    ).map { row in
      Tag(
        id: row[0], name: row.bytes(1) ?? [], class: row[2], version: row[3], key: row.bytes(4),
        line: row[5])
    }
    let names = tags.map(\.name)
    let list =
      switch kind {
      case .tag: TagList(names, rules: rules.tagRules)
      case .image: TagList(images: names, rules: rules.tagRules)
      }
    var changes = Changes()
    let lines = try save(list.lines, &changes)
    let eras = try EraReader(db: db, repo: repo, rules: rules)
    let epochs = eras.epochs(
      names, list.tags, ids: tags.map(\.id), notes: &changes.notes)
    let members = Dictionary(grouping: tags.indices) { list.tags[$0].lineKey }
    for line in list.lines {
      guard let id = lines[line.key] else { continue }
      let indices = members[line.key] ?? []
      try suspectRenumbering(
        of: id, line.key, indices.map { (tags[$0], list.tags[$0]) }, eras, &changes)
      try lint(id, indices.compactMap { list.tags[$0].version })
    }
    for (index, tag) in tags.enumerated() {
      try write(tag, list.tags[index], epoch: epochs[index], lines, &changes)
    }
    return changes
  }

  /// Looks for a line whose numbers began anew without a declared era.
  private func suspectRenumbering(
    of line: Int64, _ key: [UInt8], _ tags: [(tag: Tag, reading: TagClassification)],
    _ eras: EraReader, _ changes: inout Changes
  ) throws {
    var found: String?
    if rules.eras[key] == nil {
      let releases = tags.compactMap {
        tag, reading -> (name: [UInt8], version: Version, at: Int64)? in
        guard reading.isRelease, let version = reading.version, let at = eras.time(of: tag.id)
        else { return nil }
        return (tag.name, version, at)
      }.sorted { ($0.at, $0.version) < ($1.at, $1.version) }
      found = Renumbering.suspected(in: releases.map(\.version)).first.map {
        String(decoding: releases[$0.before].name, as: UTF8.self) + " > "
          + String(decoding: releases[$0.after].name, as: UTF8.self)
      }
    }
    try db.cachedStatement(
      sql: "UPDATE line SET renumbering = ?1 WHERE id = ?2 AND renumbering IS NOT ?1"
    ).execute(arguments: [found, line])
    if db.changesCount > 0, let found {
      changes.notes.append(
        "the numbers seem to begin anew: \(found); if they do, declare an era for the line")
    }
  }

  private func lint(_ line: Int64, _ versions: [Version]) throws {
    let finding = IdentifierOrder.findings(in: versions).first.map {
      "\(versions[$0.first].text) < \(versions[$0.second].text)"
    }
    try db.cachedStatement(sql: "UPDATE line SET lint = ?1 WHERE id = ?2 AND lint IS NOT ?1")
      .execute(arguments: [finding, line])
  }

  private func write(
    _ tag: Tag, _ reading: TagClassification, epoch: Int, _ lines: [[UInt8]: Int64],
    _ changes: inout Changes
  ) throws {
    let line = reading.lineKey.flatMap { lines[$0] }
    let key = reading.version.map { $0.key.inEpoch(epoch).bytes }
    if let known = tag.class {
      let isSame =
        known == reading.class.rawValue && tag.version == reading.version?.text && tag.key == key
      if isSame, tag.line == line { return }
      if !isSame { changes.reread.append(String(decoding: tag.name, as: UTF8.self)) }
    }
    try db.cachedStatement(
      sql: """
        UPDATE ref SET line = ?, class = ?, version = ?, version_key = ?, epoch = ? WHERE id = ?
        """
    ).execute(arguments: [
      line, reading.class.rawValue, reading.version?.text, key?.data, epoch, tag.id,
    ])
  }

  /// Writes the lines and their verdicts, and returns their row ids by key.
  private func save(
    _ lines: [VersionLine], _ changes: inout Changes
  ) throws -> [[UInt8]: Int64] {
    var ids: [[UInt8]: Int64] = [:]
    let insert = try db.cachedStatement(
      sql: """
        INSERT INTO line (repo, key, name, scheme, is_main)
        VALUES (?, CAST(? AS TEXT), CAST(? AS TEXT), ?, ?)
        ON CONFLICT (repo, key) DO UPDATE
          SET name = excluded.name, scheme = excluded.scheme, is_main = excluded.is_main
        RETURNING id
        """)
    for line in lines {
      let id = try Int64.fetchOne(
        insert,
        arguments: [
          repo, line.key.data, line.name.data, line.scheme.rawValue, line.isMain ? 1 : 0,
        ])
      guard let id else { throw StoreError(.corrupt, "a line cannot be read back") }
      ids[line.key] = id
      try record(line, id, &changes)
    }
    // Lines that no tag belongs to any more stay for the sake of their verdicts.
    try db.cachedStatement(
      sql: """
        UPDATE line SET is_main = 0, renumbering = NULL, lint = NULL
        WHERE repo = ? AND id NOT IN (SELECT value FROM json_each(?))
        """
    ).execute(
      arguments: [repo, "[\(ids.values.map(\.description).joined(separator: ","))]"])
    return ids
  }

  /// Records the verdict on a line's scheme if it is not the one that stands.
  private func record(_ line: VersionLine, _ id: Int64, _ changes: inout Changes) throws {
    let last = try Row.fetchOne(
      db.cachedStatement(
        sql: "SELECT scheme, declared FROM line_scheme WHERE line = ? ORDER BY seq DESC LIMIT 1"),
      arguments: [id])
    let old: String? = last?[0]
    if old == line.scheme.rawValue, last?[1] == line.isDeclared { return }
    let seq = try log.append(.scheme, subject: line.name, grade: .imported) { body in
      body.set(
        .detail,
        "scheme \(line.scheme.rawValue)\n\(line.fittingCount) of \(line.nameCount) names"
          + (line.isDeclared ? "\ndeclared" : ""))
    }
    try db.cachedStatement(
      sql: """
        INSERT INTO line_scheme (seq, line, scheme, declared, names, fitting, at)
        VALUES (?, ?, ?, ?, ?, ?, ?)
        """
    ).execute(arguments: [
      seq, id, line.scheme.rawValue, line.isDeclared ? 1 : 0, line.nameCount, line.fittingCount,
      log.observedAt,
    ])
    guard let old, old != line.scheme.rawValue else { return }
    changes.schemes.append(
      SchemeChange(
        line: String(decoding: line.name, as: UTF8.self), old: old, new: line.scheme.rawValue,
        names: line.nameCount, fitting: line.fittingCount, isDeclared: line.isDeclared))
  }
}
