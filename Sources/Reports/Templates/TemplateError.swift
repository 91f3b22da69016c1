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

  static func unknownFunction(_ template: String, line: Int, name: String) -> TemplateError {
    TemplateError(
      template: template, line: line,
      message: "there is no function \"\(displayText(name))\" in templates",
      hints: ["there are \(TemplateCheck.functions.sorted().joined(separator: ", "))"])
  }
}
