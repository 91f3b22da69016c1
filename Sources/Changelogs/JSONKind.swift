/// Tells exports of hosts from one another.
enum JSONKind {
  /// Returns the format of a JSON export, or null if the text is no JSON.
  static func format(of source: SourceText) -> ChangelogFormat? {
    guard let place = source.bytes.firstIndex(where: { !$0.isBlank }) else { return nil }
    let start = source.bytes[place...].prefix(1 << 16)
    switch start.first {
    case UInt8(ascii: "["):
      // `[1.0.0]` begins an array as well as a heading.
      let rest = start.dropFirst().drop(while: \.isBlank)
      guard rest.first == UInt8(ascii: "{") || rest.first == UInt8(ascii: "]") else { return nil }
    case UInt8(ascii: "{"):
      guard start.dropFirst().drop(while: \.isBlank).first == UInt8(ascii: "\"") else { return nil }
    default: return nil
    }
    let isGitLab =
      start.firstIndex(of: "\"released_at\"") != nil || start.firstIndex(of: "\"tag_path\"") != nil
      || start.firstIndex(of: "\"description\"") != nil && start.firstIndex(of: "\"body\"") == nil
    return isGitLab ? .gitLabReleases : .gitHubReleases
  }
}
