internal import ImageManifests
internal import Indexing
internal import NIOHTTP1
internal import Synchronization

/// Reads what is attached to digests: what the registry lists as referring to them, and what tags
/// that are made of their digits lead to.
///
/// No signature is checked.
final class AttachmentReader: Sendable {
  /// The attachments of one digest that are read.
  static let limit = 100
  private static let statementTypes: Set<String> = [
    "application/vnd.in-toto+json", "application/vnd.dsse.envelope.v1+json",
  ]
  private static let bundleType = "application/vnd.dev.sigstore.bundle"
  private static let predicateKeys = [
    "in-toto.io/predicate-type", "predicateType", "dev.sigstore.bundle.predicateType",
  ]

  private let session: RegistrySession
  private let hasReferrers = Mutex(true)

  init(_ session: RegistrySession) {
    self.session = session
  }

  /// Reads what is attached to a digest.
  ///
  /// - Parameters:
  ///   - tags: the digests of the tags that are made of the digest's digits.
  ///   - asksRegistry: whether the registry is asked for what refers to the digest.
  /// - Throws: `CancellationError`.
  func attachments(
    of subject: Digest, tags: [Digest], asksRegistry: Bool
  ) async throws -> Attachments {
    var found = Attachments()
    let content = RegistryContent(session)
    var pending = asksRegistry ? try await referrers(of: subject, &found) : []
    pending += tags
    var seen: Set<Digest> = []
    while !pending.isEmpty, seen.count < Self.limit {
      let digest = pending.removeFirst()
      guard seen.insert(digest).inserted else { continue }
      do {
        guard let document = try await document(digest, content, &found) else { continue }
        found.problems += document.problems
        // The tag schema keeps a list; what it lists is what is attached.
        pending += document.children.map(\.digest)
        try await add(document, subject, content, &found)
      } catch let error as ManifestError {
        found.problems.append(error.problem)
      }
    }
    if !pending.isEmpty { found.problems.append(.manyAttachments(subject, Self.limit)) }
    if content.isPartial {
      // What is yielded counts as read, and is not read again.
      found.manifests = []
      found.isPartial = true
    }
    return found
  }

  /// Returns what the registry lists as referring to a digest; nothing if it keeps no such lists.
  private func referrers(of subject: Digest, _ found: inout Attachments) async throws -> [Digest] {
    guard hasReferrers.withLock({ $0 }) else { return [] }
    let index = "application/vnd.oci.image.index.v1+json"
    do {
      let answer = try await session.ask(
        .GET, "/referrers/\(subject)", accept: [index], limit: ManifestLimit.manifestBytes)
      guard answer.status == 200,
        let document = try? ManifestDocument(bytes: answer.body, contentType: index)
      else {
        if answer.status < 429 { hasReferrers.withLock { $0 = false } }
        return []
      }
      if LinkField.next(answer.fields["Link"]) != nil {
        found.problems.append(.manyAttachments(subject, document.children.count))
      }
      return document.children.map(\.digest)
    } catch let error as RegistryError {
      found.problems.append(.unreadableReferrers(subject, error))
      return []
    }
  }

  private func document(
    _ digest: Digest, _ content: RegistryContent, _ found: inout Attachments
  ) async throws -> ManifestDocument? {
    let (bytes, contentType) = try await content.manifest(digest)
    let actual = Digest(sha256: bytes)
    guard actual == digest else {
      found.problems.append(.unbelieved(digest, actual: actual))
      return nil
    }
    return try ManifestDocument(bytes: bytes, contentType: contentType)
  }

  /// Adds an attached manifest with the commits that its statements name.
  private func add(
    _ document: ManifestDocument, _ subject: Digest, _ content: RegistryContent,
    _ found: inout Attachments
  ) async throws {
    var manifest = document.manifest(config: nil, origins: [])
    if document.kind != .index {
      manifest.subject = manifest.subject ?? subject
      manifest.artifactType = manifest.artifactType ?? document.layers.first?.mediaType
    }
    found.manifests.append(manifest)
    guard document.kind != .index, manifest.subject == subject else { return }
    let statements = document.layers.filter(Self.mayNameCommits)
    for layer in statements.prefix(ManifestLimit.statements) {
      guard let digest = layer.digest else { continue }
      do {
        let bytes = try await content.blob(layer, limit: ManifestLimit.statementBytes)
        let actual = Digest(sha256: bytes)
        guard actual == digest else {
          found.problems.append(.unbelieved(digest, actual: actual))
          continue
        }
        found.origins[subject, default: []] += BuildStatement.origins(bytes: bytes)
      } catch let error as ManifestError {
        found.problems.append(error.problem)
      }
    }
  }

  /// Whether a layer may be a statement about a build rather than a list of packages.
  private static func mayNameCommits(_ layer: ContentDescriptor) -> Bool {
    guard statementTypes.contains(layer.mediaType) || layer.mediaType.hasPrefix(bundleType) else {
      return false
    }
    let stated = predicateKeys.lazy.compactMap { layer.annotations[$0] }.first
    return stated?.hasPrefix("https://slsa.dev/provenance/") ?? true
  }
}
