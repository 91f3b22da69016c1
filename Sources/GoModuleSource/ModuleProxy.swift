public import Indexing
internal import Versions

/// How a module proxy is asked.
public struct ProxyOptions: Sendable {
  /// How many files are asked for at a time.
  public var concurrency = 8
  /// A file with certificates (PEM) to trust besides those of the system, or null.
  public var trustRoots: String?
  /// How a client calls itself.
  public var userAgent = "stemma"
  /// The time of one request with its answer.
  public var requestTime: Duration = .seconds(60)
  /// The time before a request is sent again that was refused for a moment, for the first time.
  public var firstDelay: Duration = .seconds(1)

  public init() {}
}

/// A module proxy, asked through the GOPROXY protocol (https://go.dev/ref/mod#goproxy-protocol).
///
/// Of each version that is not known yet the `.info` and the `.mod` file are read, which are small; files
/// with the contents of modules are not. What a proxy says of a version never changes, so that a
/// look at a module without new versions is one request.
public struct ModuleProxy: Sendable {
  private let address: ProxyAddress
  private let options: ProxyOptions

  private static let listLimit = 16 << 20

  public init(_ address: ProxyAddress, options: ProxyOptions = ProxyOptions()) {
    self.address = address
    self.options = options
  }

  /// The address, as the place of the look.
  public var location: [UInt8] { Array(address.text.utf8) }

  /// Checks the options.
  public func check() throws(ModuleSourceError) {
    _ = try ProxyClient.configuration(options)
  }

  /// Looks at a module.
  ///
  /// - Parameters:
  ///   - known: The versions that are not asked for again.
  ///   - lookedAt: The time of the clock, in microseconds since 1970 UTC.
  ///   - progress: Called with how many versions were read, and of how many, on any thread.
  public func look(
    at module: String, known: Set<String>, lookedAt: Int64,
    progress: @escaping @Sendable (Int, Int) -> Void = { _, _ in }
  ) async throws -> ModuleLook {
    let path: String
    do {
      path = try GoModulePath.escape(module)
    } catch {
      throw ModuleSourceError.notAPath(module, error.message)
    }
    let client = try ProxyClient(address, options)
    do {
      let files = ProxyFiles(
        client: client, base: "\(address.text)/\(path)", concurrency: options.concurrency)
      let look = try await look(at: module, files, known, lookedAt, progress)
      await client.shutDown()
      return look
    } catch {
      await client.shutDown()
      throw error
    }
  }

  private func look(
    at module: String, _ files: ProxyFiles, _ known: Set<String>, _ lookedAt: Int64,
    _ progress: @escaping @Sendable (Int, Int) -> Void
  ) async throws -> ModuleLook {
    var look = ModuleLook(path: module, kind: .proxy, location: location, lookedAt: lookedAt)
    let bytes = try await files.read("list", limit: Self.listLimit)
    let list = VersionList(bytes ?? [])
    var versions = list.versions
    if versions.isEmpty {
      // A module without tags has the version of its newest commit, which no list names.
      let latest = try await files.latest()
      guard bytes != nil || latest != nil else {
        throw ModuleSourceError.noModule(module, at: address.text)
      }
      if let latest { versions.insert(latest) }
    }
    versions = look.fitting(versions)
    look.listedCount = versions.count
    if let first = list.otherLines.first {
      look.problems.append(
        SourceProblem(
          code: .unsupported,
          message: "no versions in the list: \"\(first.prefix(100))\""
            + ModuleLook.more(list.otherLines.count - 1)))
    }
    let new = versions.subtracting(known).sorted(by: GoVersion.precedes)
    let count = new.count
    let readings = try await ModuleReader(files: files)
      .read(new, progress: { progress($0, count) })
    look.versions = readings.map(\.version)
    look.problems += readings.flatMap(\.problems)
    for version in look.versions where version.time == nil {
      look.problems.append(
        SourceProblem(
          code: .missing, message: "\(version.version) is listed, but nothing is said of it"))
    }
    return look
  }
}

/// The files of a module below an address.
struct ProxyFiles: ModuleFiles {
  let client: ProxyClient
  /// The address of the module.
  let base: String
  let concurrency: Int

  func read(_ name: String, limit: Int) async throws -> [UInt8]? {
    // Only module caches have them.
    if name.hasSuffix(".ziphash") { return nil }
    return try await client.read("\(base)/@v/\(name)", limit: limit)
  }

  /// Returns the version that the proxy takes for the latest; null if it does not say.
  func latest() async throws -> String? {
    guard let bytes = try await client.read("\(base)/@latest", limit: 1 << 20),
      let version = VersionInfo(bytes)?.version, VersionList.isVersion(version)
    else { return nil }
    return version
  }
}
