import CommitMessages
import Testing

@Suite("Conventional headers")
struct ConventionalHeaderTests {
  @Test(
    "A header has a type, perhaps a scope and a mark, a colon with a space, and a description",
    arguments: [
      ("feat: add a cart", "feat|-|-|add a cart"), ("Feat: x", "Feat|-|-|x"),
      ("fix(cart): x", "fix|cart|-|x"), ("feat!: x", "feat|-|!|x"),
      ("feat(api)!: x", "feat|api|!|x"), ("fix(a,b): x", "fix|a,b|-|x"),
      ("feat(a b/c)!: x", "feat|a b/c|!|x"), ("feat-x: y", "feat-x|-|-|y"),
      ("feat( a ): x", "feat|a|-|x"), ("revert: feat: x", "revert|-|-|feat: x"),
      ("fix:  two spaces ", "fix|-|-|two spaces"), ("fix: MIN(COALESCE(", "fix|-|-|MIN(COALESCE("),
      ("fix: x\r", "fix|-|-|x"), ("fix(größe): ß", "fix|größe|-|ß"),
    ])
  func accepted(_ subject: String, _ expected: String) {
    #expect(line(ConventionalHeader(bytes(subject))) == expected)
  }

  @Test("A type is compared in lower case")
  func typeName() {
    #expect(ConventionalHeader(bytes("FEAT: x"))?.typeName == "feat")
  }

  // Some tools take these for headers. The specification asks for a colon and a space behind the
  // type, one scope, and the mark directly before the colon.
  @Test(
    "What the specification does not know is no header",
    arguments: [
      "feat:nospace", "feat:\tx", "feat : x", "feat(a)(b): x", "feat!(a): x", "feat(): x",
      "feat( ): x", "feat((a)): x", "feat(a: x", "feat (a): x", "feat!!: x", "feat:", "feat: ",
      "feat:  ", "feat", ": x", " feat: x", "✨ feat: x", ":sparkles: feat: x", "fixup! feat: x",
      "Revert \"feat: x\"", "Merge branch 'x': y", "net/http: x", "1: x", "-a: x", "",
    ])
  func refused(_ subject: String) {
    #expect(line(ConventionalHeader(bytes(subject))) == "none")
  }

  @Test("Bytes that are not UTF-8 stay as they are")
  func otherEncodings() throws {
    let subject = Array("fix(".utf8) + [0xE9] + Array("): ".utf8) + [0xFC, 0x00, 0xFF]
    let header = try #require(ConventionalHeader(subject[...]))
    #expect(header.scope == [0xE9])
    #expect(header.description == [0xFC, 0x00, 0xFF])
  }

  @Test("A slice is read where it lies")
  func slice() {
    let text = bytes("xx fix(a)!: y zz").dropFirst(3).dropLast(3)
    #expect(line(ConventionalHeader(text)) == "fix|a|!|y")
  }
}
