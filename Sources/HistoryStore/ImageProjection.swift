internal import GRDB
internal import GRDBSQLite
internal import Indexing
internal import Versions

/// Brings up to date what follows from facts about images: lines and versions, the commits that
/// images were built from, and the states and changes of their tags.
///
/// Works on the tags and images that a run touched, which it gathers in two temporary tables.
struct ImageProjection {
  let db: Database
  let connection: OpaquePointer
  /// The row id of the first image that the run makes.
  private let firstImage: Int64

  /// Begins a run; images that are made from now on are new.
  init(db: Database, connection: OpaquePointer) throws {
    self.db = db
    self.connection = connection
    firstImage = (try Int64.fetchOne(db, sql: "SELECT max(id) FROM image") ?? 0) + 1
    try db.execute(
      sql: """
        CREATE TEMP TABLE IF NOT EXISTS touched_tag (
          repo INTEGER NOT NULL, ref INTEGER NOT NULL, PRIMARY KEY (repo, ref)) WITHOUT ROWID;
        CREATE TEMP TABLE IF NOT EXISTS touched_image (
          image INTEGER PRIMARY KEY, version TEXT, version_key BLOB, version_line INTEGER,
          version_source TEXT, commit_id INTEGER);
        CREATE TEMP TABLE IF NOT EXISTS ranked_version (
          rank INTEGER PRIMARY KEY, ref INTEGER NOT NULL UNIQUE, version TEXT, version_key BLOB,
          line INTEGER);
        DELETE FROM temp.touched_tag;
        DELETE FROM temp.touched_image;
        """)
  }

  /// Updates the repositories after facts were recorded.
  ///
  /// - Parameters:
  ///   - firstSeq: The number of the run's first observation.
  ///   - log: Appends on behalf of a repository's source.
  /// - Returns: What changed in the reading of names, and how many tags changed.
  func update(
    _ repositories: [ImageRepositoryUpdate], from firstSeq: Int64
  ) throws -> (lines: [LineProjection.Changes], changes: RefChanges) {
    try touch(from: firstSeq)
    var lines: [LineProjection.Changes] = []
    for repository in repositories {
      let change = try LineProjection(
        db: db, repo: repository.repo, rules: repository.rules, log: repository.log, kind: .image
      ).update()
      // Where tags are read differently, so is all that was derived from their versions.
      if !change.reread.isEmpty || repository.oldProject != nil { try touchAll(repository.repo) }
      lines.append(change)
    }
    for repository in repositories {
      let late = LateFacts(
        db: db, connection: connection, repo: repository.repo, log: repository.log)
      try late.spreadRemovals(from: firstSeq)
      try late.confirmLooks(from: firstSeq)
    }
    try addImages(from: firstSeq)
    try deriveImages()
    let changes = try ImageSpanProjection(db: db, connection: connection).update(from: firstSeq)
    for repository in repositories {
      for project in [repository.project, repository.oldProject].compactMap({ $0 }) {
        try Self.updateReleases(db, connection, project: project)
      }
    }
    return (lines, changes)
  }

  /// Updates the images of a project after its commits or releases changed.
  static func updateLinks(_ db: Database, _ connection: OpaquePointer, project: Int64) throws {
    let repositories = try Int64.fetchAll(
      db, sql: "SELECT id FROM repo WHERE project = ? AND kind = 'image'", arguments: [project])
    guard !repositories.isEmpty else { return }
    let projection = try ImageProjection(db: db, connection: connection)
    for repo in repositories { try projection.touchAll(repo) }
    try projection.deriveImages()
    _ = try ImageSpanProjection(db: db, connection: connection).update(from: .max)
    try updateReleases(db, connection, project: project)
  }

  /// Joins the images of a project with its releases.
  static func updateReleases(
    _ db: Database, _ connection: OpaquePointer, project: Int64
  ) throws {
    for repo in try ReleaseHome(db: db).concerned(inProject: project)
    where try UntaggedReleases(db: db, repo: repo).update() {
      try ChangelogProjection(db: db, connection: connection, repo: repo).judgeEntries()
    }
    try ReleaseImages(db: db).update(project: project)
  }

  // MARK: What a run touched

  /// Makes rows of the digests that facts name, and takes down when they were pushed.
  ///
  /// New images get their version at once, that of the highest tag among the new facts, which are
  /// all that there are about them: a pass of its own over a million rows would cost as much again.
  private func addImages(from firstSeq: Int64) throws {
    try rankVersions()
    let count = try Int.fetchOne(
      db, sql: "SELECT count(*) FROM image_fact WHERE seq >= ?", arguments: [firstSeq])
    let indexes = try DeferredIndex.all(
      db, of: "image", before: (count ?? 0) / 2, except: "image_digest")
    // In the order of digests, which is that of the index.
    try db.execute(
      sql: """
        INSERT INTO image (repo, digest, pushed_at, seen_at, version, version_key, version_line,
          version_source)
        SELECT g.repo, g.digest, g.pushed_at, g.seen_at, k.version, k.version_key, k.line,
          iif(k.rank IS NULL, NULL, 'tag')
        FROM (
          SELECT f.repo AS repo, f.digest AS digest,
            min(CASE WHEN f.way = 'event' THEN f.at END) AS pushed_at, min(f.seen_at) AS seen_at,
            max(t.rank) AS rank
          FROM image_fact AS f NOT INDEXED
          LEFT JOIN temp.ranked_version AS t ON t.ref = f.ref
          WHERE f.seq >= ?1 AND f.digest IS NOT NULL AND NOT f.removed
          GROUP BY f.digest, f.repo) AS g
        LEFT JOIN temp.ranked_version AS k ON k.rank = g.rank
        WHERE true
        ON CONFLICT (digest, repo) DO UPDATE SET
          pushed_at = iif(excluded.pushed_at < coalesce(pushed_at, \(Int64.max)),
            excluded.pushed_at, pushed_at),
          version = iif(id >= ?2, excluded.version, version),
          version_key = iif(id >= ?2, excluded.version_key, version_key),
          version_line = iif(id >= ?2, excluded.version_line, version_line),
          version_source = iif(id >= ?2, excluded.version_source, version_source)
        WHERE id >= ?2 OR excluded.pushed_at < coalesce(pushed_at, \(Int64.max))
        """, arguments: [firstSeq, firstImage])
    for index in indexes { try index.restore(db) }
  }

