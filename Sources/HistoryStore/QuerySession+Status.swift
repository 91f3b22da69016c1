internal import GRDB

/// What is known of one source, for `status`.
public struct SourceStatus: Sendable {
  public var repository: String
  public var project: String
  public var location: String
  public var kind: String
  public var url: String?
  public var defaultBranch: String?
  public var commits: Int
  public var tags: Int
  public var branches: Int
  public var releases: Int
  /// Tags and images of an image repository.
  public var imageTags: Int
  public var images: Int
  /// The first and the last complete look, in microseconds since 1970 UTC.
  public var firstSeen: Int64?
  public var lastSeen: Int64?
  public var gaps: Int
  public var status: String
}

extension QuerySession {
  /// Returns what is known of every source, by repository.
  public func status() throws -> [SourceStatus] {
    let rows = try Row.fetchAll(
      db,
      sql: """
        SELECT r.name, p.name, CAST(s.location AS BLOB), s.kind, r.url,
          CAST(r.default_branch AS BLOB),
          r.id,
          (SELECT count(*) FROM ref JOIN ref_span ON ref_span.ref = ref.id AND until IS NULL
           WHERE ref.repo = r.id AND ref.kind = 'tag'),
          (SELECT count(*) FROM ref JOIN ref_span ON ref_span.ref = ref.id AND until IS NULL
           WHERE ref.repo = r.id AND ref.kind = 'branch'),
          (SELECT count(*) FROM release WHERE release.repo = r.id AND tagged),
          s.first_seen, s.last_seen, s.gaps, s.status,
          (SELECT count(*) FROM ref JOIN ref_span ON ref_span.ref = ref.id AND until IS NULL
           WHERE ref.repo = r.id AND ref.kind = 'image'),
          (SELECT count(*) FROM image WHERE image.repo = r.id)
        FROM source AS s JOIN repo AS r ON r.id = s.repo JOIN project AS p ON p.id = r.project
        ORDER BY r.name, s.location
        """)
    return try rows.map { row in
      let commits = try StoredGraph.rows(of: row[6], on: pointer)?.count ?? 0
      return SourceStatus(
        repository: row[0], project: row[1],
        location: String(decoding: row.bytes(2) ?? [], as: UTF8.self), kind: row[3], url: row[4],
        defaultBranch: row.bytes(5).map { String(decoding: $0, as: UTF8.self) }, commits: commits,
        tags: row[7], branches: row[8], releases: row[9], imageTags: row[14], images: row[15],
        firstSeen: row[10], lastSeen: row[11], gaps: row[12], status: row[13])
    }
  }
}
