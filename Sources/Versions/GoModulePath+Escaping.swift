/// Escaping for the addresses of proxies and the names in module caches, which must not depend on
/// case: every capital letter becomes an exclamation mark and the small letter.
extension GoModulePath {
  /// Returns the escaped form of a module path: `github.com/Azure/go` gives `github.com/!azure/go`.
  ///
  /// It throws for an invalid module path.
  public static func escape(_ path: String) throws(GoModuleError) -> String {
    try check(path)
    return escaped(path)
  }

  /// Returns the module path of an escaped form.
  ///
  /// It throws if the text is no escaped form, or one of an invalid module path.
  public static func unescape(_ text: String) throws(GoModuleError) -> String {
    guard let path = unescaped(text) else { throw .notEscaped("module path", text) }
    try check(path)
    return path
  }

  /// Returns the escaped form of a version: `v1.0.0-RC1` gives `v1.0.0-!r!c1`.
  ///
  /// The version may also be the name of a branch or a commit, but it is one valid element of a
  /// file path in ASCII and holds no exclamation mark; others throw.
  public static func escapeVersion(_ version: String) throws(GoModuleError) -> String {
    do {
      try GoPathKind.file.check(element: version, of: version)
    } catch {
      throw .unescapableVersion(version)
    }
    let hasMark = version.utf8.contains(bang)
    guard !hasMark, version.utf8.allSatisfy({ $0 < 0x80 }) else {
      throw .unescapableVersion(version)
    }
    return escaped(version)
  }

  /// Returns the version of an escaped form.
  ///
  /// It throws if the text is no escaped form, or one of no valid element of a file path.
  public static func unescapeVersion(_ text: String) throws(GoModuleError) -> String {
    guard let version = unescaped(text) else { throw .notEscaped("version", text) }
    try GoPathKind.file.check(element: version, of: version)
    return version
  }

  private static let bang = UInt8(ascii: "!")

  private static func escaped(_ text: String) -> String {
    var bytes: [UInt8] = []
    for byte in text.utf8 {
      if byte.lowercased != byte { bytes.append(bang) }
      bytes.append(byte.lowercased)
    }
    return bytes.asciiText
  }

  private static func unescaped(_ text: String) -> String? {
    var bytes: [UInt8] = []
    var isMarked = false
    for byte in text.utf8 {
      guard byte < 0x80, byte.lowercased == byte else { return nil }
      if isMarked {
        guard byte.isLetter else { return nil }
        bytes.append(byte ^ 0x20)
        isMarked = false
      } else if byte == bang {
        isMarked = true
      } else {
        bytes.append(byte)
      }
    }
    return isMarked ? nil : bytes.asciiText
  }
}
