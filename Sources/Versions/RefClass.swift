/// What kind of name a tag has; the raw value is what is stored and shown.
public enum RefClass: String, CaseIterable, Hashable, Sendable {
  /// A full version: `v1.2.3`.
  case release
  /// A version before its release: `v1.2.3-rc.1`.
  case prerelease
  /// A series whose tag moves along: `v1`, `1.2`.
  case float
  /// A version in a flavour, for a platform, or packaged again: `1.2.3-alpine`, `1.2.3-1`.
  case variant
  /// A version with the id of a commit: `v1.2.3-abc1234`.
  case build
  /// What `git describe` prints: `1.2.3-5-gdeadbee`, five commits after 1.2.3.
  case describe
  /// A state on the way to a version: `1.2.3-SNAPSHOT`.
  case snapshot
  /// A name that moves from version to version: `latest`.
  case channel
  /// A channel's state of one day: `nightly-20250101`.
  case datedChannel = "dated-channel"
  /// The name of a branch: `main`.
  case branch
  /// The number of a pull request: `pr-123`.
  case pullRequest = "pull-request"
  /// The id of a commit: `sha-abc1234`.
  case commit
  /// A version that is a date: `2024.1.1`.
  case calver
  /// A signature or attestation of a digest: `sha256-….sig`.
  case cosign
  /// Anything else.
  case other
}
