extension GoModuleLocation {
  /// The folders of one commit in which the module's go.mod file may lie; the root is the empty
  /// text.
  ///
  /// With a suffix such as `/v2` these are the folder itself and `v2` in it.
  public var goModFolders: [String] {
    guard let major = suffix.major, !suffix.isGopkgIn, path != repository else { return [folder] }
    return [folder, tagPrefix + major]
  }

  /// Returns the folder of one commit that holds the module.
  ///
  /// The argument says which folders of the commit have a go.mod file and which module path each
  /// declares, empty for none. It throws if no file declares a fitting path where one must, if
  /// another path is declared, and if both folders declare it. Only the major suffix is compared,
  /// since a fork keeps the path of its origin. A module at the root of a repository needs no file
  /// for v0 and v1 and at gopkg.in.
  public func folder(declared: [String: String]) throws(GoModuleError) -> String {
    let own = declared[folder]
    let isOwn = own.map(declaresSuffix) ?? false
    if let inner = goModFolders.dropFirst().first, let path = declared[inner] {
      let isInner = Self.major(of: path).map { $0 == suffix.major } ?? false
      if isOwn, isInner { throw .declaredTwice(self.path, folder, inner) }
      guard isInner else { throw .otherModule(self.path, inner, path) }
      return inner
    }
    if isOwn { return folder }
    if let own { throw .otherModule(path, folder, own) }
    guard folder.isEmpty, suffix == .none || suffix.isGopkgIn else {
      throw .noGoMod(path, goModFolders)
    }
    return ""
  }

  /// Whether the path that a go.mod file declares allows this module's major versions.
  private func declaresSuffix(_ declared: String) -> Bool {
    // Early Go commands took a module at gopkg.in for its repository, and go.mod files still rely on it.
    if suffix == .none, declared.hasPrefix("gopkg.in/") { return true }
    guard !declared.isEmpty, let (_, found) = GoModulePath.split(declared) else { return false }
    if suffix == .none { return found == .none }
    return found.text.utf8.dropFirst().elementsEqual(suffix.text.utf8.dropFirst())
  }

  private static func major(of declared: String) -> String? {
    GoModulePath.split(declared)?.suffix.text.utf8.dropFirst().asciiText
  }
}
