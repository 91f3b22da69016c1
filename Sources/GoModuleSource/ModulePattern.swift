internal import Versions

/// Which modules are meant: one by its path, or with `…/...` at its end all below a path, too.
public struct ModulePattern: Hashable, Sendable {
  /// The path without the ending.
  public let path: String
  /// Whether modules below the path are meant, too.
  public let isTree: Bool

  private static let ending = "/..."

  /// Reads a pattern as the Go command writes it.
  public init(_ text: String) throws(ModuleSourceError) {
    isTree = text.hasSuffix(Self.ending)
    path = isTree ? String(text.dropLast(Self.ending.count)) : text
    // Above a module there may be a path that is none, such as a host.
    guard !isTree else { return }
    do {
      try GoModulePath.check(path)
    } catch {
      throw .notAPath(text, error.message)
    }
  }

  /// Returns whether a module is meant.
  public func matches(_ module: String) -> Bool {
    module == path || isTree && module.hasPrefix(path + "/")
  }

  /// The path of the one module that is meant.
  ///
  /// - Throws: ``ModuleSourceError`` if modules below it are meant, too: proxies list no modules.
  public var singlePath: String {
    get throws(ModuleSourceError) {
      if isTree { throw .wholeTree(text) }
      return path
    }
  }

  /// The text that it was read from.
  public var text: String { isTree ? path + Self.ending : path }
}
