internal import GRDB
internal import Indexing

/// Finds the commits that the touched images were built from, among the git repositories of their
/// project.
///
/// The strongest evidence counts: what an attestation says (grade B), what the image says of itself
/// (`revision`), the id of a commit in a tag's name (`sha-abc1234`, `v1.2.3-abc1234`; all C), and
/// last the git tag of the same version (D). Evidence that leads to several commits leads to none.
struct ImageCommits {
  let db: Database
  /// The row id of the first image that the run made.
  let firstImage: Int64

  private enum Way: String, CaseIterable {
    case provenance
    case revision
    case commitTag = "commit-tag"
    case buildTag = "build-tag"
    case versionTag = "version-tag"

    var grade: String {
      switch self {
      case .provenance: "B"
      case .revision, .commitTag, .buildTag: "C"
      case .versionTag: "D"
      }
    }
  }

  func update() throws {
    try db.execute(
      sql: """
        UPDATE image SET commit_id = NULL, commit_source = NULL, commit_grade = NULL
        WHERE id IN (SELECT image FROM temp.touched_image) AND commit_source IS NOT NULL
        """)
    // Without commits there is nothing to find.
    guard try Bool.fetchOne(db, sql: "SELECT EXISTS (SELECT 1 FROM commit_object)") == true else {
      return
    }
    try link(statements())
    try link(namesInTags())
    try linkVersions()
  }

  /// A commit that an image is said to be built from; `oid` may be the begin of its id.
  private struct Claim {
    let image: Int64
    let project: Int64
    let way: Way
    let oid: String
  }

  /// What attestations and labels say.
  private func statements() throws -> [Claim] {
    try Row.fetchAll(
      db,
      sql: """
        SELECT o.image, p.project, o.way, o.oid FROM image_origin AS o
        JOIN image AS i ON i.id = o.image
        JOIN repo AS p ON p.id = i.repo
        WHERE o.image >= ? OR o.image IN (SELECT image FROM temp.touched_image)
        """, arguments: [firstImage]
    ).compactMap { row in
      Way(rawValue: row[2]).map { Claim(image: row[0], project: row[1], way: $0, oid: row[3]) }
    }
  }

  /// The ids at the ends of the names of tags that ever pointed at the images.
  private func namesInTags() throws -> [Claim] {
    try Row.fetchAll(
      db,
      sql: """
        SELECT DISTINCT i.id, p.project, r.class, r.name FROM ref AS r
        JOIN image_fact AS f ON f.ref = r.id AND NOT f.removed
        JOIN image AS i ON i.digest = f.digest AND i.repo = f.repo
        JOIN repo AS p ON p.id = i.repo
        WHERE r.kind = 'image' AND r.class IN ('commit', 'build')
          AND (i.id >= ? OR i.id IN (SELECT image FROM temp.touched_image))
        """, arguments: [firstImage]
    ).compactMap { row in
      let name: String = row[3]
      guard let oid = name.split(separator: "-").last else { return nil }
      return Claim(
        image: row[0], project: row[1], way: row[2] == "commit" ? .commitTag : .buildTag,
        oid: oid.lowercased())
    }
  }

  private func link(_ claims: [Claim]) throws {
    let update = try db.cachedStatement(sql: Self.updateImage)
    for way in Way.allCases {
      let byImage = Dictionary(grouping: claims.filter { $0.way == way }, by: \.image)
      for (image, claims) in byImage.sorted(by: { $0.key < $1.key }) {
        let commits = try claims.flatMap(commits)
        // Forks have the same commit: any of them will do.
        guard Set(commits.map(\.oid)).count == 1, let commit = commits.map(\.id).min() else {
          continue
        }
        try update.execute(arguments: [commit, way.rawValue, way.grade, image])
      }
    }
  }

  private static let updateImage = """
    UPDATE image SET commit_id = ?1, commit_source = ?2, commit_grade = ?3
    WHERE id = ?4 AND commit_id IS NULL
    """

  /// The commits of the project whose ids begin so: some if there are many.
  private func commits(_ claim: Claim) throws -> [(id: Int64, oid: [UInt8])] {
    guard let bounds = RefLookup.prefixBounds(Array(claim.oid.utf8)) else { return [] }
    return try Row.fetchAll(
      db.cachedStatement(
        sql: """
          SELECT c.id, c.oid FROM commit_object AS c JOIN repo AS p ON p.id = c.repo
          WHERE c.oid >= ?1 AND c.oid < ?2 AND p.project = ?3 LIMIT 100
          """),
      arguments: [bounds.lower.data, bounds.upper.data, claim.project]
    ).map { (id: $0[0], oid: $0.bytes(1) ?? []) }
  }

  /// The commit of the only main-line release of the project with the image's version.
  private func linkVersions() throws {
    let way = Way.versionTag
    try db.execute(
      sql: """
        UPDATE image SET commit_id = found.commit_id, commit_source = ?1, commit_grade = ?2
        FROM (
          SELECT i.id AS image, min(e.commit_id) AS commit_id
          FROM image AS i
          JOIN repo AS p ON p.id = i.repo
          JOIN repo AS g ON g.project = p.project AND g.kind = 'git'
          JOIN line AS l ON l.repo = g.id AND l.is_main
          JOIN release AS e ON e.line = l.id AND e.version_key = i.version_key AND e.tagged
          WHERE e.commit_id IS NOT NULL AND i.commit_id IS NULL AND i.version_source = 'tag'
            AND (i.id >= ?3 OR i.id IN (SELECT image FROM temp.touched_image))
          GROUP BY i.id HAVING count(DISTINCT e.commit_id) = 1) AS found
        WHERE image.id = found.image
        """, arguments: [way.rawValue, way.grade, firstImage])
  }
}

/// Names the image that each release of a project was published as: the one that its version tag
/// points at now.
struct ReleaseImages {
  let db: Database

  func update(project: Int64) throws {
    try db.cachedStatement(
      sql: """
        UPDATE release SET image = found.image
        FROM (
          SELECT e.id AS release, (
            SELECT i.id FROM repo AS p
            CROSS JOIN line AS m ON m.repo = p.id AND m.is_main
            CROSS JOIN ref AS r INDEXED BY ref_version
              ON r.line = m.id AND r.version_key = e.version_key AND r.kind = 'image'
            JOIN ref_span AS s ON s.ref = r.id AND s.until IS NULL
            JOIN image AS i ON i.digest = s.target AND i.repo = p.id
            WHERE p.project = ?1 AND p.kind = 'image'
            ORDER BY p.id, r.id LIMIT 1) AS image
          FROM repo AS g
          CROSS JOIN release AS e ON e.repo = g.id
          JOIN line AS l ON l.id = e.line AND l.is_main
          WHERE g.project = ?1) AS found
        WHERE release.id = found.release AND release.image IS NOT found.image
        """
    ).execute(arguments: [project])
  }
}
