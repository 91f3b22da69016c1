import HistoryStore
import Indexing
import QueryLanguage
import TestSupport
import Testing

@Suite("Versions and commits of images")
struct ImageVersionTests {
  private static func manifest(
    _ byte: UInt8, _ labels: [String: String] = [:], origins: [BuildOrigin] = []
  ) -> ImageManifest {
    ImageManifest(
      digest: ImageStory.digest(byte),
      mediaType: "application/vnd.oci.image.manifest.v1+json", size: 10,
      labels: Dictionary(
        uniqueKeysWithValues: labels.map { ("org.opencontainers.image.\($0.key)", $0.value) }),
      origins: origins)
  }

  @Test("the highest full version tag that ever pointed at an image is its version")
  func versionOfTags() async throws {
    try await ImageStory.with { story in
      try story.look("2024-03-01T00:00:00Z", ["1.27.9": 1, "1.28.0": 1, "latest": 1, "edge": 2])
      try story.look("2024-03-02T00:00:00Z", ["1.27.9": 1, "1.28.0": 2, "latest": 1, "edge": 2])
      try expectQuery(
        story.history, "image_tags | select name, name_version, version, version_source",
        rows: [
          "1.27.9 | 1.27.9 | 1.28.0 | tag", "1.28.0 | 1.28.0 | 1.28.0 | tag",
          "edge | null | 1.28.0 | tag", "latest | null | 1.28.0 | tag",
        ])
      // A full version that moves is no step up or down.
      try expectQuery(
        story.history, "moves | where change = \"move\" | select name, direction",
        rows: ["1.28.0 | same"])
    }
  }

  @Test("a version that becomes known later counts for the past, too")
  func laterVersion() async throws {
    try await ImageStory.with { story in
      try story.look("2024-03-01T00:00:00Z", ["latest": 1])
      try story.look("2024-03-02T00:00:00Z", ["latest": 2])
      try story.look("2024-03-03T00:00:00Z", ["latest": 2, "1.1.0": 2, "1.0.0": 1])
      try expectQuery(
        story.history,
        "moves of image:latest | select change, old_version, new_version, direction",
        rows: ["move | 1.0.0 | 1.1.0 | up", "create | null | 1.0.0 | unknown"])
    }
  }

  @Test("flavours have lines of their own and are not compared with others")
  func flavours() async throws {
    try await ImageStory.with { story in
      try story.look(
        "2024-03-01T00:00:00Z", ["1.1.0": 1, "1.0.0-alpine": 2, "latest": 1, "latest-alpine": 2])
      try story.look(
        "2024-03-02T00:00:00Z",
        ["1.1.0": 1, "1.0.0-alpine": 2, "1.2.0-alpine": 3, "latest": 2, "latest-alpine": 3])
      try expectQuery(
        story.history, "image_tags | select name, line, class, name_version",
        rows: [
          "1.0.0-alpine | -alpine | variant | 1.0.0", "1.1.0 |  | release | 1.1.0",
          "1.2.0-alpine | -alpine | variant | 1.2.0", "latest | null | channel | null",
          "latest-alpine | -alpine | channel | null",
        ])
      try expectQuery(
        story.history,
        "moves | where change = \"move\" | select name, old_version, new_version, direction",
        rows: [
          "latest | 1.1.0 | 1.0.0 | unknown", "latest-alpine | 1.0.0 | 1.2.0 | up",
        ])
    }
  }

  @Test(
    "a label tells a version only if it can mean one",
    arguments: [
      ("1.28.0", "1.28.0"), ("v1.28.0", "v1.28.0"), ("ubuntu-1.28.1-arm64", "1.28.1"),
      ("24.04", "null"), ("main", "null"), ("0", "null"), ("", "null"),
      ("1.2.3-rc.1", "1.2.3-rc.1"), ("1.2.3 1.2.4", "null"), ("1.2.3-1.2.4", "null"),
    ])
  func labels(_ label: String, _ version: String) async throws {
    try await ImageStory.with { story in
      try story.look("2024-03-01T00:00:00Z", ["edge": 1]) { look in
        look.manifests = [Self.manifest(1, ["version": label])]
      }
      try expectQuery(
        story.history, "images | select version, version_source, label_version",
        rows: [version == "null" ? "null | null | null" : "\(version) | label | \(version)"])
    }
  }

  @Test("an image whose config could not be read is asked for again until it can")
  func partialManifest() async throws {
    try await ImageStory.with { story in
      func known() throws -> Set<Digest> {
        let writer = try HistoryWriter(path: story.history.path)
        defer { writer.close() }
        return try writer.knownImages(of: ImageStory.repository).manifests
      }
      try story.look("2024-03-01T00:00:00Z", ["edge": 1]) { look in
        var partial = ImageManifest(digest: ImageStory.digest(1), mediaType: "x")
        partial.isPartial = true
        look.manifests = [partial]
      }
      #expect(try known().isEmpty)
      try story.look("2024-03-02T00:00:00Z", ["edge": 1]) { look in
        look.manifests = [Self.manifest(1, ["version": "1.2.3"])]
      }
      #expect(try known() == [ImageStory.digest(1)])
      try expectQuery(
        story.history, "image_tags | select version, version_source", rows: ["1.2.3 | label"])
    }
  }

