import Foundation
import ImageFiles
import Indexing
import Synchronization
import TestSupport
import Testing

@Suite("The storage of a registry")
struct RegistryStorageTests {
  private static let january = "2024-01-01T00:00:00Z"
  private static let february = "2024-02-01T00:00:00Z"
  private static let march = "2024-03-01T00:00:00Z"

  private func microseconds(_ time: String) -> Int64? { Timestamp.microseconds(rfc3339: time) }

  @Test("A repository gives its tags and what they pointed at before")
  func history() async throws {
    try await StorageFixture.with { storage in
      var images = ImageBuilder()
      let old = images.image(labels: ["v": "1"], content: "old")
      let new = images.image(labels: ["v": "2"], content: "new")
      try storage.add(images)
      try storage.addTag(
        "acme/shop", "latest", current: new.digest,
        past: [(new.digest, Self.february), (old.digest, Self.january)])
      try storage.addTag("acme/shop", "1.0", current: old.digest, past: [(old.digest, Self.march)])
      let look = try await storage.look()
      #expect(look.repository == "registry.example.com:5000/acme/shop")
      #expect(look.kind == .storage)
      #expect(look.location == Array("\(storage.base)/repositories/acme/shop".utf8))
      #expect(look.isComplete)
      #expect(look.problems.isEmpty)
      #expect(look.namedTags == ["latest": new.digest, "1.0": old.digest])
      #expect(
        look.past == [
          .init(tag: Array("1.0".utf8), digest: old.digest, since: microseconds(Self.march)),
          .init(tag: Array("latest".utf8), digest: old.digest, since: microseconds(Self.january)),
          .init(tag: Array("latest".utf8), digest: new.digest, since: microseconds(Self.february)),
        ])
      #expect(Set(look.manifests.map { $0.labels["v"] }) == ["1", "2"])
    }
  }

  static let doubtful: [(String, String, String)] = [
    (february, january, "the file of what it points at now is not the youngest"),
    ("2024-01-01T00:00:00.2Z", "2024-01-01T00:00:01Z", "all its 2 files are of the same second"),
    (january, "2030-01-01T00:00:00Z", "a file is dated in the future"),
    ("1970-01-01T00:00:00Z", january, "a file is dated 1970 or before"),
  ]

  @Test(
    "Times that cannot be those of pushes are left out, and a problem says so", arguments: doubtful)
  func doubtfulTimes(oldTime: String, newTime: String, reason: String) async throws {
    try await StorageFixture.with { storage in
      var images = ImageBuilder()
      let old = images.image(content: "old")
      let new = images.image(content: "new")
      try storage.add(images)
      try storage.addTag(
        "acme/shop", "latest", current: new.digest,
        past: [(old.digest, oldTime), (new.digest, newTime)])
      let look = try await storage.look()
      #expect(Set(look.past.map(\.digest)) == [old.digest, new.digest])
      #expect(look.past.allSatisfy { $0.since == nil })
      #expect(look.codes == [.implausible])
      #expect(look.problems.first?.ref == Array("latest".utf8))
      #expect(look.problems.first?.message.contains(reason) == true)
    }
  }

  @Test("A tag that points at something its history lacks has no believable times")
  func currentWithoutHistory() async throws {
    try await StorageFixture.with { storage in
      var images = ImageBuilder()
      let old = images.image(content: "old")
      let new = images.image(content: "new")
      try storage.add(images)
      try storage.addTag(
        "acme/shop", "latest", current: new.digest, past: [(old.digest, Self.january)])
      let look = try await storage.look()
      #expect(look.namedTags == ["latest": new.digest])
      #expect(look.past.map(\.since) == [nil])
      #expect(look.codes == [.implausible])
    }
  }

  @Test("A removed tag has only a past")
  func removedTag() async throws {
    try await StorageFixture.with { storage in
      var images = ImageBuilder()
      let image = images.image()
      try storage.add(images)
      try storage.addTag(
        "acme/shop", "gone", current: nil, past: [(image.digest, Self.january)])
      let look = try await storage.look()
      #expect(look.tags.isEmpty)
      #expect(look.unresolved.isEmpty)
      #expect(look.past.map(\.since) == [microseconds(Self.january)])
      #expect(look.manifests.map(\.digest) == [image.digest])
      #expect(look.problems.isEmpty)
    }
  }

  @Test("Damaged links leave a tag open")
  func damagedLinks() async throws {
    try await StorageFixture.with { storage in
      var images = ImageBuilder()
      let image = images.image()
      try storage.add(images)
      let tags = "\(storage.manifests("acme/shop"))/tags"
      try writeFile("\(tags)/empty/current/link", "")
      try writeFile("\(tags)/other/current/link", "sha512:00")
      try FileManager.default.createDirectory(
        atPath: "\(tags)/linked/current", withIntermediateDirectories: true)
      try FileManager.default.createSymbolicLink(
        atPath: "\(tags)/linked/current/link", withDestinationPath: "/etc/hostname")
      let wrongHex = String(repeating: "0", count: 64)
      try writeFile("\(tags)/lying/index/sha256/\(wrongHex)/link", "\(image.digest)")
      try writeFile("\(tags)/lying/index/sha256/nothing/link", "\(image.digest)")
      let look = try await storage.look()
      #expect(look.tags.isEmpty)
      #expect(look.past.isEmpty)
      #expect(look.unresolved == Set(["empty", "other", "linked"].map { Array($0.utf8) }))
      #expect(
        look.codes == [.unreadable, .unreadable, .unreadable, .unsupported, .unreadable])
    }
  }

  @Test("Names that a registry does not allow are problems")
  func names() async throws {
    try await StorageFixture.with { storage in
      var images = ImageBuilder()
      let image = images.image()
      try storage.add(images)
      for tag in ["1.0", "-x", "a b", "ü"] {
        try storage.addTag("acme/shop", tag, current: image.digest, past: [])
      }
      for name in ["acme/shop", "Acme/x", "a__b/c.d-e/f", "bad..name", "-x"] {
        try storage.addRevision(name, image.digest)
      }
      let look = try await storage.look()
      #expect(look.namedTags == ["1.0": image.digest])
      #expect(look.codes == [.unsupported, .unsupported, .unsupported])
      let listing = try RegistryStorage(path: Array(storage.root.utf8)).repositories()
      #expect(listing.names == ["a__b/c.d-e/f", "acme/shop"])
      #expect(
        Set(listing.problems.map(\.message)) == [
          "the name of Acme is no repository; it is left out",
          "the name of bad..name is no repository; it is left out",
          "the name of -x is no repository; it is left out",
        ])
    }
  }

  static let places: [(String, [String])] = [
    ("", ["acme/shop", "acme/shop/inner", "tools"]),
    ("docker", ["acme/shop", "acme/shop/inner", "tools"]),
    ("docker/registry/v2", ["acme/shop", "acme/shop/inner", "tools"]),
    ("docker/registry/v2/repositories", ["acme/shop", "acme/shop/inner", "tools"]),
    ("docker/registry/v2/repositories/acme", ["acme/shop", "acme/shop/inner"]),
    ("docker/registry/v2/repositories/acme/shop", ["acme/shop", "acme/shop/inner"]),
    ("docker/registry/v2/repositories/tools/_manifests/tags", ["tools"]),
  ]

  @Test("The storage is found from its root, or from a folder in it", arguments: places)
  func place(path: String, names: [String]) async throws {
    try await StorageFixture.with { storage in
      var images = ImageBuilder()
      let image = images.image()
      try storage.add(images)
      for name in ["tools", "acme/shop", "acme/shop/inner"] {
        try storage.addTag(name, "1", current: image.digest, past: [])
      }
      let path = "\(storage.root)/\(path)"
      let found = try RegistryStorage(path: Array(path.utf8))
      #expect(try found.repositories().names == names)
      #expect(found.location == Array(storage.base.utf8))
      let look = try await storage.look("tools", at: path)
      #expect(look.manifests.map(\.digest) == [image.digest])
    }
  }

  @Test("Links between folders are not followed")
  func links() async throws {
    try await StorageFixture.with { storage in
      var images = ImageBuilder()
      let image = images.image()
      try storage.add(images)
      try storage.addTag("acme/shop", "1", current: image.digest, past: [])
      try FileManager.default.createSymbolicLink(
        atPath: "\(storage.base)/repositories/loop", withDestinationPath: ".")
      let listing = try RegistryStorage(path: Array(storage.root.utf8)).repositories()
      #expect(listing.names == ["acme/shop"])
      #expect(listing.problems.map(\.code) == [.unreadable])
    }
  }

  @Test("What is no storage, no repository or no host is refused")
  func refused() async throws {
    try await StorageFixture.with { storage in
      let nothing = try #require(throws: ImageFileError.self) {
        try RegistryStorage(path: Array(storage.root.utf8))
      }
      #expect(nothing.code == .wrongKind)
      var images = ImageBuilder()
      let image = images.image()
      try storage.addRevision("acme/shop", image.digest)
      for name in ["acme", "acme/other", "acme/other/deeper"] {
        let error = try await #require(throws: ImageFileError.self) {
          try await storage.look(name)
        }
        #expect(error.code == .notFound)
      }
      for name in ["", "..", "acme/../acme/shop", "/etc", "_manifests"] {
        let error = try await #require(throws: ImageFileError.self) {
          try await storage.look(name)
        }
        #expect(error.code == .wrongKind)
      }
      let found = try RegistryStorage(path: Array(storage.root.utf8))
      for host in ["", "registry", "a b.c", "../x", "https://registry.example.com"] {
        let error = try await #require(throws: ImageFileError.self) {
          try await found.look(at: "acme/shop", registry: host, clock: { 0 })
        }
        #expect(error.message == "\"\(host)\" is no host of a registry")
      }
    }
  }

  @Test("Manifests without a tag are read; those that were deleted or collected are not")
  func revisions() async throws {
    try await StorageFixture.with { storage in
      var images = ImageBuilder()
      let tagged = images.image(content: "tagged")
      let untagged = images.image(content: "untagged")
      let deleted = images.image(content: "deleted")
      let collected = images.image(content: "collected")
      images.replace(collected.digest, with: nil)
      try storage.add(images)
      try storage.addRevision("acme/shop", untagged.digest)
      try storage.addRevision("acme/shop", deleted.digest)
      let hex = "\(deleted.digest)".dropFirst(7)
      try FileManager.default.removeItem(
        atPath: "\(storage.manifests("acme/shop"))/revisions/sha256/\(hex)/link")
      try storage.addTag(
        "acme/shop", "1", current: tagged.digest,
        past: [(collected.digest, Self.january), (tagged.digest, Self.february)])
      let look = try await storage.look()
      #expect(look.manifests.map(\.digest) == [tagged.digest, untagged.digest])
      #expect(look.past.map(\.digest) == [collected.digest, tagged.digest])
      #expect(
        look.problems.map(\.message) == [
          "1 manifests that tags pointed at before are not there any more, such as "
            + "\(collected.digest)"
        ])
    }
  }

  @Test("An index is read with its entries and their attestations")
  func index() async throws {
    try await StorageFixture.with { storage in
      var images = ImageBuilder()
      let commit = String(repeating: "1a", count: 20)
      let image = images.image(labels: ["a": "1"])
      let attestation = images.attestation(
        of: image,
        statements: [
          [
            "predicateType": "https://slsa.dev/provenance/v0.2",
            "predicate": ["materials": [["digest": ["gitCommit": commit]]]],
          ]
        ])
      let index = images.index([image, attestation])
      try storage.add(images)
      try storage.addTag("acme/shop", "1", current: index.digest, past: [])
      let look = try await storage.look()
      #expect(look.problems.isEmpty)
      let found = try #require(look.manifests.first { $0.digest == index.digest })
      #expect(found.labels == ["a": "1"])
      #expect(found.origins.map(\.commit) == [commit])
    }
  }

  @Test("A blob of other bytes than its digest, or of too many, is not believed")
  func forged() async throws {
    try await StorageFixture.with { storage in
      var images = ImageBuilder()
      let forged = images.image(content: "forged")
      let long = images.image(content: "long")
      images.replace(forged.digest, with: Array("{}".utf8))
      images.replace(long.digest, with: [UInt8](repeating: 0x20, count: (4 << 20) + 1))
      try storage.add(images)
      try storage.addTag("acme/shop", "forged", current: forged.digest, past: [])
      try storage.addTag("acme/shop", "long", current: long.digest, past: [])
      let look = try await storage.look()
      #expect(look.tags.count == 2)
      #expect(look.manifests.isEmpty)
      #expect(Set(look.codes) == [.mismatched, .tooLarge])
    }
  }

  @Test("Many tags are counted one by one, and lost times summed up")
  func manyTags() async throws {
    try await StorageFixture.with { storage in
      var images = ImageBuilder()
      let old = images.image(content: "old")
      let new = images.image(content: "new")
      try storage.add(images)
      for number in 0..<400 {
        try storage.addTag(
          "acme/shop", "1.0.\(number)", current: new.digest,
          past: [(old.digest, Self.january), (new.digest, Self.january)])
      }
      let counts = Mutex<[Int]>([])
      let look = try await storage.look { count in counts.withLock { $0.append(count) } }
      #expect(look.tags.count == 400)
      #expect(look.past.count == 800)
      #expect(look.manifests.count == 2)
      #expect(counts.withLock { $0 } == Array(1...400))
      #expect(look.problems.count == 21)
      #expect(look.problems.last?.message == "the times of 380 more tags were not kept")
      let again = try await storage.look(known: [old.digest, new.digest])
      #expect(again.tags == look.tags)
      #expect(again.manifests.isEmpty)
    }
  }
}
