/// A module path at gopkg.in, which stands for a repository at GitHub and its refs of one major
/// version.
///
/// The rules are those of https://gopkg.in: `gopkg.in/pkg.v3` is github.com/go-pkg/pkg and
/// `gopkg.in/user/pkg.v3` is github.com/user/pkg.
public struct GopkgInPath: Hashable, Sendable {
  /// The path of the repository: `github.com/go-yaml/yaml` for `gopkg.in/yaml.v3`.
  public let repository: String
  /// The major version with its `v`.
  public let major: String
  /// Whether the path ends in `-unstable`, and so takes refs that do.
  public let isUnstable: Bool

  /// Reads a module path; nil for others than `gopkg.in/pkg.vN` and `gopkg.in/user/pkg.vN`.
  public init?(_ path: String) {
    guard path.hasPrefix("gopkg.in/"), let (prefix, suffix) = GoModulePath.split(path),
      let major = suffix.major
    else { return nil }
    let names = prefix.utf8.split(separator: ASCII.slash, omittingEmptySubsequences: false)
    guard (2...3).contains(names.count), let package = names.last, Self.isPackage(package) else {
      return nil
    }
    if names.count == 3 {
      guard Self.isUser(names[1]) else { return nil }
      repository = "github.com/\(names[1].asciiText)/\(package.asciiText)"
    } else {
      repository = "github.com/go-\(package.asciiText)/\(package.asciiText)"
    }
    self.major = major
    isUnstable = suffix.isUnstable
  }

  /// Returns the branch or tag that stands for the path: the highest of `v3`, `v3.N` and `v3.N.M`.
  ///
  /// A missing number is lower than 0: of `v3` and `v3.0` the second is taken. The result is nil if
  /// no name fits; the service then serves the default branch, but only for v0 of a repository none
  /// of whose branches and tags is such a version.
  public func selectRef(from names: [String]) -> String? {
    var best: (name: String, numbers: [[UInt8]])?
    for name in names {
      guard let numbers = numbers(of: name) else { continue }
      if let found = best, !Self.isLower(found.numbers, numbers) { continue }
      best = (name, numbers)
    }
    return best?.name
  }

  private func numbers(of name: String) -> [[UInt8]]? {
    guard name.hasSuffix(GoMajorSuffix.unstable) == isUnstable else { return nil }
    let stable = isUnstable ? name.dropLast(GoMajorSuffix.unstable.count) : name[...]
    guard stable.utf8.first == ASCII.lowerV else { return nil }
    let numbers = Array(stable.utf8.dropFirst())
      .split(separator: ASCII.dot, omittingEmptySubsequences: false)
    guard numbers.count <= 3, numbers.allSatisfy(SemanticVersion.isNumber),
      numbers.first == Array(major.utf8).dropFirst()
    else { return nil }
    return numbers.map(Array.init)
  }

  private static func isLower(_ a: [[UInt8]], _ b: [[UInt8]]) -> Bool {
    for (a, b) in zip(a, b) where a != b {
      return a.count == b.count ? a.lexicographicallyPrecedes(b) : a.count < b.count
    }
    return a.count < b.count
  }

  private static func isPackage(_ name: Substring.UTF8View) -> Bool {
    name.first?.isLetter == true && name.allSatisfy { $0.isIdentifier || $0 == ASCII.dot }
  }

  private static func isUser(_ name: Substring.UTF8View) -> Bool {
    guard let first = name.first, name.count >= 2 else { return false }
    return (first.isLetter || first.isDigit) && name.allSatisfy(\.isIdentifier)
  }
}
