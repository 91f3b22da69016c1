internal import Changelogs
internal import GRDB
internal import Versions

/// Finds the line, the order key and the release of each version that changelogs speak of.
///
/// The tag that a release page names counts first. A heading that names a package, or stands in the
/// changelog of a part of the repository, is of the line that is named so, or as the title of that, such
/// as `client/` or `@acme/shop@`; all others are of the main line. Releases are those that a tag publishes;
/// ``UntaggedReleases`` makes the others of what is left over.
struct ChangelogLines {
  let db: Database
  let repo: Int64

  private struct Line {
    let id: Int64
    let key: [UInt8]
    let scheme: VersionScheme
    let isMain: Bool
  }

  private struct Release {
    let id: Int64
    let key: [UInt8]
  }

  /// The releases of a line.
  private struct Releases {
    /// By the version without a `v`.
    var byText: [String: Release] = [:]
    /// Those without build metadata, which would tell equal versions apart.
    var byKey: [[UInt8]: Release] = [:]
  }

  private struct Reading {
    var line: Int64?
    var key: [UInt8]?
    var release: Int64?
    /// The tag of that name, which need be no release: `v1.0` may be one that follows 1.0.3.
    var tag: Int64?
    /// The order key of the version that it says it is compared with.
    var previous: [UInt8]?
  }

  func update() throws {
    let lines = try Row.fetchAll(
      db,
      sql: "SELECT id, CAST(key AS BLOB), scheme, is_main FROM line WHERE repo = ? ORDER BY id",
      arguments: [repo]
    ).map { row in
      Line(
        id: row[0], key: row.bytes(1) ?? [],
        scheme: VersionScheme(rawValue: row[2]) ?? .semverLoose, isMain: row[3])
    }
    let releases = try releases()
    let update = try db.cachedStatement(
      sql: """
        UPDATE changelog_release SET line = ?, version_key = ?, release = ?, tag = ?,
          previous_key = ? WHERE id = ?
        """)
    let rows = try Row.fetchAll(
      db,
      sql: """
        SELECT h.id, h.version, h.package, CAST(c.component AS BLOB), h.tag_name, c.format,
          h.line, h.version_key, h.release, h.tag, h.previous, h.previous_key, c.title
        FROM changelog_release AS h JOIN changelog AS c ON c.id = h.changelog WHERE h.repo = ?
        """, arguments: [repo])
    for row in rows {
      var reading = try read(row, lines, releases)
      if let line = lines.first(where: { $0.id == reading.line }), let previous: String = row[10] {
        let text = VersionNumber.text(Self.versionPart(of: previous, in: line))
        reading.previous =
          Self.release(text, line.scheme, among: releases[line.id] ?? Releases())?.key
          ?? Version(text, scheme: Self.scheme(line.scheme))?.key.bytes
      }
      // A release without a tag keeps its headings until it is made anew.
      reading.release = reading.release ?? (row[8] as Int64?).flatMap { $0 < 0 ? $0 : nil }
      let isSame =
        reading.line == row[6] && reading.key == row.bytes(7) && reading.release == row[8]
        && reading.tag == row[9] && reading.previous == row.bytes(11)
      if isSame { continue }
      try update.execute(arguments: [
        reading.line, reading.key?.data, reading.release, reading.tag, reading.previous?.data,
        row[0],
      ])
    }
  }

  private func read(
    _ row: Row, _ lines: [Line], _ releases: [Int64: Releases]
  ) throws -> Reading {
    if let tag: String = row[4], let found = try tagged(tag, row[1], lines) { return found }
    guard let written: String = row[1] else { return Reading() }
    let text = VersionNumber.text(written, isDebian: row[5] == "debian")
    let own = Self.ownLine(
      of: [
        row[2], row.bytes(3) == nil ? nil : row[12] as String?,
        row.bytes(3).map { String(decoding: $0, as: UTF8.self) },
      ].compactMap(\.self), lines)
    let main = lines.first(where: \.isMain)
    // Parts that are released together have the tags of the main line.
    for line in [own, main].compactMap(\.self) {
      if let found = Self.release(text, line.scheme, among: releases[line.id] ?? Releases()) {
        return Reading(line: line.id, key: found.key, release: found.id, tag: found.id)
      }
    }
    let line = own ?? (row.bytes(3) == nil ? main : nil)
    let key = Version(text, scheme: Self.scheme(line?.scheme ?? .semverLoose))?.key.bytes
    var tag: Int64?
    for prefix in ["", "v", line.map { String(decoding: $0.key, as: UTF8.self) } ?? ""] {
      tag = try tag ?? self.tag("\(prefix)\(written)")
    }
    return Reading(line: line?.id, key: key, release: nil, tag: tag)
  }

