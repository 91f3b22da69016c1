import CommitMessages
import Testing

@Suite("Mailmaps")
struct MailmapTests {
  private static let file = """
    # people
    Name <a@b> # comment
    Proper <p@x> <old@x>
    New <n@x> Old Name <dup@x>
      # indented comment <c@x>
    <only@new> <only@old>
    Later <n2@x> <old@x>
    Foo <> <z@x>
    Bar <bar@x> <>
    First <first@x>
    <moved@x> <FIRST@x>
    """

  // Each case was compared with `git check-mailmap`.
  @Test(
    "Names and addresses are mapped as git does",
    arguments: [
      ("Q <a@b>", "Name <a@b>"), ("Q <A@B>", "Name <a@b>"), ("Q <OLD@x>", "Later <n2@x>"),
      ("old name <dup@x>", "New <n@x>"), ("zz <dup@x>", "zz <dup@x>"),
      ("Q <c@x>", "# indented comment <c@x>"), ("Q <only@old>", "Q <only@new>"),
      ("Q <z@x>", "Q <z@x>"), ("Q <>", "Bar <bar@x>"), ("Q <p@x>", "Q <p@x>"),
      ("Q <bar@x>", "Q <bar@x>"), ("Q <first@x>", "First <moved@x>"),
    ])
  func mapping(_ identity: String, _ expected: String) throws {
    let found = try Mailmap(bytes(Self.file)).proper(#require(Identity(bytes(identity))))
    #expect("\(text(found.name)) <\(text(found.email).lowercased())>" == expected)
  }

  @Test("What no line maps stays as it is, also its case")
  func unchanged() {
    let identity = Identity(name: [0xFF, 0x41], email: Array("A@B".utf8))
    #expect(Mailmap(bytes("Name <x@y>")).proper(identity) == identity)
    #expect(Mailmap(bytes("Name <a@b>")).proper(identity).email == Array("A@B".utf8))
  }

  @Test("Lines may end with a carriage return, and the last without a line feed")
  func lineEnds() {
    let map = Mailmap(bytes("A <a@x> <b@x>\r\nC <c@x>"))
    let found = map.proper(Identity(name: [], email: Array("b@x".utf8)))
    #expect(text(found.name) + text(found.email) == "Aa@x")
    #expect(text(map.proper(Identity(name: [], email: Array("c@x".utf8))).name) == "C")
  }

  @Test("Lines that map nothing are reported, up to a number")
  func problems() {
    let map = Mailmap(bytes("NoMail\n\n#x\n\u{1B}Foo <>\nA <a@x>"))
    #expect(
      map.problems.map { "\($0.line) \($0.message)" } == [
        "1 The line gives no e-mail address in angle brackets: \"NoMail\".",
        "4 The line gives no e-mail address in angle brackets: \"?Foo <>\".",
      ])
    let many = Mailmap(bytes(String(repeating: "x\n", count: 30)))
    #expect(many.problems.count == 20)
    #expect(many.furtherProblems == 10)
  }

  @Test("A file beyond the largest size is read up to the line that it falls in")
  func size() {
    let map = Mailmap(bytes("A <a@x>\nB <b@x>\n"), maximumSize: 10)
    #expect(text(map.proper(Identity(name: [], email: Array("a@x".utf8))).name) == "A")
    #expect(text(map.proper(Identity(name: [], email: Array("b@x".utf8))).name) == "")
    #expect(
      map.problems.map(\.message) == [
        "The file has 16 bytes; the lines beyond the first 10 bytes are not read."
      ])
  }
}
