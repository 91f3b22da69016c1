/// A tag of a template.
struct TemplateTag: Hashable {
  /// What a tag does, by its sign.
  enum Kind: Hashable {
    case variable
    case open
    case inverted
    case close
    /// Including, inheriting and pragmas, none of which a template may have.
    case foreign
  }

  var kind: Kind
  /// The tag without delimiters and sign.
  var name: String
  /// From 1.
  var line: Int
}

/// Finds the tags of a template, so that an error can say what is wrong with which one.
enum TemplateTags {
  /// Returns the tags in order; comments and changes of delimiters are left out.
  static func read(_ text: String, name: String) throws(TemplateError) -> [TemplateTag] {
    var reader = TagReader(rest: Array(text.utf8)[...], template: name)
    var tags: [TemplateTag] = []
    while let tag = try reader.next() {
      if let tag { tags.append(tag) }
    }
    return tags
  }
}

private struct TagReader {
  var rest: ArraySlice<UInt8>
  let template: String
  var line = 1
  var start = Self.standard.start
  var end = Self.standard.end

  private static let standard = (start: Array("{{".utf8), end: Array("}}".utf8))

  /// Returns the next tag, which is nil inside if it is no tag to be checked; nil at the end.
  mutating func next() throws(TemplateError) -> TemplateTag?? {
    guard let place = find(start) else { return nil }
    skip(to: place + start.count)
    let tagLine = line
    let sign = rest.first ?? 0
    // Three braces close with three.
    let close = sign == UInt8(ascii: "{") ? [UInt8(ascii: "}")] + end : end
    guard let stop = find(sign == UInt8(ascii: "=") ? [sign] + end : close, after: 1) else {
      throw .open(
        template, line: tagLine, start: String(decoding: start + rest.prefix(12), as: UTF8.self),
        end: String(decoding: close, as: UTF8.self))
    }
    let body = rest[..<stop]
    let kind: TemplateTag.Kind? =
      switch sign {
      case UInt8(ascii: "!"), UInt8(ascii: "="): nil
      case UInt8(ascii: "#"): .open
      case UInt8(ascii: "^"): .inverted
      case UInt8(ascii: "/"): .close
      case UInt8(ascii: ">"), UInt8(ascii: "<"), UInt8(ascii: "$"), UInt8(ascii: "%"): .foreign
      default: .variable
      }
    let hasSign = kind != .variable || sign == UInt8(ascii: "{") || sign == UInt8(ascii: "&")
    let name = trimmed(hasSign && kind != .foreign ? body.dropFirst() : body)
    if sign == UInt8(ascii: "=") {
      skip(to: stop + 1 + end.count)
      try changeDelimiters(name, line: tagLine)
      return .some(nil)
    }
    skip(to: stop + close.count)
    guard let kind else { return .some(nil) }
    if name.isEmpty { throw .emptyTag(template, line: tagLine) }
    if sign == UInt8(ascii: "{"), start != Self.standard.start || end != Self.standard.end {
      throw .braces(
        template, line: tagLine, name: name, start: String(decoding: start, as: UTF8.self),
        end: String(decoding: end, as: UTF8.self))
    }
    return TemplateTag(kind: kind, name: name, line: tagLine)
  }

  private mutating func changeDelimiters(_ text: String, line: Int) throws(TemplateError) {
    let words = text.split(whereSeparator: \.isWhitespace)
    guard words.count == 2, !text.contains("=") else { throw .delimiters(template, line: line) }
    start = Array(words[0].utf8)
    end = Array(words[1].utf8)
  }

  private func find(_ mark: [UInt8], after count: Int = 0) -> Int? {
    guard var place = rest.index(rest.startIndex, offsetBy: count, limitedBy: rest.endIndex) else {
      return nil
    }
    while place + mark.count <= rest.endIndex {
      if rest[place] == mark[0], rest[place..<place + mark.count].elementsEqual(mark) {
        return place
      }
      place += 1
    }
    return nil
  }

  private mutating func skip(to place: Int) {
    line += rest[..<place].count { $0 == 0x0A }
    rest = rest[place...]
  }

  private func trimmed(_ text: ArraySlice<UInt8>) -> String {
    let isSpace = { (byte: UInt8) in byte == 0x20 || (0x09...0x0D).contains(byte) }
    let start = text.firstIndex { !isSpace($0) } ?? text.endIndex
    let end = text.lastIndex { !isSpace($0) }.map { $0 + 1 } ?? start
    return String(decoding: text[start..<end], as: UTF8.self)
  }
}
