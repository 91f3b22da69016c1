/// One of the commits that were squashed into a commit, by the text that was kept of it.
package struct SquashedChange: Hashable, Sendable {
  package let message: CommitMessage
  /// The name of the commit in lower case, which only git's own form keeps.
  package let commit: String?
}

/// The changes in the body of a squashed commit.
///
/// Two forms are read. Hosts write a list: each commit is a bullet (`* feat: x`) in the first column,
/// followed by its body, and a line of hyphens ends the list. Such a body begins with a bullet, and at
/// least one bullet has a conventional header; any other list is text. A bullet begins a change if a
/// blank line or a change's first line stands before it, and if its mark is that of the first: other
/// lists in a change's body stay there.
/// `git merge --squash` writes `Squashed commit of the following:` and the output of `git log`.
/// It takes time linear in the size of the body.
struct SquashedChanges {
  let changes: [SquashedChange]
  /// Where what belongs to no change begins: the body's text if there are none.
  let end: Int

  static func read(_ body: ArraySlice<UInt8>) -> SquashedChanges {
    let text = body.drop(while: \.isBlank)
    if isBullet(text) { return readBullets(body, from: text.startIndex) }
    if text.hasPrefix("Squashed commit of the following:") { return readLog(text) }
    return SquashedChanges(changes: [], end: body.startIndex)
  }

  /// Returns whether a body has the words or the mark that a breaking change needs.
  static func mayBreak(_ body: ArraySlice<UInt8>) -> Bool {
    var index = body.startIndex
    while let colon = body[index...].firstIndex(of: UInt8(ascii: ":")) {
      if colon > body.startIndex, body[colon - 1] == UInt8(ascii: "!") { return true }
      if body[..<colon].suffix(15).hasPrefix("BREAKING") { return true }
      index = colon + 1
    }
    return false
  }

  // MARK: Lists

  private static func isBullet(_ line: ArraySlice<UInt8>) -> Bool {
    (line.first == UInt8(ascii: "*") || line.first == UInt8(ascii: "-"))
      && line.dropFirst().first == 0x20
  }

  private static func readBullets(_ body: ArraySlice<UInt8>, from start: Int) -> SquashedChanges {
    var starts: [ArraySlice<UInt8>] = []
    var end = body.endIndex
    var mayBegin = true
    var hasHeader = false
    for line in Lines(body[start...]) {
      if line.isSeparatorLine {
        end = line.startIndex
        break
      }
      if mayBegin, isBullet(line), line.first == body[start] {
        starts.append(line)
        hasHeader = hasHeader || hasKnownHeader(line.dropFirst(2).trimmed())
      } else {
        mayBegin = line.isBlank
      }
    }
    guard hasHeader else { return SquashedChanges(changes: [], end: body.startIndex) }
    let changes = starts.indices.map { index in
      let line = starts[index]
      let next = index + 1 < starts.count ? starts[index + 1].startIndex : end
      return SquashedChange(
        message: CommitMessage(
          subject: line.dropFirst(2).trimmed(), body: body[line.endIndex..<next].trimmed()),
        commit: nil)
    }
    return SquashedChanges(changes: changes, end: end)
  }

  /// Returns whether a bullet has a header whose type is a usual one: `* note: x` is text.
  private static func hasKnownHeader(_ subject: ArraySlice<UInt8>) -> Bool {
    ConventionalHeader(subject).map { ChangeGroup(type: $0.typeName) != nil } ?? false
  }

  // MARK: Git's form

  private static func readLog(_ text: ArraySlice<UInt8>) -> SquashedChanges {
    var changes: [SquashedChange] = []
    var commit: String?
    var message: [UInt8] = []
    var end = text.endIndex
    func close() {
      guard let name = commit else { return }
      changes.append(SquashedChange(message: CommitMessage(message[...]), commit: name))
      message = []
    }
    var lines = Lines(text)
    _ = lines.next()
    while let line = lines.next() {
      if let rest = line.dropping("commit "), let (name, _) = ObjectName.read(rest) {
        close()
        commit = name
      } else if let indented = line.dropping("    ") {
        message += indented + [UInt8(ascii: "\n")]
      } else if line.isBlank {
        message.append(UInt8(ascii: "\n"))
      } else if !isLogHeader(line) {
        end = line.startIndex
        break
      }
    }
    close()
    return SquashedChanges(changes: changes, end: changes.isEmpty ? text.startIndex : end)
  }

  private static func isLogHeader(_ line: ArraySlice<UInt8>) -> Bool {
    ["Author:", "AuthorDate:", "Commit:", "CommitDate:", "Date:", "Merge:"].contains {
      (word: StaticString) in line.hasPrefix(word)
    }
  }
}

/// The mark `fixup! `, `squash! ` or `amend! ` before a subject, by which `git rebase --autosquash`
/// puts a commit with another.
package struct Autosquash: Hashable, Sendable {
  /// What becomes of the commit.
  package enum Kind: Hashable, Sendable {
    case fixup
    case squash
    case amend
  }

  /// The first mark.
  package let kind: Kind
  /// The subject behind all marks.
  package let target: ArraySlice<UInt8>

  /// Reads a subject; null if it has no mark.
  init?(_ subject: ArraySlice<UInt8>) {
    var kind: Kind?
    var target = subject
    while true {
      if let rest = target.dropping("fixup! ") {
        kind = kind ?? .fixup
        target = rest
      } else if let rest = target.dropping("squash! ") {
        kind = kind ?? .squash
        target = rest
      } else if let rest = target.dropping("amend! ") {
        kind = kind ?? .amend
        target = rest
      } else {
        break
      }
    }
    guard let kind else { return nil }
    self.kind = kind
    self.target = target.trimmed()
  }
}
