/// How a subject tells what kind of change it is, and of what.
struct SubjectParts {
  let form: Classification.Form
  var group: ChangeGroup?
  var area: ArraySlice<UInt8>?
  let summary: ArraySlice<UInt8>

  /// The longest prefix that is taken for an area, in bytes.
  private static let longestArea = 72

  /// Reads the subject of a commit that is no merge.
  static func read(_ subject: ArraySlice<UInt8>) -> SubjectParts {
    if let header = ConventionalHeader(subject) { return conventional(header) }
    if let (group, rest) = Gitmoji.read(subject) {
      // Behind the emoji the subject may be in any of the forms; its own word tells more.
      let inner = ConventionalHeader(rest).map(conventional) ?? bracketed(rest)
      return SubjectParts(
        form: .emoji, group: inner?.group ?? group, area: inner?.area,
        summary: inner?.summary ?? (rest.isEmpty ? subject : rest))
    }
    return bracketed(subject) ?? area(subject)
      ?? SubjectParts(form: .plain, group: nil, area: nil, summary: subject)
  }

  /// A header whose type is not known is, more often than not, an area: `net: fix a race`.
  private static func conventional(_ header: ConventionalHeader) -> SubjectParts {
    let group = ChangeGroup(type: header.typeName, scope: header.scope?.lowerCaseText)
    guard let group else {
      return SubjectParts(
        form: .area, group: nil, area: header.type, summary: header.description)
    }
    return SubjectParts(
      form: .conventional, group: group, area: header.scope, summary: header.description)
  }

  /// Reads `[Area] subject` and `[Area]: subject`, also with several areas.
  private static func bracketed(_ subject: ArraySlice<UInt8>) -> SubjectParts? {
    var rest = subject
    var group: ChangeGroup?
    var areaStart: Int?
    var areaEnd = subject.startIndex
    while rest.first == UInt8(ascii: "["),
      let close = rest.prefix(longestArea).firstIndex(of: UInt8(ascii: "]"))
    {
      let name = rest[(rest.startIndex + 1)..<close].trimmed()
      guard !name.isEmpty, close + 1 < rest.endIndex, rest[close + 1] != UInt8(ascii: "(") else {
        break
      }
      // `[Fix #12]` has the type before the number.
      let type = name.prefix { $0 != 0x20 }
      let isType = type.endIndex == name.endIndex || name[(type.endIndex + 1)...].hasPrefix("#")
      if isType, let known = ChangeGroup(type: type.lowerCaseText) {
        group = group ?? known
      } else {
        areaStart = areaStart ?? name.startIndex
        areaEnd = name.endIndex
      }
      rest = rest[(close + 1)...].drop { $0 == UInt8(ascii: ":") }.trimmed()
    }
    guard rest.startIndex > subject.startIndex, !rest.isEmpty else { return nil }
    return SubjectParts(
      form: .bracketed, group: group, area: areaStart.map { subject[$0..<areaEnd] }, summary: rest)
  }

  /// Reads `net/http, net/url: subject` and `ARM: dts: imx6: subject`.
  private static func area(_ subject: ArraySlice<UInt8>) -> SubjectParts? {
    var end: Int?
    var rest = subject
    while let colon = areaEnd(rest), colon - subject.startIndex <= longestArea {
      end = colon
      rest = rest[(colon + 1)...].trimmed()
    }
    guard let end, !rest.isEmpty else { return nil }
    return SubjectParts(
      form: .area, group: nil, area: subject[..<end], summary: rest)
  }

  /// Returns where the colon stands behind names that only commas, with or without spaces, divide.
  private static func areaEnd(_ text: ArraySlice<UInt8>) -> Int? {
    guard let first = text.first, first.isWordByte || ".*{\"@/".utf8.contains(first) else {
      return nil
    }
    var previous = first
    for index in text.indices.prefix(longestArea) {
      let byte = text[index]
      if byte == UInt8(ascii: ":") {
        let next = index + 1
        guard next < text.endIndex else { return nil }
        if text[next] == 0x20 { return index }
      } else if byte == 0x20, previous != UInt8(ascii: ",") {
        return nil
      }
      previous = byte
    }
    return nil
  }
}
