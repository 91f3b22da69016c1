import Foundation
import GRDB
import TestSupport

/// A product with all its sources: git, two image repositories, a changelog, a Go module and an
/// environment.
///
///     git        v1.27.3 (March 2) … v1.28.0 (April 26) … main
///     registry   latest: 1.27.3 → 1.28.0 → 1.27.3 (May 3, between 14:15 and 14:30)
///     prod       1.27.3 → 1.28.0 → 1.27.3 (May 3, 15:00)
enum ShopHistory {
  /// The subject of commit 19a9fd5.
  static let fix = "fix(cart): count items once"
  static let old = "aa27"
  static let new = "4bf2c9"
  static let repushed = "4bf2d0"
  static let candidate = "cc29"

  /// The bytes of the database and the ids of its commits by subject, made once.
  private static let built = Task {
    try await GitFixture.with { git in
      let history = IndexedHistory(git)
      let commits = try await index(git, history)
      let queue = try DatabaseQueue(path: history.path)
      try await queue.write { try fill(SourceTables(db: $0)) }
      try await queue.writeWithoutTransaction {
        try $0.execute(
          sql: "UPDATE source SET location = '/srv/shop' WHERE kind = 'git'")
        _ = try $0.checkpoint(.truncate)
      }
      try queue.close()
      return (try Data(contentsOf: URL(filePath: history.path)), commits)
    }
  }

  /// Calls `body` with a database of its own and the ids of the commits.
  static func with(
    _ body: (IndexedHistory, _ commits: [String: String]) throws -> Void
  ) async throws {
    let (bytes, commits) = try await built.value
    try await withTemporaryFolder { folder in
      let path = "\(folder)/history.db"
      try bytes.write(to: URL(filePath: path))
      try body(IndexedHistory(path: path), commits)
    }
  }

  // MARK: Git

  private static func index(
    _ git: GitFixture, _ history: IndexedHistory
  ) async throws -> [String: String] {
    var commits: [String: String] = [:]
    func commit(_ subject: String, by author: String, _ date: String) async throws {
      try await git.git(
        [
          "commit", "--quiet", "--allow-empty", "-m", subject,
          "--author=\(author) <\(author.lowercased())@example.com>",
        ], date: date)
      commits[subject] = try await git.id("HEAD")
    }
    try await commit("feat: sell things", by: "Ann", "2024-02-20T09:00:00Z")
    try await git.tag("v1.27.3", message: "x", date: "2024-03-02T12:00:00Z")
    try await git.tag("nightly")
    try await git.tag("old-try")
    try await commit(fix, by: "Ann", "2024-04-10T09:00:00Z")
    try await git.git("checkout", "--quiet", "-b", "search")
    try await commit("feat(search): find things", by: "Ben", "2024-04-12T09:00:00Z")
    try await git.git("checkout", "--quiet", "main")
    commits["Merge search"] = try await git.merge(
      "search", message: "Merge search", date: "2024-04-20T09:00:00Z")
    try await git.git("branch", "--quiet", "-D", "search")
    try await git.tag("v1.28.0", message: "x", date: "2024-04-26T09:00:00Z")
    try await history.index(git, as: "acme/shop", at: "2024-04-27T00:00:00Z")
    try await commit("feat: pay by card", by: "Ann", "2024-05-20T09:00:00Z")
    try await commit("docs: explain paying", by: "Ben", "2024-05-21T09:00:00Z")
    try await git.tag("nightly", force: true)
    try await git.deleteTag("old-try")
    try await history.index(git, as: "acme/shop", at: "2024-05-22T00:00:00Z")
    return commits
  }

  // MARK: The other sources

  static func fill(_ tables: SourceTables) throws {
    try tables.db.execute(sql: "UPDATE project SET name = 'shop' WHERE name = 'acme/shop'")
    let project =
      try String.fetchOne(tables.db, sql: "SELECT name FROM project ORDER BY id LIMIT 1") ?? "shop"
    try images(tables, project)
    try changelog(tables, project)
    try modules(tables, project)
    try deployments(tables, project)
  }

