import Indexing
import PushEvents
import Testing

/// How announcements lie in the bytes: one, lines, arrays, behind one another, in pieces.
@Suite("Shapes of the bytes")
struct ShapeTests {
  static let one = #"{"repository":"a","tag":"v1"}"#
  static let two = #"{"repository":"a","tag":"v2"}"#
  static let three = "{\n  \"repository\": \"a\",\n  \"tag\": \"v3\"\n}"

  @Test(
    "Announcements are found in all shapes",
    arguments: [
      "\(one)\n\(two)\n\(three)\n", "\(one)\r\n\r\n\(two)\r\n\(three)", "\(one)\(two)\(three)",
      "[\(one),\(two),\(three)]", "[\n\(one),\n\(two)\n,\(three)\n]\n",
      "[\(one)]\n[\(two)][\(three)]",
      "\u{FEFF}\(one)\n\u{FEFF}\(two)\n\(three)", "\n\n \t\(one) \(two)\n\n\n\(three)\n\n",
      "[]\(one)[\(two)][ ]\n\(three)", "\u{FEFF}[\(one), \(two), \(three)]",
    ])
  func shapes(text: String) {
    let expected = ["push ?/a:v1", "push ?/a:v2", "push ?/a:v3"]
    #expect(lines(read(text)) == expected)
    for size in 1...12 {
      #expect(lines(read(Array(text.utf8), pieces: [size], maximumSize: 100)) == expected)
    }
  }

  @Test(
    "Nothing announces nothing", arguments: ["", " \n\r\n", "\u{FEFF}", "[]", "{\"events\":[]}"])
  func empty(text: String) {
    #expect(lines(read(text)).isEmpty)
  }

