/// What an object of a template can be asked for: its members, and what each of them is.
///
/// Templates are checked by it, and objects answer by it, so that both know the same names.
struct TemplateShape: Sendable {
  /// What a member is.
  indirect enum Value: Sendable {
    case flag
    case number
    case text
    case object(TemplateShape)
    case list(Value)
  }

  /// What messages call such an object, such as `a release`.
  let title: String
  /// The sections that open one, such as `releases`.
  let sections: [String]
  let members: [String: Value]
  /// Whether the object is a text that has members, and so can be written by its own name.
  let isText: Bool

  private init(
    _ title: String, in sections: [String], isText: Bool = false, _ members: [String: Value]
  ) {
    self.title = title
    self.sections = sections
    self.isText = isText
    self.members = members
  }
}

// MARK: - The objects of a log

extension TemplateShape {
  static let all = [
    log, web, note, release, previous, group, entry, equivalent, contributor, image, skipped, prose,
  ]

  static let log = TemplateShape(
    "a log", in: [],
    [
      "project": .text, "repository": .text, "web": .object(web), "complete": .flag,
      "notes": .list(.object(note)), "releases": .list(.object(release)),
    ])

  static let web = TemplateShape("a page", in: ["web"], ["forge": .text, "url": .text])

  static let note = TemplateShape("a note", in: ["notes"], ["code": .text, "message": .text])

  static let release = TemplateShape(
    "a release", in: ["releases"],
    [
      "version": .text, "title": .text, "tag": .text, "tag_url": .text, "other_tags": .list(.text),
      "line": .text, "main_line": .flag, "date": .text, "day": .text, "date_source": .text,
      "commit": .text, "commit_url": .text, "prerelease": .flag, "yanked": .flag,
      "unreleased": .flag, "previous": .object(previous), "commits": .number,
      "summary": .object(prose), "compare_url": .text, "entries": .list(.object(entry)),
      "groups": .list(.object(group)), "contributors": .list(.object(contributor)),
      "images": .list(.object(image)), "skipped": .list(.object(skipped)),
    ])

  static let previous = TemplateShape(
    "a previous release", in: ["previous"], ["version": .text, "tag": .text])

  static let group = TemplateShape(
    "a group", in: ["groups"], ["title": .text, "entries": .list(.object(entry))])

  static let entry = TemplateShape(
    "a change", in: ["entries"],
    [
      "group": .text, "scope": .text, "text": .object(prose), "breaking": .flag,
      "breaking_text": .object(prose), "sha": .text, "short": .text, "commit_url": .text,
      "pull_request": .number, "pull_request_url": .text, "issues": .list(.text),
      "authors": .list(.text), "source": .text, "equivalents": .list(.object(equivalent)),
      "more_equivalents": .number, "reverted_by": .text,
    ])

  static let equivalent = TemplateShape(
    "an equivalent", in: ["equivalents"],
    [
      "sha": .text, "short": .text, "commit_url": .text, "repository": .text, "release": .text,
      "evidence": .text, "statement": .text, "grade": .text,
    ])

  static let contributor = TemplateShape(
    "a contributor", in: ["contributors"],
    ["name": .text, "email": .text, "commits": .number, "first_time": .flag])

  static let image = TemplateShape(
    "an image", in: ["images"],
    ["repository": .text, "tags": .list(.text), "digest": .text, "precision": .text])

  static let skipped = TemplateShape(
    "a skipped commit", in: ["skipped"],
    ["sha": .text, "short": .text, "commit_url": .text, "subject": .text, "reason": .text])

  static let prose = TemplateShape(
    "a text", in: ["text", "breaking_text", "summary"], isText: true,
    ["form": .text, "text": .text, "rendered": .text])
}

// MARK: - Functions

extension TemplateShape.Value {
  /// What messages call such a value.
  var title: String {
    switch self {
    case .flag: "a truth value"
    case .number: "a number"
    case .text: "a text"
    case .object(let shape): shape.title
    case .list: "a list"
    }
  }

  /// Returns what a function makes of the value; nil if it is not for such values.
  func applying(_ function: String) -> TemplateShape.Value? {
    switch self {
    case .flag: return nil
    case .number:
      switch function {
      case "equalzero", "even", "odd": return .flag
      case "plusone", "minusone": return .number
      default: return nil
      }
    case .object(let shape): return shape.isText ? Self.text.applying(function) : nil
    case .text:
      switch function {
      case "empty": return .flag
      case "capitalized", "lowercased", "uppercased", "reversed": return .text
      default: return nil
      }
    case .list(let element):
      switch function {
      case "empty": return .flag
      case "count": return .number
      case "first", "last": return element
      case "reversed": return self
      case "sorted":
        if case .text = element { return self }
        return nil
      default: return nil
      }
    }
  }

  /// Returns what a function tells of a place in a list; nil if it does not tell of places.
  static func ofPlace(_ function: String) -> TemplateShape.Value? {
    switch function {
    case "first", "last", "even", "odd": .flag
    case "index": .number
    default: nil
    }
  }
}
