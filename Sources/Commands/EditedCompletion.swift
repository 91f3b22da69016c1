internal import QueryLanguage
internal import Reports

/// The candidates for a word of a line, and how they are shown.
struct EditedCompletion {
  /// The first byte of the word in the line.
  var lower: Int
  var candidates: [CompletionCandidate]

  /// How many candidates are listed one a line, with what they are.
  private static let described = 16
  /// How many are listed at all.
  private static let listed = 120

  /// Returns what the word is replaced with: the one candidate, or what all begin with; the word
  /// itself if nothing is known beyond it, and nil if there is no candidate.
  func replacement(of written: String) -> String? {
    guard let first = candidates.first else { return nil }
    if candidates.count == 1 { return first.text + (first.isOpen ? "" : " ") }
    let common = candidates.dropFirst().reduce(first.text) { common, candidate in
      String(zip(common, candidate.text).prefix { $0 == $1 }.map(\.0))
    }
    return common.count > written.count ? common : written
  }

  /// Returns the candidates as lines: with what they are if they are few, else side by side.
  func list(width: Int) -> String {
    let shown = candidates.prefix(Self.listed)
    let names = shown.map { displayText($0.text) }
    let cell = (names.map(\.count).max() ?? 0) + 2
    var lines: [String] = []
    if candidates.count <= Self.described, cell + 10 <= width {
      lines = zip(names, shown).map { name, candidate in
        let text =
          candidate.documentation.isEmpty ? candidate.kind.rawValue : candidate.documentation
        let line = padded(name, cell) + displayText(text)
        return line.count < width ? line : String(line.prefix(max(0, width - 2))) + "…"
      }
    } else {
      let columns = max(1, width / max(1, cell))
      let rows = (names.count + columns - 1) / columns
      lines = (0..<rows).map { row in
        stride(from: row, to: names.count, by: rows).map { padded(names[$0], cell) }.joined()
      }
    }
    if candidates.count > Self.listed {
      lines.append("and \(candidates.count - Self.listed) more")
    }
    return lines.map { line in
      var line = line[...]
      while line.last == " " { line.removeLast() }
      return String(line)
    }.joined(separator: "\n")
  }

  private func padded(_ text: String, _ width: Int) -> String {
    text + String(repeating: " ", count: max(0, width - text.count))
  }
}
