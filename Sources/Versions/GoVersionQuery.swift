/// A version query, what the Go command takes after the `@`: `latest`, `v1.2`, `<v1.2.3`.
///
/// The rules are those of https://go.dev/ref/mod#version-queries and of the Go command where that
/// page is silent.
public struct GoVersionQuery: Hashable, Sendable {
  /// How a version compares to the bound of a query.
  public enum Bound: String, Hashable, Sendable {
    /// Lower than the bound.
    case below = "<"
    /// Lower than the bound, or equal.
    case atMost = "<="
    /// Higher than the bound.
    case above = ">"
    /// Higher than the bound, or equal.
    case atLeast = ">="
  }

  /// The kinds of queries.
  public enum Kind: Hashable, Sendable {
    /// The highest version, or the tip of the default branch without any.
    case latest
    /// As `latest`, but never lower than the current version.
    case upgrade
    /// The highest version with the current major and minor number, never lower than the current
    /// one.
    case patch
    /// The highest version that begins with the numbers: `v1`, `v1.2`.
    case prefix(String)
    /// The version nearest to the bound.
    case range(Bound, String)
    /// One version of three numbers, retracted or not.
    case version(String)
  }

  /// The query as written.
  public let text: String
  /// What the query asks for.
  public let kind: Kind

  /// Reads a query.
  ///
  /// `<v1.2` and `>=v1.2` take the bound for `v1.2.0`; `<=v1.2` and `>v1.2` throw, since they do
  /// not say whether they mean v1.2.3. It also throws for a bound that is no version, and for the
  /// names of branches and commits, which a list of versions cannot answer.
  public init(_ text: String) throws(GoModuleError) {
    self.text = text
    switch text {
    case "latest": kind = .latest
    case "upgrade": kind = .upgrade
    case "patch": kind = .patch
    default:
      if text.utf8.first == UInt8(ascii: "<") || text.utf8.first == UInt8(ascii: ">") {
        kind = try Self.range(text)
      } else {
        guard GoVersion.isValid(text) else { throw .revisionQuery(text) }
        kind = GoVersion.isPrefix(text) ? .prefix(text) : .version(text)
      }
    }
  }

  private static func range(_ text: String) throws(GoModuleError) -> Kind {
    let sign = text.utf8.prefix { $0 == 0x3C || $0 == 0x3D || $0 == 0x3E }
    let version = text.utf8.dropFirst(sign.count).asciiText
    guard let bound = Bound(rawValue: sign.asciiText), GoVersion.isValid(version) else {
      throw .invalidBound(version, text)
    }
    if GoVersion.isPrefix(version), bound == .atMost || bound == .above {
      throw .ambiguousBound(version, text)
    }
    return .range(bound, version)
  }

  /// Whether the lowest fitting version is the answer, not the highest.
  var prefersLower: Bool {
    switch kind {
    case .range(.above, _), .range(.atLeast, _): true
    default: false
    }
  }

  /// The version that the query itself names.
  var namedVersion: String? {
    switch kind {
    case .latest, .upgrade, .patch: nil
    case .prefix(let version), .range(_, let version), .version(let version): version
    }
  }

  /// Returns whether a version fits the query, regardless of retractions.
  func fits(_ version: String, current: String?) -> Bool {
    switch kind {
    case .latest:
      return true
    case .upgrade:
      return current.map { GoVersion.compare(version, $0) != .lower } ?? true
    case .patch:
      guard let current else { return false }
      return Self.begins(version, with: GoVersion.majorMinor(current))
        && GoVersion.compare(version, current) != .lower
    case .prefix(let prefix):
      // `v1.2` is `v1.2.0` here, and does not mean its prereleases.
      return Self.begins(version, with: prefix) && GoVersion.compare(version, prefix) != .lower
    case .range(let bound, let other):
      let order = GoVersion.compare(version, other)
      switch bound {
      case .below: return order == .lower
      case .atMost: return order != .higher
      case .above: return order == .higher
      case .atLeast: return order != .lower
      }
    case .version(let other):
      return GoVersion.compare(version, other) == .equal
    }
  }

  private static func begins(_ version: String, with numbers: String) -> Bool {
    version.utf8.starts(with: (numbers + ".").utf8)
  }
}
