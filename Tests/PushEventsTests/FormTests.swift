import Indexing
import PushEvents
import Testing

@Suite("Forms of announcements")
struct FormTests {
  @Test("Each sender's form is known by its keys", arguments: Sample.all)
  func known(sample: Sample) {
    let batch = read(sample.text)
    #expect(lines(batch) == sample.lines)
    // Google's, like the deletions of Distribution, have a name of two words.
    let format = batch.events.first?.format
    #expect(sample.name.split(separator: " ").contains { format == String($0) })
  }

  @Test("Samples of all forms are there, and each has its own")
  func complete() {
    #expect(
      Set(Sample.all.compactMap { read($0.text).events.first?.format }) == [
        "distribution", "azure", "harbor", "harbor-cloudevents", "docker-hub", "ghcr", "ecr",
        "google", "quay", "jfrog", "nexus", "generic",
      ])
  }

  @Test("A manifest is described as far as its event does")
  func manifests() throws {
    func manifest(_ name: String) throws -> ImageManifest {
      let sample = try #require(Sample.all.first { $0.name == name })
      return try #require(read(sample.text).events.first?.manifest)
    }
    let distribution = try manifest("distribution")
    #expect(distribution.digest.description == digest("aa"))
    #expect(distribution.mediaType == "application/vnd.oci.image.manifest.v1+json")
    #expect(distribution.size == 787)
    #expect(distribution.children.isEmpty)
    let gitHub = try manifest("ghcr")
    #expect(gitHub.mediaType == "application/vnd.oci.image.manifest.v1+json")
    #expect(gitHub.size == 42)
    #expect(
      gitHub.labels == [
        "org.opencontainers.image.version": "1.2.0",
        "org.opencontainers.image.revision": "c0ffee",
        "org.opencontainers.image.source": "https://github.com/acme/shop",
      ])
    let generic = try manifest("generic")
    #expect(generic.mediaType == "application/vnd.oci.image.index.v1+json")
    #expect(generic.size == 123)
    #expect(generic.labels == ["a": "1"])
    for sample in Sample.all where ["docker-hub", "quay", "nexus"].contains(sample.name) {
      #expect(read(sample.text).events.allSatisfy { $0.manifest == nil && $0.digest == nil })
    }
    let deletions = try #require(Sample.all.first { $0.name == "harbor-cloudevents" })
    #expect(read(deletions.text).events.allSatisfy { $0.manifest == nil && $0.digest != nil })
  }

  /// A change of a sample's text and what it leads to.
  struct Change: Sendable {
    var sample: String
    var from: String
    var to: String
    var lines: [String]

    init(_ sample: String, _ from: String, _ to: String, _ lines: String...) {
      self.sample = sample
      self.from = from
      self.to = to
      self.lines = lines
    }
  }

  static let ignored: [Change] =
    [
      ("distribution", #""push""#, #""pull""#), ("distribution", #""push""#, #""mount""#),
      ("azure", #""push""#, #""quarantine""#), ("harbor", "PUSH_ARTIFACT", "SCANNING_COMPLETED"),
      ("harbor-cloudevents", "artifact.deleted", "quota.exceeded"),
      ("ghcr", #""CONTAINER""#, #""npm""#), ("ghcr", #""published""#, #""deleted""#),
      ("ecr", "SUCCESS", "FAILURE"), ("ecr", "Image Action", "Image Scan"),
      ("ecr", #""PUSH""#, #""SCAN""#), ("jfrog", #""domain": "docker""#, #""domain": "artifact""#),
      ("jfrog", #""event_type": "pushed","#, #""event_type": "downloaded","#),
      ("jfrog", "list.manifest.json\",", "sha256__1f\","), ("nexus", #""docker""#, #""maven2""#),
      ("nexus", "CREATED", "PURGED"), ("quay", #"["latest", "v1"]"#, "[]"),
      ("quay", #""updated_tags": ["latest", "v1"]"#, #""build_id": "7""#),
    ].map { Change($0, $1, $2, "ignored 1") }

  static let variants: [Change] = [
    Change(
      "harbor", "PUSH_ARTIFACT", "deleteImage",
      "delete hub.acme.example/acme/shop:v1@aa at 1714564800000000 by jo",
      "delete hub.acme.example/acme/shop@bb at 1714564800000000 by jo"),
    Change(
      "docker-hub", "1.714564800e+09", "1714564800",
      "push docker.io/acme/shop:latest at 1714564800000000 by jo"),
    Change(
      "docker-hub", #""repo_name": "acme/shop""#, #""repo_name": "redis""#,
      "push docker.io/library/redis:latest at 1714564800000000 by jo"),
    Change(
      "ghcr", #""package": {"#, #""registry_package": {"#,
      "push ghcr.io/acme/shop:v1.2.0@aa at 1714564800000000 by jo "
        + "(44001/v1.2.0/2024-05-01T12:00:00Z)"),
    Change(
      "ghcr", #""name": "v1.2.0", "digest": "\#(digest("aa"))""#, #""name": "", "digest": """#,
      "push ghcr.io/acme/shop@aa at 1714564800000000 by jo (44001//2024-05-01T12:00:00Z)"),
    Change(
      "ghcr", #""updated_at": "2024-05-01T12:00:00Z""#, #""updated_at": null"#,
      "push ghcr.io/acme/shop:v1.2.0@aa by jo (44001/v1.2.0/)"),
    Change(
      "ecr", #","# + " \"image-tag\": \"latest\"", "",
      "push 123456789012.dkr.ecr.eu-west-1.amazonaws.com/acme/shop@aa at 1714564800000000 "
        + "(13cde686)"),
    Change(
      "ecr", "eu-west-1", "cn-north-1",
      "push 123456789012.dkr.ecr.cn-north-1.amazonaws.com.cn/acme/shop:latest@aa "
        + "at 1714564800000000 (13cde686)"),
    Change(
      "google", #""tag": "europe-docker.pkg.dev/acme/web/shop:v1""#, #""tag": null"#,
      "push europe-docker.pkg.dev/acme/web/shop@aa"),
    Change(
      "google", "dev/acme/web/shop:v1", "dev/acme/web/cart:v1",
      "1:1 the tag belongs to \"europe-docker.pkg.dev/acme/web/cart\", the digest to "
        + "\"europe-docker.pkg.dev/acme/web/shop\""),
    Change(
      "google", "europe-docker.pkg.dev/acme/web/shop:v1", "shop:v1",
      "1:1 \"shop:v1\" is no reference to an image"),
    Change(
      "google push", "eyJhY3Rpb24i", "!!!!", "1:1 the data of the message is not Base64"),
    Change(
      "google push", "eyJhY3Rpb24iOiJERUxFVEUiLCJ0YWciOiJnY3IuaW8vYWNtZS9zaG9wOnYxIn0=", "e30",
      "1:1 the data of the message announces no image; its keys are "),
    Change(
      "google push", "eyJhY3Rpb24iOiJERUxFVEUiLCJ0YWciOiJnY3IuaW8vYWNtZS9zaG9wOnYxIn0=", "ew==",
      "1:1 the data of the message is no JSON: expected a key in quotes or \"}\", found the end"),
    Change(
      "quay", #"["latest", "v1"]"#, #"{"latest": "3b1f", "v1": "9a0c"}"#,
      "push quay.io/acme/shop:latest", "push quay.io/acme/shop:v1"),
    Change(
      "jfrog", #""tag": "v1""#, #""tag": "sha256__aa""#,
      "push acme.jfrog.io/docker-local/acme/shop@aa"),
    Change(
      "jfrog", #""event_type": "pushed","#, #""event_type": "promoted","#,
      "push acme.jfrog.io/docker-local/acme/shop:v1@aa"),
    Change(
      "jfrog", "\"sha256\": \"aa", "\"sha256\": \"xx",
      "1:1 \"xx\(String(repeating: "0", count: 62))\" is no digest"),
    Change(
      "nexus", "CREATED", "DELETED", "delete ?/acme/shop:v1 at 1714564800000000 by jo"),
  ]

  @Test("What a sender changes is followed", arguments: ignored + variants)
  func changed(change: Change) throws {
    let sample = try #require(Sample.all.first { $0.name == change.sample })
    let text = sample.text.replacing(change.from, with: change.to)
    #expect(text != sample.text)
    #expect(lines(read(text)) == change.lines)
  }

  @Test(
    "GitHub's payload is found in the record of its delivery",
    arguments: [
      (
        #"{"event": "package", "action": "published", "request": {"headers": {}, "payload": "#, "}}"
      ),
      (#"{"name": "package", "payload": "#, "}"), (#"{"ref": "x", "event": "#, "}"),
      (#"{"headers": {}, "body": "#, "}"),
    ])
  func wrapped(start: String, end: String) throws {
    let sample = try #require(Sample.all.first { $0.name == "ghcr" })
    #expect(lines(read(start + sample.text + end)) == sample.lines)
  }
}
