import ImageManifests
import Indexing
import Testing

@Suite("Manifests and indexes")
struct ManifestDocumentTests {
  private static let hex = String(repeating: "ab", count: 32)
  private static let config =
    #"{"mediaType":"application/vnd.oci.image.config.v1+json","digest":"sha256:\#(hex)","size":7}"#

  private func document(
    _ text: String, _ contentType: String? = nil
  ) throws -> ManifestDocument {
    try ManifestDocument(bytes: Array(text.utf8), contentType: contentType)
  }

  @Test("The digest is that of the raw bytes, spaces and all")
  func digest() throws {
    // As `printf '{"schemaVersion":2}' | sha256sum` prints.
    let compact = try document(#"{"schemaVersion":2}"#)
    #expect(
      compact.digest.description
        == "sha256:bafebd36189ad3688b7b3915ea55d461e0bfcfbdde11e54b0a123999fb6be50f")
    let spaced = try document(#"{ "schemaVersion": 2 }"#)
    #expect(spaced.digest != compact.digest)
  }

  static let kinds: [(String, String?, ManifestDocument.Kind, String?)] = [
    (
      #"{"mediaType":"application/vnd.oci.image.index.v1+json","manifests":[]}"#, nil, .index,
      "application/vnd.oci.image.index.v1+json"
    ),
    (
      #"{"manifests":null}"#, "application/vnd.docker.distribution.manifest.list.v2+json", .index,
      "application/vnd.docker.distribution.manifest.list.v2+json"
    ),
    // umoci writes no media type at the top.
    (#"{"schemaVersion":2,"config":\#(config),"layers":[]}"#, nil, .image, nil),
    (
      #"{"schemaVersion":2,"config":\#(config)}"#,
      "application/vnd.oci.image.manifest.v1+json; charset=utf-8", .image,
      "application/vnd.oci.image.manifest.v1+json"
    ),
    (
      #"{"mediaType":"application/vnd.docker.distribution.manifest.v2+json"}"#,
      "APPLICATION/vnd.docker.distribution.manifest.v2+json;x=y", .image,
      "application/vnd.docker.distribution.manifest.v2+json"
    ),
    (#"{"manifests":[]}"#, "application/json", .index, nil),
    (#"{"manifests":[]}"#, "application/octet-stream", .index, nil),
    (#"{"schemaVersion":1,"fsLayers":[]}"#, nil, .schema1, nil),
    (
      "{}", "application/vnd.docker.distribution.manifest.v1+prettyjws", .schema1,
      "application/vnd.docker.distribution.manifest.v1+prettyjws"
    ),
    ("{}", "application/vnd.example.new+json", .other, "application/vnd.example.new+json"),
    ("no JSON", "application/vnd.example.new", .other, "application/vnd.example.new"),
    ("{}", nil, .other, nil),
  ]

  @Test("What a manifest is, it says itself, or its registry, or its shape", arguments: kinds)
  func kind(
    text: String, contentType: String?, kind: ManifestDocument.Kind, mediaType: String?
  ) throws {
    let document = try document(text, contentType)
    #expect(document.kind == kind)
    #expect(document.mediaType == mediaType)
  }

  static let refusals: [(String, String?, ManifestError.Code)] = [
    ("", nil, .malformed), ("[]", nil, .malformed), ("{", nil, .malformed),
    ("no JSON", "application/vnd.oci.image.manifest.v1+json", .malformed),
    (
      #"{"mediaType":"application/vnd.oci.image.index.v1+json"}"#,
      "application/vnd.oci.image.manifest.v1+json", .contradictory
    ),
    (
      #"{"mediaType":"application/vnd.example.new"}"#,
      "application/vnd.oci.image.manifest.v1+json", .contradictory
    ),
    (#"{"manifests":[],"layers":[]}"#, nil, .contradictory),
    (
      #"{"manifests":[],"config":{}}"#, "application/vnd.oci.image.manifest.v1+json",
      .contradictory
    ),
    (
      #"{"fsLayers":[]}"#, "application/vnd.docker.distribution.manifest.v2+json", .contradictory
    ),
  ]

  @Test("What is no manifest, or two things at once, is refused", arguments: refusals)
  func refused(text: String, contentType: String?, code: ManifestError.Code) throws {
    let error = try #require(throws: ManifestError.self) { try document(text, contentType) }
    #expect(error.code == code)
  }

  @Test("What nests too deeply or is too large is refused")
  func bounds() throws {
    let deep = String(repeating: #"{"a":["#, count: 100_000)
    #expect(try #require(throws: ManifestError.self) { try document(deep) }.code == .malformed)
    let long = String(repeating: " ", count: ManifestLimit.manifestBytes) + "{}"
    let error = try #require(throws: ManifestError.self) { try document(long) }
    #expect(error.message.hasSuffix(" has 4194306 bytes; the limit is 4194304"))
    #expect(error.problem.code == .tooLarge)
    #expect(throws: ManifestError.self) { try ImageConfig(bytes: Array(long.utf8)) }
  }

  @Test("A contradiction names both media types")
  func contradictionText() throws {
    let error = try #require(throws: ManifestError.self) {
      try document(
        #"{"mediaType":"application/vnd.oci.image.index.v1+json"}"#,
        "application/vnd.oci.image.manifest.v1+json")
    }
    #expect(
      error.description.hasSuffix(
        "says that it is application/vnd.oci.image.index.v1+json, but is delivered as "
          + "application/vnd.oci.image.manifest.v1+json; it is not believed"))
    #expect(error.problem.code == .wrongKind)
    #expect(error.problem.object?.bytes == error.digest?.bytes)
  }

  static let platforms: [(String, String)] = [
    (#""platform":{"os":"linux","architecture":"amd64"}"#, "linux/amd64"),
    (#""platform":{"os":"linux","architecture":"arm64","variant":"v8"}"#, "linux/arm64/v8"),
    (
      #""platform":{"os":"windows","architecture":"amd64","os.version":"10.0.20348.1970"}"#,
      "windows/amd64"
    ),
    (#""platform":{"os":"unknown","architecture":"unknown"}"#, ""),
    (#""platform":{"os":"linux"}"#, ""), (#""platform":{}"#, ""), (#""platform":7"#, ""),
    (#""platform":{"os":"haiku","architecture":"riscv128","variant":""}"#, "haiku/riscv128"),
    (#""x":1"#, ""),
  ]

  @Test("A platform is the system, the architecture and the variant", arguments: platforms)
  func platform(member: String, platform: String) throws {
    let text = #"{"manifests":[{"digest":"sha256:\#(Self.hex)","mediaType":"m/x",\#(member)}]}"#
    #expect(try document(text).children.map(\.platform) == [platform])
  }

  @Test("Entries are images, attestations or something else")
  func roles() throws {
    let other = String(repeating: "cd", count: 32)
    let attestation =
      #""annotations":{"vnd.docker.reference.type":"attestation-manifest","#
      + #""vnd.docker.reference.digest":"sha256:\#(other)"}"#
    let image = #""mediaType":"application/vnd.oci.image.manifest.v1+json""#
    let entries = [
      image, #"\#(image),\#(attestation)"#, #""mediaType":"application/vnd.example.new""#,
      #"\#(image),"artifactType":"application/vnd.dev.cosign.artifact""#,
      #""mediaType":"application/vnd.oci.image.index.v1+json""#,
    ]
    let list = entries.map { #"{"digest":"sha256:\#(Self.hex)",\#($0)}"# }.joined(separator: ",")
    let subject = try #require(Digest("sha256:\(other)"))
    let roles = try document(#"{"manifests":[\#(list)]}"#).children.map(\.role)
    #expect(roles == [.image, .attestation(of: subject), .other, .other, .image])
  }

  @Test("Of an index with ten thousand entries a thousand are kept, and a problem names both")
  func manyChildren() throws {
    let entry = #"{"digest":"sha256:\#(Self.hex)","mediaType":"m/x"}"#
    let list = [String](repeating: entry, count: 10_000).joined(separator: ",")
    let index = try document(#"{"manifests":[\#(list)]}"#)
    #expect(index.children.count == 1_000)
    #expect(
      index.problems.map(\.message) == [
        "index \(index.digest) has 10000 entries, of which 1000 are kept"
      ])
    #expect(index.problems.map(\.code) == [.tooLarge])
  }

  static let otherDigests = [
    "sha512:" + String(repeating: "ab", count: 64), "sha256:" + hex.uppercased(), "", "latest",
    "sha256:\(hex)0",
  ]

  @Test("An entry with another digest than a SHA-256 is a problem", arguments: otherDigests)
  func otherAlgorithm(text: String) throws {
    let index = try document(
      #"{"manifests":[{"digest":"\#(text)","mediaType":"m/x"},{"digest":"sha256:\#(Self.hex)"}]}"#)
    #expect(index.children.map(\.digest.description) == ["sha256:\(Self.hex)"])
    #expect(index.problems.map(\.code) == [.unsupported])
  }

  @Test("A manifest becomes a value with its annotations, its subject and its size")
  func value() throws {
    let image = try document(
      #"""
      {"schemaVersion":2,"config":\#(Self.config),"layers":[{"size":40},{"size":2}],
       "annotations":{"org.opencontainers.image.version":"1.2.0","broken":5},
       "subject":{"digest":"sha256:\#(Self.hex)"}}
      """#)
    let manifest = image.manifest(config: nil, origins: [])
    #expect(manifest.size == 49)
    #expect(manifest.annotations == ["org.opencontainers.image.version": "1.2.0"])
    #expect(manifest.subject?.description == "sha256:\(Self.hex)")
    #expect(manifest.artifactType == nil)
    #expect(manifest.digest == image.digest)
  }

  static let sizes = [
    #"[{"size":9223372036854775807}]"#, #"[{"size":-1}]"#, #"[{}]"#, #"[{"size":1.5}]"#,
    #"[{"size":1e300}]"#, #"[{"size":"7"}]"#,
  ]

  @Test("A size that is not stated or not possible is no size", arguments: sizes)
  func oddSizes(layers: String) throws {
    let image = try document(#"{"config":\#(Self.config),"layers":\#(layers)}"#)
    #expect(image.manifest(config: nil, origins: []).size == nil)
    #expect(image.layers.count == 1)
  }

  @Test("An artifact is named by its type, or else by the media type of its config")
  func artifactType() throws {
    let helm = #"{"mediaType":"application/vnd.cncf.helm.config.v1+json"}"#
    #expect(
      try document(#"{"config":\#(helm),"layers":[]}"#).artifactType
        == "application/vnd.cncf.helm.config.v1+json")
    #expect(
      try document(#"{"config":\#(helm),"artifactType":"application/x"}"#).artifactType
        == "application/x")
    #expect(try document(#"{"config":\#(Self.config),"artifactType":""}"#).artifactType == nil)
  }

  @Test("At most 128 annotations are kept, the standard ones first, each of at most 4 KiB")
  func limits() throws {
    let many = (0..<300).map { #""a\#(1_000 + $0)":"x""# }
    let long = String(repeating: "ä", count: 3_000)
    let standard = #""org.opencontainers.image.version":"x\#(long)""#
    let list = (many + [standard]).joined(separator: ",")
    let index = try document(#"{"manifests":[],"annotations":{\#(list)}}"#)
    #expect(index.annotations.count == 128)
    #expect(index.annotations["a1126"] == "x")
    #expect(index.annotations["a1127"] == nil)
    // One byte and 2,047 characters of two bytes: half a character would not fit.
    let kept = try #require(index.annotations["org.opencontainers.image.version"])
    #expect(kept == "x" + long.prefix(2_047))
    #expect(
      index.problems.map(\.message) == [
        "\(index.digest) has 301 annotations, of which 128 are kept; 1 were cut to 4096 bytes"
      ])
  }
}
