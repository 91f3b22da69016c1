internal import Indexing

/// A tag that names what is attached to a digest: `sha256-` and 64 digits, of cosign with an ending.
///
/// OCI Distribution, "Referrers Tag Schema"; cosign, `specs/SIGNATURE_SPEC.md`.
struct AttachmentTag: Hashable, Sendable {
  var subject: Digest
  /// Empty, `sig`, `att` or `sbom`.
  var kind: String

  init?(_ tag: String) {
    let parts = tag.split(separator: ".", omittingEmptySubsequences: false)
    guard parts.count <= 2, parts[0].hasPrefix("sha256-"),
      let subject = Digest("sha256:\(parts[0].dropFirst(7))")
    else { return nil }
    let kind = parts.count == 2 ? String(parts[1]) : ""
    guard parts.count == 1 || ["sig", "att", "sbom"].contains(kind) else { return nil }
    self.subject = subject
    self.kind = kind
  }
}

/// What is attached to digests of a repository: signatures and statements about builds.
struct Attachments: Sendable {
  var manifests: [ImageManifest] = []
  /// The commits that statements name, by the digest that they are attached to.
  var origins: [Digest: [BuildOrigin]] = [:]
  var problems: [SourceProblem] = []
  /// Whether something could not be had that may be had another time.
  var isPartial = false
}
