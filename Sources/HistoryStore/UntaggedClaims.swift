internal import Changelogs
internal import GRDB
internal import Versions

/// What changelogs, release pages, Go modules and images say of versions that no tag of a repository
/// publishes.
struct UntaggedClaims {
  /// The place of a version: versions of equal precedence are told apart by their build metadata.
  struct Place: Hashable {
    let line: Int64
    let key: [UInt8]
    let build: [UInt8]

    init(_ line: Int64, _ key: [UInt8], _ version: String) {
      self.line = line
      self.key = key
      build = Array(version.utf8.drop { $0 != UInt8(ascii: "+") })
    }
  }

  /// One version with what is said of it.
  struct Claim {
    let place: Place
    let text: String
    var headings: [Heading] = []
    /// The tag of its name.
    var tag: Int64?
    var commit: Int64?
    /// The time of the module of that version: that of its commit.
    var moduleTime: Int64?
    /// Whether the module's author withdrew it.
    var isRetracted = false
    var firstPush: Int64?
  }

  struct Heading {
    let id: Int64
    /// The release that it belongs to as stored.
    let release: Int64?
    let date: Int64?
    /// Whether the date is the time of a release page.
    let isPageTime: Bool
    let isYanked: Bool
    let notes: String?
  }

  private struct Line {
    let id: Int64
    let name: [UInt8]
    let key: [UInt8]
    let scheme: VersionScheme
    let isMain: Bool
    /// Whether its numbers were declared to begin anew: only tags tell in which era a version is.
    let hasEras: Bool
  }

  /// A package of a changelog that names versions of a line.
  private struct Package: Hashable {
    let changelog: Int64
    let name: String
    let line: Int64
  }

  private(set) var all: [Claim] = []
  private var indices: [Place: Int] = [:]
  /// The build metadata of the tagged versions by the rest of their places.
  private var tagged: [Place: Set<[UInt8]>] = [:]
  private let db: Database
  private let repo: Int64

  /// Reads what is said now.
  init(db: Database, repo: Int64) throws {
    self.db = db
    self.repo = repo
    let lines = try Row.fetchAll(
      db.cachedStatement(
        sql: """
          SELECT l.id, CAST(l.name AS BLOB), CAST(l.key AS BLOB), l.scheme, l.is_main,
            EXISTS (SELECT 1 FROM ref AS r WHERE r.line = l.id AND r.epoch > 0)
          FROM line AS l WHERE l.repo = ?
          """), arguments: [repo]
    ).map { row in
      Line(
        id: row[0], name: row.bytes(1) ?? [], key: row.bytes(2) ?? [],
        scheme: VersionScheme(rawValue: row[3]) ?? .semverLoose, isMain: row[4], hasEras: row[5])
    }
    let byID = Dictionary(uniqueKeysWithValues: lines.filter { !$0.hasEras }.map { ($0.id, $0) })
    guard !byID.isEmpty else { return }
    try readTagged()
    try readHeadings(byID)
    try readModules(Array(byID.values))
    if let main = lines.first(where: { $0.isMain && !$0.hasEras }) { try readImages(main) }
  }

  private mutating func readTagged() throws {
    let rows = try Row.fetchCursor(
      db.cachedStatement(
        sql: "SELECT line, version_key, version FROM release WHERE repo = ? AND tagged"),
      arguments: [repo])
    while let row = try rows.next() {
      let place = Place(row[0], row.bytes(1) ?? [], row[2])
      tagged[Place(place.line, place.key, ""), default: []].insert(place.build)
    }
  }

  /// Returns the index of a version; nil if a tag publishes it.
  ///
  /// A version without build metadata is any tagged one of its precedence, unless it is meant exactly.
  private mutating func index(
    _ line: Line, _ key: [UInt8], _ text: String, isExact: Bool = false
  ) -> Int? {
    let place = Place(line.id, key, text)
    if let builds = tagged[Place(line.id, key, "")],
      place.build.isEmpty && !isExact || builds.contains(place.build)
    {
      return nil
    }
    if let index = indices[place] { return index }
    indices[place] = all.count
    all.append(Claim(place: place, text: Self.spelled(text, as: line.name)))
    return all.count - 1
  }

  /// Returns a version with a `v` if the tags of its line have one.
  private static func spelled(_ text: String, as line: [UInt8]) -> String {
    let number = VersionNumber.text(text)
    return line.last == UInt8(ascii: "v") ? "v\(number)" : number
  }

  // MARK: Headings

  private mutating func readHeadings(_ lines: [Int64: Line]) throws {
    let packages = try packages()
    // A tag that has gone on to another release is that of a series, and not of the version.
    let rows = try Row.fetchCursor(
      db.cachedStatement(
        sql: """
          SELECT h.id, h.line, h.version_key, h.version, h.package, h.changelog, c.format, s.ref,
            s.commit_id, h.release, h.date, h.tag_name IS NOT NULL AND NOT h.is_day, h.yanked, h.notes
          FROM changelog_release AS h
          JOIN changelog AS c ON c.id = h.changelog
          LEFT JOIN ref_span AS s ON s.ref = h.tag AND s.until IS NULL AND NOT EXISTS (
            SELECT 1 FROM release AS e WHERE e.commit_id = s.commit_id AND e.line = h.line AND e.tagged)
          WHERE h.repo = ? AND h.until IS NULL AND NOT h.unreleased AND NOT h.draft
            AND h.line IS NOT NULL AND h.version_key IS NOT NULL AND h.version IS NOT NULL
            AND (h.release IS NULL OR h.release < 0)
          ORDER BY h.changelog, h.position, h.id
          """), arguments: [repo])
    while let row = try rows.next() {
      guard let line = lines[row[1]], let key = row.bytes(2) else { continue }
      if let name: String = row[4], line.isMain {
        let isOwn = ChangelogLines.names(name).contains { ChangelogLines.isLine(line.key, of: $0) }
        let package = Package(changelog: row[5], name: name, line: line.id)
        guard isOwn || packages.contains(package) else { continue }
      }
      let text = VersionNumber.text(row[3], isDebian: row[6] == "debian")
      guard let index = index(line, key, text) else { continue }
      all[index].headings.append(
        Heading(
          id: row[0], release: row[9], date: row[10], isPageTime: row[11], isYanked: row[12],
          notes: row[13]))
      if all[index].tag == nil, let tag: Int64 = row[7] {
        all[index].tag = tag
        all[index].commit = row[8]
      }
    }
  }

