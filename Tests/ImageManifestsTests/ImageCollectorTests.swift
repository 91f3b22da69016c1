import ImageManifests
import Indexing
import TestSupport
import Testing

@Suite("Collecting images")
struct ImageCollectorTests {
  private static let commit = String(repeating: "1a", count: 20)
  private static let version = "org.opencontainers.image.version"

  /// A statement as BuildKit makes it of a build from git.
  private static func provenance(_ commit: String = commit) -> [String: Any] {
    [
      "predicateType": "https://slsa.dev/provenance/v0.2",
      "predicate": [
        "materials": [
          ["uri": "https://github.com/acme/shop.git#main", "digest": ["sha1": commit]]
        ]
      ],
    ]
  }

  @Test("An image comes with its labels and its time")
  func image() async throws {
    var images = ImageBuilder()
    let entry = images.image(labels: [Self.version: "1.0"], created: "1970-01-01T00:00:01Z")
    let collection = try await images.collect(entry)
    #expect(collection.problems.isEmpty)
    let manifest = try #require(collection[entry])
    #expect(manifest.labels == [Self.version: "1.0"])
    #expect(manifest.createdAt == 1_000_000)
    #expect(manifest.mediaType == ImageBuilder.ociImage)
  }

  @Test("An index has the labels that its images share, and the latest time")
  func index() async throws {
    var images = ImageBuilder()
    let arm = images.image(
      labels: ["a": "1", "b": "2", "c": "3"], created: "1970-01-01T00:00:07Z",
      platform: "linux/arm64/v8")
    let amd = images.image(labels: ["a": "1", "b": "x"], created: "1970-01-01T00:00:05Z")
    let index = images.index([arm, amd, arm], annotations: ["note": "n"])
    let collection = try await images.collect(index)
    #expect(collection.problems.isEmpty)
    #expect(collection.manifests.map(\.digest) == [index, arm, amd].map(\.digest))
    let manifest = try #require(collection[index])
    #expect(manifest.labels == ["a": "1"])
    #expect(manifest.annotations == ["note": "n"])
    #expect(manifest.createdAt == 7_000_000)
    #expect(
      manifest.children.map(\.platform) == ["linux/arm64/v8", "linux/amd64", "linux/arm64/v8"])
    #expect(manifest.size == nil)
  }

  @Test("The commits that attestations name belong to what they attest, and to the index")
  func attestations() async throws {
    var images = ImageBuilder()
    let amd = images.image(labels: ["a": "1"])
    let arm = images.image(labels: ["a": "1"], platform: "linux/arm64")
    let other = String(repeating: "2b", count: 20)
    let first = images.attestation(of: amd, statements: [Self.provenance()])
    let second = images.attestation(
      of: arm, statements: [Self.provenance(), Self.provenance(other)], predicateType: nil)
    let index = images.index([amd, arm, first, second])
    let collection = try await images.collect(index)
    #expect(collection.problems.isEmpty)
    #expect(collection[amd]?.origins.map(\.commit) == [Self.commit])
    #expect(collection[arm]?.origins.map(\.commit) == [Self.commit, other])
    #expect(collection[index]?.origins.map(\.commit) == [Self.commit, other])
    #expect(collection[first]?.origins == [])
    // The attestations' own configs have no labels, which the index would then lack.
    #expect(collection[index]?.labels == ["a": "1"])
    #expect(
      collection[index]?.children.map(\.role) == [
        .image, .image, .attestation(of: amd.digest), .attestation(of: arm.digest),
      ])
    #expect(collection[index]?.children.last?.platform == "")
  }

  @Test("Lists of packages are not fetched")
  func packageLists() async throws {
    var images = ImageBuilder()
    let image = images.image()
    let list = images.attestation(
      of: image, statements: [Self.provenance()], predicateType: "https://spdx.dev/Document")
    let index = images.index([image, list])
    let collection = try await images.collect(index)
    #expect(collection.problems.isEmpty)
    #expect(collection[image]?.origins == [])
    #expect(collection[index]?.origins == [])
  }

  @Test("Each digest is read once, however many lists name it")
  func once() async throws {
    var images = ImageBuilder()
    let shared = images.image(labels: ["a": "1"])
    // Docker's form of the same image, with the same config.
    let sibling = images.image(
      labels: ["a": "1"], extra: ["mediaType": ImageBuilder.dockerImage])
    let lists = [
      images.index([shared, shared]), images.index([shared, sibling], annotations: ["n": "2"]),
    ]
    let reader = MemoryReader(images)
    let collection = try await ImageCollector(reader: reader).collect(
      (lists + lists).map(\.digest) + [shared.digest], concurrency: 8)
    #expect(collection.problems.isEmpty)
    #expect(collection.manifests.count == 4)
    #expect(reader.asked.count == 5)
    #expect(reader.asked.values.allSatisfy { $0 == 1 })
  }

  @Test("What is known is not yielded, but lends its labels to a new index")
  func known() async throws {
    var images = ImageBuilder()
    let old = images.image(labels: ["a": "1", "v": "1"])
    let new = images.image(labels: ["a": "1", "v": "2"], content: "other")
    let index = images.index([old, new])
    let collection = try await images.collect(index, known: [old.digest])
    #expect(collection.manifests.map(\.digest) == [index.digest, new.digest])
    #expect(collection[index]?.labels == ["a": "1"])
    let reader = MemoryReader(images)
    let again = try await ImageCollector(reader: reader, known: [index.digest]).collect(
      [index.digest])
    #expect(again.manifests.isEmpty)
    #expect(reader.asked.isEmpty)
  }

  @Test("An index in an index is read; a third level is a problem")
  func nesting() async throws {
    var images = ImageBuilder()
    let image = images.image(labels: ["a": "1"])
    let inner = images.index([image])
    let middle = images.index([inner])
    let outer = images.index([middle])
    let two = try await images.collect(middle)
    #expect(two.problems.isEmpty)
    #expect(two[middle]?.labels == ["a": "1"])
    let three = try await images.collect(outer)
    #expect(three.manifests.map(\.digest) == [outer, middle].map(\.digest))
    #expect(
      three.problems.map(\.message) == [
        "index \(inner.digest) lies in more than 2 indexes; it is not read"
      ])
    let all = try await images.collect(outer, inner)
    #expect(all.problems.isEmpty)
    #expect(all.manifests.count == 4)
  }

  @Test("Manifests with other bytes than their digest are never yielded")
  func forged() async throws {
    var images = ImageBuilder()
    let good = images.image(labels: ["a": "1"])
    let bad = images.image(labels: ["a": "2"])
    let forged = images.image(labels: ["a": "evil"])
    let index = images.index([good, bad])
    images.replace(bad.digest, with: images.blobs[forged.digest])
    let collection = try await images.collect(index)
    #expect(collection.manifests.map(\.digest) == [index, good].map(\.digest))
    #expect(collection.problems.map(\.code) == [.mismatched])
    #expect(collection.problems.first?.object?.bytes == bad.digest.bytes)
    #expect(
      collection.problems.map(\.message) == [
        "the bytes named \(bad.digest) have the digest \(forged.digest): "
          + "the manifest is damaged or forged"
      ])
  }

  @Test("A reader that lies in a circle is not followed")
  func circle() async throws {
    var images = ImageBuilder()
    let image = images.image()
    let index = images.index([image])
    images.replace(image.digest, with: images.blobs[index.digest])
    let collection = try await images.collect(index)
    #expect(collection.manifests.map(\.digest) == [index.digest])
    #expect(collection.problems.map(\.code) == [.mismatched])
  }

  @Test("A manifest without its config stays, and the problem tells what is wrong")
  func configs() async throws {
    for (damage, code) in [("absent", SourceProblem.Code.unreadable), ("other", .mismatched)] {
      var images = ImageBuilder()
      let entry = images.image(labels: ["a": "1"])
      let document = try ManifestDocument(
        bytes: try #require(images.blobs[entry.digest]), contentType: nil)
      let config = try #require(document.config?.digest)
      let content = String(decoding: try #require(images.blobs[config]), as: UTF8.self)
      // The same size, so that the digest alone tells.
      let forged = content.replacing(#""a":"1""#, with: #""a":"2""#)
      #expect(forged != content)
      images.replace(config, with: damage == "absent" ? nil : Array(forged.utf8))
      let index = images.index([entry])
      let collection = try await images.collect(index)
      #expect(collection[entry]?.labels == [:])
      #expect(collection[entry]?.isPartial == true)
      #expect(collection[index]?.isPartial == true)
      #expect(collection.problems.map(\.code) == [code])
      #expect(collection.problems.first?.object?.bytes == config.bytes)
    }
  }

  @Test("A statement with other bytes than its digest names no commit")
  func forgedStatement() async throws {
    var images = ImageBuilder()
    let image = images.image()
    let attestation = images.attestation(of: image, statements: [Self.provenance()])
    let index = images.index([image, attestation])
    let statement = try #require(
      images.blobs.first { String(decoding: $0.value, as: UTF8.self).contains(Self.commit) })
    let forged = String(decoding: statement.value, as: UTF8.self)
      .replacing(Self.commit, with: String(repeating: "2b", count: 20))
    images.replace(statement.key, with: Array(forged.utf8))
    let collection = try await images.collect(index)
    #expect(collection[index]?.origins == [])
    #expect(collection[image]?.origins == [])
    #expect(collection.problems.map(\.code) == [.mismatched])
  }

  @Test("A config of another size than the manifest states is not believed")
  func wrongSize() async throws {
    var images = ImageBuilder()
    let config = images.json(["config": ["Labels": ["a": "1"]]])
    for (size, code) in [
      (config.size + 1, SourceProblem.Code.mismatched), (5 << 20, .tooLarge),
    ] {
      let entry = images.image(extra: [
        "config": [
          "mediaType": "application/vnd.oci.image.config.v1+json",
          "digest": config.digest.description, "size": size,
        ]
      ])
      let collection = try await images.collect(entry)
      #expect(collection[entry]?.labels == [:])
      #expect(collection.problems.map(\.code) == [code])
    }
  }

  @Test("A config under another hash is a problem, not a crash")
  func otherHash() async throws {
    var images = ImageBuilder()
    let entry = images.image(extra: [
      "config": [
        "mediaType": "application/vnd.oci.image.config.v1+json",
        "digest": "sha512:" + String(repeating: "0", count: 128), "size": 2,
      ]
    ])
    let collection = try await images.collect(entry)
    #expect(collection[entry] != nil)
    #expect(collection.problems.map(\.code) == [.unsupported])
  }

  @Test("An absent entry is a problem; the index keeps its list")
  func absent() async throws {
    var images = ImageBuilder()
    let here = images.image(labels: ["a": "1"])
    let gone = images.image(platform: "linux/s390x")
    let index = images.index([here, gone])
    images.replace(gone.digest, with: nil)
    let collection = try await images.collect(index)
    #expect(collection[index]?.children.count == 2)
    #expect(collection[index]?.labels == ["a": "1"])
    #expect(
      collection.problems.map(\.message) == ["manifest \(gone.digest) is not there"])
  }

  @Test("What a list says of an entry must hold")
  func wrongEntry() async throws {
    var images = ImageBuilder()
    var entry = images.image()
    let (digest, type) = (entry.digest, entry.mediaType)
    entry.mediaType = ImageBuilder.dockerImage
    let lying = images.index([entry])
    let lies = try await images.collect(lying)
    #expect(lies[lying]?.children.count == 1)
    #expect(!lies.manifests.contains { $0.digest == digest })
    #expect(lies.problems.map(\.code) == [.wrongKind])
    entry.mediaType = type
    entry.size += 1
    let miscounting = images.index([entry])
    let miscounts = try await images.collect(miscounting)
    #expect(miscounts.manifests.contains { $0.digest == digest })
    #expect(miscounts.problems.map(\.code) == [.mismatched])
  }

  @Test("Content types that a source states are held against the bytes")
  func contentType() async throws {
    var images = ImageBuilder()
    let entry = images.image()
    let reader = MemoryReader(images, contentTypes: [entry.digest: ImageBuilder.ociIndex])
    let collection = try await ImageCollector(reader: reader).collect([entry.digest])
    #expect(collection.manifests.isEmpty)
    #expect(collection.problems.map(\.code) == [.wrongKind])
  }

  @Test("Blobs that an index lists are no manifests and are not asked for")
  func blobsInIndex() async throws {
    var images = ImageBuilder()
    let blob = ImageBuilder.Entry(
      digest: images.blob(Array("data".utf8)), mediaType: "application/vnd.example.data", size: 4,
      platform: "")
    let index = images.index([blob])
    let collection = try await images.collect(index)
    #expect(collection.problems.isEmpty)
    #expect(collection[index]?.children.map(\.role) == [.other])
    #expect(collection.manifests.count == 1)
  }

  @Test("One digest leads to a bounded number of manifests")
  func descendants() async throws {
    var images = ImageBuilder()
    let lists = (0..<3).map { list in
      let entries = (0..<900).map { entry in
        ImageBuilder.Entry(
          digest: Digest(sha256: Array("\(list) \(entry)".utf8)),
          mediaType: ImageBuilder.ociImage, size: 2, platform: "")
      }
      return images.index(entries)
    }
    let outer = images.index(lists)
    let reader = MemoryReader(images)
    let collection = try await ImageCollector(reader: reader).collect([outer.digest])
    #expect(collection.manifests.count == 4)
    #expect(reader.asked.count == 1 + ManifestLimit.descendants)
    #expect(collection.problems.filter { $0.code == .tooLarge }.count == 1)
    #expect(collection.problems.filter { $0.code == .missing }.count == 1_997)
  }

  @Test("A cancelled look throws")
  func cancelled() async throws {
    var images = ImageBuilder()
    let digests = (0..<10).map { images.image(content: "\($0)").digest }
    let collector = ImageCollector(reader: MemoryReader(images))
    let task = Task {
      withUnsafeCurrentTask { $0?.cancel() }
      return try await collector.collect(digests)
    }
    await #expect(throws: CancellationError.self) { try await task.value }
  }
}
