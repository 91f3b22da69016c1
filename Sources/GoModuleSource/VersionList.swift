internal import Indexing
internal import Versions

/// Takes a list of versions apart: canonical versions, and the other lines.
struct VersionList {
  private(set) var versions: Set<String> = []
  private(set) var otherLines: [String] = []

  /// The bytes of the longest version that is read.
  static let longestVersion = 255

  init(_ bytes: [UInt8]) {
    for line in bytes.split(separator: UInt8(ascii: "\n")) {
      // What stands behind a space is a time, as old proxies write it.
      let word = line.prefix { $0 > 0x20 }
      guard !word.isEmpty else { continue }
      let text = String(decoding: word.prefix(Self.longestVersion + 1), as: UTF8.self)
      if Self.isVersion(text) {
        versions.insert(text)
      } else {
        otherLines.append(text)
      }
    }
  }

  /// Whether a text is a version as files and lists name it.
  static func isVersion(_ text: String) -> Bool {
    text.utf8.count <= longestVersion && GoVersion.moduleCanonical(text) == text
  }
}

extension ModuleLook {
  /// The most versions that are read of a module.
  private static let versionLimit = 20_000

  /// Says how many there are beside the one that is named.
  static func more(_ count: Int) -> String { count > 0 ? " and \(count) more" : "" }

  /// Returns the versions whose major number is one that the path admits, and tells of the others.
  mutating func fitting(_ versions: Set<String>) -> Set<String> {
    guard let suffix = GoModulePath.split(path)?.suffix else { return [] }
    let fitting = versions.filter(suffix.admits)
    if let other = versions.subtracting(fitting).min() {
      problems.append(
        SourceProblem(
          code: .implausible,
          message: "left out, since the path asks for another major number: \(other)"
            + Self.more(versions.count - fitting.count - 1)))
    }
    guard fitting.count > Self.versionLimit else { return fitting }
    problems.append(
      SourceProblem(
        code: .tooLarge,
        message: "of \(fitting.count) versions the highest \(Self.versionLimit) are read"))
    return Set(fitting.sorted(by: GoVersion.precedes).suffix(Self.versionLimit))
  }
}
