import CommitMessages
import Testing

@Suite("Properties of messages")
struct MessagePropertyTests {
  private static let words = [
    "shop", "cart", "a", "feature-flag", "MIN(COALESCE(", "é", "#x", "日本", "x:y", "\"quoted\"",
    "(b)",
  ]

  private static func words(_ generator: inout SplitMix64, _ range: ClosedRange<Int>) -> String {
    (0..<(range.lowerBound + generator.below(range.count))).map { _ in
      generator.element(of: words)
    }.joined(separator: " ")
  }

  private struct Footer {
    let token: String
    let isNumber: Bool
    let value: String
  }

  @Test("A conventional message that is written is read again", arguments: 0..<200 as Range<UInt64>)
  func roundTrip(seed: UInt64) {
    var generator = SplitMix64(state: seed)
    let type = generator.element(of: ["feat", "fix", "Docs", "deps-dev", "x1"])
    let scope =
      generator.below(2) == 0 ? nil : generator.element(of: ["cart", "a, b", "a/b c", "é"])
    let isBreaking = generator.below(3) == 0
    let description = Self.words(&generator, 1...5)
    let paragraphs = (0..<generator.below(4)).map { _ in "text is " + Self.words(&generator, 1...9)
    }
    let footers = (0..<generator.below(4)).map { _ in
      let token = generator.element(of: [
        "BREAKING CHANGE", "BREAKING-CHANGE", "Reviewed-by", "Refs", "Closes",
      ])
      let lines = (0..<(1 + generator.below(3))).map { _ in "is so " + Self.words(&generator, 0...4)
      }
      let joined = lines.joined(separator: generator.element(of: ["\n", "\n\n", "\n  "]))
      let isNumber = generator.below(4) == 0 && !token.hasPrefix("BREAKING")
      // What follows a number sign tells a footer from text only if it is a number.
      let value = isNumber ? "12, #13" : joined + "x"
      return Footer(token: token, isNumber: isNumber, value: value)
    }
    let header =
      type + (scope.map { "(\($0))" } ?? "") + (isBreaking ? "!" : "") + ": " + description
    let footerText = footers.map { "\($0.token)\($0.isNumber ? " #" : ": ")\($0.value)" }
    let parts =
      [header] + paragraphs + (footers.isEmpty ? [] : [footerText.joined(separator: "\n")])
    let message = message(parts.joined(separator: "\n\n"))

    #expect(
      line(message.conventional)
        == "\(type)|\(scope ?? "-")|\(isBreaking ? "!" : "-")|\(description)")
    #expect(text(message.divided.text) == paragraphs.joined(separator: "\n\n"))
    #expect(
      lines(message.footers) == footers.map { "\($0.token)\($0.isNumber ? "#" : "=")\($0.value)" })
    let announced = footers.filter { $0.token.hasPrefix("BREAKING") }.map(\.value)
    #expect(
      message.breakingTexts.map { text($0) }
        == (announced.isEmpty && isBreaking ? [description] : announced))
    #expect(message.isBreaking == !message.breakingTexts.isEmpty)
  }

  @Test("Trailers that are written are read again", arguments: 0..<100 as Range<UInt64>)
  func trailers(seed: UInt64) {
    var generator = SplitMix64(state: seed)
    let expected = (0..<(1 + generator.below(5))).map { _ in
      (generator.element(of: ["Signed-off-by", "A", "x-1"]), "v " + Self.words(&generator, 1...4))
    }
    let fold = generator.element(of: [" ", "\n ", "\n\t  "])
    let written = expected.map { token, value in
      token + ": " + value.split(separator: " ").joined(separator: fold)
    }
    let body = "Text.\n\n" + written.joined(separator: "\n")
    let found = CommitMessage(subject: bytes("x"), body: bytes(body)).trailers
    #expect(
      found.map { text($0.token) + "=" + text($0.unfoldedValue) }
        == expected.map { "\($0.0)=\($0.1)" })
  }

  @Test("Any bytes have a place in the log, and nothing traps", arguments: 0..<300 as Range<UInt64>)
  func anyBytes(seed: UInt64) {
    var generator = SplitMix64(state: seed)
    let pieces: [[UInt8]] =
      [
        "feat", "(", ")", "!", ": ", "\n", "\n\n", "\r\n", "#", "12", "* ", "- ",
        "BREAKING CHANGE: ",
        "Revert \"", "\"", "This reverts commit ", "1234567", "https://a/b/c/issues/1", "Closes ",
        "/",
        "Squashed commit of the following:\n", "commit ", "    ", "fixup! ", "[", "]", "✨", ":bug:",
        "Merge branch '", "Merged in ", "See merge request ", "(cherry picked from commit ", "```",
        "release-note", "---", "<", ">", "Merge ", " into ", "GH-", "gh-",
      ].map { Array($0.utf8) } + [[0xFF], [0xF0, 0x9F], [0xE2], [0x00]]
    let bytes = (0..<(1 + generator.below(30))).flatMap { _ in generator.element(of: pieces) }
    let message = CommitMessage(bytes[...])
    let classification = message.classification
    #expect(message.subject.isEmpty || !classification.summary.isEmpty || message.body.isEmpty)
    #expect((classification.omissionReason == .merge) == (classification.form == .merge))
    #expect(message.isBreaking == !message.breakingTexts.isEmpty)
    #expect(Set(message.references).count == message.references.count)
    for change in message.changes { #expect(change.message.subject.count <= bytes.count) }
    _ = (message.origins, message.trailers, message.reversal, message.releaseNotes)
    _ = message.possibleBreakingLines
  }
}
