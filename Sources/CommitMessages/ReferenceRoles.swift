/// Tells from the words around references what is said of them.
enum ReferenceRoles {
  typealias Found = ReferenceScanner.Found

  /// How far the words before a reference are looked at, in bytes.
  private static let reach = 48

  /// Returns references with the roles that the text before each gives them.
  ///
  /// In a list (`#1, #2 and #3`) all have the role of the first.
  static func assigned(to references: [Found], in text: ArraySlice<UInt8>) -> [Found] {
    var result: [Found] = []
    result.reserveCapacity(references.count)
    for found in references {
      var role = role(of: found.text.startIndex, in: text)
      if role == .mentions, let last = result.last,
        continuesList(text[last.text.endIndex..<found.text.startIndex])
      {
        role = last.reference.role
      }
      result.append((found.text, found.reference.with(role: role)))
    }
    return result
  }

  /// Gives the last reference of a subject its role if it is the suffix that hosts append: ` (#12)`,
  /// ` (!12)`, ` (pull request #12)`.
  static func takeSuffix(_ references: inout [Found], of subject: ArraySlice<UInt8>) {
    guard let last = references.last, last.text.endIndex == subject.endIndex - 1,
      subject.last == UInt8(ascii: ")"), last.reference.role == .mentions,
      let open = subject[..<last.text.startIndex].lastIndex(of: UInt8(ascii: "("))
    else { return }
    let words = subject[(open + 1)..<last.text.startIndex].trimmed()
    let isSuffix =
      words.isEmpty || words.equals(ignoringCase: "pull request")
      || words.equals(ignoringCase: "pr") || words.equals(ignoringCase: "mr")
    guard isSuffix else { return }
    references[references.count - 1].reference = last.reference.with(role: .ownRequest)
  }

  private static func continuesList(_ gap: ArraySlice<UInt8>) -> Bool {
    guard gap.count <= 12 else { return false }
    var rest = gap.trimmed()
    if rest.isEmpty { return !gap.isEmpty && !gap.contains(UInt8(ascii: "\n")) }
    var hasComma = false
    if rest.first == UInt8(ascii: ",") || rest.first == UInt8(ascii: ";") {
      hasComma = true
      rest = rest.dropFirst().trimmed()
    }
    return rest.isEmpty && hasComma || rest.equals(ignoringCase: "and")
      || rest.equals(ignoringCase: "&")
  }

  private static func role(of start: Int, in text: ArraySlice<UInt8>) -> Reference.Role {
    let window = text[max(text.startIndex, start - reach)..<start]
    let lineStart = window.lastIndex(of: UInt8(ascii: "\n")).map { $0 + 1 }
    let line = window[(lineStart ?? window.startIndex)...]
    if lineStart != nil || window.startIndex == text.startIndex,
      ownPrefixes.contains(where: { line.trimmed().equals(ignoringCase: $0) })
    {
      return .ownRequest
    }
    var words = line.trimmedAtEnd()
    if words.last == UInt8(ascii: ":") { words = words.dropLast().trimmedAtEnd() }
    for noun in nouns where words.endsWithWords(noun) {
      words = words.dropLast(noun.utf8CodeUnitCount).trimmedAtEnd()
      break
    }
    if words.last == UInt8(ascii: ":") { words = words.dropLast().trimmedAtEnd() }
    // What is in front of the window is a word that goes on into it, or none.
    return phrases.first { words.endsWithWords($0.0) }?.1 ?? .mentions
  }

  /// What stands on a line before the number of the request that a commit came in by.
  private static let ownPrefixes: [StaticString] = [
    "merge pull request", "merge pr", "merge", "auto merge of", "rollup merge of",
    "see merge request", "pr-url:", "pull-request:", "pull request resolved:",
  ]

  /// Words for the thing, between a keyword and the number.
  private static let nouns: [StaticString] = [
    "merge request", "pull request", "issues", "issue", "bug", "pr", "mr",
  ]

  /// The closing keywords of GitHub and GitLab, and what reverts and backports are called.
  private static let phrases: [(StaticString, Reference.Role)] = [
    ("close", .closes), ("closes", .closes), ("closed", .closes), ("closing", .closes),
    ("fix", .closes), ("fixes", .closes), ("fixed", .closes), ("fixing", .closes),
    ("resolve", .closes), ("resolves", .closes), ("resolved", .closes), ("resolving", .closes),
    ("implement", .closes), ("implements", .closes), ("implemented", .closes),
    ("implementing", .closes), ("revert", .reverts), ("reverts", .reverts),
    ("backport", .backports), ("backports", .backports), ("backport of", .backports),
    ("backport-of", .backports), ("backported from", .backports),
    ("backported-from", .backports), ("cherry pick of", .backports),
    ("cherry-pick of", .backports), ("cherry picked from", .backports),
    ("cherry-picked from", .backports),
  ]
}

extension ArraySlice<UInt8> {
  /// Returns whether the bytes end with words, given in lower case, that begin where a word does.
  fileprivate func endsWithWords(_ words: StaticString) -> Bool {
    guard hasSuffix(ignoringCase: words) else { return false }
    let before = endIndex - words.utf8CodeUnitCount - 1
    return before < startIndex || !self[before].isWordByte && self[before] != UInt8(ascii: "-")
  }
}
