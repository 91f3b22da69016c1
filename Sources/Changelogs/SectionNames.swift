/// What the usual names of sections mean.
enum SectionNames {
  /// Returns the kind that a name tells; `other` if it is not a usual one.
  static func kind(of name: ArraySlice<UInt8>) -> ChangelogSectionKind {
    let words = normalized(name)
    if let kind = kinds[words] { return kind }
    if words.hasPrefix("downloads for ") { return .downloads }
    if words.hasPrefix("fixes since ") || words.hasSuffix(" fixes") { return .fixed }
    if words.hasPrefix("breaking ") || words.hasSuffix(" breaking changes")
      || words.hasPrefix("backward incompatib") || words.hasPrefix("backwards incompatib")
    {
      return .breaking
    }
    return .other
  }

  /// Returns whether a name is one of the usual ones, also of those that mean nothing in particular.
  static func isKnown(_ name: ArraySlice<UInt8>) -> Bool {
    let words = normalized(name)
    return kinds[words] != nil || others.contains(words) || kind(of: name) != .other
  }

  /// The words of a name in lower case, without signs and emoji.
  static func normalized(_ name: ArraySlice<UInt8>) -> String {
    var words: [UInt8] = []
    for byte in name.prefix(120) {
      if byte.isLetterOrDigit {
        words.append(byte.lowercased)
      } else if let last = words.last, last != .space, byte != UInt8(ascii: "'") {
        words.append(.space)
      }
    }
    while words.last == .space { words.removeLast() }
    return words.text
  }

  private static let containers: Set<String> = [
    "changes by kind", "changes", "changelog", "whats changed", "what changed", "notable changes",
    "all changes", "commits", "full changelog",
  ]

  private static let others: Set<String> = Set([
    "notes", "note", "miscellaneous", "misc", "other", "others", "other changes", "internal",
    "internals", "chore", "chores", "refactor", "refactoring", "code refactoring", "refactorings",
    "styles", "style", "tests", "test", "testing", "build", "build system", "builds", "ci",
    "continuous integration", "revert", "reverts", "reverted", "highlights", "known issues",
    "maintenance", "housekeeping", "uncategorized", "other cleanup or flake", "failing test",
    "ui workflows features", "internal structure", "upgrade notes", "experiments", "experimental",
    "summary", "overview", "packaging", "cleanup", "infrastructure", "metrics", "metrics changes",
    "tooling", "tools", "logging", "translations", "closed issues", "closed", "merged",
    "merged pull requests", "implemented enhancements", "data sources", "resources",
    "compatibility",
    "performance internal implementation development support etc", "flake", "examples", "process",
    "platforms", "portability", "commits", "performance and internal improvements",
  ]).union(containers)

  private static let kinds: [String: ChangelogSectionKind] = {
    var kinds: [String: ChangelogSectionKind] = [:]
    for (kind, names) in namesOfKinds {
      for name in names { kinds[name] = kind }
    }
    return kinds
  }()

  private static let namesOfKinds: [(ChangelogSectionKind, [String])] = [
    (
      .added,
      [
        "added", "add", "adds", "additions", "addition", "feature", "features", "feat", "feats",
        "new", "new features", "new feature", "whats new", "features added", "implemented",
        "implemented enhancements", "new features and improvements", "new functionality",
        "new apis",
        "new resources", "new data sources", "added features",
      ]
    ),
    (
      .changed,
      [
        "changed", "change", "enhancement", "enhancements", "improvement", "improvements",
        "improved", "api change", "api changes", "minor changes", "patch changes", "minor change",
        "patch change", "updated", "update", "updates", "modified", "behavior changes",
        "behaviour changes", "minor", "patch", "features and improvements",
        "enhancements and improvements", "improvements and enhancements",
      ]
    ),
    (
      .deprecated,
      ["deprecated", "deprecation", "deprecations", "deprecate", "deprecated features"]
    ),
    (
      .removed,
      [
        "removed", "remove", "removal", "removals", "deleted", "removes",
        "deprecations and removals", "removals and deprecations", "removed features",
      ]
    ),
    (
      .fixed,
      [
        "fixed", "fix", "fixes", "bug fix", "bug fixes", "bugfix", "bugfixes", "bugs", "bug",
        "fixed bugs", "bugs fixed", "bug or regression", "fixed issues", "resolved", "hotfixes",
        "corrections", "fixes and improvements", "bug fixes and improvements", "regressions",
      ]
    ),
    (
      .security,
      [
        "security", "security fixes", "security fix", "vulnerabilities", "security updates",
        "security issues", "security changes", "vulnerability", "security improvements",
      ]
    ),
    (
      .breaking,
      [
        "breaking", "breaking change", "breaking changes", "major changes", "major change",
        "incompatible changes", "incompatibilities", "backward compatibility notes",
        "backward compatibility note", "backward incompatibilities", "backwards incompatibilities",
        "urgent upgrade notes", "no really you must read this before you upgrade", "major",
        "backwards incompatible changes", "backward incompatible changes", "api breaking changes",
      ]
    ),
    (
      .performance,
      [
        "performance", "performance improvements", "performance improvement", "perf",
        "optimization",
        "optimizations", "performance enhancements",
      ]
    ),
    (
      .documentation,
      [
        "documentation", "docs", "doc", "documentation changes", "improved documentation",
        "documentation updates", "documentation improvements",
      ]
    ),
    (
      .dependencies,
      [
        "dependencies", "dependency", "dependency updates", "dependency upgrades", "deps",
        "dependency changes", "updated dependencies", "dependencies updated", "dependency bumps",
        "bumped dependencies", "dependencies and build",
      ]
    ),
    (
      .downloads,
      [
        "download", "downloads", "assets", "checksums", "download links", "sha256", "sha 256",
        "sha256 checksums",
      ]
    ),
    (
      .contributors,
      [
        "contributors", "new contributors", "contributor", "committers", "authors", "thanks",
        "acknowledgements", "acknowledgments", "credits", "thank you", "first time contributors",
        "contributors to this release",
      ]
    ),
  ]
}
