import Mustache

/// Why a template cannot be used.
package struct TemplateError: Error, Hashable, Sendable {
  /// The name under which the template was read, such as its path.
  package let template: String
  /// The line from 1; nil if the whole template is meant.
  package let line: Int?
  /// One sentence with the actual values.
  package let message: String
  package let hints: [String]
}

extension TemplateError: CustomStringConvertible {
  /// Such as `log.mustache:3: a log has no member "versoin"`.
  package var description: String {
    let place = line.map { ":\($0)" } ?? ""
    return "\(displayText(template))\(place): \(message)"
  }
}

// MARK: - Messages

extension TemplateError {
  static func tooLarge(_ template: String, bytes: Int, limit: Int) -> TemplateError {
    TemplateError(
      template: template, line: nil,
      message: "the template has \(bytes) bytes, more than the \(limit) that are read", hints: [])
  }

  static func notText(_ template: String) -> TemplateError {
    TemplateError(
      template: template, line: nil, message: "the template is not UTF-8 text", hints: [])
  }

  static func malformed(
    _ template: String, line: Int, cause error: MustacheTemplate.Error
  ) -> TemplateError {
    let cause =
      switch error {
      case .unfinishedName: "a name ends where the delimiter begins, and has no spaces"
      case .sectionCloseNameIncorrect, .expectedSectionEnd: "a section is not closed by its name"
      case .invalidSetDelimiter: "the new delimiters cannot be told apart"
      case .transformAppliedToInheritanceSection, .illegalTokenInsideInheritSection,
        .textInsideInheritSection, .invalidConfigVariableSyntax, .unrecognisedConfigVariable:
        "a template stands alone"
      }
    return malformed(template, line: line, cause: cause)
  }

  static func malformed(_ template: String, line: Int, cause: String) -> TemplateError {
    TemplateError(
      template: template, line: line, message: "the tag cannot be read: \(displayText(cause))",
      hints: [])
  }

  static func open(_ template: String, line: Int, start: String, end: String) -> TemplateError {
    TemplateError(
      template: template, line: line,
      message: "the tag that begins with \(displayText(start)) has no \(displayText(end))",
      hints: [])
  }

  static func emptyTag(_ template: String, line: Int) -> TemplateError {
    TemplateError(template: template, line: line, message: "a tag has no name", hints: [])
  }

  static func delimiters(_ template: String, line: Int) -> TemplateError {
    TemplateError(
      template: template, line: line,
      message: "new delimiters are two words between equals signs",
      hints: ["write them as {{=<% %>=}}"])
  }

  static func notAvailable(_ template: String, line: Int, tag: String) -> TemplateError {
    TemplateError(
      template: template, line: line,
      message: "the tag \(displayText(tag)) is not available: a template stands alone",
      hints: ["write what is included into the template itself"])
  }

  static func neverClosed(_ template: String, line: Int, section: String) -> TemplateError {
    TemplateError(
      template: template, line: line,
      message: "the section \"\(displayText(section))\" is not closed",
      hints: ["close it with {{/\(displayText(section))}}"])
  }

  static func closesOther(
    _ template: String, line: Int, section: String, open: String?, openLine: Int
  ) -> TemplateError {
    let other =
      open.map { "while \"\(displayText($0))\" of line \(openLine) is open" }
      ?? "which is not open"
    return TemplateError(
      template: template, line: line,
      message: "the tag closes the section \"\(displayText(section))\" \(other)", hints: [])
  }

  static func unknownMember(
    _ template: String, line: Int, name: String, near: String?
  ) -> TemplateError {
    TemplateError(
      template: template, line: line, message: "a log has no member \"\(displayText(name))\"",
      hints: [near.map { "did you mean \($0)?" } ?? "docs/release-logs.md lists the members"])
  }

  /// - Parameters:
  ///   - title: What the innermost object is, such as `a release`.
  ///   - isAlone: Whether nothing around it was looked through.
  ///   - owners: The objects that have such a member.
  static func memberOfOther(
    _ template: String, line: Int, name: String, of title: String, isAlone: Bool,
    owners: [TemplateShape]
  ) -> TemplateError {
    let rest = isAlone ? "" : ", nor has what is around it"
    return TemplateError(
      template: template, line: line,
      message: "\(title) has no member \"\(displayText(name))\"\(rest)",
      hints: owners.prefix(3).map { owner in
        let sections = owner.sections.map { "{{#\($0)}}" }.joined(separator: " or ")
        return sections.isEmpty
          ? "\(owner.title) has it, outside of all sections"
          : "\(owner.title) has it, inside of \(sections)"
      })
  }

  static func notForValue(
    _ template: String, line: Int, function: String, value: String
  ) -> TemplateError {
    TemplateError(
      template: template, line: line,
      message: "the function \"\(displayText(function))\" is not for \(value)",
      hints: ["docs/release-logs.md tells what functions are for"])
  }

  static func noPlace(_ template: String, line: Int, function: String) -> TemplateError {
    TemplateError(
      template: template, line: line,
      message: "\(displayText(function))() does not stand directly in the section of a list",
      hints: ["first(), last(), index(), even() and odd() tell of the place in the nearest section"]
    )
  }

  static func braces(
    _ template: String, line: Int, name: String, start: String, end: String
  ) -> TemplateError {
    TemplateError(
      template: template, line: line,
      message: "three braces stand for text as it is only where {{ and }} are the delimiters",
      hints: ["write it as \(displayText(start))& \(displayText(name)) \(displayText(end))"])
  }

  static func unknownFunction(_ template: String, line: Int, name: String) -> TemplateError {
    TemplateError(
      template: template, line: line,
      message: "there is no function \"\(displayText(name))\" in templates",
      hints: ["there are \(TemplateCheck.functions.sorted().joined(separator: ", "))"])
  }
}
