/// Paths as Go modules write them; the checks of golang.org/x/mod/module.
public enum GoModulePath {
  /// Checks that a text is the path of a module.
  ///
  /// Beyond the rules of an import path, no element begins with a dot, no plus sign occurs, the
  /// first element is a domain name in lower case with a dot, and the major suffix is one that
  /// ``split(_:)`` accepts. The error names the element and the rule.
  public static func check(_ path: String) throws(GoModuleError) {
    try GoPathKind.module.check(path)
    let first = path.unicodeScalars.prefix { $0 != "/" }
    let name = String(first)
    guard first.contains(".") else { throw .noDomain(path, name) }
    for scalar in first where !isDomainScalar(scalar) {
      throw .domainCharacter(path, name, scalar)
    }
    guard split(path) != nil else { throw .majorSuffix(path) }
  }

  /// Checks that a text is the path of a package.
  ///
  /// Elements hold ASCII letters, digits and `-._~+`, end in no dot, are no name that Windows
  /// reserves and do not look like one of its short names (`name~1`).
  public static func checkImportPath(_ path: String) throws(GoModuleError) {
    try GoPathKind.package.check(path)
  }

  /// Checks that a text is the path of a file inside a module, with slashes.
  ///
  /// Elements hold letters of any script, ASCII digits, spaces and ``!#$%&()+,-.=@[]^_{}~``, end in
  /// no dot and are no name that Windows reserves.
  public static func checkFilePath(_ path: String) throws(GoModuleError) {
    try GoPathKind.file.check(path)
  }

  /// Checks that a module path and a version belong together.
  ///
  /// The path is valid, the version too, and its major number is the one that the path asks for:
  /// `example.com/m` with `v2.0.0` throws, with `v2.0.0+incompatible` it does not.
  public static func check(_ path: String, version: String) throws(GoModuleError) {
    try check(path)
    guard GoVersion.isValid(version) else { throw .notAVersion(version) }
    guard let (_, suffix) = split(path) else { throw .majorSuffix(path) }
    try suffix.check(version)
  }

  private static func isDomainScalar(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar {
    case "a"..."z", "0"..."9", "-", ".": true
    default: false
    }
  }
}

/// The kinds of paths, which differ in the characters that their elements may hold.
enum GoPathKind: String {
  case module
  case package = "import"
  case file

  func check(_ path: String) throws(GoModuleError) {
    guard !path.isEmpty else { throw .emptyPath(self) }
    if self != .file, path.utf8.first == ASCII.minus { throw .leadingDash(self, path) }
    let elements = path.unicodeScalars.split(separator: "/", omittingEmptySubsequences: false)
    for element in elements {
      try check(element: String(element), of: path)
    }
  }

  /// Checks one element of a path.
  func check(element: String, of path: String) throws(GoModuleError) {
    let scalars = element.unicodeScalars
    guard let first = scalars.first else { throw .emptyElement(self, path) }
    if scalars.allSatisfy({ $0 == "." }) { throw .dotsOnly(self, path, element) }
    if self == .module, first == "." { throw .leadingDot(path, element) }
    if scalars.last == "." { throw .trailingDot(self, path, element) }
    for scalar in scalars where !allows(scalar) {
      throw .character(self, path, element, scalar)
    }
    let short = String(scalars.prefix { $0 != "." })
    if Self.isReservedOnWindows(short) { throw .reservedOnWindows(self, path, element) }
    if self != .file, Self.isShortName(short) { throw .shortName(self, path, element) }
  }

  private func allows(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar {
    case "a"..."z", "A"..."Z", "0"..."9", "-", ".", "_", "~": true
    case "+": self != .module
    case "!", "#", "$", "%", "&", "(", ")", ",", "=", "@", "[", "]", "^", "{", "}", " ":
      self == .file
    default: self == .file && !scalar.isASCII && scalar.isLetter
    }
  }

  private static func isReservedOnWindows(_ name: String) -> Bool {
    let name = Array(name.utf8.lowercased)
    if name.count == 4, (UInt8(ascii: "1")...UInt8(ascii: "9")).contains(name[3]) {
      return name.starts(with: "com".utf8) || name.starts(with: "lpt".utf8)
    }
    return ["con", "prn", "aux", "nul"].contains(name.asciiText)
  }

  /// Whether the name ends in a tilde and digits, as the eight-letter names of Windows do.
  private static func isShortName(_ name: String) -> Bool {
    guard let tilde = name.utf8.lastIndex(of: UInt8(ascii: "~")) else { return false }
    return name.utf8[name.utf8.index(after: tilde)...].isAllDigits
  }
}

extension Unicode.Scalar {
  var isLetter: Bool {
    switch properties.generalCategory {
    case .uppercaseLetter, .lowercaseLetter, .titlecaseLetter, .modifierLetter, .otherLetter: true
    default: false
    }
  }
}
