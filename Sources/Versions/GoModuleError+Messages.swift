/// The texts of the errors about paths and versions.
extension GoModuleError {
  static func emptyPath(_ kind: GoPathKind) -> GoModuleError {
    GoModuleError(.invalidPath, "the \(kind.rawValue) path is empty")
  }

  static func leadingDash(_ kind: GoPathKind, _ path: String) -> GoModuleError {
    GoModuleError(.invalidPath, "the \(kind.rawValue) path \"\(path)\" begins with a dash")
  }

  static func emptyElement(_ kind: GoPathKind, _ path: String) -> GoModuleError {
    GoModuleError(
      .invalidPath,
      "the \(kind.rawValue) path \"\(path)\" has an empty element: a slash stands at its "
        + "beginning, at its end or next to another")
  }

  static func dotsOnly(_ kind: GoPathKind, _ path: String, _ element: String) -> GoModuleError {
    self.element(kind, path, element, "consists of dots only")
  }

  static func leadingDot(_ path: String, _ element: String) -> GoModuleError {
    self.element(.module, path, element, "begins with a dot")
  }

  static func trailingDot(_ kind: GoPathKind, _ path: String, _ element: String) -> GoModuleError {
    self.element(kind, path, element, "ends with a dot")
  }

  static func character(
    _ kind: GoPathKind, _ path: String, _ element: String, _ scalar: Unicode.Scalar
  ) -> GoModuleError {
    self.element(
      kind, path, element, "holds \(name(scalar)), which \(kind.rawValue) paths do not allow")
  }

  static func reservedOnWindows(
    _ kind: GoPathKind, _ path: String, _ element: String
  ) -> GoModuleError {
    self.element(kind, path, element, "is a name that Windows reserves")
  }

  static func shortName(_ kind: GoPathKind, _ path: String, _ element: String) -> GoModuleError {
    self.element(
      kind, path, element, "ends in a tilde and digits, as the short names of Windows do")
  }

  static func noDomain(_ path: String, _ element: String) -> GoModuleError {
    self.element(
      .module, path, element, "is the first and has no dot, so that it is no domain name")
  }

  static func domainCharacter(
    _ path: String, _ element: String, _ scalar: Unicode.Scalar
  ) -> GoModuleError {
    self.element(
      .module, path, element,
      "is the first and holds \(name(scalar)), which domain names do not allow")
  }

  static func majorSuffix(_ path: String) -> GoModuleError {
    let element = path.utf8.split(separator: ASCII.slash).last?.asciiText ?? ""
    let rule =
      path.hasPrefix("gopkg.in/")
      ? "does not end in a major version such as \".v2\", which paths at gopkg.in must"
      : "is no major version: those begin at v2 and are \"v\" and digits without a leading zero"
    return self.element(.module, path, element, rule)
  }

  static func notAVersion(_ version: String) -> GoModuleError {
    GoModuleError(.invalidVersion, "\"\(version)\" is not a version such as v1.2.3")
  }

  static func majorMismatch(_ version: String, expected: String) -> GoModuleError {
    let found = GoVersion.major(version)
    return GoModuleError(
      .majorMismatch,
      "the version \"\(version)\" is \(found.isEmpty ? "not valid" : found), and its module path "
        + "asks for \(expected)")
  }

  static func notEscaped(_ noun: String, _ text: String) -> GoModuleError {
    GoModuleError(
      .invalidEscape,
      "\"\(text)\" is not an escaped \(noun): capital letters are written as \"!\" and the small "
        + "letter, and \"!\" stands for nothing else")
  }

  static func unescapableVersion(_ version: String) -> GoModuleError {
    GoModuleError(
      .invalidVersion,
      "\"\(version)\" cannot be escaped as a version: it is not one ASCII element of a file path, "
        + "or holds \"!\"")
  }

  private static func element(
    _ kind: GoPathKind, _ path: String, _ element: String, _ rule: String
  ) -> GoModuleError {
    GoModuleError(
      .invalidPath, "the element \"\(element)\" of the \(kind.rawValue) path \"\(path)\" \(rule)")
  }

  private static func name(_ scalar: Unicode.Scalar) -> String {
    "\"\(scalar)\" (U+\(hexadecimal(scalar.value)))"
  }

  private static func hexadecimal(_ value: UInt32) -> String {
    let digits = String(value, radix: 16, uppercase: true)
    return String(repeating: "0", count: max(0, 4 - digits.count)) + digits
  }
}
