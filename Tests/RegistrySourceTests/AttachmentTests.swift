import Foundation
import HTTPTestSupport
import ImageManifests
import Indexing
import TestSupport
import Testing

@testable import RegistrySource

@Suite("What is attached to images")
struct AttachmentTests {
  private static let commit = String(repeating: "1a", count: 20)

  private static func tag(_ digest: Digest, _ ending: String = "") -> String {
    "sha256-\(digest.description.dropFirst(7))\(ending)"
  }

  /// A statement in an envelope, as cosign writes it.
  private static func envelope(_ commit: String = commit) throws -> [String: Any] {
    let statement = try JSONSerialization.data(
      withJSONObject: provenance(commit), options: [.sortedKeys])
    return [
      "payloadType": "application/vnd.in-toto+json", "payload": statement.base64EncodedString(),
      "signatures": [[String: String]](),
    ]
  }

  /// Adds a manifest with one layer that holds a JSON object.
  private static func attach(
    _ object: [String: Any], to repository: inout FakeRepository,
    type: String = "application/vnd.dsse.envelope.v1+json",
    predicateType: String? = "https://slsa.dev/provenance/v0.2", extra: [String: Any] = [:]
  ) -> ImageBuilder.Entry {
    let made = repository.images.json(object)
    var layer: [String: Any] = [
      "mediaType": type, "digest": made.digest.description, "size": made.size,
    ]
    if let predicateType { layer["annotations"] = ["predicateType": predicateType] }
    var members: [String: Any] = ["layers": [layer]]
    members.merge(extra) { $1 }
    return repository.images.image(created: nil, extra: members)
  }

  @Test("Tags of cosign and of the fallback schema are told from others")
  func tags() throws {
    let digest = Digest(sha256: [1])
    for (ending, kind) in [("", ""), (".sig", "sig"), (".att", "att"), (".sbom", "sbom")] {
      let tag = try #require(AttachmentTag(Self.tag(digest, ending)))
      #expect(tag.subject == digest && tag.kind == kind)
    }
    for text in [
      "sha256-12", "latest", Self.tag(digest, ".x"), Self.tag(digest, ".sig.sig"),
      Self.tag(digest, "."), Self.tag(digest).uppercased(), "x\(Self.tag(digest))",
    ] {
      #expect(AttachmentTag(text) == nil, "\(text)")
    }
  }

  @Test("A statement that cosign attached names the commit of the image")
  func cosign() async throws {
    var repository = FakeRepository("1.0")
    let subject = repository.tags[0].digest
    let attached = Self.attach(try Self.envelope(), to: &repository)
    let signed = Self.attach(
      ["critical": 1], to: &repository, type: "application/vnd.dev.cosign.simplesigning.v1+json")
    repository.tags += [
      (Self.tag(subject, ".att"), attached.digest), (Self.tag(subject, ".sig"), signed.digest),
    ]
    let look = try await FakeServer.with(repository.reply) { try await $0.look() }
    #expect(look.problems.isEmpty)
    #expect(look.tags.count == 3)
    #expect(look.manifests.map(\.digest) == [subject, attached.digest, signed.digest])
    #expect(look.manifests[0].origins.map(\.commit) == [Self.commit])
    #expect(look.manifests[0].origins.map(\.repositoryURL) == ["https://github.com/acme/shop.git"])
    #expect(look.manifests[1].subject == subject && look.manifests[2].subject == subject)
    #expect(look.manifests[1].artifactType == "application/vnd.dsse.envelope.v1+json")
    #expect(look.manifests[1].labels.isEmpty && look.manifests[1].origins.isEmpty)
  }

  @Test("What refers to an image is asked of a registry that keeps such lists")
  func referrers() async throws {
    var repository = FakeRepository("1.0", "2.0")
    let subject = repository.tags[0].digest
    let bundle: [String: Any] = ["dsseEnvelope": try Self.envelope()]
    let attached = Self.attach(
      bundle, to: &repository, type: "application/vnd.dev.sigstore.bundle.v0.3+json",
      predicateType: nil,
      extra: [
        "artifactType": "application/vnd.dev.sigstore.bundle.v0.3+json",
        "subject": [
          "mediaType": ImageBuilder.ociImage, "digest": subject.description, "size": 1,
        ],
      ])
    let list = repository.images.index([attached])
    let empty = repository.images.index([])
    try await FakeServer.with({ [repository] request in
      guard request.path.contains("/referrers/") else { return repository.reply(request) }
      let index = request.path.hasSuffix(subject.description) ? list : empty
      return .status(
        200, [("Content-Type", ImageBuilder.ociIndex)],
        body: repository.images.blobs[index.digest] ?? [])
    }) { [repository] server in
      let look = try await server.look()
      #expect(look.problems.isEmpty)
      #expect(server.lines.filter { $0.contains("/referrers/") }.count == 2)
      let image = try #require(look.manifests.first { $0.digest == subject })
      #expect(image.origins.map(\.commit) == [Self.commit])
      let statement = try #require(look.manifests.first { $0.digest == attached.digest })
      #expect(statement.subject == subject)
      #expect(statement.artifactType == "application/vnd.dev.sigstore.bundle.v0.3+json")
      // An unchanged repository costs no such request.
      var known = repository.known
      known.manifests.formUnion(look.manifests.map(\.digest))
      let before = server.requests.count
      _ = try await server.look(known: known)
      #expect(server.requests.count == before + 3)
    }
  }

