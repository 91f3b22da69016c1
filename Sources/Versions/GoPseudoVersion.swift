/// A version that names a commit without a tag: `v1.2.4-0.20060102150405-abcdefabcdef`.
///
/// The forms, with the commit's time in UTC and the first twelve digits of its object id:
///
///     vX.0.0-TIME-REVISION                         no earlier tag
///     vX.Y.(Z+1)-0.TIME-REVISION                   after vX.Y.Z
///     vX.Y.Z-PRE.0.TIME-REVISION                   after vX.Y.Z-PRE
///
/// The second and third may end in `+incompatible`. The rules are those of golang.org/x/mod/module;
/// the Go manual's `v2.0.1-20200722182040-012345abcdef+incompatible` lacks the `0.` and is none by
/// them.
public struct GoPseudoVersion: Hashable, Sendable {
  /// What a pseudo-version says of an earlier tag.
  public enum Form: Hashable, Sendable {
    /// None of the commit's ancestors has a tag.
    case untagged
    /// It follows a release.
    case afterRelease
    /// It follows a prerelease.
    case afterPrerelease
  }

  /// The whole version.
  public let text: String
  /// What the version says of an earlier tag.
  public let form: Form
  /// The fourteen digits of the time, which need not be a time that exists.
  public let timestamp: String
  /// The commit; the Go command writes twelve hexadecimal digits.
  public let revision: String
  /// The build metadata with its plus sign, empty if there is none: `+incompatible`.
  public let build: String

  /// What is before the time and its `-` or `.0.`: `v1.2.4-0` is `v1.2.4` here.
  private let stem: String

  /// Reads a pseudo-version; nil for any other text.
  public init?(_ text: String) {
    guard GoVersion.isValid(text) else { return nil }
    let version = Array(text.utf8.prefix { $0 != ASCII.plus })
    guard let dash = version.lastIndex(of: ASCII.minus) else { return nil }
    let revision = version[(dash + 1)...]
    guard !revision.isEmpty, revision.allSatisfy({ $0.isDigit || $0.isLetter }), dash >= 14 else {
      return nil
    }
    let timestamp = version[(dash - 14)..<dash]
    guard timestamp.isAllDigits, let (stem, form) = Self.stem(version[..<timestamp.startIndex])
    else { return nil }
    self.text = text
    self.form = form
    self.timestamp = timestamp.asciiText
    self.revision = revision.asciiText
    self.stem = stem.asciiText
    build = GoVersion.build(text)
  }

  /// Takes apart what is before the time: `v1.0.0-`, `v1.2.4-0.` or `v1.2.3-pre.0.`.
  private static func stem(_ head: ArraySlice<UInt8>) -> (ArraySlice<UInt8>, Form)? {
    let marks: [(String, Form)] = [("-0.", .afterRelease), (".0.", .afterPrerelease)]
    guard let dash = head.firstIndex(of: ASCII.minus) else { return nil }
    for (mark, form) in marks where head[dash...].suffix(3).elementsEqual(mark.utf8) {
      // A dash further on belongs to the prerelease: `v1.0.0-rc-0.` follows none that can be named.
      if form == .afterRelease, dash != head.endIndex - 3 { continue }
      return (head.dropLast(3), form)
    }
    let core = head[..<dash]
    guard dash == head.endIndex - 1, core.suffix(4).elementsEqual(".0.0".utf8) else { return nil }
    return (core, .untagged)
  }

  /// Returns whether the text is a pseudo-version.
  public static func matches(_ text: String) -> Bool { GoPseudoVersion(text) != nil }

  /// Whether the version ends in `+incompatible`.
  public var isIncompatible: Bool { build == GoVersion.incompatible }

  /// The commit's time; nil if the digits are no time that exists.
  public var time: GoTimestamp? { GoTimestamp(timestamp) }

  /// Returns the version that this one follows, with its build metadata, or nil if it follows none.
  ///
  /// `v1.2.4-0.…` gives `v1.2.3` and `v1.2.3-pre.0.…` gives `v1.2.3-pre`. It throws for two forms
  /// that the Go command never makes but that were seen: `vX.0.0-…+incompatible`, and a patch
  /// number 0 before `-0.`.
  public func base() throws(GoModuleError) -> String? {
    switch form {
    case .untagged:
      guard build.isEmpty else { throw .pseudoVersionBuildWithoutBase(text, build) }
      return nil
    case .afterPrerelease:
      return stem + build
    case .afterRelease:
      let bytes = Array(stem.utf8)
      let patch = bytes.lastIndex(of: ASCII.dot).map { $0 + 1 } ?? 0
      guard let before = Self.decremented(bytes[patch...]) else {
        throw .pseudoVersionBeforeZero(text)
      }
      return bytes[..<patch].asciiText + before.asciiText + build
    }
  }
}

extension GoPseudoVersion {
  /// Creates the pseudo-version of a commit.
  ///
  /// The major version, such as `v2`, matters only without a base: a commit with no earlier tag has
  /// `v2.0.0-…`. The base is the version that it follows; its build metadata is kept. It throws for
  /// a base that is no version, and for a revision of other than ASCII letters and digits.
  public init(
    major: String = "v0", base: String?, time: GoTimestamp, revision: String
  ) throws(GoModuleError) {
    let commit = "\(time.text)-\(revision)"
    let text: String
    if let base {
      guard GoVersion.isValid(base) else { throw .notAVersion(base) }
      let (canonical, build) = (GoVersion.canonical(base), GoVersion.build(base))
      if GoVersion.prerelease(base).isEmpty {
        text = "\(Self.patchIncremented(canonical))-0.\(commit)\(build)"
      } else {
        text = "\(canonical).0.\(commit)\(build)"
      }
    } else {
      text = "\(major).0.0-\(commit)"
    }
    guard let made = GoPseudoVersion(text), made.revision == revision else {
      throw .pseudoVersionParts(text)
    }
    self = made
  }

  private static func patchIncremented(_ canonical: String) -> String {
    let bytes = Array(canonical.utf8)
    let patch = bytes.lastIndex(of: ASCII.dot).map { $0 + 1 } ?? 0
    return bytes[..<patch].asciiText + incremented(bytes[patch...]).asciiText
  }

  /// The decimal number after another; of any length.
  static func incremented(_ digits: ArraySlice<UInt8>) -> [UInt8] {
    let nines = digits.reversed().prefix { $0 == UInt8(ascii: "9") }.count
    var result = Array(digits.dropLast(nines))
    if result.isEmpty {
      result = [UInt8(ascii: "1")]
    } else {
      result[result.count - 1] += 1
    }
    return result + Array(repeating: ASCII.zero, count: nines)
  }

  /// The decimal number before another; nil for zero.
  static func decremented(_ digits: ArraySlice<UInt8>) -> [UInt8]? {
    let zeros = digits.reversed().prefix { $0 == ASCII.zero }.count
    var result = Array(digits.dropLast(zeros))
    guard !result.isEmpty else { return nil }
    result[result.count - 1] -= 1
    result += Array(repeating: UInt8(ascii: "9"), count: zeros)
    let significant = Array(result.significantDigits)
    return significant.isEmpty ? [ASCII.zero] : significant
  }
}
