import Mustache

/// A user's own form of a release log: a Mustache template over the members of the JSON log.
///
/// `{{x}}` writes text that is inert in the kind of document the template makes; `{{{x}}}` writes it
/// as it is, but never with a character that acts on a terminal. A template that includes others or
/// names what a log does not have is refused, since Mustache would write nothing in their places.
package struct ReleaseTemplate: Sendable {
  /// The kind of document that a template makes, which decides how text is made inert.
  package enum Kind: String, CaseIterable, Hashable, Sendable {
    case markdown
    case html
    case text
  }

  package let kind: Kind
  private let template: MustacheTemplate

  /// The largest template: 1 MiB.
  static let maximalSize = 1 << 20

  /// Reads a template; `name` is what errors call it, such as its path.
  package init(_ bytes: [UInt8], name: String, kind: Kind) throws(TemplateError) {
    guard bytes.count <= Self.maximalSize else {
      throw .tooLarge(name, bytes: bytes.count, limit: Self.maximalSize)
    }
    guard let text = String(validating: bytes, as: UTF8.self) else { throw .notText(name) }
    let tags = try TemplateTags.read(text, name: name)
    try TemplateCheck.check(tags, name: name)
    self.kind = kind
    Self.registerKinds
    do {
      // The first line chooses the kind; standing alone, it leaves no line behind.
      template = try MustacheTemplate(string: "{{% CONTENT_TYPE:\(Self.kindName(kind))}}\n\(text)")
    } catch let error as MustacheTemplate.ParserError {
      let line = max(1, error.context.lineNumber - 1)
      guard let cause = error.error as? MustacheTemplate.Error else {
        throw .malformed(name, line: line, cause: "the template ends within it")
      }
      throw .malformed(name, line: line, cause: cause)
    } catch {
      throw .malformed(name, line: 1, cause: "\(error)")
    }
  }

  /// Writes a log by the template and flushes the output.
  package func write(
    _ log: ReleaseLog, to output: ByteWriter, groups: GroupTitles = .standard
  ) throws(OutputError) {
    output.append(template.render(TemplateContext(log: log, kind: kind, groups: groups).root()))
    try output.flush()
  }

  private static func kindName(_ kind: Kind) -> String { "STEMMA-\(kind.rawValue)" }

  private static let registerKinds: Void = {
    for kind in Kind.allCases {
      MustacheContentTypes.register(InertText(kind: kind), named: kindName(kind))
    }
  }()
}

/// Makes text inert in a kind of document.
struct InertText: MustacheContentType {
  let kind: ReleaseTemplate.Kind

  func escapeText(_ text: String) -> String {
    String(decoding: inert(Array(text.utf8)), as: UTF8.self)
  }

  /// Returns text as it can stand anywhere in a line of the document.
  func inert(_ text: [UInt8]) -> [UInt8] {
    switch kind {
    case .text: return Array(displayText(text).utf8)
    case .markdown:
      return text.withUnsafeBytes { bytes in
        var escaped: [UInt8] = []
        escaped.appendInertMarkdown(bytes, startsLine: true, endsLine: true)
        return escaped
      }
    case .html: return text.withUnsafeBytes { htmlEscaped($0) }
    }
  }
}
