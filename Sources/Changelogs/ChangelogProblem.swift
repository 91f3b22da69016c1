/// A reason why something in a changelog could not be read as it should.
package struct ChangelogProblem: Error, Hashable, Sendable, CustomStringConvertible {
  /// What went wrong.
  package struct Code: Sendable, Hashable, CustomStringConvertible {
    private enum Wrapped: String {
      case tooLarge, binary, encoding, malformed, noReleases, unreadableDate, duplicateRelease
      case invalidValue, absent
    }

    private let wrapped: Wrapped

    private init(_ wrapped: Wrapped) {
      self.wrapped = wrapped
    }

    /// The file exceeds the limit on sizes; nothing of it was read.
    package static let tooLarge = Code(.tooLarge)
    /// The file is no text; nothing of it was read.
    package static let binary = Code(.binary)
    /// The file is not UTF-8.
    package static let encoding = Code(.encoding)
    /// The bytes break the rules of a strict format.
    package static let malformed = Code(.malformed)
    /// No heading names a release.
    package static let noReleases = Code(.noReleases)
    /// A heading tells a date that cannot be read, or that can be read in two ways.
    package static let unreadableDate = Code(.unreadableDate)
    /// Two headings name the same version.
    package static let duplicateRelease = Code(.duplicateRelease)
    /// A value is missing, or is not what it has to be.
    package static let invalidValue = Code(.invalidValue)
    /// A version of the file is not at hand.
    package static let absent = Code(.absent)

    /// The name of the code, such as `duplicateRelease`.
    package var description: String { wrapped.rawValue }
  }

  package var code: Code
  /// The line, from 1 on; 0 for the file as a whole.
  package var line: Int
  /// One sentence with the actual values, safe on a terminal.
  package var message: String
  package var hints: [String]

  package init(_ code: Code, line: Int, _ message: String, hints: [String] = []) {
    self.code = code
    self.line = line
    self.message = message
    self.hints = hints
  }

  /// `line 3: …`.
  package var placedMessage: String { line > 0 ? "line \(line): \(message)" : message }

  /// `line 3: …`, and the hints on lines of their own.
  package var description: String {
    ([placedMessage] + hints.map { "hint: \($0)" }).joined(separator: "\n")
  }
}
