extension GoModFile {
  /// Takes in one directive; of a block, one of its lines.
  mutating func add(
    _ verb: String, _ words: [GoModToken], _ line: GoModSyntax.Line, block: GoModSyntax.Line?,
    _ mode: Mode
  ) throws(GoModuleError) {
    switch verb {
    case "module":
      try addModule(words, line, block)
    case "go":
      try addGo(words, line.number, mode)
    case "toolchain":
      try addToolchain(words, line.number, mode)
    case "retract":
      let rationale = Self.comment(line, block)
      do {
        retractions.append(try Self.retraction(words, line.number, rationale, mode))
      } catch  where mode == .lax {
        return
      }
    default:
      guard mode == .lax || Self.skippedVerbs.contains(verb) else {
        throw .unknownDirective(verb, line.number)
      }
    }
  }

  private mutating func addModule(
    _ words: [GoModToken], _ line: GoModSyntax.Line, _ block: GoModSyntax.Line?
  ) throws(GoModuleError) {
    guard path == nil else { throw .repeatedDirective("module", line.number) }
    guard words.count == 1 else { throw .argumentCount("module", "path", line.number) }
    path = try words[0].value()
    deprecation = Self.deprecation(Self.comment(line, block))
  }

  private mutating func addGo(
    _ words: [GoModToken], _ number: Int, _ mode: Mode
  ) throws(GoModuleError) {
    guard goVersion == nil else { throw .repeatedDirective("go", number) }
    guard words.count == 1 else { throw .argumentCount("go", "version", number) }
    let text = words[0].text
    guard let version = Self.languageVersion(text, mode) else { throw .goVersion(text, number) }
    goVersion = version
  }

  private mutating func addToolchain(
    _ words: [GoModToken], _ number: Int, _ mode: Mode
  ) throws(GoModuleError) {
    if mode == .strict {
      guard toolchain == nil else { throw .repeatedDirective("toolchain", number) }
      guard words.count == 1 else { throw .argumentCount("toolchain", "name", number) }
      let name = words[0].text
      guard name == "default" || name == "go1" || name.hasPrefix("go1.") else {
        throw .toolchainName(name, number)
      }
    }
    toolchain = toolchain ?? words.first?.text
  }

  /// The version of a `go` directive: `1.N`, `1.N.P`, either with a prerelease such as `rc1`.
  ///
  /// Lax reading takes `v1.N` and `1.Nx…` for `1.N`, as old files have them.
  private static func languageVersion(_ text: String, _ mode: Mode) -> String? {
    if isLanguageVersion(Array(text.utf8)) { return text }
    guard mode == .lax else { return nil }
    var rest = Array(text.utf8)[...]
    if rest.first == ASCII.lowerV { rest.removeFirst() }
    let major = rest.prefix(while: \.isDigit)
    rest = rest[major.endIndex...]
    guard rest.popFirst() == ASCII.dot else { return nil }
    let minor = rest.prefix(while: \.isDigit)
    guard minor.endIndex < rest.endIndex, major.first != ASCII.zero,
      SemanticVersion.isNumber(major), SemanticVersion.isNumber(minor)
    else { return nil }
    return "\(major.asciiText).\(minor.asciiText)"
  }

  private static func isLanguageVersion(_ text: [UInt8]) -> Bool {
    let core = text.prefix { $0.isDigit || $0 == ASCII.dot }
    let numbers = core.split(separator: ASCII.dot, omittingEmptySubsequences: false)
    guard (2...3).contains(numbers.count), numbers.allSatisfy(SemanticVersion.isNumber),
      text.first != ASCII.zero
    else { return false }
    let prerelease = text[core.endIndex...]
    guard !prerelease.isEmpty else { return true }
    let word = prerelease.prefix { $0.isLetter && $0.lowercased == $0 }
    return !word.isEmpty && prerelease[word.endIndex...].isAllDigits
  }

  /// Reads `v1.0.0` or `[v1.0.0, v1.9.9]`.
  private static func retraction(
    _ words: [GoModToken], _ number: Int, _ rationale: String, _ mode: Mode
  ) throws(GoModuleError) -> GoRetraction {
    guard let first = words.first, !first.isSign("(") else { throw .retraction(number) }
    let isInterval = first.isSign("[")
    let count = isInterval ? 5 : 1
    guard words.count >= count else { throw .retraction(number) }
    if isInterval {
      guard words[2].isSign(","), words[4].isSign("]") else { throw .retraction(number) }
    }
    if mode == .strict, words.count > count { throw .textAfterVersion(words[count].text, number) }
    return GoRetraction(
      low: try words[isInterval ? 1 : 0].value(), high: try words[isInterval ? 3 : 0].value(),
      rationale: rationale)
  }
}

extension GoModFile {
  /// The text of the comments above and behind a line, or above its block if it has none.
  ///
  /// A blank line above a line of a block counts as a comment of its own, but has no text.
  private static func comment(_ line: GoModSyntax.Line, _ block: GoModSyntax.Line?) -> String {
    let source = line.hasComments ? line : block ?? line
    return (source.above + [source.behind].compactMap(\.self))
      .filter { !$0.isEmpty }
      .map { trimmed($0.unicodeScalars.dropFirst(2)) }
      .joined(separator: "\n")
  }

  /// The text of the first paragraph that begins with `Deprecated:`.
  private static func deprecation(_ comment: String) -> String? {
    let mark = "Deprecated:"
    let lines = comment.unicodeScalars.split(separator: "\n", omittingEmptySubsequences: false)
      .map { String($0) }
    let start = lines.indices.first { index in
      lines[index].hasPrefix(mark) && (index == 0 || index > 1 && lines[index - 1].isEmpty)
    }
    guard let start else { return nil }
    let paragraph = lines[start...].prefix { !$0.isEmpty }.joined(separator: "\n")
    return String(paragraph.dropFirst(mark.count).drop { $0 == " " })
  }

  private static func trimmed(_ text: Substring.UnicodeScalarView) -> String {
    let rest = text.drop(while: \.properties.isWhitespace)
    let blanks = rest.reversed().prefix(while: \.properties.isWhitespace).count
    return String(rest.dropLast(blanks))
  }
}