  /// A repository with two tagged commits and one more, in the project of the images.
  private func withCommits(
    _ body: (ImageStory, [String]) async throws -> Void
  ) async throws {
    try await GitFixture.with { git in
      var commits: [String] = []
      for number in 0..<3 {
        commits.append(try await git.commit("\(number)", date: "2024-01-0\(number + 1)T00:00:00Z"))
      }
      try await git.tag("v1.0.0", at: commits[0])
      try await git.tag("v1.1.0", at: commits[1])
      let history = IndexedHistory(git)
      try await history.index(git)
      try await body(ImageStory(history: history), commits)
    }
  }

  private let origin =
    "images | sort digest | select version, version_source, commit.subject, commit_source, commit_grade"

  @Test("the strongest word for the commit counts: attested, stated, in a tag's name, concluded")
  func commits() async throws {
    try await withCommits { story, commits in
      let tags: [String: UInt8] = [
        "a": 1, "b": 2, "sha-\(commits[2].prefix(7))": 3, "v1.0.0-\(commits[1].prefix(8))": 4,
        "1.0.0": 5, "c": 6,
      ]
      try story.look("2024-03-01T00:00:00Z", tags, project: "shop") { look in
        look.manifests = [
          Self.manifest(
            1, ["revision": commits[0]],
            origins: [
              BuildOrigin(
                commit: commits[1], repositoryURL: nil,
                predicateType: "https://slsa.dev/provenance/v1")
            ]),
          Self.manifest(2, ["revision": commits[0]]),
          Self.manifest(6, ["revision": String(repeating: "ab", count: 20)]),
        ]
      }
      try expectQuery(
        story.history, origin,
        rows: [
          "v1.1.0 | commit | 1 | provenance | B", "v1.0.0 | commit | 0 | revision | C",
          "null | null | 2 | commit-tag | C", "v1.1.0 | commit | 1 | build-tag | C",
          "1.0.0 | tag | 0 | version-tag | D", "null | null | null | null | null",
        ])
      try expectQuery(
        story.history, "image_tags containing v1.1.0 | select name",
        rows: ["a", "sha-\(commits[2].prefix(7))", "v1.0.0-\(commits[1].prefix(8))"].sorted())
      try expectQuery(
        story.history, "releases | sort version | select version, image.digest",
        rows: ["v1.0.0 | \(ImageStory.digest(5))", "v1.1.0 | null"])
    }
  }

  @Test("commits that are indexed after the images are found then")
  func commitsLater() async throws {
    try await GitFixture.with { git in
      let history = IndexedHistory(git)
      let story = ImageStory(history: history)
      let commit = try await git.commit("Start", date: "2024-01-01T00:00:00Z")
      try story.look("2024-01-15T00:00:00Z", ["edge": 1], project: "shop") { look in
        look.manifests = [Self.manifest(1, ["revision": commit])]
      }
      try expectQuery(history, "images | select commit.sha", rows: ["null"])
      try await git.tag("v2.0.0")
      try await history.index(git)
      try expectQuery(
        history, "image_tags | select commit.sha, version, version_source",
        rows: ["\(commit) | v2.0.0 | commit"])
    }
  }

  @Test("images that come to another project have its commits, and its releases their images")
  func movedProject() async throws {
    try await withCommits { story, commits in
      func look(_ day: Int, _ project: String?) throws {
        try story.look("2024-03-0\(day)T00:00:00Z", ["1.0.0": 1], project: project) { look in
          if day == 1 { look.manifests = [Self.manifest(1, ["revision": commits[0]])] }
        }
      }
      let released =
        "releases | where repo.kind = \"git\" | sort version | select image.digest"
      try look(1, nil)
      try expectQuery(story.history, origin, rows: ["1.0.0 | tag | null | null | null"])
      try look(2, "shop")
      try expectQuery(story.history, origin, rows: ["1.0.0 | tag | 0 | revision | C"])
      try expectQuery(story.history, released, rows: ["\(ImageStory.digest(1))", "null"])
      try look(3, "other")
      try expectQuery(story.history, origin, rows: ["1.0.0 | tag | null | null | null"])
      try expectQuery(story.history, released, rows: ["null", "null"])
    }
  }

  @Test("commits of another project are not looked at")
  func otherProject() async throws {
    try await withCommits { story, commits in
      try story.look("2024-03-01T00:00:00Z", ["1.0.0": 1], project: "other") { look in
        look.manifests = [Self.manifest(1, ["revision": commits[0]])]
      }
      try expectQuery(
        story.history, origin, rows: ["1.0.0 | tag | null | null | null"])
    }
  }

  @Test("an index lists its platforms, sums their sizes, and leaves attestations out")
  func children() async throws {
    try await ImageStory.with { story in
      try story.look("2024-03-01T00:00:00Z", ["1.0.0": 1]) { look in
        look.manifests = [
          ImageManifest(
            digest: ImageStory.digest(1), mediaType: "application/vnd.oci.image.index.v1+json",
            children: [
              ImageChild(
                digest: ImageStory.digest(2), platform: "linux/amd64", mediaType: "x"),
              ImageChild(
                digest: ImageStory.digest(3), platform: "linux/arm64", mediaType: "x"),
              ImageChild(
                digest: ImageStory.digest(4), platform: "", mediaType: "x",
                role: .attestation(of: ImageStory.digest(2))),
            ]), Self.manifest(2), Self.manifest(3),
        ]
      }
      try expectQuery(
        story.history, "images of image:1.0.0 | select size, version", rows: ["20 | 1.0.0"])
      try expectQuery(
        story.history,
        "images of image:1.0.0 | expand children as c | sort c.digest | select c.digest",
        rows: ["\(ImageStory.digest(2))", "\(ImageStory.digest(3))"])
    }
  }
}
