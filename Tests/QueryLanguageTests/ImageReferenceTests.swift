import QueryLanguage
import Testing

@Suite("References of images")
struct ImageReferenceTests {
  @Test(
    "the last colon after the last slash splits the tag off",
    arguments: [
      ("latest", nil, "latest"), ("shop:latest", "shop", "latest"),
      ("localhost:5000/shop:latest", "localhost:5000/shop", "latest"),
      ("localhost:5000/shop", "localhost:5000/shop", ""), ("a/b/c:v1.2.3", "a/b/c", "v1.2.3"),
      ("shop:", "shop", ""),
    ])
  func tag(_ text: String, _ repository: String?, _ tag: String) {
    let reference = ImageReference(Array(text.utf8))
    #expect(reference.repository == repository)
    #expect(reference.tag == Array(tag.utf8))
    #expect(reference.digest == nil)
  }

  @Test("a digest after @ stands for a tag")
  func digest() {
    let reference = ImageReference(Array("localhost:5000/shop@sha256:4bf2".utf8))
    #expect(reference.repository == "localhost:5000/shop")
    #expect(reference.digest == Array("4bf2".utf8))
  }

  @Test("a full name is preferred to a trailing part of other names")
  func repositories() {
    let all = [
      ResolvedRepository(id: 1, name: "shop"), ResolvedRepository(id: 2, name: "acme/shop"),
      ResolvedRepository(id: 3, name: "other/web"), ResolvedRepository(id: 4, name: "acme/web"),
    ]
    #expect(all.named("shop").map(\.id) == [1])
    #expect(all.named("web").map(\.id) == [3, 4])
    #expect(all.named("acme/web").map(\.id) == [4])
    #expect(all.named("eb").isEmpty)
  }
}
