internal import StrictJSON

// The texts of the messages that users see.

extension ChangelogProblem {
  // MARK: Files

  static func tooLarge(_ count: Int, limit: Int) -> ChangelogProblem {
    ChangelogProblem(
      .tooLarge, line: 0, "the changelog has \(count) bytes, more than \(limit)",
      hints: ["split it, or raise the limit"])
  }

  static func binary(_ bytes: [UInt8]) -> ChangelogProblem {
    let hints: [String]
    switch (bytes.first, bytes.dropFirst().first) {
    case (0x1F, 0x8B): hints = ["a compressed file has to be unpacked, by gzip -dc"]
    case (0x50, 0x4B): hints = ["an archive has to be unpacked, by unzip"]
    case (0xFD, 0x37): hints = ["a compressed file has to be unpacked, by xz -dc"]
    default: hints = []
    }
    return ChangelogProblem(
      .binary, line: 0, "the changelog is no text: it holds zero bytes or is compressed",
      hints: hints)
  }

  static let utf16 = ChangelogProblem(
    .encoding, line: 0, "the changelog is UTF-16, and was read as such",
    hints: ["other tools may need it in UTF-8; iconv converts it"])

  static func notUTF8(line: Int) -> ChangelogProblem {
    ChangelogProblem(
      .encoding, line: line, "the bytes are not UTF-8; what is no character is shown as \u{FFFD}",
      hints: ["iconv converts a file to UTF-8"])
  }

  static func deepNesting(_ depth: Int, line: Int) -> ChangelogProblem {
    ChangelogProblem(
      .malformed, line: line,
      "up to \(depth) lists and quotes lie in one another: the file was read as plain text")
  }

  static func muchMarkup(_ count: Int, limit: Int) -> ChangelogProblem {
    ChangelogProblem(
      .malformed, line: 0,
      "the file has \(count) characters of markup, more than \(limit): it was read as plain text")
  }

  /// Says that a clone lacks the version of the file that a commit brought.
  ///
  /// - Parameter commit: The commit's id in hexadecimal digits.
  package static func absent(commit: String) -> ChangelogProblem {
    ChangelogProblem(
      .absent, line: 0, "the version of commit \(commit) is not in the clone",
      hints: ["git fetch gets what a partial clone left out"])
  }

  static func noReleases(_ format: ChangelogFormat) -> ChangelogProblem {
    ChangelogProblem(
      .noReleases, line: 0, "no heading names a release; the file was read as \(format.rawValue)",
      hints: ["a heading of a release is like \"## 1.2.0 - 2024-05-01\" or \"## Unreleased\""])
  }

  static let noVersions = ChangelogProblem(
    .noReleases, line: 0, "a GNU ChangeLog tells changes by day and author: it has no versions",
    hints: ["such projects tell what a version brings in a file NEWS"])

  // MARK: Releases

  static func unreadableDate(_ text: String, line: Int, isAmbiguous: Bool) -> ChangelogProblem {
    let message =
      isAmbiguous
      ? "\(quoted(text)) may be read as two dates" : "\(quoted(text)) is no date that can be read"
    return ChangelogProblem(
      .unreadableDate, line: line, message, hints: ["2024-05-01 is read by all tools"])
  }

  static func duplicateRelease(
    _ release: ChangelogRelease, firstLine: Int
  ) -> ChangelogProblem {
    let name = release.version.map(quoted) ?? "the unreleased section"
    return ChangelogProblem(
      .duplicateRelease, line: release.line, "\(name) stands on line \(firstLine) already")
  }

  // MARK: Debian

  static func debianLine(_ text: ArraySlice<UInt8>, line: Int) -> ChangelogProblem {
    ChangelogProblem(
      .malformed, line: line, "\(quoted(text.trimmed.text)) is no line of a Debian changelog here",
      hints: [
        "an entry begins with a line like \"shop (1.2-1) unstable; urgency=medium\", and its other "
          + "lines begin with blanks"
      ])
  }

  static func noTrailer(_ release: ChangelogRelease) -> ChangelogProblem {
    ChangelogProblem(
      .malformed, line: release.line,
      "the entry of \(quoted(release.version ?? "")) has no last line with a name and a date",
      hints: [" -- Name <name@example.com>  Wed, 01 May 2024 12:00:00 +0000"])
  }

  static func trailerBlanks(line: Int) -> ChangelogProblem {
    ChangelogProblem(
      .malformed, line: line,
      "one blank has to stand before the hyphens, and two before the date")
  }

  static func weekday(_ date: ChangelogDate, weekday: Int, line: Int) -> ChangelogProblem {
    let names = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"]
    return ChangelogProblem(
      .invalidValue, line: line,
      "\(date.iso) is a \(names[weekday]), not as written: \(quoted(date.text))")
  }

  // MARK: JSON

  static func malformedJSON(_ error: JSONError, line: Int) -> ChangelogProblem {
    ChangelogProblem(.malformed, line: line, error.message, hints: error.hints)
  }

  static func noTagName(release: Int) -> ChangelogProblem {
    ChangelogProblem(
      .invalidValue, line: release, "release \(release) of the export has no tag_name")
  }

  static func wrongType(_ key: String, release: Int) -> ChangelogProblem {
    ChangelogProblem(
      .invalidValue, line: release, "\(key) of release \(release) has to be a text or null")
  }

  static func noTime(_ key: String, _ text: String, release: Int) -> ChangelogProblem {
    ChangelogProblem(
      .unreadableDate, line: release,
      "\(key) of release \(release) has to be a time, not \(quoted(text))")
  }

  // MARK: Texts

  /// A text in quotes, safe on a terminal, cut off after 60 scalars.
  static func quoted(_ text: String) -> String {
    var result = "\""
    for (place, scalar) in text.unicodeScalars.enumerated() {
      if place == 60 { return result + "…\"" }
      switch scalar.properties.generalCategory {
      case .control, .format, .lineSeparator, .paragraphSeparator, .unassigned, .privateUse,
        .surrogate:
        result += "\\u{\(String(scalar.value, radix: 16, uppercase: true))}"
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result + "\""
  }
}
