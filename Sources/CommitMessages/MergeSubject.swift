/// The subject that git or a host writes for a merge.
///
/// Whether a commit is a merge is told by its parents; the subject tells of what. A subject that just
/// begins with the word, as `Merge duplicated code paths`, is in none of these forms.
package struct MergeSubject: Hashable, Sendable {
  /// What is merged.
  package enum Kind: Hashable, Sendable {
    /// `Merge pull request #12 from owner/branch`, `Merged in branch (pull request #12)`,
    /// `Merged PR 12: …`, `Auto merge of #12 - …`, `Merge #12`.
    case request
    /// `Merge branch 'x' into y`, `Merge branches 'a' and 'b'`, `Merge remote-tracking branch 'o/x'`.
    case branch
    /// `Merge tag 'v1'`.
    case tag
    /// `Merge commit '…'`, and `Merge 1234567 into 89abcde`, as hosts try out a request.
    case commit
  }

  package let kind: Kind
  /// The first branch, tag or commit that is merged, without quotation marks; null if none is named.
  package let source: ArraySlice<UInt8>?
  /// The branch that it is merged into; null if it is not named, as for the default branch.
  package let destination: ArraySlice<UInt8>?

  /// Reads a subject; null if it is in no such form.
  init?(_ subject: ArraySlice<UInt8>) {
    let subject = subject.trimmed()
    if let rest = subject.dropping("Merge pull request ") ?? subject.dropping("Merge PR ") {
      kind = .request
      source = rest.words(after: "from")
      destination = nil
      return
    }
    if Self.isOtherRequest(subject) {
      kind = .request
      source = subject.dropping("Merged in ").flatMap { $0.split(separator: 0x20).first }
      destination = nil
      return
    }
    if let names = Self.trialMerge(subject) {
      kind = .commit
      (source, destination) = names
      return
    }
    for (prefix, kind) in Self.quotedForms {
      guard let rest = subject.dropping(prefix),
        let end = rest.firstIndex(of: UInt8(ascii: "'"))
      else { continue }
      self.kind = kind
      source = rest[..<end]
      let target = rest[(end + 1)...].words(after: "into")
      destination = target.map { name in
        let isQuoted = name.count > 1 && name.first == 0x27 && name.last == 0x27
        return isQuoted ? name.dropFirst().dropLast() : name
      }
      return
    }
    return nil
  }

  private static let quotedForms: [(StaticString, Kind)] = [
    ("Merge branch '", .branch), ("Merge branches '", .branch),
    ("Merge remote-tracking branch '", .branch), ("Merge remote-tracking branches '", .branch),
    ("Merge remote branch '", .branch), ("Merge tag '", .tag), ("Merge tags '", .tag),
    ("Merge commit '", .commit), ("Merge commits '", .commit),
  ]

  private static func trialMerge(
    _ subject: ArraySlice<UInt8>
  ) -> (ArraySlice<UInt8>, ArraySlice<UInt8>)? {
    guard let rest = subject.dropping("Merge "), let (_, end) = ObjectName.read(rest),
      let target = rest[end...].dropping(" into "),
      let (_, targetEnd) = ObjectName.read(target), targetEnd == target.endIndex
    else { return nil }
    return (rest[..<end], target)
  }

  /// Forms whose request is a number behind the words.
  private static func isOtherRequest(_ subject: ArraySlice<UInt8>) -> Bool {
    for prefix in ["Merge #", "Auto merge of #", "Rollup merge of #", "Merged PR "]
      as [StaticString]
    {
      if let rest = subject.dropping(prefix), rest.first?.isDigit ?? false { return true }
    }
    guard let rest = subject.dropping("Merged in ") else { return false }
    return rest.hasSuffix(ignoringCase: ")")
      && ReferenceScanner.scan(rest).contains { $0.text.endIndex == rest.endIndex - 1 }
  }
}

extension ArraySlice<UInt8> {
  /// Returns the word that follows a word, both between spaces; null if the word is not there.
  fileprivate func words(after word: StaticString) -> ArraySlice<UInt8>? {
    var parts = split(separator: 0x20)[...]
    while let part = parts.popFirst() {
      if part.equals(ignoringCase: word) { return parts.first }
    }
    return nil
  }
}
