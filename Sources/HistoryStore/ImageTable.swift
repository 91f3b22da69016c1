internal import Foundation
internal import GRDB
internal import Indexing
internal import Versions

/// Writes what manifests say of the images of one repository.
///
/// A digest names its content, so a row that has its manifest never changes again; attestations
/// about it may come later.
struct ImageTable {
  let db: Database
  let repo: Int64
  let seenAt: Int64

  /// Writes manifests that were read, and what they list.
  func save(_ manifests: [ImageManifest]) throws {
    for manifest in manifests where !isAttachment(manifest) { try save(manifest) }
    // A child may come after its index, so the sums wait for all of them.
    for manifest in manifests where manifest.size == nil && !manifest.children.isEmpty {
      try db.execute(
        sql: """
          UPDATE image SET size = (
            SELECT sum(c.size) FROM image_child AS h JOIN image AS c ON c.id = h.child
            WHERE h.parent = image.id)
          WHERE repo = ? AND digest = ?
          """, arguments: [repo, manifest.digest.bytes.data])
    }
  }

  /// Writes what an announcement says of a manifest, which may be read later.
  func save(announced manifest: ImageManifest) throws {
    guard !isAttachment(manifest) else { return }
    let isRead = try write(manifest, isRead: false)
    if !isRead { try writeParts(manifest) }
  }

  /// Signatures and attestations are about images, and none themselves.
  private func isAttachment(_ manifest: ImageManifest) -> Bool {
    manifest.subject != nil || manifest.artifactType != nil
  }

  private func save(_ manifest: ImageManifest) throws {
    _ = try write(manifest, isRead: !manifest.isPartial)
    try writeParts(manifest)
  }

  /// Writes the columns, unless the manifest was read before; returns whether it was.
  private func write(_ manifest: ImageManifest, isRead: Bool) throws -> Bool {
    var all = manifest.labels
    all.merge(manifest.annotations) { $1 }
    let version = LabelReader.version(manifest)
    try db.cachedStatement(
      sql: """
        UPDATE image SET media_type = coalesce(?2, media_type), size = coalesce(?3, size),
          labels = coalesce(?4, labels), annotations = coalesce(?5, annotations),
          created_at = coalesce(?6, created_at), label_version = coalesce(?7, label_version),
          label_version_key = coalesce(?8, label_version_key), has_manifest = ?9
        WHERE id = ?1 AND NOT has_manifest
        """
    ).execute(arguments: [
      try id(of: manifest.digest), manifest.mediaType, manifest.size, try Self.json(all),
      try Self.json(manifest.annotations), manifest.createdAt, version?.text,
      version.map { $0.key.bytes.data }, isRead ? 1 : 0,
    ])
    return db.changesCount == 0
  }

  private func writeParts(_ manifest: ImageManifest) throws {
    let id = try id(of: manifest.digest)
    for child in manifest.children {
      if case .attestation = child.role { continue }
      try db.cachedStatement(
        sql: "INSERT OR IGNORE INTO image_child (parent, child, platform) VALUES (?, ?, ?)"
      ).execute(arguments: [id, try self.id(of: child.digest), child.platform])
    }
    if let revision = LabelReader.revision(manifest) {
      try addOrigin(id, "revision", revision, url: LabelReader.sourceURL(manifest), predicate: nil)
    }
    for origin in manifest.origins {
      try addOrigin(
        id, "provenance", origin.commit, url: origin.repositoryURL, predicate: origin.predicateType)
    }
  }

  /// Returns the row of a digest, which is made if need be.
  private func id(of digest: Digest) throws -> Int64 {
    let bytes = digest.bytes.data
    try db.cachedStatement(
      sql: """
        INSERT INTO image (repo, digest, seen_at) VALUES (?, ?, ?)
        ON CONFLICT (digest, repo) DO NOTHING
        """
    ).execute(arguments: [repo, bytes, seenAt])
    let id = try Int64.fetchOne(
      db.cachedStatement(sql: "SELECT id FROM image WHERE digest = ? AND repo = ?"),
      arguments: [bytes, repo])
    guard let id else { throw StoreError(.corrupt, "an image cannot be read back") }
    return id
  }

  private func addOrigin(
    _ image: Int64, _ way: String, _ oid: String, url: String?, predicate: String?
  ) throws {
    try db.cachedStatement(
      sql: """
        INSERT OR IGNORE INTO image_origin (image, way, oid, url, predicate)
        VALUES (?, ?, ?, ?, ?)
        """
    ).execute(arguments: [image, way, oid, url, predicate])
  }

  private static func json(_ texts: [String: String]) throws -> String? {
    guard !texts.isEmpty else { return nil }
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    return String(decoding: try encoder.encode(texts), as: UTF8.self)
  }
}

/// Reads the labels and annotations whose names are agreed on.
///
/// An annotation of the manifest or index counts before a label of the config, which may come from
/// the image below; the names of label-schema.org come last.
enum LabelReader {
  private static let prefix = "org.opencontainers.image."
  private static let oldPrefix = "org.label-schema."

  static func version(_ manifest: ImageManifest) -> Version? {
    value("version", old: "version", in: manifest).flatMap { Version(label: Array($0.utf8)) }
  }

  /// Returns the 7 to 64 hexadecimal digits that the image names as its revision, in lower case.
  static func revision(_ manifest: ImageManifest) -> String? {
    guard let text = value("revision", old: "vcs-ref", in: manifest)?.lowercased(),
      (7...64).contains(text.utf8.count),
      text.utf8.allSatisfy({ ObjectID.value(ofHexDigit: $0) != nil })
    else { return nil }
    return text
  }

  static func sourceURL(_ manifest: ImageManifest) -> String? {
    value("source", old: "vcs-url", in: manifest)
  }

  private static func value(_ name: String, old: String, in manifest: ImageManifest) -> String? {
    manifest.annotations[prefix + name] ?? manifest.labels[prefix + name]
      ?? manifest.labels[oldPrefix + old]
  }
}
