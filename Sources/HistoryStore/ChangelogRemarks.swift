internal import Changelogs

/// What of the last version of a changelog belongs to no version of the product, and what is wrong.
struct ChangelogRemarks {
  /// How many lines were not understood.
  private(set) var unreadLines = 0
  /// Lines that were not understood, each piece behind its number; null: none.
  private(set) var unreadText: String?
  /// What stands around the versions, such as an introduction; null: nothing.
  private(set) var frame: String?
  private(set) var problems = 0
  /// A line for each problem; null: none.
  private(set) var problemText: String?

  /// The limit on the bytes of each of the texts: 64 KiB.
  private static let limit = 64 << 10

  /// - Parameters:
  ///   - changelog: The last version that was read; null: none was.
  ///   - absent: Versions that could not be read.
  init(_ changelog: Changelog?, absent: [ChangelogProblem]) {
    let unread = (changelog?.unread ?? []).filter { !$0.reason.isFrame }
    unreadLines = unread.reduce(0) { $0 + $1.lineCount }
    unreadText = Self.text(unread.map(Self.piece), of: unreadLines, "line")
    let around = (changelog?.unread ?? []).filter(\.reason.isFrame)
    frame = Self.text(
      around.map(Self.piece), of: around.reduce(0) { $0 + $1.lineCount }, "line")
    let listed = (changelog?.problems ?? []) + absent
    problems = listed.count + (changelog?.furtherProblems ?? 0)
    problemText = Self.text(listed.map { ($0.placedMessage, 1) }, of: problems, "problem")
  }

  private static func piece(_ unread: UnreadText) -> (text: String, count: Int) {
    ("line \(unread.line): \(unread.text)", unread.lineCount)
  }

  /// Joins pieces up to the limit, with a last line that tells how much is left out.
  private static func text(
    _ pieces: [(text: String, count: Int)], of total: Int, _ unit: String
  ) -> String? {
    guard total > 0 else { return nil }
    var shown: [String] = []
    var (room, count) = (limit, 0)
    for piece in pieces {
      guard piece.text.utf8.count < room else {
        // Of a long piece its first lines.
        let lines = firstLines(of: piece.text, within: room)
        if piece.count > 1, !lines.isEmpty {
          shown.append(lines.joined(separator: "\n"))
          count += lines.count
        }
        break
      }
      shown.append(piece.text)
      room -= piece.text.utf8.count + 1
      count += piece.count
    }
    if count < total {
      shown.append("(\(total - count) more \(total - count == 1 ? unit : unit + "s"))")
    }
    return shown.joined(separator: "\n")
  }

  private static func firstLines(of text: String, within size: Int) -> [Substring] {
    var room = size
    var lines: [Substring] = []
    for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
      room -= line.utf8.count + 1
      if room < 0 { break }
      lines.append(line)
    }
    return lines
  }
}
