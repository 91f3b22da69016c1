import Indexing
import PushEvents
import Testing

@Suite("Docker Distribution's events")
struct DistributionTests {
  private func event(_ target: String, action: String = "push") -> String {
    #"{"events":[{"action":"\#(action)","target":{"repository":"acme/shop",\#(target)}}]}"#
  }

  private static let index = "application/vnd.oci.image.index.v1+json"
  private static let manifest = "application/vnd.oci.image.manifest.v1+json"

  @Test(
    "A layer or config that is pushed is no event",
    arguments: [
      "application/vnd.docker.image.rootfs.diff.tar.gzip", "application/octet-stream",
      "application/vnd.oci.image.layer.v1.tar+gzip", "application/vnd.oci.image.config.v1+json",
    ])
  func layers(mediaType: String) {
    let batch = read(event(#""mediaType":"\#(mediaType)","digest":"\#(digest("aa"))""#))
    #expect(lines(batch) == ["ignored 1"])
  }

  @Test(
    "A manifest that is pushed by its digest is an event",
    arguments: [
      index, manifest, "application/vnd.docker.distribution.manifest.v2+json",
      "application/vnd.docker.distribution.manifest.v1+prettyjws",
      "application/vnd.docker.distribution.manifest.list.v2+json; charset=utf-8",
    ])
  func manifests(mediaType: String) throws {
    let batch = read(event(#""mediaType":"\#(mediaType)","digest":"\#(digest("aa"))""#))
    #expect(lines(batch) == ["push ?/acme/shop@aa"])
    let named = try #require(batch.events.first?.manifest?.mediaType)
    #expect(named == mediaType.split(separator: ";").first.map(String.init))
  }

  @Test("A target without a media type is a manifest unless its URL is that of a blob")
  func urls() {
    let target = #""digest":"\#(digest("aa"))""#
    #expect(lines(read(event(target))) == ["push ?/acme/shop@aa"])
    let url = #","url":"https://hub.acme.example/v2/acme/shop/blobs/\#(digest("aa"))""#
    #expect(lines(read(event(target + url))) == ["ignored 1"])
    let other = url.replacing("blobs", with: "manifests")
    #expect(lines(read(event(target + other))) == ["push hub.acme.example/acme/shop@aa"])
  }

  @Test("An index has the children that it lists, with their platforms and attestations")
  func children() throws {
    let target = """
      "mediaType":"\(Self.index)","digest":"\(digest("aa"))","tag":"v1","references":[
      {"mediaType":"\(Self.manifest)","digest":"\(digest("b1"))","size":5,
       "platform":{"architecture":"amd64","os":"linux"}},
      {"mediaType":"\(Self.manifest)","digest":"\(digest("b2"))","size":5,
       "platform":{"architecture":"arm64","os":"linux","variant":"v8"}},
      {"mediaType":"\(Self.manifest)","digest":"\(digest("b3"))","size":5,
       "platform":{"architecture":"unknown","os":"unknown"},
       "annotations":{"vnd.docker.reference.type":"attestation-manifest",
         "vnd.docker.reference.digest":"\(digest("b1"))"}},
      {"mediaType":"text/plain","digest":"\(digest("b4"))","size":5}]
      """
    let manifest = try #require(read(event(target)).events.first?.manifest)
    let first = try #require(Digest(digest("b1")))
    #expect(manifest.size == nil)
    #expect(
      manifest.children.map { $0.digest.description.dropFirst(7).prefix(2) } == [
        "b1", "b2", "b3", "b4",
      ])
    #expect(
      manifest.children.map(\.platform) == [
        "linux/amd64", "linux/arm64/v8", "unknown/unknown", "",
      ])
    #expect(manifest.children.map(\.role) == [.image, .image, .attestation(of: first), .other])
    #expect(manifest.children[3].mediaType == "text/plain")
  }

  @Test("A list of which a part cannot be read says nothing")
  func brokenReferences() throws {
    let target = """
      "mediaType":"\(Self.index)","digest":"\(digest("aa"))","references":[
      {"mediaType":"\(Self.manifest)","digest":"\(digest("b1"))","size":5},
      {"mediaType":"\(Self.manifest)","digest":"sha512:00","size":-5}]
      """
    let index = try #require(read(event(target)).events.first?.manifest)
    #expect(index.children.isEmpty)
    let image = target.replacing("\"mediaType\":\"\(Self.index)\"", with: "\"tag\":\"v1\"")
    #expect(try #require(read(event(image)).events.first?.manifest).size == nil)
    let sizes = image.replacing("-5", with: "6")
    #expect(try #require(read(event(sizes)).events.first?.manifest).size == 11)
  }

  @Test("One broken event of an envelope does not cost the others")
  func envelope() {
    let good = #"{"action":"push","target":{"repository":"acme/a","tag":"v1"}}"#
    let batch = read(
      "\n"
        + #"{"events":[\#(good),5,{"action":"push","target":{"tag":"v1"}},{"target":{}},\#(good)]}"#
    )
    #expect(
      lines(batch) == [
        "push ?/acme/a:v1", "push ?/acme/a:v1", "2:1 an event has to be an object, not a number",
        "2:1 the announcement names no repository",
        "2:1 the announcement does not say what happened",
      ])
  }

  @Test("The host is that of the request, else that of the URL, and none if it is no host")
  func hosts() {
    func host(_ request: String, _ url: String) -> String? {
      read(
        """
        {"events":[{"action":"push","request":{"host":"\(request)"},
        "target":{"repository":"acme/shop","tag":"v1","url":"\(url)"}}]}
        """
      ).events.first?.registry
    }
    #expect(host("HUB.acme.example:5000", "https://other.example/v2/") == "hub.acme.example:5000")
    #expect(host("", "https://jo:secret@other.example/v2/") == "other.example")
    #expect(host("[::1]:5000", "") == "[::1]:5000")
    #expect(host("a b", "/v2/acme") == nil)
    #expect(host("a/b", "") == nil)
    #expect(host("a:123456", "x") == "x")
    #expect(host("index.docker.io", "") == "docker.io")
  }
}
