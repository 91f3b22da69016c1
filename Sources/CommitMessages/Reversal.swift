/// What a commit message says that the commit undoes, or does again after it was undone.
///
/// Forms: git's `Revert "subject"` and `Reapply "subject"`, also one in the other and behind an area
/// (`drm: Revert "subject"`); `This reverts commit 1234567.` in the body, several times or with a
/// list; the type `revert` of Conventional Commits, with the commits in `Refs` footers; and the
/// requests that are named as reverted.
package struct Reversal: Hashable, Sendable {
  /// The subject of what was reverted in the first place, without quotation marks; null if the
  /// message names no subject.
  package let subject: ArraySlice<UInt8>?
  /// The names of the reverted commits, in lower case, often abbreviated.
  ///
  /// With `Revert "Revert …"`
  /// and `Reapply` they are those of the revert.
  package let commits: [String]
  /// The requests that are reverted, perhaps in part.
  package let requests: [Reference]
  /// Whether the commit brings back what had been reverted.
  package let isReapplication: Bool
}

extension Reversal {
  /// Reads a message; null if it reverts nothing.
  static func read(_ message: CommitMessage) -> Reversal? {
    let quoted = quotedSubject(message.subject.trimmed())
    var subject = quoted?.subject
    var commits = revertedCommits(message.body)
    if quoted == nil, let header = message.conventional, header.typeName == "revert" {
      subject = header.description
      for footer in message.footers
      where footer.token.equals(ignoringCase: "refs") || footer.token.equals(ignoringCase: "ref") {
        commits += ObjectName.readList(footer.value).names
      }
    }
    let requests = message.references.filter { $0.role == .reverts }
    guard subject != nil || !commits.isEmpty || !requests.isEmpty else { return nil }
    var seen: Set<String> = []
    return Reversal(
      subject: subject, commits: commits.filter { seen.insert($0).inserted }, requests: requests,
      isReapplication: quoted?.isReapplication ?? false)
  }

  /// Returns whether a subject is `Revert "…"` or `Reapply "…"`, perhaps behind an area.
  static func isQuoted(_ subject: ArraySlice<UInt8>) -> Bool { quotedSubject(subject) != nil }

  /// Returns the innermost subject of `Revert "…"` and `Reapply "…"`.
  private static func quotedSubject(
    _ subject: ArraySlice<UInt8>
  ) -> (subject: ArraySlice<UInt8>, isReapplication: Bool)? {
    var inner = withoutArea(subject)
    var depth = 0
    var isReverted = false
    while true {
      let revert = inner.dropping("Revert \"")
      guard let rest = revert ?? inner.dropping("Reapply \"") else { break }
      if revert != nil { isReverted.toggle() }
      // A subject that was cut off has no closing mark.
      inner = rest.lastIndex(of: UInt8(ascii: "\"")).map { rest[..<$0] } ?? rest
      depth += 1
    }
    return depth == 0 ? nil : (inner, !isReverted)
  }

  /// Removes `area: ` and `[area] ` before a quoted revert.
  private static func withoutArea(_ subject: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
    guard let quote = subject.firstIndex(of: UInt8(ascii: "\"")) else { return subject }
    for word in ["Revert ", "Reapply "] as [StaticString] {
      let start = quote - word.utf8CodeUnitCount
      guard start >= subject.startIndex + 2, subject[start...].hasPrefix(word),
        subject[start - 1] == 0x20,
        subject[start - 2] == UInt8(ascii: ":") || subject[start - 2] == UInt8(ascii: "]")
      else { continue }
      return subject[start...]
    }
    return subject
  }

  /// Returns the commits behind `reverts commit` and `reverts commits`, wherever that stands.
  ///
  /// The second commit of `reverts commit A, reversing changes made to B` is not reverted.
  private static func revertedCommits(_ body: ArraySlice<UInt8>) -> [String] {
    var commits: [String] = []
    var index = body.startIndex
    while let start = body[index...].firstIndex(where: { $0 | 0x20 == UInt8(ascii: "r") }) {
      index = start + 1
      guard start == body.startIndex || !body[start - 1].isWordByte,
        var rest = body[start...].dropping(ignoringCase: "reverts ")
      else { continue }
      rest = rest.dropping(ignoringCase: "merge ") ?? rest
      guard let names = rest.dropping(ignoringCase: "commit") else { continue }
      let list = ObjectName.readList(
        (names.first == UInt8(ascii: "s") ? names.dropFirst() : names).drop {
          $0.isBlank || $0 == UInt8(ascii: ":")
        })
      commits += list.names
      index = max(index, list.end)
    }
    return commits
  }
}
