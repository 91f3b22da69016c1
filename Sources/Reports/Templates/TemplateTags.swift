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
  var start = Array("{{".utf8)
  var end = Array("}}".utf8)

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
    return TemplateTag(kind: kind, name: name, line: tagLine)
  }

  private mutating func changeDelimiters(_ text: String, line: Int) throws(TemplateError) {
    let words = text.split(whereSeparator: \.isWhitespace)
    guard words.count == 2 else { throw .delimiters(template, line: line) }
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

/// Checks that tags fit together and name what a log has.
enum TemplateCheck {
  /// What can be asked of lists, texts and places in a list.
  static let functions: Set = [
    "capitalized", "count", "empty", "enumerated", "equalzero", "even", "first", "index", "last",
    "lowercased", "minusone", "odd", "plusone", "reversed", "sorted", "uppercased",
  ]

  static func check(_ tags: [TemplateTag], name: String) throws(TemplateError) {
    var open: [TemplateTag] = []
    for tag in tags {
      switch tag.kind {
      case .foreign: throw .notAvailable(name, line: tag.line, tag: tag.name)
      case .variable: try checkName(tag, name)
      case .open, .inverted:
        try checkName(tag, name)
        open.append(tag)
      case .close:
        let last = open.popLast()
        guard last?.name == tag.name else {
          throw .closesOther(
            name, line: tag.line, section: tag.name, open: last?.name, openLine: last?.line ?? 0)
        }
      }
    }
    if let left = open.last { throw .neverClosed(name, line: left.line, section: left.name) }
  }

  private static func checkName(_ tag: TemplateTag, _ template: String) throws(TemplateError) {
    var calls = tag.name.split(separator: "(", omittingEmptySubsequences: false)
    let inner = calls.removeLast()
    for call in calls where !functions.contains(String(call)) {
      throw .unknownFunction(template, line: tag.line, name: String(call))
    }
    let path = inner.prefix { $0 != ")" }
    if path.utf8.count + calls.count != inner.utf8.count {
      throw .malformed(template, line: tag.line, cause: tag.name)
    }
    for member in path.split(separator: ".") where !TemplateContext.members.contains(String(member))
    {
      throw .unknownMember(
        template, line: tag.line, name: String(member), near: near(String(member)))
    }
  }

  /// Returns the member whose name is nearest, if it is near at all.
  private static func near(_ name: String) -> String? {
    let name = Array(name.lowercased().utf8.prefix(40))
    let distances = TemplateContext.members.map { (editDistance(name, Array($0.utf8)), $0) }
    guard let best = distances.min(by: { $0 < $1 }), best.0 <= max(1, name.count / 3) else {
      return nil
    }
    return best.1
  }

  private static func editDistance(_ first: [UInt8], _ second: [UInt8]) -> Int {
    var row = Array(0...second.count)
    for (index, byte) in first.enumerated() {
      var diagonal = row[0]
      row[0] = index + 1
      for (place, other) in second.enumerated() {
        let cost = min(row[place], row[place + 1]) + 1
        let swapped = diagonal + (byte == other ? 0 : 1)
        diagonal = row[place + 1]
        row[place + 1] = min(cost, swapped)
      }
    }
    return row[second.count]
  }
}
