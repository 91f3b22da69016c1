/// Checks that tags fit together, and that each names what there is in its place.
///
/// It walks through the sections as they will be walked through, with the shapes of objects instead of
/// objects: Mustache itself writes nothing in the place of a name that an object does not have.
struct TemplateCheck {
  /// What can be asked of lists, texts, numbers and places in a list.
  static let functions: Set = [
    "capitalized", "count", "empty", "equalzero", "even", "first", "index", "last", "lowercased",
    "minusone", "odd", "plusone", "reversed", "sorted", "uppercased",
  ]

  /// What names are looked for in, as a section makes it.
  private struct Scope {
    var value: TemplateShape.Value
    /// Whether it is one of a list, so that its place can be asked for.
    var isElement: Bool
  }

  private let template: String
  private var scopes = [Scope(value: .object(.log), isElement: false)]
  private var open: [(tag: TemplateTag, hasScope: Bool)] = []

  private init(template: String) {
    self.template = template
  }

  static func check(_ tags: [TemplateTag], name: String) throws(TemplateError) {
    var check = TemplateCheck(template: name)
    for tag in tags { try check.read(tag) }
    if let left = check.open.last?.tag {
      throw .neverClosed(name, line: left.line, section: left.name)
    }
  }

  private mutating func read(_ tag: TemplateTag) throws(TemplateError) {
    switch tag.kind {
    case .foreign: throw .notAvailable(template, line: tag.line, tag: tag.name)
    case .variable: _ = try value(of: tag)
    case .open, .inverted:
      let scope = scope(of: try value(of: tag), isInverted: tag.kind == .inverted)
      if let scope { scopes.append(scope) }
      open.append((tag, scope != nil))
    case .close:
      let last = open.popLast()
      guard let last, last.tag.name == tag.name else {
        throw .closesOther(
          template, line: tag.line, section: tag.name, open: last?.tag.name,
          openLine: last?.tag.line ?? 0)
      }
      if last.hasScope { scopes.removeLast() }
    }
  }

  /// Returns what a section about a value puts before what is around it; nil for nothing.
  private func scope(of value: TemplateShape.Value, isInverted: Bool) -> Scope? {
    switch value {
    case .flag: nil
    case .list(let element):
      // The opposite of a list is about the list itself.
      isInverted
        ? Scope(value: value, isElement: false) : Scope(value: element, isElement: true)
    case .number, .text, .object: isInverted ? nil : Scope(value: value, isElement: false)
    }
  }

  /// Returns what a tag's name means where the tag stands.
  private func value(of tag: TemplateTag) throws(TemplateError) -> TemplateShape.Value {
    var calls = tag.name.split(separator: "(", omittingEmptySubsequences: false).map(String.init)
    let inner = calls.removeLast()
    for call in calls where !Self.functions.contains(call) {
      throw .unknownFunction(template, line: tag.line, name: call)
    }
    let path = String(inner.prefix { $0 != ")" })
    if path.utf8.count + calls.count != inner.utf8.count {
      throw .malformed(template, line: tag.line, cause: "\(tag.name) needs one ) for each (")
    }
    var value: TemplateShape.Value
    if path.isEmpty, let function = calls.popLast() {
      guard scopes.last?.isElement == true, let place = TemplateShape.Value.ofPlace(function) else {
        throw .noPlace(template, line: tag.line, function: function)
      }
      value = place
    } else {
      value = try member(path, tag.line)
    }
    for call in calls.reversed() {
      guard let result = value.applying(call) else {
        throw .notForValue(template, line: tag.line, function: call, value: value.title)
      }
      value = result
    }
    return value
  }

  /// Returns what a path such as `previous.tag` means: the first name is looked for in all that is
  /// around, unless a period stands before it, and each other one in what was found.
  private func member(_ path: String, _ line: Int) throws(TemplateError) -> TemplateShape.Value {
    var names = path.split(separator: ".").map(String.init)[...]
    for name in names where !TemplateContext.members.contains(name) {
      throw .unknownMember(template, line: line, name: name, near: Self.near(name))
    }
    let innermost = scopes[scopes.count - 1].value
    guard let first = names.popFirst() else { return innermost }
    let around = path.hasPrefix(".") ? [innermost] : scopes.reversed().map(\.value)
    guard var value = around.lazy.compactMap({ Self.member(first, of: $0) }).first else {
      throw .memberOfOther(
        template, line: line, name: first, of: innermost.title, isAlone: around.count == 1,
        owners: TemplateShape.all.filter { $0.members[first] != nil })
    }
    for name in names {
      guard let next = Self.member(name, of: value) else {
        throw .memberOfOther(
          template, line: line, name: name, of: value.title, isAlone: true,
          owners: TemplateShape.all.filter { $0.members[name] != nil })
      }
      value = next
    }
    return value
  }

  private static func member(
    _ name: String, of value: TemplateShape.Value
  ) -> TemplateShape.Value? {
    if case .object(let shape) = value { shape.members[name] } else { nil }
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
