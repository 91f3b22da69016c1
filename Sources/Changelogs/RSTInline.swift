/// Resolves the inline markup of reStructuredText.
struct RSTInline {
  /// The addresses of named targets, by their names in lower case.
  let targets: [String: String]

  /// The marks that are known to close nothing further in the text at hand, so that signs without
  /// their pairs are looked for once.
  private struct Unclosed {
    var code = false
    var strong = false
    var emphasis = false
    var interpreted = false
  }

  /// Appends a text with what its markup says: O(n) in its length.
  func append(_ bytes: ArraySlice<UInt8>, to text: inout RichText) {
    var unclosed = Unclosed()
    var place = bytes.startIndex
    var plain = place
    while place < bytes.endIndex {
      let byte = bytes[place]
      if byte == UInt8(ascii: "\\"), place + 1 < bytes.endIndex {
        text.append(bytes[plain..<place])
        plain = bytes[place + 1].isBlank ? place + 2 : place + 1
        place = place + 2
        continue
      }
      guard byte.isOne(of: "`*:_|"), let end = markup(bytes, place, plain, &text, &unclosed)
      else {
        place += 1
        continue
      }
      place = end
      plain = end
    }
    if plain < bytes.endIndex { text.append(bytes[plain...]) }
  }

  /// Appends the markup that begins at a place with the plain text before it; returns its end.
  private func markup(
    _ bytes: ArraySlice<UInt8>, _ place: Int, _ plain: Int, _ text: inout RichText,
    _ unclosed: inout Unclosed
  ) -> Int? {
    if bytes[place] == UInt8(ascii: "_") { return reference(bytes, place, plain, &text) }
    guard place == bytes.startIndex || Self.mayStandBefore(bytes[place - 1]) else { return nil }
    let rest = bytes[place...]
    if rest.begins(with: "``") {
      return span(bytes, place, plain, "``", .code, &text, &unclosed.code)
    }
    if rest.begins(with: "**") {
      return span(bytes, place, plain, "**", .strong, &text, &unclosed.strong)
    }
    switch bytes[place] {
    case UInt8(ascii: "*"):
      return span(bytes, place, plain, "*", .emphasis, &text, &unclosed.emphasis)
    case UInt8(ascii: "`"):
      return interpreted(bytes, place, place, plain, role: nil, &text, &unclosed.interpreted)
    case .colon:
      let name = rest.dropFirst().prefix { $0.isLetterOrDigit || $0.isOne(of: "-_.:+") }
      guard let last = name.last, last == .colon, name.count > 1, name.endIndex < bytes.endIndex,
        bytes[name.endIndex] == UInt8(ascii: "`")
      else { return nil }
      // Of `:py:class:` the last part tells what it is.
      let role = name.dropLast().split(separator: .colon).last?.text ?? ""
      return interpreted(
        bytes, place, name.endIndex, plain, role: role.lowercased(), &text,
        &unclosed.interpreted)
    default: return nil
    }
  }

  private static func mayStandBefore(_ byte: UInt8) -> Bool {
    byte.isBlank || byte.isOne(of: "'\"([{<-/:,;.") || byte.isBeyondASCII
  }

  /// Where inline markup ends that begins at a place: at the next mark behind a sign.
  private func end(
    _ bytes: ArraySlice<UInt8>, _ start: Int, _ mark: StaticString, _ isUnclosed: inout Bool
  ) -> Int? {
    guard !isUnclosed, start < bytes.endIndex, !bytes[start].isBlank else { return nil }
    var rest = bytes[start...]
    while let found = rest.firstIndex(of: mark) {
      if found > start, !bytes[found - 1].isBlank { return found }
      rest = rest[(found + 1)...]
    }
    isUnclosed = true
    return nil
  }

  private func span(
    _ bytes: ArraySlice<UInt8>, _ place: Int, _ plain: Int, _ mark: StaticString,
    _ kind: RichText.Span.Kind, _ text: inout RichText, _ isUnclosed: inout Bool
  ) -> Int? {
    let start = place + mark.utf8CodeUnitCount
    guard let end = end(bytes, start, mark, &isUnclosed) else { return nil }
    text.append(bytes[plain..<place])
    let first = text.bytes.count
    text.append(bytes[start..<end])
    let range = first..<text.bytes.count
    if case .code = kind {
      text.addCode(range)
    } else {
      text.spans.append(RichText.Span(kind: kind, range: range))
    }
    return end + mark.utf8CodeUnitCount
  }

  /// Appends `` `text <address>`_ ``, `` `name`_ ``, `` :role:`text` `` or `` `text` ``.
  private func interpreted(
    _ bytes: ArraySlice<UInt8>, _ place: Int, _ quote: Int, _ plain: Int, role: String?,
    _ text: inout RichText, _ isUnclosed: inout Bool
  ) -> Int? {
    guard let close = end(bytes, quote + 1, "`", &isUnclosed) else { return nil }
    text.append(bytes[plain..<place])
    let content = bytes[(quote + 1)..<close]
    let (label, target) = Self.split(content)
    var end = close + 1
    let isLink = end < bytes.endIndex && bytes[end] == UInt8(ascii: "_")
    while end < bytes.endIndex, bytes[end] == UInt8(ascii: "_") { end += 1 }
    let first = text.bytes.count
    if role == "issue" || role == "gh", label.first?.isDigit == true {
      text.append(Array("#".utf8)[...])
    }
    text.append(label)
    let range = first..<text.bytes.count
    if let role {
      text.spans.append(RichText.Span(kind: .role(role), range: range))
      if role == "code" || role == "class" || role == "func" { text.addCode(range) }
    } else if isLink {
      if let url = target?.text ?? targets[Self.name(label)] {
        text.spans.append(RichText.Span(kind: .link(url), range: range))
      }
    } else {
      text.addCode(range)
    }
    return end
  }

  /// Appends the name of a target before an underscore, `changelog_`; returns the end.
  private func reference(
    _ bytes: ArraySlice<UInt8>, _ place: Int, _ plain: Int, _ text: inout RichText
  ) -> Int? {
    let next = place + 1
    guard !targets.isEmpty, next == bytes.endIndex || !bytes[next].isLetterOrDigit else {
      return nil
    }
    var start = place
    while start > plain, bytes[start - 1].isLetterOrDigit || bytes[start - 1].isOne(of: "-.#") {
      start -= 1
    }
    guard start < place, let url = targets[Self.name(bytes[start..<place])] else { return nil }
    text.append(bytes[plain..<start])
    let first = text.bytes.count
    text.append(bytes[start..<place])
    text.spans.append(RichText.Span(kind: .link(url), range: first..<text.bytes.count))
    return next
  }

  /// The label and the address of `text <address>`.
  private static func split(
    _ content: ArraySlice<UInt8>
  ) -> (label: ArraySlice<UInt8>, target: ArraySlice<UInt8>?) {
    guard content.last == UInt8(ascii: ">"), let open = content.lastIndex(of: UInt8(ascii: "<"))
    else {
      return (content, nil)
    }
    let target = content[(open + 1)..<(content.endIndex - 1)].trimmed
    let label = content[..<open].trimmed
    return (label.isEmpty ? target : label, target)
  }

  /// A name as targets are found by: in lower case, with single blanks.
  static func name(_ bytes: ArraySlice<UInt8>) -> String {
    bytes.words.map { $0.lowercased.text }.joined(separator: " ")
  }
}
