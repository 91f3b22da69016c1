import Foundation
import ImageFiles
import Indexing
import TestSupport
import Testing

@Suite("Image layouts")
struct ImageLayoutTests {
  private static let version = "org.opencontainers.image.version"

  @Test("A folder gives tags, manifests and what they list")
  func folder() async throws {
    var images = ImageBuilder()
    let amd = images.image(labels: [Self.version: "1.0"])
    let arm = images.image(labels: [Self.version: "1.0"], platform: "linux/arm64")
    let index = images.index([amd, arm])
    let old = images.image(labels: [Self.version: "0.9"])
    let look = try await LayoutFixture(images, [("1.0", index), ("0.9", old), (nil, amd)]).look()
    #expect(look.repository == "ghcr.io/acme/shop")
    #expect(look.kind == .layout)
    #expect(look.startedAt == 1_700_000_000_000_000)
    #expect(look.endedAt == 1_700_000_000_000_000)
    #expect(look.namedTags == ["1.0": index.digest, "0.9": old.digest])
    #expect(look.isComplete)
    #expect(look.problems.isEmpty)
    #expect(Set(look.manifests.map(\.digest)) == Set([index, amd, arm, old].map(\.digest)))
    #expect(look.manifests.allSatisfy { $0.labels[Self.version] != nil })
  }

  @Test("An archive gives the same as a folder", arguments: TarForm.allCases)
  func archive(form: TarForm) async throws {
    var images = ImageBuilder()
    let image = images.image(labels: [Self.version: "1.0"])
    let layout = try LayoutFixture(images, [("1.0", image)])
    let look = try await layout.lookAtArchive(form)
    #expect(look.problems.isEmpty)
    #expect(look.namedTags == ["1.0": image.digest])
    #expect(look.manifests.map(\.labels) == [[Self.version: "1.0"]])
    #expect(String(decoding: look.location, as: UTF8.self).hasSuffix("/layout.tar"))
  }

  static let namedEntries: [(String?, String?, String?)] = [
    ("v1.0", nil, "v1.0"), ("ghcr.io/acme/shop:1.0", nil, "1.0"),
    ("localhost:5000/acme/shop:1.0", nil, "1.0"),
    ("ghcr.io/acme/shop:1.0@sha256:" + String(repeating: "0", count: 64), nil, "1.0"),
    (nil, "docker.io/library/redis:7", "7"), ("7", "docker.io/library/redis:7", "7"),
    ("latest", "docker.io/library/redis:7", "latest"), ("", "docker.io/library/redis:7", "7"),
    ("not a tag", "docker.io/library/redis:7", "7"), (nil, nil, nil),
    ("ghcr.io/acme/shop@sha256:" + String(repeating: "0", count: 64), nil, nil),
  ]

  @Test("The tag is what a name ends with", arguments: namedEntries)
  func names(short: String?, full: String?, tag: String?) async throws {
    var images = ImageBuilder()
    var entry = images.image()
    entry.annotations["io.containerd.image.name"] = full
    let look = try await LayoutFixture(images, [(short, entry)]).look()
    #expect(Array(look.namedTags.keys) == (tag.map { [$0] } ?? []))
    #expect(look.problems.isEmpty)
    #expect(look.manifests.map(\.digest) == [entry.digest])
  }

