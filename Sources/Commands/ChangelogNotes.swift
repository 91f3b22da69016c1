internal import HistoryStore
internal import Reports

/// What `stemma index` says of changelogs that were not understood in full.
enum ChangelogNotes {
  /// How many files are named one by one.
  private static let limit = 5
  private static let hint =
    "\n  hint: stemma query 'changelogs | where unread > 0 or problems > 0' shows all of it"

  /// Returns a line for each of the first files, and one for all others; the last with a hint.
  static func notes(_ files: [ChangelogSummary.Unclear]) -> [String] {
    var lines = files.prefix(limit).map { file in
      var parts = unread(file).map { [$0] } ?? []
      if file.problems > 0 {
        let others = file.problems - 1
        parts.append(
          displayText(file.firstProblem ?? "")
            + (others > 0 ? ", and \(counted(others, "other problem", "other problems"))" : ""))
      }
      let path = displayText(String(decoding: file.path, as: UTF8.self))
      return "\(path): \(parts.joined(separator: "; "))"
    }
    if files.count > limit {
      let more = counted(files.count - limit, "more changelog", "more changelogs")
      lines.append("\(more) with lines that belong to no version, or with problems")
    }
    if !lines.isEmpty { lines[lines.count - 1] += hint }
    return lines
  }

  /// Returns how many lines of a file were not understood, or null.
  static func unread(_ file: ChangelogSummary.Unclear) -> String? {
    guard file.unreadLines > 0 else { return nil }
    return counted(file.unreadLines, "line belongs", "lines belong") + " to no version"
  }
}