  /// Ranks the touched tags that are full versions as they count for the version of an image.
  private func rankVersions() throws {
    try db.execute(
      sql: """
        DELETE FROM temp.ranked_version;
        INSERT INTO temp.ranked_version (rank, ref, version, version_key, line)
        SELECT row_number() OVER (ORDER BY l.is_main, r.version_key, r.version DESC, r.id DESC),
          r.id, r.version, r.version_key, r.line
        FROM temp.touched_tag AS t
        JOIN ref AS r ON r.id = t.ref
        LEFT JOIN line AS l ON l.id = r.line
        WHERE r.version_key IS NOT NULL;
        """)
  }

  private func touch(from firstSeq: Int64) throws {
    try db.execute(
      sql: """
        INSERT OR IGNORE INTO temp.touched_tag (repo, ref)
        SELECT repo, ref FROM image_fact WHERE seq >= ?1 AND ref IS NOT NULL
        """, arguments: [firstSeq])
    guard firstImage > 1 else { return }
    // Images that are new need no note: their ids tell.
    try db.execute(
      sql: """
        INSERT OR IGNORE INTO temp.touched_image
        SELECT i.id, i.version, i.version_key, i.version_line, i.version_source, i.commit_id
        FROM (SELECT DISTINCT digest, repo FROM image_fact NOT INDEXED
          WHERE seq >= ?1 AND digest IS NOT NULL) AS f
        JOIN image AS i ON i.digest = f.digest AND i.repo = f.repo
        WHERE i.id < ?2
        """, arguments: [firstSeq, firstImage])
  }

  /// Notes images as touched, such as those of manifests that were read.
  func touch(image digest: Digest, repo: Int64) throws {
    try db.cachedStatement(sql: Self.touchImages + "WHERE digest = ? AND repo = ?")
      .execute(arguments: [digest.bytes.data, repo])
  }

  private func touchAll(_ repo: Int64) throws {
    try db.execute(sql: Self.touchImages + "WHERE repo = ?", arguments: [repo])
  }

  private static let touchImages = """
    INSERT OR IGNORE INTO temp.touched_image
    SELECT id, version, version_key, version_line, version_source, commit_id FROM image\u{20}
    """

  // MARK: Versions and commits

  /// Gives the touched images versions and commits, and notes the tags on those that changed.
  private func deriveImages() throws {
    try tagVersions()
    try labelVersions()
    try ImageCommits(db: db, firstImage: firstImage).update()
    try commitVersions()
    try db.execute(
      sql: """
        INSERT OR IGNORE INTO temp.touched_tag (repo, ref)
        SELECT f.repo, f.ref FROM temp.touched_image AS t
        CROSS JOIN image AS i ON i.id = t.image
        CROSS JOIN image_fact AS f ON f.digest = i.digest AND f.repo = i.repo
        WHERE f.ref IS NOT NULL
          AND (i.version IS NOT t.version OR i.version_key IS NOT t.version_key
            OR i.version_line IS NOT t.version_line OR i.version_source IS NOT t.version_source
            OR i.commit_id IS NOT t.commit_id)
        """)
  }

  /// The highest full version tag that ever pointed at the image, in the main line if one did.
  ///
  /// New images have theirs already.
  private func tagVersions() throws {
    try db.execute(
      sql: """
        UPDATE image SET (version, version_key, version_line, version_source) = (
          SELECT r.version, r.version_key, r.line, 'tag'
          FROM image_fact AS f
          JOIN ref AS r ON r.id = f.ref
          LEFT JOIN line AS l ON l.id = r.line
          WHERE f.digest = image.digest AND r.repo = image.repo AND NOT f.removed
            AND r.version_key IS NOT NULL
          ORDER BY l.is_main DESC, r.version_key DESC, r.version, r.id LIMIT 1)
        WHERE id IN (SELECT image FROM temp.touched_image)
        """)
  }

  private func labelVersions() throws {
    try db.execute(
      sql: """
        UPDATE image INDEXED BY image_labelled SET version = label_version, version_key = label_version_key,
          version_source = 'label'
        WHERE (id >= ? OR id IN (SELECT image FROM temp.touched_image))
          AND version IS NULL AND label_version IS NOT NULL
        """, arguments: [firstImage])
  }

  /// The release of the commit that the image was built from.
  private func commitVersions() throws {
    try db.execute(
      sql: """
        UPDATE image INDEXED BY image_commit SET (version, version_key, version_source) = (
          SELECT e.version, e.version_key, 'commit' FROM release AS e JOIN line AS l ON l.id = e.line
          WHERE e.commit_id = image.commit_id AND e.tagged AND l.is_main
          ORDER BY e.version_key DESC LIMIT 1)
        WHERE (id >= ? OR id IN (SELECT image FROM temp.touched_image))
          AND version IS NULL AND commit_id IS NOT NULL
        """, arguments: [firstImage])
  }
}

/// A repository whose facts a run recorded.
struct ImageRepositoryUpdate {
  let repo: Int64
  let project: Int64
  /// The project that it belonged to, if it has been moved to another one.
  let oldProject: Int64?
  let rules: RepositoryRules
  let log: ObservationLog
}