  @Test("A name that is no tag is a problem", arguments: ["1.0+build", "-1", "a b", "acme/shop"])
  func noTag(name: String) async throws {
    var images = ImageBuilder()
    let entry = images.image()
    let look = try await LayoutFixture(images, [(name, entry)]).look()
    #expect(look.tags.isEmpty)
    #expect(look.manifests.count == 1)
    #expect(
      look.problems.map(\.message) == [
        "index.json names \(entry.digest) \"\(name)\", which is no tag"
      ])
  }

  @Test("Of a layout with several repositories only the one that was asked for counts")
  func repositories() async throws {
    var images = ImageBuilder()
    let mine = images.image(content: "mine")
    let other = images.image(content: "other")
    let names = [
      ("docker.io/acme/shop:latest", mine), ("docker.io/acme/tools:latest", other),
      ("plain", other),
    ]
    let look = try await LayoutFixture(images, names).look(repository: "acme/shop")
    #expect(look.repository == "docker.io/acme/shop")
    #expect(look.namedTags == ["latest": mine.digest, "plain": other.digest])
    #expect(look.codes == [.wrongKind])
  }

  @Test("Of a name that occurs twice the last counts, and a problem says so")
  func twice() async throws {
    var images = ImageBuilder()
    let first = images.image(content: "first")
    let last = images.image(content: "last")
    let look = try await LayoutFixture(images, [("1", first), ("1", last), ("2", last)]).look()
    #expect(look.namedTags == ["1": last.digest, "2": last.digest])
    #expect(look.codes == [.mismatched])
    #expect(look.problems.first?.ref == Array("1".utf8))
    let same = try await LayoutFixture(images, [("1", last), ("1", last)]).look()
    #expect(same.problems.isEmpty)
  }

  @Test("A digest of another hash leaves its tag open")
  func otherHash() async throws {
    var images = ImageBuilder()
    let entry = images.image()
    var descriptor = entry.descriptor
    descriptor["digest"] = "sha512:" + String(repeating: "0", count: 128)
    descriptor["annotations"] = ["org.opencontainers.image.ref.name": "1.0"]
    let look = try await LayoutFixture(images, descriptors: [descriptor]).look()
    #expect(look.tags.isEmpty)
    #expect(look.unresolved == [Array("1.0".utf8)])
    #expect(look.codes == [.unsupported])
  }

  @Test("Absent and damaged blobs are problems; the tags stay")
  func damage() async throws {
    var images = ImageBuilder()
    let gone = images.image(content: "gone")
    let forged = images.image(content: "forged")
    images.replace(gone.digest, with: nil)
    images.replace(forged.digest, with: [UInt8](repeating: 0x20, count: forged.size))
    var short = images.image(content: "short")
    short.size += 1
    let good = images.image(content: "good")
    let entries = [("gone", gone), ("forged", forged), ("short", short), ("good", good)]
    let look = try await LayoutFixture(images, entries).look()
    #expect(look.tags.count == 4)
    #expect(look.manifests.map(\.digest) == [good.digest])
    #expect(look.codes == [.missing, .mismatched, .mismatched])
  }

  @Test("What is known is not read again")
  func known() async throws {
    var images = ImageBuilder()
    let image = images.image()
    images.replace(image.digest, with: nil)
    let look = try await LayoutFixture(images, [("1.0", image)]).look(known: [image.digest])
    #expect(look.namedTags == ["1.0": image.digest])
    #expect(look.manifests.isEmpty)
    #expect(look.problems.isEmpty)
  }

  @Test("Links are not followed, in a folder or in an archive")
  func links() async throws {
    var images = ImageBuilder()
    let image = images.image(labels: ["secret": "1"])
    let content = try #require(images.blobs[image.digest])
    images.replace(image.digest, with: nil)
    let layout = try LayoutFixture(images, [("1.0", image)])
    let blob = "blobs/\(image.digest)".replacingOccurrences(of: ":", with: "/")
    try await withTemporaryFolder { folder in
      try layout.write(to: "\(folder)/layout")
      try writeFile("\(folder)/outside", content)
      try FileManager.default.createSymbolicLink(
        atPath: "\(folder)/layout/\(blob)", withDestinationPath: "../../../outside")
      let look = try await stemmaLook("\(folder)/layout")
      #expect(look.manifests.isEmpty)
      #expect(look.codes == [.unreadable])
      let files = [(name: "elsewhere", content: content)] + layout.files
      let archive = tarArchive(files).dropLast(1_024)
      let link = tarEntry(blob, [], kind: "2", size: 4_096, target: "elsewhere")
      try writeFile("\(folder)/a.tar", archive + link + [UInt8](repeating: 0, count: 1_024))
      let linked = try await stemmaLook("\(folder)/a.tar")
      #expect(linked.manifests.isEmpty)
      #expect(linked.codes == [.missing])
    }
  }

  @Test("A folder of blobs that is a link is not followed, nor is index.json")
  func linkedFolder() async throws {
    var images = ImageBuilder()
    let image = images.image()
    let layout = try LayoutFixture(images, [("1.0", image)])
    try await withTemporaryFolder { folder in
      try layout.write(to: "\(folder)/layout")
      let files = FileManager.default
      try files.moveItem(atPath: "\(folder)/layout/blobs", toPath: "\(folder)/blobs")
      try files.createSymbolicLink(
        atPath: "\(folder)/layout/blobs", withDestinationPath: "../blobs")
      let look = try await stemmaLook("\(folder)/layout")
      #expect(look.manifests.isEmpty)
      #expect(look.codes == [.unreadable])
      try files.moveItem(atPath: "\(folder)/layout/index.json", toPath: "\(folder)/index.json")
      try files.createSymbolicLink(
        atPath: "\(folder)/layout/index.json", withDestinationPath: "../index.json")
      let error = try await #require(throws: ImageFileError.self) {
        try await stemmaLook("\(folder)/layout")
      }
      #expect(error.code == .malformed)
    }
  }

  @Test("Names in an archive that lead out of it are not read")
  func leavingNames() async throws {
    var images = ImageBuilder()
    let image = images.image()
    var layout = try LayoutFixture(images, [("1.0", image)])
    layout.files = layout.files.map { name, content in
      (name.hasPrefix("blobs") ? "x/../\(name)" : name, content)
    }
    #expect(try await layout.lookAtArchive(.gnu).codes == [.missing])
    layout.files = layout.files.map { ("/\($0.name)", $0.content) }
    let error = try await #require(throws: ImageFileError.self) {
      try await layout.lookAtArchive()
    }
    #expect(error.code == .wrongKind)
  }

  static let wrongFiles: [(String, String?, ImageFileError.Code)] = [
    ("oci-layout", nil, .wrongKind), ("oci-layout", "{}", .unsupported),
    ("oci-layout", #"{"imageLayoutVersion":"2.0.0"}"#, .unsupported),
    ("index.json", nil, .malformed), ("index.json", "[]", .malformed),
    ("index.json", "", .malformed),
  ]

  @Test("What is no layout is refused", arguments: wrongFiles)
  func wrong(file: String, content: String?, code: ImageFileError.Code) async throws {
    var layout = try LayoutFixture(ImageBuilder(), [])
    layout.replace(file, with: content)
    for isArchive in [false, true] {
      let error = try await #require(throws: ImageFileError.self) {
        isArchive ? try await layout.lookAtArchive() : try await layout.look()
      }
      #expect(error.code == code)
    }
  }

  @Test("An archive of docker is refused with the way to a layout")
  func dockerArchive() async throws {
    var layout = try LayoutFixture(ImageBuilder(), [])
    layout.replace("oci-layout", with: nil)
    layout.replace("manifest.json", with: "[]")
    let error = try await #require(throws: ImageFileError.self) { try await layout.lookAtArchive() }
    #expect(error.description.contains("has no file oci-layout\nhint: it is an archive of docker;"))
  }

  @Test("An index without entries is an empty repository", arguments: ["null", "[]", "{}"])
  func empty(list: String) async throws {
    var layout = try LayoutFixture(ImageBuilder(), [])
    layout.replace("index.json", with: #"{"manifests":\#(list)}"#)
    let look = try await layout.look()
    #expect(look.tags.isEmpty)
    #expect(look.isComplete)
    #expect(look.problems.isEmpty)
  }

  @Test("A path to nothing, and a name that is none, are refused")
  func nothing() async throws {
    let absent = try await #require(throws: ImageFileError.self) {
      try await stemmaLook("/nowhere/at all")
    }
    #expect(
      absent.description == "/nowhere/at all cannot be opened\nNo such file or directory")
    for name in ["", "ghcr.io/Acme/Shop", "ghcr.io/acme/shop:1.0", "https://ghcr.io/acme/shop"] {
      let error = try await #require(throws: ImageFileError.self) {
        try await LayoutFixture(ImageBuilder(), []).look(repository: name)
      }
      #expect(error.message == "\"\(name)\" is no name of an image repository")
    }
  }
}
