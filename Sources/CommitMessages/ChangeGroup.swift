/// A group of a release log.
package enum ChangeGroup: String, Hashable, Sendable, CaseIterable {
  case features
  case fixes
  case security
  case performance
  case deprecations
  case removals
  case changes
  case refactoring
  case documentation
  case style
  case tests
  case build
  case continuousIntegration
  case dependencies
  case chores
  case releases
  case reverts
  case merges
  /// The message does not tell.
  case other

  /// The heading of the group.
  package var title: String {
    switch self {
    case .features: "Features"
    case .fixes: "Fixes"
    case .security: "Security"
    case .performance: "Performance"
    case .deprecations: "Deprecations"
    case .removals: "Removals"
    case .changes: "Changes"
    case .refactoring: "Refactoring"
    case .documentation: "Documentation"
    case .style: "Style"
    case .tests: "Tests"
    case .build: "Build"
    case .continuousIntegration: "Continuous integration"
    case .dependencies: "Dependencies"
    case .chores: "Chores"
    case .releases: "Releases"
    case .reverts: "Reverts"
    case .merges: "Merges"
    case .other: "Other changes"
    }
  }

  /// Finds the group of a type, which is given in lower case; null if the type is not known.
  ///
  /// The types are those of the Angular convention, which Conventional Commits recommends, their usual
  /// other spellings, and the kinds of Keep a Changelog and of GitLab's `Changelog` trailer.
  package init?(type: String) {
    guard let group = Self.types[type] else { return nil }
    self = group
  }

  private static let types: [String: ChangeGroup] = [
    "feat": .features, "feature": .features, "features": .features, "new": .features,
    "added": .features, "add": .features, "enhancement": .features,
    "fix": .fixes, "fixes": .fixes, "fixed": .fixes, "bugfix": .fixes, "bug": .fixes,
    "hotfix": .fixes,
    "security": .security, "sec": .security, "vuln": .security,
    "perf": .performance, "performance": .performance, "optimization": .performance,
    "deprecate": .deprecations, "deprecated": .deprecations, "deprecation": .deprecations,
    "remove": .removals, "removed": .removals, "removal": .removals,
    "change": .changes, "changed": .changes, "changes": .changes, "update": .changes,
    "improvement": .changes,
    "refactor": .refactoring, "refactoring": .refactoring, "cleanup": .refactoring,
    "docs": .documentation, "doc": .documentation, "documentation": .documentation,
    "style": .style, "styles": .style, "lint": .style, "format": .style,
    "test": .tests, "tests": .tests, "testing": .tests,
    "build": .build, "builds": .build, "packaging": .build,
    "ci": .continuousIntegration, "cd": .continuousIntegration,
    "deps": .dependencies, "dep": .dependencies, "deps-dev": .dependencies,
    "dependencies": .dependencies, "vendor": .dependencies,
    "chore": .chores, "chores": .chores, "maintenance": .chores, "misc": .chores,
    "release": .releases,
    "revert": .reverts, "reverts": .reverts,
  ]

  /// Finds the group of a conventional type with its scope, both in lower case.
  ///
  /// The scopes `deps`, `deps-dev` and `dependencies` tell more than the types that bots write before
  /// them (`build(deps)`, `chore(deps)`, `fix(deps)`), as does `chore(release)`, and `security` tells
  /// more than `fix`.
  package init?(type: String, scope: String?) {
    guard let group = Self.types[type] else { return nil }
    switch (group, scope) {
    case (.build, "deps"?), (.build, "deps-dev"?), (.build, "dependencies"?),
      (.chores, "deps"?), (.chores, "deps-dev"?), (.chores, "dependencies"?),
      (.fixes, "deps"?), (.fixes, "dependencies"?), (.continuousIntegration, "deps"?):
      self = .dependencies
    case (.chores, "release"?), (.build, "release"?): self = .releases
    case (.fixes, "security"?), (.chores, "security"?): self = .security
    default: self = group
    }
  }
}