  @Test(
    "A broken line is told with its place, and the next is read",
    arguments: [
      (
        "\(one)\n{\"repository\":\"a\",\n\(two)",
        "2:19 expected a key in quotes, found the end of the line"
      ),
      ("\(one)\n{\"repository\":\"a\n\(two)", "2:17 a text holds a line feed as it is"),
      ("\(one)\n{\"repository\"\n\n\(two)", "2:14 expected \":\", found the end of the line"),
      ("\(one)\n{\"a\":1\r\n\(two)", "2:8 expected \",\" or \"}\", found the end of the line"),
      ("\(one)\n  {\"a\":01}\n\(two)", "2:8 a number begins with a needless zero"),
      (
        "\(one)\nERROR\n\(two)",
        "2:1 expected an announcement, which begins with \"{\", found \"E\""
      ),
      ("\(one) }\n\(two)", "1:31 expected an announcement, which begins with \"{\", found \"}\""),
      (
        "\(one)\n{\"tag\":\"\",\"tag\":\"\"}\n\(two)",
        "2:11 the key \"tag\" stands twice in one object"
      ),
      (
        "\(one)\n\(String(repeating: "{\"a\":", count: 70))\n\(two)",
        "2:321 more than 64 arrays and objects lie in one another"
      ),
      (
        "\(one)\n{\"tag\":\"\(String(repeating: "x", count: 500))\"}\n\(two)",
        "2:1 the announcement has more than 400 bytes"
      ),
    ])
  func brokenLines(text: String, problem: String) {
    let bytes = Array(text.utf8)
    for size in [1, 2, 3, 7, 64, 1_000] {
      let batch = read(bytes, pieces: [size], maximumSize: 400)
      #expect(lines(batch) == ["push ?/a:v1", "push ?/a:v2", problem])
    }
  }

  @Test(
    "Behind a broken array or announcement of several lines nothing is read",
    arguments: [
      ("[\(one),\n{\"a\"}, \(two)]", "2:5 expected \":\", found \"}\""),
      ("[\(one)\(two)]", "1:31 expected \",\" or \"]\", found \"{\""),
      ("[\(one),]\(two)", "1:32 expected an announcement, found \"]\""),
      ("[\(one),5,\(two)]", "1:32 expected an announcement, found \"5\""),
      ("[\(one),\n\n", "3:1 expected an announcement, found the end"),
      ("[\(one)", "1:31 expected \",\" or \"]\", found the end"),
      ("\(one)\n{\n\"tag\": 1,\n\"a\" 1}\n\(two)", "4:5 expected \":\", found \"1\""),
      ("\(one)\n{\n\"tag\": [\n]", "4:2 expected \",\" or \"}\", found the end"),
      (
        "\(one)\n{\n\"tag\": \"\(String(repeating: "x", count: 500))\"}\n\(two)",
        "2:1 the announcement has more than 400 bytes"
      ),
    ])
  func ends(text: String, problem: String) {
    let bytes = Array(text.utf8)
    for size in [1, 2, 3, 7, 64, 1_000] {
      var reader = PushEventReader(maximumSize: 400)
      var batch = PushEventBatch()
      for start in stride(from: 0, to: bytes.count, by: size) {
        batch.append(reader.read(Array(bytes[start..<min(bytes.count, start + size)])))
      }
      batch.append(reader.finish())
      #expect(lines(batch) == ["push ?/a:v1", problem])
      let hasEnded = reader.hasEnded
      let further = reader.read(Array(Self.two.utf8))
      let rest = reader.finish()
      #expect(hasEnded)
      #expect(lines(further).isEmpty)
      #expect(lines(rest).isEmpty)
    }
  }

  @Test(
    "What begins as another kind of file is answered with a hint",
    arguments: [
      ([0xFF, 0xFE, 0x7B, 0x00], "UTF-16 has to be converted to UTF-8, by iconv"),
      ([0x1F, 0x8B, 0x08], "a compressed file has to be unpacked, by gzip -dc"),
    ] as [([UInt8], String)])
  func otherFiles(bytes: [UInt8], hint: String) {
    let batch = PushEventReader.read(all: bytes)
    #expect(batch.problems.first?.code == .malformed)
    #expect(batch.problems.first?.hints == [hint])
  }

  @Test("An announcement of unknown form is told with its keys")
  func unknown() throws {
    let text =
      #"{"zen":"x","hook":{"type":"Repository"},"a":1,"b":1,"c":1,"d":1,"e":1,"f":1,"g":1}"#
    let batch = read("\n" + text + "\n{}\n" + Self.one)
    #expect(lines(batch).count == 3)
    let problem = try #require(batch.problems.first)
    #expect(problem.code == .unknownForm)
    #expect(problem.line == 2)
    #expect(
      problem.message == "the announcement has no known form; its keys are "
        + #""zen", "hook", "a", "b", "c", "d", "e", "f" and 1 more"#)
    let hint = try #require(problem.hints.first)
    for name in ["Docker Distribution", "Harbor", "Quay", "JFrog", "general form"] {
      #expect(hint.contains(name))
    }
    #expect(batch.problems.last?.message == "an empty object announces nothing")
  }

  @Test("A limit of 5 MiB holds for one announcement, not for all")
  func sizes() {
    let filling = 5 << 20
    func announcement(_ size: Int) -> String {
      let text = #"{"repository":"a","tag":"v1","actor":""}"#
      return text.replacing(
        #""actor":""#, with: #""actor":""# + String(repeating: "x", count: size - text.utf8.count))
    }
    #expect(lines(read("[\(announcement(filling)),\(Self.two)]")).last == "push ?/a:v2")
    let batch = read("\(announcement(filling + 1))\n\(Self.two)")
    #expect(lines(batch) == ["push ?/a:v2", "1:1 the announcement has more than 5242880 bytes"])
    #expect(batch.problems.first?.code == .tooLarge)
  }

  @Test("Of endless problems a thousand are told, and the others counted")
  func endlessProblems() {
    let text = String(repeating: "x\n", count: 2_500) + Self.one
    let batch = read(Array(text.utf8), pieces: [100], maximumSize: 400)
    #expect(batch.problems.count == PushEventBatch.maximumProblems)
    #expect(batch.furtherProblems == 1_500)
    #expect(batch.events.count == 1)
    #expect(batch.problems.last?.line == 1_000)
    #expect(read(text).furtherProblems == 1_500)
  }
}
