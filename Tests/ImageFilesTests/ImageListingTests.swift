import ImageFiles
import Indexing
import TestSupport
import Testing

@Suite("Listings of other programs")
struct ImageListingTests {
  private static let one = "sha256:" + String(repeating: "1a", count: 32)
  private static let two = "sha256:" + String(repeating: "2b", count: 32)

  private func looks(_ text: String) throws -> [ImageLook] {
    try ImageListing.looks(
      Array(text.utf8), location: Array("list.txt".utf8), startedAt: 5, endedAt: 7)
  }

  static let lines: [(String, String, String?)] = [
    ("ghcr.io/acme/shop:1.0@\(one)", "ghcr.io/acme/shop", "1.0"),
    ("ghcr.io/acme/shop:1.0 \(one)", "ghcr.io/acme/shop", "1.0"),
    ("  ghcr.io/acme/shop:1.0\t\(one)\r", "ghcr.io/acme/shop", "1.0"),
    ("localhost:5000/app:v1@\(one)", "localhost:5000/app", "v1"),
    ("localhost:5000/app@\(one)", "localhost:5000/app", nil),
    ("redis:7 \(one)", "docker.io/library/redis", "7"),
    ("index.docker.io/acme/shop:1@\(one)", "docker.io/acme/shop", "1"),
    ("ghcr.io/acme/shop@\(one)", "ghcr.io/acme/shop", nil),
  ]

  @Test("A line names a repository, perhaps a tag, and a digest", arguments: lines)
  func line(text: String, repository: String, tag: String?) throws {
    let looks = try looks("# a comment\n\n\(text)\n")
    let look = try #require(looks.first)
    #expect(looks.count == 1)
    #expect(look.repository == repository)
    #expect(look.namedTags.mapValues(\.description) == (tag.map { [$0: Self.one] } ?? [:]))
    #expect(look.manifests.map(\.digest.description) == (tag == nil ? [Self.one] : []))
    #expect(look.kind == .listing)
    #expect(!look.isComplete)
    #expect(look.startedAt == 5)
    #expect(look.endedAt == 7)
  }

  static let wrongLines = [
    "1.0", "ghcr.io/acme/shop", "ghcr.io/acme/shop:1.0", "ghcr.io/acme/shop:1.0@sha256:12",
    "ghcr.io/acme/shop:1.0 \(one) x", "ghcr.io/acme/shop:1.0@\(one) \(one)",
    "ghcr.io/Acme/shop:1.0@\(one)", "ghcr.io/acme/shop:-1@\(one)", "ghcr.io/acme/shop:@\(one)",
    "@\(one)", one, "ghcr.io//shop:1@\(one)", "[]", "../x:1@\(one)", "a/../b:1@\(one)",
    "\u{1b}[31m:1@\(one)", "{", "{}", #"{"Name":"redis"}"#, #"{"Name":"redis","Digest":"x"}"#,
    #"{"Repository":"redis"}"#, #"{"Repository":"redis","Tags":["a b"]}"#,
    #"{"Name":"A","Digest":"\#(one)"}"#, #"{"schemaVersion":2,"manifests":[]}"#, #"{"a":"}"#,
    String(repeating: "x", count: 10_000),
  ]

