/// The first line of a commit message in the form of Conventional Commits 1.0.0.
///
/// `type(scope)!: description`. What follows the type, in this order: a scope in parentheses, an
/// exclamation mark, and a colon with a space. The type is one word of ASCII letters, digits, `-` and
/// `_` that begins with a letter; a scope has no parentheses in it and is not blank. Nothing is
/// copied: the parts are slices of the subject, and a subject of another form costs a look at its
/// first bytes. Source: <https://www.conventionalcommits.org/en/v1.0.0/>, rules 1, 4, 5, 13 and 15.
package struct ConventionalHeader: Hashable, Sendable {
  /// As it is written; ``typeName`` is the form to compare.
  package let type: ArraySlice<UInt8>
  /// As it is written, without blanks around it.
  package let scope: ArraySlice<UInt8>?
  /// Whether the header has a `!`.
  package let isMarkedBreaking: Bool
  /// Without blanks around it; never empty.
  package let description: ArraySlice<UInt8>

  /// The type in lower case, since types are compared without regard to case.
  package var typeName: String { type.lowerCaseText }

  /// Reads a subject; null if it has another form.
  package init?(_ subject: ArraySlice<UInt8>) {
    guard let extents = subject.withUnsafeBufferPointer(HeaderExtents.init) else { return nil }
    let start = subject.startIndex
    let description = subject[(start + extents.descriptionStart)...].trimmed()
    guard !description.isEmpty else { return nil }
    if let range = extents.scope {
      let scope = subject[(start + range.lowerBound)..<(start + range.upperBound)].trimmed()
      guard !scope.isEmpty else { return nil }
      self.scope = scope
    } else {
      scope = nil
    }
    type = subject[start..<(start + extents.typeEnd)]
    isMarkedBreaking = extents.isMarkedBreaking
    self.description = description
  }
}

/// Where the parts of a header lie, as offsets.
private struct HeaderExtents {
  let typeEnd: Int
  let scope: Range<Int>?
  let isMarkedBreaking: Bool
  let descriptionStart: Int

  init?(_ bytes: UnsafeBufferPointer<UInt8>) {
    guard let first = bytes.first, first.isLetter else { return nil }
    var index = 1
    while index < bytes.count, bytes[index].isWordByte || bytes[index] == UInt8(ascii: "-") {
      index += 1
    }
    typeEnd = index
    if index < bytes.count, bytes[index] == UInt8(ascii: "(") {
      let start = index + 1
      index = start
      while index < bytes.count, bytes[index] != UInt8(ascii: ")") {
        guard bytes[index] != UInt8(ascii: "(") else { return nil }
        index += 1
      }
      guard index < bytes.count else { return nil }
      scope = start..<index
      index += 1
    } else {
      scope = nil
    }
    isMarkedBreaking = index < bytes.count && bytes[index] == UInt8(ascii: "!")
    if isMarkedBreaking { index += 1 }
    guard index + 2 < bytes.count, bytes[index] == UInt8(ascii: ":"),
      bytes[index + 1] == UInt8(ascii: " ")
    else { return nil }
    descriptionStart = index + 2
  }
}