  /// The packages whose versions are those of a line, as others of their headings show.
  private func packages() throws -> Set<Package> {
    Set(
      try Row.fetchAll(
        db.cachedStatement(
          sql: """
            SELECT DISTINCT h.changelog, h.package, e.line FROM changelog_release AS h
            JOIN release AS e ON e.id = h.release AND e.tagged
            WHERE h.repo = ? AND h.package IS NOT NULL
            """), arguments: [repo]
      ).map { Package(changelog: $0[0], name: $0[1], line: $0[2]) })
  }

  // MARK: Go modules

  /// The versions of the modules that are of this repository, each in the line of its folder.
  private mutating func readModules(_ lines: [Line]) throws {
    let rows = try Row.fetchCursor(
      db.cachedStatement(
        sql: """
          SELECT CAST(iif(a.folder = '', '', a.folder || '/') AS BLOB), v.version, v.time,
            v.commit_id, v.retracted
          FROM module_place AS a JOIN module_version AS v ON v.repo = a.module
          WHERE a.repo = ? AND v.kind != 'pseudo' ORDER BY v.id
          """), arguments: [repo])
    while let row = try rows.next() {
      let text = GoVersion.withoutIncompatible(row[1])
      guard let prefix = row.bytes(0), let line = lines.first(where: { $0.key == prefix }),
        let key = Version(text, scheme: ChangelogLines.scheme(line.scheme))?.key.bytes,
        let index = index(line, key, text, isExact: true)
      else { continue }
      all[index].moduleTime = [all[index].moduleTime, row[2] as Int64?].compactMap(\.self).min()
      all[index].isRetracted = all[index].isRetracted || row[4]
      all[index].commit = all[index].commit ?? row[3]
    }
  }

  // MARK: Images

  /// The version tags of the project's image repositories, as ``ReleaseImages`` compares them.
  ///
  /// Where the project has several git repositories, the commit that the image was built from tells
  /// which one it is of.
  private mutating func readImages(_ line: Line) throws {
    let isOnly = try ReleaseHome(db: db).isOnly(repo)
    let rows = try Row.fetchCursor(
      db.cachedStatement(
        sql: """
          SELECT r.version, r.version_key, i.commit_id, i.pushed_at,
            (SELECT min(since) FROM ref_span WHERE ref = r.id), i.commit_id >> 40
          FROM repo AS g
          JOIN repo AS p ON p.project = g.project AND p.kind = 'image'
          JOIN line AS m ON m.repo = p.id AND m.is_main
          JOIN ref AS r ON r.line = m.id AND r.kind = 'image' AND r.version_key IS NOT NULL
          JOIN ref_span AS s ON s.ref = r.id AND s.until IS NULL
          JOIN image AS i ON i.digest = s.target AND i.repo = p.id
          WHERE g.id = ? AND r.class IN ('release', 'prerelease', 'calver')
          ORDER BY p.id, r.id
          """), arguments: [repo])
    let scheme = ChangelogLines.scheme(line.scheme)
    while let row = try rows.next() {
      let origin: Int64? = row[5]
      guard origin.map({ $0 == repo }) ?? isOnly, let key = row.bytes(1) else { continue }
      let text = VersionNumber.text(row[0])
      // Versions that are ordered by other rules have no place in the line.
      guard Version(text, scheme: scheme)?.key.bytes == key,
        let index = index(line, key, text)
      else { continue }
      let pushes = [row[3] as Int64?, row[4] as Int64?, all[index].firstPush].compactMap(\.self)
      all[index].firstPush = pushes.min()
      if all[index].tag == nil, all[index].commit == nil {
        all[index].commit = row[2]
      }
    }
  }
}

extension UntaggedClaims.Claim {
  /// The release that follows from what is said.
  ///
  /// A page's time counts before the day of a changelog, and that before the time of a module and the
  /// first push of an image, unless that was on the day, in whatever time zone.
  var release: UntaggedReleases.Release {
    var release = UntaggedReleases.Release(line: place.line, key: place.key, version: text)
    release.tag = tag
    release.commit = commit
    release.isYanked = isRetracted || headings.contains(where: \.isYanked)
    let notes = headings.compactMap(\.notes).joined(separator: "\n\n")
    release.notes = notes.isEmpty ? nil : notes
    let times = headings.filter(\.isPageTime).compactMap(\.date)
    let days = headings.filter { !$0.isPageTime }.compactMap(\.date)
    let others = [(moduleTime, "module"), (firstPush, "image")]
    let exact = others.lazy.compactMap { time, source in time.map { ($0, source) } }
    if let time = times.min() {
      (release.releasedAt, release.source) = (time, "page")
    } else if let day = days.min() {
      let hour: Int64 = 3_600_000_000
      let ofThatDay = exact.first { $0.0 >= day - 14 * hour && $0.0 < day + 38 * hour }
      (release.releasedAt, release.source) = ofThatDay ?? (day, "changelog")
    } else if let first = exact.first {
      (release.releasedAt, release.source) = first
    }
    return release
  }
}
