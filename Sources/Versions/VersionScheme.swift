/// The rules by which the versions of a line are read.
///
/// The raw value is the name that is stored and shown. All schemes here share one family of order
/// keys; a scheme with another order brings a family of its own.
public enum VersionScheme: String, CaseIterable, Hashable, Sendable {
  /// Go modules: `vX.Y.Z` as golang.org/x/mod/semver has it, in canonical form.
  case go
  /// Semantic Versioning 2.0.0, an optional `v` before it.
  case semver
  /// The loose form: two and more numbers, leading zeros, `rc1`, `.beta2`, `_RC1`, a final letter.
  case semverLoose = "semver-loose"
}