  private static func images(_ tables: SourceTables, _ project: String) throws {
    let (first, second) = (
      try tables.commit(ofTag: "v1.27.3"), try tables.commit(ofTag: "v1.28.0")
    )
    let registry = try tables.repository(
      "registry.example.com/acme/shop", "image", source: "https://registry.example.com",
      project: project)
    let mirror = try tables.repository(
      "mirror.example.com/acme/storefront", "image", source: "https://mirror.example.com",
      project: project, gaps: 2, lastSeen: "2024-05-30T22:00:00Z")
    for (repo, digest, version, commit, pushed) in [
      (registry.repo, old, "v1.27.3", first, "2024-03-02T13:00:00Z"),
      (registry.repo, new, "v1.28.0", second, "2024-04-26T10:00:00Z"),
      (registry.repo, repushed, "v1.28.0", second, "2024-05-10T08:00:00Z"),
      (mirror.repo, new, "v1.28.0", second, "2024-04-30T10:00:00Z"),
      (mirror.repo, candidate, "v1.29.0-rc.1", nil, "2024-05-25T10:00:00Z"),
    ] {
      let image = try tables.insert(
        "image",
        [
          "repo": repo, "digest": SourceTables.digest(digest), "pushed_at": instant(pushed),
          "seen_at": tables.seenAt, "media_type": "application/vnd.oci.image.manifest.v1+json",
          "size": 1_000, "version": version, "version_source": "tag", "labels": "{}",
          "commit_id": commit,
        ])
      if repo == registry.repo {
        try tables.db.execute(
          sql: "UPDATE release SET image = ? WHERE version = ?", arguments: [image, version])
      }
    }
    func state(
      _ since: String, _ digest: String, _ version: String? = nil, _ commit: Int64? = nil,
      earliest: String? = nil, actor: String? = nil
    ) -> SourceTables.State {
      SourceTables.State(
        since: since, digest: digest, version: version,
        versionSource: version == nil ? nil : "tag", commit: commit, earliest: earliest,
        actor: actor)
    }
    let march = state("2024-03-02T13:00:00Z", old, "v1.27.3", first)
    let april = state("2024-04-26T10:00:00Z", new, "v1.28.0", second, actor: "ci")
    try tables.ref("image", "v1.27.3", in: registry, class: "release", [march])
    try tables.ref(
      "image", "v1.28.0", in: registry, class: "release",
      [april, state("2024-05-10T08:00:00Z", repushed, "v1.28.0", second, actor: "ann")])
    try tables.ref(
      "image", "latest", in: registry, class: "channel",
      [
        march, april,
        state(
          "2024-05-03T14:30:00Z", old, "v1.27.3", first, earliest: "2024-05-03T14:15:00Z",
          actor: "ann"),
      ])
    try tables.ref("image", "stable", in: registry, class: "channel", [april])
    try tables.ref(
      "image", "prod", in: mirror, class: "channel",
      [state("2024-04-30T10:00:00Z", new, "v1.28.0", second)])
    try tables.ref(
      "image", "latest", in: mirror, class: "channel",
      [state("2024-05-25T10:00:00Z", candidate, "v1.29.0-rc.1")])
    try tables.ref(
      "image", "edge", in: mirror, class: "channel",
      [
        state("2024-05-01T10:00:00Z", "e1"), state("2024-05-12T10:00:00Z", "e2"),
        state("2024-05-19T10:00:00Z", "e3"),
      ])
  }

  private static func changelog(_ tables: SourceTables, _ project: String) throws {
    let place = try tables.repository(
      "acme/shop/CHANGELOG.md", "changelog", source: "/srv/shop/CHANGELOG.md", project: project)
    let entries: [(String?, String, String, Int, Bool)] = [
      (nil, "Added", "Pay by card", 14, false),
      ("v1.28.0", "Added", "Find things by name", 12, false),
      ("v1.28.0", "Fixed", "Count items once", 11, false),
      ("v1.28.0", "Removed", "The old cart", 13, true),
      ("v1.27.3", "Fixed", "Round prices half up", 9, false),
    ]
    let changelog = try tables.insert(
      "changelog",
      [
        "repo": place.repo, "source": place.source, "path": "CHANGELOG.md",
        "format": "keep-a-changelog", "oid": Data(repeating: 7, count: 20), "versions": 3,
        "entries": 5,
      ])
    var headings: [String?: Int64] = [:]
    for (position, entry) in entries.enumerated() {
      if headings[entry.0] == nil {
        headings[entry.0] = try tables.insert(
          "changelog_release",
          [
            "changelog": changelog, "repo": place.repo, "version": entry.0,
            "heading": entry.0 ?? "Unreleased", "unreleased": entry.0 == nil ? 1 : 0,
            "position": headings.count + 1,
            "release": try entry.0.flatMap { try tables.release($0) },
          ])
      }
      try tables.insert(
        "changelog_entry",
        [
          "repo": place.repo, "heading": headings[entry.0], "version": entry.0, "section": entry.1,
          "text": entry.2,
          "pr": entry.3, "breaking": entry.4 ? 1 : 0, "position": position,
          "release": try entry.0.flatMap { try tables.release($0) },
        ])
    }
  }

