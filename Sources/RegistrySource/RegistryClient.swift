public import Indexing
internal import NIOCore

/// Looks at image repositories through the API of their registries (OCI Distribution, version 1.1).
///
/// A look asks for the list of tags, for the digest of each tag, and for the manifests that are not
/// recorded yet; so a look at an unchanged repository costs a request for each tag and one more.
/// Nothing is changed, and nothing of an image is run or unpacked.
public struct RegistryClient: Sendable {
  private let options: RegistryOptions
  private let classify: @Sendable (SocketAddress) -> AddressClass
  private let replaced: Replacements

  /// What tests put in the place of the system.
  struct Replacements: Sendable {
    var sleep: (@Sendable (Duration) async throws -> Void)?
    var instant: (@Sendable () -> ContinuousClock.Instant)?
  }

  public init(options: RegistryOptions = RegistryOptions()) {
    self.init(options: options, classify: { AddressClass($0) }, replaced: Replacements())
  }

  /// - Parameter classify: where an address lies.
  init(
    options: RegistryOptions, classify: @escaping @Sendable (SocketAddress) -> AddressClass,
    replaced: Replacements
  ) {
    self.options = options
    self.classify = classify
    self.replaced = replaced
  }

  /// Looks at a repository.
  ///
  /// What could not be read is a problem of the look. A tag that is listed, but has no digest to be
  /// had, is unresolved; one that was recorded is absent only if a list that was read to its end
  /// lacks it and the registry, asked for it, says that it is not there.
  ///
  /// - Parameters:
  ///   - known: what is recorded already; the digests in it are not read again. A digest that is
  ///     recorded is yielded all the same if a tag attaches a new statement to it.
  ///   - progress: called from time to time, on any thread.
  ///   - now: the clock, in microseconds since 1970 UTC.
  /// - Throws: ``RegistryError`` if the registry cannot be spoken to, or shows no such repository;
  ///   `CancellationError`.
  public func look(
    _ reference: RepositoryReference, known: KnownImages = KnownImages(),
    progress: @escaping @Sendable (LookProgress) -> Void = { _ in },
    now: @escaping @Sendable () -> Int64
  ) async throws -> ImageLook {
    var surroundings = LookSurroundings(now: now)
    if let sleep = replaced.sleep { surroundings.sleep = sleep }
    if let instant = replaced.instant { surroundings.instant = instant }
    let session = try RegistrySession(reference, options, surroundings, classify: classify)
    var look = RepositoryLook(
      session, known: known, concurrency: options.concurrency, progress: progress, now: now)
    do {
      let result = try await look.take()
      await session.shutDown()
      return result
    } catch {
      await session.shutDown()
      throw error
    }
  }
}
