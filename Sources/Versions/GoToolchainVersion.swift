/// A version of the Go toolchain or language: `1.22`, `go1.22rc2`, `go1.22.1`.
///
/// The rules are those of Go's package go/version: from 1.21 on `1.22` is the language, lower than
/// `1.22rc1` and `1.22.0`; before, `1.20` is the same release as `1.20.0`.
public struct GoToolchainVersion: Hashable, Sendable {
  private let major: [UInt8]
  private let minor: [UInt8]
  /// Empty for a language version and for a prerelease of the form `1.22rc1`.
  private let patch: [UInt8]
  /// The letters of the prerelease, such as `rc`; empty for none.
  private let stage: [UInt8]
  private let stageNumber: [UInt8]

  /// Reads a version with or without `go` in front; nil for any other text.
  ///
  /// What follows a hyphen, as in `go1.21.3-vendor`, is the vendor's and takes no part.
  public init?(_ text: String) {
    var rest = Array(text.utf8.prefix { $0 != ASCII.minus })[...]
    if rest.starts(with: "go".utf8) { rest = rest.dropFirst(2) }
    guard let major = Self.takeNumber(&rest) else { return nil }
    self.major = major
    let isBare = rest.isEmpty
    if isBare {
      minor = [ASCII.zero]
    } else {
      guard rest.popFirst() == ASCII.dot, let minor = Self.takeNumber(&rest) else { return nil }
      self.minor = minor
    }
    if rest.first == ASCII.dot {
      rest.removeFirst()
      guard let patch = Self.takeNumber(&rest) else { return nil }
      self.patch = patch
    } else {
      let isRelease = rest.isEmpty && (isBare || Self.isLower(minor, Array("21".utf8)))
      patch = isRelease ? [ASCII.zero] : []
    }
    stage = Array(rest.prefix { $0.isLetter && $0.lowercased == $0 })
    rest = rest[(rest.startIndex + stage.count)...]
    guard !stage.isEmpty || rest.isEmpty else { return nil }
    stageNumber = rest.isEmpty ? [] : Self.takeNumber(&rest) ?? []
    guard rest.isEmpty else { return nil }
  }

  /// The language version: `1.22` for `go1.22.1`.
  public var language: String {
    let isFirst = major.asciiText == "1" && minor.asciiText == "0"
    return isFirst ? major.asciiText : "\(major.asciiText).\(minor.asciiText)"
  }

  /// Whether it names the language and no release: `1.22`, but not `1.20`, which is also a release.
  public var isLanguage: Bool { patch.isEmpty && stage.isEmpty }

  private static func takeNumber(_ rest: inout ArraySlice<UInt8>) -> [UInt8]? {
    let digits = rest.prefix(while: \.isDigit)
    guard SemanticVersion.isNumber(digits) else { return nil }
    rest = rest[digits.endIndex...]
    return Array(digits)
  }

  private static func isLower(_ a: [UInt8], _ b: [UInt8]) -> Bool {
    a.count == b.count ? a.lexicographicallyPrecedes(b) : a.count < b.count
  }
}

extension GoToolchainVersion: Comparable {
  /// Returns whether the first version is lower: `1.21 < 1.21rc1 < 1.21rc2 < 1.21.0`.
  ///
  /// Two versions for which neither is lower may differ in text: `1.20` and `go1.20.0`.
  public static func < (a: Self, b: Self) -> Bool {
    for (a, b) in [(a.major, b.major), (a.minor, b.minor), (a.patch, b.patch)] where a != b {
      return isLower(a, b)
    }
    guard a.stage == b.stage else {
      // After a patch number a prerelease comes before its release; else nothing comes first.
      if !a.patch.isEmpty, a.stage.isEmpty || b.stage.isEmpty { return b.stage.isEmpty }
      return a.stage.lexicographicallyPrecedes(b.stage)
    }
    return isLower(a.stageNumber, b.stageNumber)
  }
}
