/// The texts of the errors in go.mod files.
extension GoModuleError {
  static func blockComment(_ line: Int) -> GoModuleError {
    GoModuleError(
      .invalidGoMod, "comments begin with \"//\"; \"/*\" does not begin one", line: line)
  }

  static func openString(_ line: Int) -> GoModuleError {
    GoModuleError(.invalidGoMod, "the string does not end on its line", line: line)
  }

  static func strayCharacter(_ scalar: Unicode.Scalar, _ line: Int) -> GoModuleError {
    let code = String(scalar.value, radix: 16, uppercase: true)
    return GoModuleError(
      .invalidGoMod, "the character U+\(code) stands outside a string", line: line)
  }

  static func openBlock(_ line: Int) -> GoModuleError {
    GoModuleError(
      .invalidGoMod, "the block that begins here has no closing parenthesis", line: line)
  }

  static func textAfterBlock(_ line: Int) -> GoModuleError {
    GoModuleError(.invalidGoMod, "text follows the closing parenthesis of a block", line: line)
  }

  static func quoteInWord(_ text: String, _ line: Int) -> GoModuleError {
    GoModuleError(.invalidGoMod, "the word \(text) holds a quotation mark", line: line)
  }

  static func invalidEscapeInString(_ text: String, _ line: Int) -> GoModuleError {
    GoModuleError(.invalidGoMod, "the string \(text) holds an unknown escape", line: line)
  }

  static func unknownBlock(_ name: String, _ line: Int) -> GoModuleError {
    GoModuleError(.unknownDirective, "the directive \"\(name)\" is not one of a block", line: line)
  }

  static func unknownDirective(_ verb: String, _ line: Int) -> GoModuleError {
    GoModuleError(.unknownDirective, "the directive \"\(verb)\" is not known", line: line)
  }

  static func repeatedDirective(_ verb: String, _ line: Int) -> GoModuleError {
    GoModuleError(.invalidGoMod, "the directive \"\(verb)\" occurs a second time", line: line)
  }

  static func argumentCount(_ verb: String, _ noun: String, _ line: Int) -> GoModuleError {
    GoModuleError(
      .invalidGoMod, "the directive \"\(verb)\" does not have exactly one \(noun)", line: line)
  }

  static func goVersion(_ text: String, _ line: Int) -> GoModuleError {
    GoModuleError(
      .invalidGoMod, "the directive \"go\" has \"\(text)\", not a version such as 1.23.0",
      line: line)
  }

  static func toolchainName(_ text: String, _ line: Int) -> GoModuleError {
    GoModuleError(
      .invalidGoMod,
      "the directive \"toolchain\" has \"\(text)\", not a name such as go1.23.0 or default",
      line: line)
  }

  static func retraction(_ line: Int) -> GoModuleError {
    GoModuleError(
      .invalidGoMod,
      "the directive \"retract\" has neither one version nor an interval such as [v1.0.0, v1.2.0]",
      line: line)
  }

  static func textAfterVersion(_ text: String, _ line: Int) -> GoModuleError {
    GoModuleError(
      .invalidGoMod, "the directive \"retract\" has \"\(text)\" after its versions", line: line)
  }
}