  @Test("A line that is none of that is refused with its number", arguments: wrongLines)
  func wrong(text: String) throws {
    let error = try #require(throws: ImageFileError.self) {
      try looks("redis:7@\(Self.one)\n{\"Repository\":\"x\",\n\"Tags\":[]}\n\(text)")
    }
    #expect(error.code == .malformed)
    #expect(error.line == 4)
    #expect(error.message.hasPrefix("line 4: "))
    #expect(error.message.utf8.count < 400)
  }

  @Test("A refused line says what was expected")
  func message() throws {
    let error = try #require(throws: ImageFileError.self) { try looks("ghcr.io/acme/shop:1.0") }
    #expect(
      error.description
        == """
        line 1: "ghcr.io/acme/shop:1.0" names no image with its digest
        hint: a line is REPOSITORY:TAG@sha256:…, REPOSITORY@sha256:…, or REPOSITORY:TAG and \
        sha256:… with a space or a tab between them
        """)
  }

  @Test("What skopeo inspects gives the labels of a digest, and names of tags")
  func inspect() throws {
    let text = #"""
      {
          "Name": "ghcr.io/acme/shop",
          "Digest": "\#(Self.one)",
          "RepoTags": ["1.0", "latest"],
          "Created": "2024-02-10T00:00:00.5Z",
          "DockerVersion": "",
          "Labels": {"org.opencontainers.image.version": "1.0", "odd": "}\"{"},
          "Architecture": "amd64", "Os": "linux", "Layers": [], "Env": null
      }
      {"Name":"redis","Digest":"\#(Self.two)","Labels":null,"RepoTags":null}
      """#
    let looks = try looks(text)
    #expect(looks.map(\.repository) == ["docker.io/library/redis", "ghcr.io/acme/shop"])
    let shop = try #require(looks.last)
    #expect(shop.tags.isEmpty)
    #expect(shop.unresolved == [Array("1.0".utf8), Array("latest".utf8)])
    #expect(!shop.isComplete)
    #expect(shop.manifests.map(\.digest.description) == [Self.one])
    #expect(
      shop.manifests.first?.labels == ["org.opencontainers.image.version": "1.0", "odd": #"}"{"#])
    #expect(shop.manifests.first?.createdAt == 1_707_523_200_500_000)
    #expect(looks.first?.manifests.first?.labels == [:])
    #expect(looks.first?.manifests.first?.createdAt == nil)
  }

  @Test("A list of tags makes a look complete, and lines resolve its tags")
  func listTags() throws {
    let text = """
      {"Repository":"docker://ghcr.io/acme/shop","Tags":["1.0","1.1"]}
      ghcr.io/acme/shop:1.0@\(Self.one)
      ghcr.io/acme/tools:1.0@\(Self.two)
      """
    let looks = try looks(text)
    #expect(looks.map(\.repository) == ["ghcr.io/acme/shop", "ghcr.io/acme/tools"])
    #expect(looks.map(\.isComplete) == [true, false])
    #expect(looks.first?.namedTags.mapValues(\.description) == ["1.0": Self.one])
    #expect(looks.first?.unresolved == [Array("1.1".utf8)])
    #expect(looks.last?.namedTags.mapValues(\.description) == ["1.0": Self.two])
  }

  @Test("A list without tags is complete, too", arguments: ["null", "[]"])
  func emptyList(list: String) throws {
    let look = try #require(try looks(#"{"Repository":"redis","Tags":\#(list)}"#).first)
    #expect(look.isComplete)
    #expect(look.unresolved.isEmpty)
  }

  @Test("Of two lines about a tag the last counts, and a problem says so")
  func contradiction() throws {
    let look = try #require(
      try looks("redis:7@\(Self.one)\nredis:7 \(Self.two)\nredis:7 \(Self.two)").first)
    #expect(look.namedTags.mapValues(\.description) == ["7": Self.two])
    #expect(look.codes == [.mismatched])
  }

  @Test("Objects behind each other are told apart, on one line or many")
  func objects() throws {
    let object = #"{"Repository":"r","Tags":[],"x":"\\"}"#
    #expect(try looks(object + object + "\n\n  " + object).count == 1)
    let other = object.replacing("\"r\"", with: "\"s\"")
    #expect(try looks(object + other).count == 2)
    #expect(try looks("").isEmpty)
  }

  @Test("Damaged listings are read or refused with a line", arguments: 0..<4)
  func damage(part: UInt64) throws {
    let text = """
      {"Name":"redis","Digest":"\(Self.one)","RepoTags":["7"],"Labels":{"a":"\\"}"}}
      redis:7 \(Self.one)
      {"Repository":"redis","Tags":["7"]}
      redis@\(Self.two)
      """
    var refused = 0
    for seed in (part * 300)..<(part * 300 + 300) {
      let bytes = damagedCopy(of: Array(text.utf8), seed: seed)
      do {
        let looks = try ImageListing.looks(bytes, location: [], startedAt: 0, endedAt: 0)
        #expect(looks.allSatisfy { $0.repository.contains("/") }, "\(seed)")
      } catch {
        #expect(error.line != nil, "\(seed)")
        refused += 1
      }
    }
    #expect(refused > 50)
  }

  @Test("Too much is refused")
  func limits() throws {
    let long = #"{"Repository":"r","Tags":[], "x":""# + String(repeating: "x", count: 16 << 20)
    let object = try #require(throws: ImageFileError.self) { try looks(long + "\"}") }
    #expect(object.code == .tooLarge)
    #expect(object.message == "line 1: the JSON object has more than 16777216 bytes")
    let blank = [UInt8](repeating: 0x0A, count: (64 << 20) + 1)
    let listing = try #require(throws: ImageFileError.self) {
      try ImageListing.looks(blank, location: [], startedAt: 0, endedAt: 0)
    }
    #expect(listing.message == "the listing has 67108865 bytes; the limit is 67108864")
  }
}
