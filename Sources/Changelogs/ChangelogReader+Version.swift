extension ChangelogReader {
  /// How much of a long file is read first, in bytes behind the first mention of the version.
  private static let excerptLengths = [16 << 10, 128 << 10]

  /// Returns what a changelog says of one version, and the format of the file; null if it has no
  /// heading of that version, or calls it unreleased.
  ///
  /// Of a long file only the begin is read if that has all of the section, besides the definitions of
  /// links: what was written last mostly comes first.
  ///
  /// - Parameters:
  ///   - version: The version, with or without a `v`; `1.2` is `1.2.0`, too.
  ///   - bytes: The file.
  ///   - path: Its path or name.
  package func section(
    of version: String, in bytes: [UInt8], path: [UInt8]
  ) -> (format: ChangelogFormat, release: ChangelogRelease)? {
    let wanted = VersionNumber(version)
    if !bytes.starts(with: [0xFE, 0xFF]), !bytes.starts(with: [0xFF, 0xFE]) {
      guard let place = Self.place(of: wanted, in: bytes) else { return nil }
      for length in Self.excerptLengths {
        guard let end = bytes[min(place + length, bytes.count)...].firstIndex(of: .lineFeed),
          end < bytes.count / 4 * 3
        else { break }
        let excerpt = read(
          Array(bytes[...end]) + Self.definitions(in: bytes[(end + 1)...]), path: path)
        let index = excerpt.releases.firstIndex { Self.isNamed(wanted, by: $0, excerpt.format) }
        // The last section of the excerpt may go on behind it.
        if let index, index < excerpt.releases.count - 1 {
          return (excerpt.format, excerpt.releases[index])
        }
      }
    }
    let changelog = read(bytes, path: path)
    return changelog.releases.first { Self.isNamed(wanted, by: $0, changelog.format) }
      .map { (changelog.format, $0) }
  }

  private static func isNamed(
    _ wanted: VersionNumber, by release: ChangelogRelease, _ format: ChangelogFormat
  ) -> Bool {
    guard let version = release.version, !release.isUnreleased else { return false }
    return wanted.isSame(as: VersionNumber(version, isDebian: format == .debian))
  }

  /// Returns where a version is mentioned first, perhaps as `1.2` instead of `1.2.0`.
  private static func place(of version: VersionNumber, in bytes: [UInt8]) -> Int? {
    var text = version.text[...]
    while text.hasSuffix(".0") { text.removeLast(2) }
    let wanted = Array(text.utf8)
    return bytes.withUnsafeBufferPointer { bytes -> Int? in
      var rest = bytes[...]
      while let first = wanted.first, let place = rest.firstIndex(of: first) {
        if bytes[place...].starts(with: wanted) { return place }
        rest = bytes[(place + 1)...]
      }
      return nil
    }
  }

  /// Returns the lines that may define links of Markdown and reStructuredText.
  private static func definitions(in bytes: ArraySlice<UInt8>) -> [UInt8] {
    var found: [UInt8] = [.lineFeed]
    for line in bytes.split(separator: .lineFeed)
    where line.first == UInt8(ascii: "[") || line.starts(with: ".. _".utf8) {
      found += line
      found.append(.lineFeed)
    }
    return found
  }
}
