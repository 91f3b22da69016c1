extension ChangelogReader {
  /// How much of a long file is read first, in bytes behind the first mention of the version.
  private static let excerptLengths = [16 << 10, 128 << 10]

  /// Returns what a changelog says of one version that was released, and the format of the file; null if
  /// it has no heading of that version.
  ///
  /// Mostly that is one section; some have several. Sections that are called unreleased count if there
  /// are no others: nobody changed the heading before the release. Of a long file only the begin is read
  /// if that has all of them, besides the definitions of links: what was written last mostly comes first.
  ///
  /// - Parameters:
  ///   - version: The version, with or without a `v`; `1.2` is `1.2.0`, too.
  ///   - bytes: The file.
  ///   - path: Its path or name.
  package func sections(
    of version: String, in bytes: [UInt8], path: [UInt8]
  ) -> (format: ChangelogFormat, releases: [ChangelogRelease])? {
    let wanted = VersionNumber(version)
    if !bytes.starts(with: [0xFE, 0xFF]), !bytes.starts(with: [0xFF, 0xFE]) {
      let text = Self.shortest(wanted)
      guard let place = Self.place(of: text, in: bytes[...]) else { return nil }
      for length in Self.excerptLengths {
        guard let end = bytes[min(place + length, bytes.count)...].firstIndex(of: .lineFeed),
          end < bytes.count / 4 * 3, !Self.mayHaveHeading(of: text, in: bytes[(end + 1)...])
        else { break }
        let excerpt = read(
          Array(bytes[...end]) + Self.definitions(in: bytes[(end + 1)...]), path: path)
        // The last section of the excerpt may go on behind it.
        if let found = Self.named(wanted, in: excerpt),
          excerpt.releases.last.map({ !Self.isNamed(wanted, by: $0, excerpt.format) }) == true
        {
          return (excerpt.format, found)
        }
      }
    }
    let changelog = read(bytes, path: path)
    return Self.named(wanted, in: changelog).map { (changelog.format, $0) }
  }

  /// Returns the sections of a version, as released; null if there are none.
  private static func named(
    _ wanted: VersionNumber, in changelog: Changelog
  ) -> [ChangelogRelease]? {
    let all = changelog.releases.filter { isNamed(wanted, by: $0, changelog.format) }
    var found = all.filter { !$0.isUnreleased }
    if found.isEmpty { found = all }
    for index in found.indices { found[index].isUnreleased = false }
    return found.isEmpty ? nil : found
  }

  private static func isNamed(
    _ wanted: VersionNumber, by release: ChangelogRelease, _ format: ChangelogFormat
  ) -> Bool {
    guard let version = release.version else { return false }
    return wanted.isSame(as: VersionNumber(version, isDebian: format == .debian))
  }

  /// Returns the bytes that every text has that names a version: of `1.2.0` it may be `1.2`.
  private static func shortest(_ version: VersionNumber) -> [UInt8] {
    var text = version.text[...]
    while text.hasSuffix(".0") { text.removeLast(2) }
    return Array(text.utf8)
  }

  private static func place(of text: [UInt8], in bytes: ArraySlice<UInt8>) -> Int? {
    bytes.withUnsafeBufferPointer { buffer -> Int? in
      var rest = buffer[...]
      while let first = text.first, let place = rest.firstIndex(of: first) {
        if buffer[place...].starts(with: text) { return bytes.startIndex + place }
        rest = buffer[(place + 1)...]
      }
      return nil
    }
  }

  /// Whether a line with a version in it may be a heading: it is short, and no item or definition.
  private static func mayHaveHeading(of text: [UInt8], in bytes: ArraySlice<UInt8>) -> Bool {
    var rest = bytes
    while let place = place(of: text, in: rest) {
      let start = bytes[..<place].lastIndex(of: .lineFeed).map { $0 + 1 } ?? bytes.startIndex
      let end = bytes[place...].firstIndex(of: .lineFeed) ?? bytes.endIndex
      let line = bytes[start..<end]
      let isItem = line.first.map { $0.isOne(of: "-*+ ") || $0.isBlank } ?? true
      let isDefinition = line.first == UInt8(ascii: "[") && line.contains(UInt8(ascii: ":"))
      if line.count <= 120, !isItem, !isDefinition { return true }
      rest = bytes[end...]
    }
    return false
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