  private static func modules(_ tables: SourceTables, _ project: String) throws {
    let place = try tables.repository(
      "example.com/shop", "module", source: "https://proxy.example.com", project: project)
    for (version, kind, time, retracted, tag) in [
      ("v1.27.3", "tag", "2024-02-20T09:00:00Z", 0, "v1.27.3"),
      ("v1.28.0", "tag", "2024-04-20T09:00:00Z", 1, "v1.28.0"),
      ("v1.28.1-0.20240520090000-0123456789ab", "pseudo", "2024-05-20T09:00:00Z", 0, ""),
      ("v1.29.0-rc.1", "tag", "2024-05-21T09:00:00Z", 0, ""),
    ] {
      try tables.insert(
        "module_version",
        [
          "repo": place.repo, "path": "example.com/shop", "version": version, "kind": kind,
          "time": instant(time), "retracted": retracted, "sum": "h1:x=",
          "first_seen": tables.seenAt, "commit_id": try tables.commit(ofTag: tag),
        ])
    }
  }

  private static func deployments(_ tables: SourceTables, _ project: String) throws {
    let place = try tables.repository(
      "acme/deployments", "environment", source: "https://deploy.example.com", project: project)
    for (env, service, digest, version, start, end, tag) in [
      (
        "prod", "shop", old, "v1.27.3", "2024-03-05T10:00:00Z", "2024-04-27T10:00:00Z", "v1.27.3"
      ),
      (
        "prod", "shop", new, "v1.28.0", "2024-04-27T10:00:00Z", "2024-05-03T15:00:00Z", "v1.28.0"
      ),
      ("prod", "shop", old, "v1.27.3", "2024-05-03T15:00:00Z", nil, "v1.27.3"),
      ("prod", "web", "d0e1", nil, "2024-05-03T18:00:00Z", nil, ""),
      ("staging", "shop", new, "v1.28.0", "2024-04-26T11:00:00Z", nil, "v1.28.0"),
    ] as [(String, String, String, String?, String, String?, String)] {
      let image = try Int64.fetchOne(
        tables.db, sql: "SELECT id FROM image WHERE digest = ? ORDER BY id",
        arguments: [SourceTables.digest(digest)])
      try tables.insert(
        "deployment",
        [
          "repo": place.repo, "env": env, "service": service,
          "digest": SourceTables.digest(digest), "version": version,
          "started_at": instant(start), "until": end.map(instant), "seen_at": tables.seenAt,
          "status": "succeeded", "actor": "ci", "image": image,
          "release": try version.flatMap { try tables.release($0) },
          "commit_id": try tables.commit(ofTag: tag),
        ])
    }
    for (service, digest) in [("shop", old), ("web", "d0e1")] {
      let ref = try tables.ref(
        "env", "prod/\(service)", in: place,
        [SourceTables.State(since: "2024-05-03T15:00:00Z", digest: digest)])
      try tables.db.execute(
        sql: "UPDATE deployment SET ref = ? WHERE env = 'prod' AND service = ?",
        arguments: [ref, service])
    }
    try tables.insert(
      "finding",
      [
        "rule": "moved-release-tag", "severity": "error", "repo": place.repo,
        "subject": "image:shop:v1.28.0", "at": instant("2024-05-10T08:00:00Z"),
        "message": "the tag of a release moved", "acknowledged": 1, "reason": "same source",
      ])
  }
}