  /// What a tag of that name is, whose page speaks of a version.
  private func tagged(_ tag: String, _ version: String?, _ lines: [Line]) throws -> Reading? {
    let row = try Row.fetchOne(
      db.cachedStatement(
        sql: """
          SELECT r.line, r.version_key, e.id, r.id, r.class FROM ref AS r
          LEFT JOIN release AS e ON e.tag = r.id AND e.tagged
          WHERE r.repo = ? AND r.full_name = 'refs/tags/' || ?
          """), arguments: [repo, tag])
    guard let row else { return nil }
    var reading = Reading(line: row[0], key: row.bytes(1), release: row[2], tag: row[3])
    // A page makes a version of a name such as v1.0 that looks like a series.
    if reading.key == nil, row[4] == "float", let version,
      let line = lines.first(where: { $0.id == reading.line })
    {
      let text = VersionNumber.text(version)
      reading.key = Version(text, scheme: Self.scheme(line.scheme))?.key.bytes
    }
    return reading
  }

  /// The tag of that name that is there now.
  private func tag(_ name: String) throws -> Int64? {
    try Int64.fetchOne(
      db.cachedStatement(
        sql: """
          SELECT r.id FROM ref AS r JOIN ref_span AS s ON s.ref = r.id AND s.until IS NULL
          WHERE r.repo = ? AND r.full_name = 'refs/tags/' || ?
          """), arguments: [repo, name])
  }

  /// What follows the line's prefix in the name of a tag.
  private static func versionPart(of text: String, in line: Line) -> String {
    text.utf8.starts(with: line.key)
      ? String(decoding: text.utf8.dropFirst(line.key.count), as: UTF8.self) : text
  }

  /// The line that is named like a package, the title of a part's changelog, or its folder: like one of
  /// them as a whole, else like the last part of one.
  private static func ownLine(of names: [String], _ lines: [Line]) -> Line? {
    for name in names + names.flatMap(Self.names) {
      if let line = lines.first(where: { isLine($0.key, of: name) }) { return line }
    }
    return nil
  }

  /// The name of a package or folder, and its last part.
  static func names(_ name: String) -> [String] {
    let last = name.split(separator: "/").last.map(String.init)
    return [name, last].compactMap(\.self)
  }

  static func isLine(_ key: [UInt8], of name: String) -> Bool {
    guard key.count == name.utf8.count + 1, key.starts(with: name.utf8), let last = key.last
    else { return false }
    return "@/-_".utf8.contains(last)
  }

  private static func release(
    _ text: String, _ scheme: VersionScheme, among releases: Releases
  ) -> Release? {
    // `1.0` may be the release 1.0.0.
    releases.byText[text]
      ?? Version(text, scheme: Self.scheme(scheme)).flatMap { releases.byKey[$0.key.bytes] }
  }

  private func releases() throws -> [Int64: Releases] {
    var result: [Int64: Releases] = [:]
    let rows = try Row.fetchCursor(
      db,
      sql: """
        SELECT id, version, version_key, line FROM release WHERE repo = ? AND tagged ORDER BY id
        """, arguments: [repo])
    while let row = try rows.next() {
      let version: String = row[1]
      let release = Release(id: row[0], key: row.bytes(2) ?? [])
      result[row[3], default: Releases()].byText[VersionNumber.text(version)] =
        release
      if !version.contains("+") { result[row[3]]?.byKey[release.key] = release }
    }
    return result
  }

  /// The scheme by which versions are read that a changelog writes.
  static func scheme(_ scheme: VersionScheme) -> VersionScheme {
    scheme.family == .semantic ? .semverLoose : scheme
  }
}
