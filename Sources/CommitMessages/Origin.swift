/// Where a commit was copied from, by what its message says: evidence of a cherry-pick or backport.
package struct Origin: Hashable, Sendable {
  /// The form of the statement.
  package enum Kind: Hashable, Sendable {
    /// `(cherry picked from commit …)`, as `git cherry-pick -x` writes; a chain of picks has several,
    /// the latest last.
    case cherryPick
    /// `(backported from commit …)`: picked with changes.
    case backport
    /// `[ Upstream commit … ]` and `commit … upstream.`, as the stable Linux kernels write.
    case upstreamCommit
    /// A trailer such as `Backported-from: …`.
    case trailer
    /// `Backport of #12` and its kin.
    case request
  }

  /// What is named as the origin.
  package enum Source: Hashable, Sendable {
    /// The name of a commit in lower case, perhaps abbreviated.
    case commit(String)
    case request(Reference)
    /// Anything else, as it is written.
    case text(ArraySlice<UInt8>)
  }

  package let kind: Kind
  package let source: Source
}

extension Origin {
  /// Returns the origins that a message names, those of the body in their order, then the requests.
  static func read(_ message: CommitMessage) -> [Origin] {
    var origins: [Origin] = []
    var seen: Set<Origin> = []
    func add(_ kind: Kind, _ source: Source) {
      let origin = Origin(kind: kind, source: source)
      if seen.insert(origin).inserted { origins.append(origin) }
    }
    // A statement that was left alone in the message is its subject; a quoted one is that of a revert.
    let subject = message.subject.trimmed()
    if subject.first == UInt8(ascii: "("), let (kind, name) = parenthesised(subject) {
      add(kind, .commit(name))
    }
    for line in Lines(message.body) {
      let text = line.trimmed()
      if let (kind, name) = parenthesised(text) ?? upstream(text) {
        add(kind, .commit(name))
      } else if let value = trailerValue(text) {
        if let (name, end) = ObjectName.read(value), end == value.endIndex {
          add(.trailer, .commit(name))
        } else if ReferenceScanner.scan(value).isEmpty {
          add(.trailer, .text(value))
        }
      }
    }
    for reference in message.references where reference.role == .backports {
      add(.request, .request(reference))
    }
    return origins
  }

  /// Reads `(cherry picked from commit …` and `(backported from commit …` anywhere in a line.
  private static func parenthesised(_ line: ArraySlice<UInt8>) -> (Kind, String)? {
    var index = line.startIndex
    while let open = line[index...].firstIndex(of: UInt8(ascii: "(")) {
      index = open + 1
      let rest = line[index...]
      for (words, kind) in phrases {
        guard let name = rest.dropping(ignoringCase: words) else { continue }
        let digits = name.dropping(ignoringCase: "commit ") ?? name
        if let (name, _) = ObjectName.read(digits.drop(while: \.isBlank)) { return (kind, name) }
      }
    }
    return nil
  }

  private static let phrases: [(StaticString, Kind)] = [
    ("cherry picked from ", .cherryPick), ("cherry-picked from ", .cherryPick),
    ("backported from ", .backport),
  ]

  /// Reads a line that is `[ Upstream commit … ]` or `commit … upstream.`.
  private static func upstream(_ line: ArraySlice<UInt8>) -> (Kind, String)? {
    if line.first == UInt8(ascii: "[") || line.first == UInt8(ascii: "("),
      let rest = line.dropFirst().trimmed().dropping(ignoringCase: "upstream commit "),
      let (name, end) = ObjectName.read(rest)
    {
      let closing = rest[end...].trimmed().first
      return closing == UInt8(ascii: "]") || closing == UInt8(ascii: ")")
        ? (.upstreamCommit, name) : nil
    }
    guard let rest = line.dropping(ignoringCase: "commit "), let (name, end) = ObjectName.read(rest)
    else { return nil }
    let words = rest[end...].trimmed()
    return words.equals(ignoringCase: "upstream.") || words.equals(ignoringCase: "upstream")
      ? (.upstreamCommit, name) : nil
  }

  private static func trailerValue(_ line: ArraySlice<UInt8>) -> ArraySlice<UInt8>? {
    for token in trailers {
      guard let rest = line.dropping(ignoringCase: token), rest.first == UInt8(ascii: ":") else {
        continue
      }
      let value = rest.dropFirst().trimmed()
      return value.isEmpty ? nil : value
    }
    return nil
  }

  private static let trailers: [StaticString] = [
    "backported-from", "backport-of", "cherry-picked-from", "upstream-commit",
  ]
}
