import Changelogs
import Testing

/// No word of a file is lost, whatever the file is.
@Suite("Completeness")
struct CompletenessTests {
  /// The pieces that random documents are made of.
  static let pieces = [
    "# Changelog", "## [Unreleased]", "## 1.2.%", "## [1.%.0] - 2024-05-01", "### Added",
    "### Odd %",
    "## Foreign %", "word% other%", "- item%", "  - inner%", "* star%", "  continued%", "", "", "",
    "> quote%", "```", "    code%", "---", "===", "***", "<!-- note% -->",
    "[ref%]: https://example.com/%", "[1.%.0]: <https://example.com/%> \"t%\"", "| a% | b% |",
    "|---|---|", "BUG FIXES:", "**Bold%:**", "1. one%", "<div>", "</div>", "\\% & `x%`",
    "1.%.1 (2024-05-01)", "------", "[r%]", "[r%]:", "  https://example.com/t%", "-", "#",
    "+ p% #%",
    "== 3.%.0", ".. note:: n%", "   inner%", ".. _t%: https://example.com/%", ":f%: v%", "One%::",
    "====  ====", "* Version 4.%", "** Sub%", "Version 2.%", "\u{E4}\u{F6}%", "Released 2024-05-01",
  ]

  static let debianPieces = [
    "shop (1.%) unstable; urgency=low", "shop (2.%) UNRELEASED; urgency=high", "  * item%",
    "    - inner% #%", "  [ Name% ]", " -- N% <n%@e.com>  Wed, 01 May 2024 12:00:00 +0000", "",
    " -- N% <n%@e.com>  odd%", "margin%", "# note%", "\t* tab%", "    goes% on", "-- x%", "",
  ]

  static func document(seed: UInt64, pieces: [String] = pieces) -> String {
    var random = SplitMix64(state: seed)
    var text = ""
    for _ in 0..<(1 + random.below(40)) {
      let piece = pieces[random.below(pieces.count)]
      text += piece.replacing("%", with: String(random.below(1_000)))
      text += random.below(12) == 0 ? "\r\n" : "\n"
    }
    return text
  }

  /// All texts of a changelog as they were written.
  static func texts(_ changelog: Changelog) -> String {
    var texts = [changelog.title ?? ""]
    for release in changelog.releases {
      texts += [release.heading, release.url ?? "", release.compareURL ?? ""]
      texts += release.sections.map(\.heading) + release.entries.map(\.markdown)
      texts += release.notes.map(\.markdown)
    }
    for link in changelog.links { texts += [link.label, link.url, link.title ?? ""] }
    return (texts + changelog.unread.map(\.text)).joined(separator: "\n")
  }

  /// The words of a text: runs of letters and digits.
  static func words(_ text: String) -> [Substring] {
    text.split { !$0.isLetter && !$0.isNumber }
  }

  @Test(
    "Each word of a random document is somewhere in what is read",
    arguments: ["CHANGELOG.md", "CHANGES.txt", "NEWS.rst", "RelNotes/1.0.txt", "CHANGES.adoc"])
  func nothingIsLost(path: String) {
    for seed in 0..<1_500 {
      let text = Self.document(seed: UInt64(seed))
      let changelog = read(text, path: path)
      var counts: [Substring: Int] = [:]
      for word in Self.words(Self.texts(changelog)) { counts[word, default: 0] += 1 }
      var missing: [Substring] = []
      for word in Self.words(text) {
        if let count = counts[word], count > 0 {
          counts[word] = count - 1
        } else {
          missing.append(word)
        }
      }
      #expect(missing.isEmpty, "seed \(seed): \(missing) \(text.debugDescription)")
      if !missing.isEmpty { return }
    }
  }

  @Test("Each word of a random Debian changelog is somewhere in what is read")
  func debian() {
    for seed in 0..<1_000 {
      let text = Self.document(seed: UInt64(seed), pieces: Self.debianPieces)
      let changelog = read(text, format: .debian)
      var counts: [Substring: Int] = [:]
      let trailers = changelog.releases.flatMap { release in
        release.details.author.map { [$0, release.date?.text ?? ""] } ?? []
      }
      for word in Self.words(Self.texts(changelog) + "\n" + trailers.joined(separator: "\n")) {
        counts[word, default: 0] += 1
      }
      let missing = Self.words(text).filter { word in
        counts[word, default: 0] -= 1
        return counts[word, default: 0] < 0
      }
      #expect(missing.isEmpty, "seed \(seed): \(missing) \(text.debugDescription)")
      if !missing.isEmpty { return }
    }
  }

  @Test("Reading ends well for any bytes")
  func anyBytes() {
    var random = SplitMix64(state: 7)
    for _ in 0..<500 {
      let bytes = (0..<random.below(400)).map { _ in UInt8(truncatingIfNeeded: random.next()) }
      for path in ["a.md", "a.rst", "a.txt", "debian/changelog", "a.json"] {
        _ = ChangelogReader().read(bytes, path: path)
      }
    }
  }
}