  @Test("A registry without such lists is asked once, and its fallback tags are read")
  func fallbackTag() async throws {
    var repository = FakeRepository("1.0", "2.0", "3.0")
    let subject = repository.tags[1].digest
    let attached = Self.attach(
      provenance(Self.commit), to: &repository, type: "application/vnd.in-toto+json",
      extra: [
        "subject": [
          "mediaType": ImageBuilder.ociImage, "digest": subject.description, "size": 1,
        ]
      ])
    let list = repository.images.index([attached])
    repository.tags.append((Self.tag(subject), list.digest))
    try await FakeServer.with(repository.reply) { server in
      let look = try await server.look { $0.concurrency = 1 }
      #expect(look.problems.isEmpty)
      #expect(server.lines.filter { $0.contains("/referrers/") }.count == 1)
      let image = try #require(look.manifests.first { $0.digest == subject })
      #expect(image.origins.map(\.commit) == [Self.commit])
      #expect(look.manifests.contains { $0.digest == list.digest })
    }
  }

  @Test("A statement that comes later is told with the image that it is about")
  func late() async throws {
    var repository = FakeRepository("1.0", "2.0")
    let known = repository.known
    let subject = repository.tags[0].digest
    let attached = Self.attach(try Self.envelope(), to: &repository)
    repository.tags.append((Self.tag(subject, ".att"), attached.digest))
    try await FakeServer.with(repository.reply) { server in
      var known = known
      let look = try await server.look(known: known)
      #expect(look.problems.isEmpty)
      #expect(look.manifests.map(\.digest) == [subject, attached.digest])
      #expect(look.manifests[0].origins.map(\.commit) == [Self.commit])
      #expect(look.manifests[0].labels == ["version": "1.0"])
      known.manifests.insert(attached.digest)
      #expect(try await server.look(known: known).manifests.isEmpty)
    }
  }

  @Test("A statement about an image of an index belongs to that image")
  func child() async throws {
    var repository = FakeRepository()
    let amd = repository.images.image(labels: ["version": "1.0"])
    let index = repository.images.index([amd])
    let attached = Self.attach(try Self.envelope(), to: &repository)
    repository.tags = [("1.0", index.digest), (Self.tag(amd.digest, ".att"), attached.digest)]
    let look = try await FakeServer.with(repository.reply) { try await $0.look() }
    #expect(look.problems.isEmpty)
    let image = try #require(look.manifests.first { $0.digest == amd.digest })
    #expect(image.origins.map(\.commit) == [Self.commit])
  }

  @Test("A forged statement names no commit")
  func forged() async throws {
    var repository = FakeRepository("1.0")
    let subject = repository.tags[0].digest
    let attached = Self.attach(try Self.envelope(), to: &repository)
    let statement = repository.images.json(try Self.envelope())
    let other = try JSONSerialization.data(
      withJSONObject: Self.envelope(String(repeating: "2b", count: 20)))
    repository.images.replace(statement.digest, with: Array(other))
    repository.tags.append((Self.tag(subject, ".att"), attached.digest))
    let look = try await FakeServer.with(repository.reply) { try await $0.look() }
    #expect(look.problems.map(\.code) == [.mismatched])
    #expect(look.manifests[0].origins.isEmpty)
  }

  @Test("A manifest that is about another image names no commit of this one")
  func otherSubject() async throws {
    var repository = FakeRepository("1.0", "2.0")
    let (first, second) = (repository.tags[0].digest, repository.tags[1].digest)
    let attached = Self.attach(
      try Self.envelope(), to: &repository,
      extra: [
        "subject": [
          "mediaType": ImageBuilder.ociImage, "digest": second.description, "size": 1,
        ]
      ])
    repository.tags.append((Self.tag(first, ".att"), attached.digest))
    let look = try await FakeServer.with(repository.reply) { try await $0.look() }
    #expect(look.manifests.first { $0.digest == first }?.origins.isEmpty == true)
  }

  @Test("Lists that list one another, and very many attachments, come to an end")
  func endless() async throws {
    var repository = FakeRepository("1.0")
    let subject = repository.tags[0].digest
    let entries = (0..<500).map { number in
      Self.attach(["n": number], to: &repository, type: "application/x-\(number)")
    }
    let inner = repository.images.index(entries)
    let list = repository.images.index([inner, inner])
    repository.tags.append((Self.tag(subject), list.digest))
    try await FakeServer.with(repository.reply) { server in
      let look = try await server.look()
      #expect(look.problems.map(\.code) == [.tooLarge])
      #expect(look.manifests.count == 1 + AttachmentReader.limit)
      #expect(server.requests.count < 120)
    }
  }
}
