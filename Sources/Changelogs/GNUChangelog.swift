/// GNU's `ChangeLog`: a line `2024-05-01  Name  <mail>` begins a day's changes, and their lines begin
/// with a tab.
///
/// The GNU Coding Standards, "Style of Change Logs". Such a file has no versions; older ones write
/// `Wed May  1 12:00:00 1996  Name  (mail)`.
enum GNUChangelog {
  /// Returns the changelog without releases, and says that the format has none.
  static func read(_ source: SourceText) -> Changelog {
    var changelog = Changelog(format: .gnu)
    let lines = source.trimmed(0..<source.lineCount)
    if !lines.isEmpty {
      changelog.unread = [
        UnreadText(reason: .noVersions, text: source.text(lines), line: lines.lowerBound + 1)
      ]
    }
    changelog.problems = [.noVersions]
    return changelog
  }

  /// Whether the first line with words begins a day's changes, and those that follow are indented.
  static func matches(_ source: SourceText) -> Bool {
    let lines = (0..<min(source.lineCount, 40)).filter { !source.isBlank($0) }
    guard let first = lines.first, isHeading(source[first]) else { return false }
    return lines.dropFirst().first.map { line in
      source[line].first?.isBlank == true || isHeading(source[line])
    } ?? false
  }

  private static func isHeading(_ line: ArraySlice<UInt8>) -> Bool {
    guard line.first?.isBlank == false, line.contains(.at) || line.firstIndex(of: " at ") != nil,
      line.trimmed.last?.isOne(of: ">)") == true
    else { return false }
    return isDay(line.prefix(10)) || isDate(line.words)
  }

  /// Whether bytes are a day such as `2024-05-01`.
  private static func isDay(_ bytes: ArraySlice<UInt8>) -> Bool {
    let parts = bytes.split(separator: .hyphen, omittingEmptySubsequences: false)
    return parts.map(\.count) == [4, 2, 2] && parts.joined().allSatisfy(\.isDigit)
  }

  /// Whether words begin as `Wed May  1 12:00:00 1996` does.
  private static func isDate(_ words: [ArraySlice<UInt8>]) -> Bool {
    guard words.count >= 6, words[0].count == 3, words[1].count == 3 else { return false }
    let isName = (words[0] + words[1]).allSatisfy(\.isLetter)
    let hasYear = words[3...5].contains { $0.count == 4 && $0.allSatisfy(\.isDigit) }
    return isName && words[2].count <= 2 && words[2].allSatisfy(\.isDigit) && hasYear
  }
}
