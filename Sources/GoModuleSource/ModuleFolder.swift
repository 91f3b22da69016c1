public import Indexing
internal import LocalFiles
internal import Versions

/// A folder with versions of modules: Go's module cache, or the storage of a module proxy.
///
/// Both are laid out as the GOPROXY protocol names its files: `example.com/shop/@v/v1.2.3.info`. Such a
/// folder holds what was asked for, which need not be all that there is. Symbolic links in it are not
/// followed.
public struct ModuleFolder: Sendable {
  /// The canonical path of the folder that the paths of modules begin in.
  public let location: [UInt8]
  private let folder: OpenFolder

  private static let deepest = 64
  private static let listLimit = 16 << 20

  /// Opens the folder at a path: the layout itself, a module cache (`GOMODCACHE`) or a `GOPATH`.
  public init(path: String) throws(ModuleSourceError) {
    do {
      var place = try realPath(Array(path.utf8))
      guard isFolder(place) else { throw FileFailure("it is no folder") }
      for inner in ["pkg/mod/cache/download", "cache/download"] {
        let candidate = place + Array("/\(inner)".utf8)
        guard isFolder(candidate) else { continue }
        place = candidate
        break
      }
      folder = try OpenFolder(path: place)
      location = place
    } catch {
      // It may be an address that is not recognized as one, with a password.
      throw .noFolder(path.contains("@") ? "the given place" : path, (error as? FileFailure)?.cause)
    }
  }

  /// The modules that lie in a folder.
  public struct Listing: Sendable {
    /// Their paths, in the order of their bytes.
    public fileprivate(set) var modules: [String] = []
    /// The folders that could not be read.
    public fileprivate(set) var problems: [SourceProblem] = []
  }

  /// Returns the modules that lie in the folder.
  public func list() throws(ModuleSourceError) -> Listing {
    var listing = Listing()
    collect(folder, "", depth: 0, &listing)
    guard !listing.modules.isEmpty || !listing.problems.isEmpty else {
      throw .noModules(String(decoding: location, as: UTF8.self))
    }
    listing.modules.sort { $0.utf8.lexicographicallyPrecedes($1.utf8) }
    return listing
  }

  private func collect(
    _ folder: OpenFolder, _ path: String, depth: Int, _ listing: inout Listing
  ) {
    guard depth < Self.deepest else { return }
    let names: [[UInt8]]
    do {
      names = try folder.names()
    } catch {
      return listing.add(path, error)
    }
    for name in names {
      let text = String(decoding: name, as: UTF8.self)
      if text == "@v" {
        if let module = try? GoModulePath.unescape(path),
          Self.open(text, in: folder, path, &listing) != nil
        {
          listing.modules.append(module)
        }
        continue
      }
      // The first element of a module's path is a host; what has no dot is something else's.
      guard depth > 0 || text.contains("."), !text.hasPrefix("@") else { continue }
      guard let inner = Self.open(text, in: folder, path, &listing) else { continue }
      collect(inner, path.isEmpty ? text : "\(path)/\(text)", depth: depth + 1, &listing)
    }
  }

  /// Opens a folder; null for a file or a link, and for what may not be read, which is told.
  private static func open(
    _ name: String, in folder: OpenFolder, _ path: String, _ listing: inout Listing
  ) -> OpenFolder? {
    do {
      return try folder.folder(Array(name.utf8))
    } catch {
      if !error.isOtherKind { listing.add("\(path)/\(name)", error) }
      return nil
    }
  }

  /// Looks at a module of the folder.
  ///
  /// - Parameter lookedAt: The time of the clock, in microseconds since 1970 UTC.
  public func look(at module: String, lookedAt: Int64) async throws -> ModuleLook {
    var look = ModuleLook(
      path: module, kind: .folder, location: location, lookedAt: lookedAt)
    let files = try files(of: module)
    var versions: Set<String> = []
    do {
      if let list = try await files.read("list", limit: Self.listLimit) {
        versions = VersionList(list).versions
      }
    } catch let error as ModuleSourceError {
      look.problems.append(SourceProblem(code: .unreadable, message: error.message))
    }
    versions.formUnion(try files.versions())
    versions = look.fitting(versions)
    let reader = ModuleReader(files: files)
    let readings = try await reader.read(
      versions.sorted(by: GoVersion.precedes), progress: { _ in })
    look.versions = readings.map(\.version)
    look.listedCount = readings.count
    look.problems += readings.flatMap(\.problems)
    return look
  }

  private func files(of module: String) throws(ModuleSourceError) -> FolderFiles {
    let place = String(decoding: location, as: UTF8.self)
    do {
      let path = try GoModulePath.escape(module)
      let names = path.split(separator: "/").map(String.init) + ["@v"]
      guard let folder = try folder.folder(at: names) else {
        throw ModuleSourceError(.notFound, "there is no module \(module) in \(place)")
      }
      return FolderFiles(folder: folder, path: "\(place)/\(path)/@v")
    } catch let error as ModuleSourceError {
      throw error
    } catch let error as FileFailure {
      throw .unreadable("\(place)/\(module)", error.cause)
    } catch {
      throw .notAPath(module, "\(error)")
    }
  }
}

extension ModuleFolder.Listing {
  fileprivate mutating func add(_ path: String, _ failure: FileFailure) {
    problems.append(
      SourceProblem(code: .unreadable, message: "\(path) cannot be read: \(failure.cause)"))
  }
}

/// The files of a module in a folder named `@v`.
struct FolderFiles: ModuleFiles {
  let folder: OpenFolder
  /// The folder's path, for messages.
  let path: String

  var concurrency: Int { 1 }

  func read(_ name: String, limit: Int) async throws -> [UInt8]? {
    do {
      return try folder.file(name)?.read(limit: limit)
    } catch {
      if error.isTooLarge { throw ModuleSourceError.tooLarge("\(path)/\(name)", limit: limit) }
      throw ModuleSourceError.unreadable("\(path)/\(name)", error.cause)
    }
  }

  /// Returns the versions that files are of, beside those that are listed.
  func versions() throws(ModuleSourceError) -> Set<String> {
    var versions: Set<String> = []
    do {
      for name in try folder.names() {
        let text = String(decoding: name, as: UTF8.self)
        for ending in [".info", ".mod"] where text.hasSuffix(ending) {
          // Branches and commits have files, too, if they were asked for.
          guard
            let version = try? GoModulePath.unescapeVersion(String(text.dropLast(ending.count))),
            VersionList.isVersion(version)
          else { continue }
          versions.insert(version)
        }
      }
    } catch {
      throw .unreadable(path, error.cause)
    }
    return versions
  }
}
