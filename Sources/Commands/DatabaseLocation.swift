internal import ArgumentParser

#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Darwin)
  internal import Darwin
#endif

/// Which history a command works on.
struct DatabaseOptions: ParsableArguments {
  @Option(
    name: .customLong("db"),
    help: ArgumentHelp(
      "The database (default: $STEMMA_DB, or .stemma/history.db here or above).",
      valueName: "path"))
  var database: String?

  /// Where to read: what was named, else the nearest history upward from the working directory.
  func pathToRead() throws -> String {
    if let named = named { return named }
    if let found = DatabaseLocation.nearest() { return found }
    throw UserError(
      "there is no history here or in a folder above",
      hints: [
        "`stemma index` makes one from the git repository of the working directory",
        "--db PATH or STEMMA_DB names one elsewhere",
      ], status: .environment)
  }

  /// Where to write: as for reading, or else a new history in the working directory.
  func pathToWrite() throws -> String {
    if let named = named { return named }
    return try DatabaseLocation.nearest() ?? DatabaseLocation.make()
  }

  /// The same place, without making anything there.
  func plannedPath() -> String {
    named ?? DatabaseLocation.nearest() ?? DatabaseLocation.planned
  }

  private var named: String? { database ?? Console.environment("STEMMA_DB") }
}

/// The place of a history that nobody named.
enum DatabaseLocation {
  static let folder = ".stemma"
  static let file = "history.db"

  /// Where a new history is made, relative to the working directory.
  static var planned: String { "\(folder)/\(file)" }

  /// Returns the folder for the mirrors of remote repositories: beside the database, in the
  /// `.stemma` folder if it is in one.
  static func mirrors(of database: String) -> String {
    let parts = database.split(separator: "/", omittingEmptySubsequences: false)
    guard parts.count > 1, parts[parts.count - 2] == folder else { return database + ".mirrors" }
    return parts.dropLast().joined(separator: "/") + "/mirrors"
  }

  /// Returns the history in the working directory or the nearest folder above it.
  static func nearest() -> String? {
    guard var path = workingDirectory() else { return nil }
    while true {
      let candidate = (path == "/" ? "" : path) + "/\(folder)/\(file)"
      if access(candidate, F_OK) == 0 { return candidate }
      guard path != "/", let slash = path.lastIndex(of: "/") else { return nil }
      path = slash == path.startIndex ? "/" : String(path[..<slash])
    }
  }

  /// Makes the folder for a new history in the working directory, hidden from git.
  static func make() throws -> String {
    guard mkdir(folder, 0o755) == 0 || errno == EEXIST else { throw failure("make", folder) }
    let ignore = folder + "/.gitignore"
    let descriptor = open(ignore, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0o644)
    if descriptor >= 0 {
      defer { close(descriptor) }
      guard write(descriptor, "*\n", 2) == 2 else { throw failure("write", ignore) }
    } else if errno != EEXIST {
      throw failure("write", ignore)
    }
    return planned
  }

  private static func workingDirectory() -> String? {
    guard let buffer = getcwd(nil, 0) else { return nil }
    defer { free(buffer) }
    return String(cString: buffer)
  }

  private static func failure(_ action: String, _ path: String) -> UserError {
    UserError(
      "cannot \(action) \(path): \(String(cString: strerror(errno)))",
      hints: [
        "--db PATH or STEMMA_DB names a place elsewhere"
      ], status: .environment)
  }
}
