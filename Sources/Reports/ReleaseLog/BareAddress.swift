/// Finds the addresses of web pages that stand in a text without any mark, as changelogs have them.
///
/// Forges make them links by the rules for extended autolinks of GitHub's Markdown, which are
/// followed here for `http` and `https`: an address begins a word, ends before a space or `<`, and
/// punctuation at its end is no part of it.
enum BareAddress {
  /// The most bytes of an address; so that texts that are made to take time take little.
  private static let maximalCount = 2048

  /// Returns the text with its addresses as links; they show what they lead to.
  static func linked(_ text: [UInt8]) -> [CuratedInline] {
    var parts: [CuratedInline] = []
    var start = 0
    var place = 0
    while place < text.count {
      guard text[place] == UInt8(ascii: "h"), beginsWord(place, in: text),
        let (address, word) = address(in: text[place...])
      else {
        place += 1
        continue
      }
      if place > start { parts.append(.text(Array(text[start..<place]))) }
      parts.append(.link(address, [.text(Array(word))]))
      place += word.count
      start = place
    }
    if start < text.count { parts.append(.text(Array(text[start...]))) }
    return parts
  }

  private static func beginsWord(_ place: Int, in text: [UInt8]) -> Bool {
    place == 0 || " *_~(".utf8.contains(text[place - 1])
  }

  /// Returns the address that a text begins with, and how it is written there; nil if there is none,
  /// or one with an `@`, which a forge could take for a mention.
  private static func address(
    in text: ArraySlice<UInt8>
  ) -> (address: String, word: ArraySlice<UInt8>)? {
    let scheme = ["https://", "http://"].first { text.starts(with: $0.utf8) }
    guard let scheme else { return nil }
    var word = text.prefix(maximalCount + 1).prefix { $0 != 0x20 && $0 != UInt8(ascii: "<") }
    guard word.count <= maximalCount, !word.contains(UInt8(ascii: "@")) else { return nil }
    var open = word.count { $0 == UInt8(ascii: ")") } - word.count { $0 == UInt8(ascii: "(") }
    while let last = word.last {
      if last == UInt8(ascii: ")") {
        if open <= 0 { break }
        open -= 1
      } else if !"?!.,:;*_~'\"".utf8.contains(last) {
        break
      }
      word.removeLast()
    }
    guard word.count > scheme.utf8.count, let address = CuratedText.webAddress(Array(word))
    else { return nil }
    return (address, word)
  }
}
