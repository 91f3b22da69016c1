internal import Indexing
internal import ReadAhead

/// The configs and statements that manifests refer to, each read once.
struct ReferencedBlobs {
  /// A blob and what it is read as.
  private struct Key: Hashable, Sendable {
    var digest: Digest
    var isConfig: Bool

    var subject: ManifestError.Subject { isConfig ? .config : .statement }
  }

  private struct Use: Sendable {
    var key: Key
    var descriptor: ContentDescriptor
    var owner: Digest
  }

  private struct Blob: Sendable {
    var size: Int
    var config: ImageConfig?
    var origins: [BuildOrigin] = []
  }

  /// The configs by the digests of their manifests.
  private(set) var configs: [Digest: ImageConfig] = [:]
  /// The commits that attestations name, by the digests of what they are about.
  private(set) var origins: [Digest: [BuildOrigin]] = [:]
  /// The commits that attestations name, by their own digests.
  private(set) var attestedOrigins: [Digest: [BuildOrigin]] = [:]
  private(set) var problems: [SourceProblem] = []
  private var uses: [Use] = []
  private var attested: [Digest: [Digest]]

  init(_ walk: ManifestWalk) {
    attested = walk.attested
    for document in walk.order.lazy.compactMap({ walk.documents[$0] }) {
      let statements = document.layers.filter { MediaType.statements.contains($0.mediaType) }
      if attested[document.digest] != nil || document.subject != nil && !statements.isEmpty {
        if let subject = document.subject { attested[document.digest, default: []].append(subject) }
        addStatements(statements.filter(Self.mayNameCommits), document.digest)
      } else if let config = document.config, MediaType.configs.contains(config.mediaType) {
        add(config, isConfig: true, document.digest)
      }
    }
  }

  /// Returns whether a layer may be a statement about provenance rather than a list of packages.
  private static func mayNameCommits(_ layer: ContentDescriptor) -> Bool {
    layer.annotations["in-toto.io/predicate-type"]?.hasPrefix(BuildStatement.slsa) ?? true
  }

  private mutating func addStatements(_ statements: [ContentDescriptor], _ owner: Digest) {
    if statements.count > ManifestLimit.statements {
      problems.append(.tooManyStatements(owner, count: statements.count))
    }
    for statement in statements.prefix(ManifestLimit.statements) {
      add(statement, isConfig: false, owner)
    }
  }

  private mutating func add(_ descriptor: ContentDescriptor, isConfig: Bool, _ owner: Digest) {
    guard let digest = descriptor.digest else {
      let what = isConfig ? "the config" : "a statement"
      problems.append(.unsupported(descriptor.digestText, what, of: owner))
      return
    }
    let key = Key(digest: digest, isConfig: isConfig)
    if let size = descriptor.size, size > Self.limit(key) {
      problems.append(ManifestError.tooLarge(key.subject, digest, size: size).problem)
      return
    }
    uses.append(Use(key: key, descriptor: descriptor, owner: owner))
  }

  private static func limit(_ key: Key) -> Int {
    key.isConfig ? ManifestLimit.configBytes : ManifestLimit.statementBytes
  }

  /// - Throws: `CancellationError`.
  mutating func read(_ reader: any ImageContentReader, concurrency: Int) async throws {
    var seen: Set<Key> = []
    let first = uses.filter { seen.insert($0.key).inserted }
    let results = try await mapConcurrently(first, width: concurrency) { use in
      try await Self.read(use, reader)
    }
    var blobs: [Key: Blob] = [:]
    for (use, result) in zip(first, results) {
      switch result {
      case .success(let blob):
        blobs[use.key] = blob
        problems += blob.config?.problems ?? []
      case .failure(let failure): problems.append(failure.problem)
      }
    }
    for use in uses { blobs[use.key].map { accept($0, use) } }
  }

  private struct Failure: Error {
    var problem: SourceProblem
  }

  private static func read(
    _ use: Use, _ reader: any ImageContentReader
  ) async throws -> Result<Blob, Failure> {
    let (key, digest) = (use.key, use.key.digest)
    do {
      let bytes = try await reader.blob(use.descriptor, limit: limit(key))
      guard bytes.count <= limit(key) else {
        throw ManifestError.tooLarge(key.subject, digest, size: Int64(bytes.count))
      }
      let actual = Digest(sha256: bytes)
      guard actual == digest else {
        throw ManifestError.mismatched(key.subject, digest, actual: actual)
      }
      return .success(
        key.isConfig
          ? Blob(size: bytes.count, config: try ImageConfig(bytes, digest: digest))
          : Blob(size: bytes.count, origins: BuildStatement.origins(bytes: bytes)))
    } catch {
      return .failure(Failure(problem: try problem(error, key.subject, digest)))
    }
  }

  /// Gives a manifest what one of its blobs says, if the blob has the size that the manifest states.
  private mutating func accept(_ blob: Blob, _ use: Use) {
    if let stated = use.descriptor.size, stated != blob.size {
      problems.append(
        ManifestError.wrongSize(
          use.key.subject, use.key.digest, size: blob.size, stated: stated, by: "\(use.owner)"
        ).problem)
      return
    }
    if let config = blob.config { configs[use.owner] = config }
    if !use.key.isConfig {
      attestedOrigins[use.owner, default: []] += blob.origins
      for digest in attested[use.owner] ?? [] { origins[digest, default: []] += blob.origins }
    }
  }
}
