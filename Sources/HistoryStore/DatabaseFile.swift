#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Darwin)
  internal import Darwin
#endif

/// What the first bytes of a file say, read before SQLite touches it.
///
/// Source: <https://sqlite.org/fileformat2.html>, "The Database Header".
struct DatabaseFile {
  /// Marks the files of this program: "Stma".
  static let applicationID: Int32 = 0x5374_6D61

  enum Contents: Equatable {
    case absent
    case history
    /// Not ours, with the reason.
    case foreign(String)
  }

  /// Returns what is at `path`.
  ///
  /// An empty file is foreign: it is left as it is, and never filled.
  static func contents(of path: String) throws(StoreError) -> Contents {
    var status = stat()
    guard stat(path, &status) == 0 else {
      if errno == ENOENT { return .absent }
      throw .system("read", path, errno: errno)
    }
    let type = status.st_mode & S_IFMT
    if type == S_IFDIR { return .foreign("it is a folder") }
    guard type == S_IFREG else { return .foreign("it is not a regular file") }
    let descriptor = open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { throw .system("read", path, errno: errno) }
    defer { close(descriptor) }
    var header = [UInt8](repeating: 0, count: 100)
    let count = pread(descriptor, &header, header.count, 0)
    guard count >= 0 else { throw .system("read", path, errno: errno) }
    return classify(header, count: count)
  }

  private static func classify(_ header: [UInt8], count: Int) -> Contents {
    if count == 0 { return .foreign("it is empty") }
    guard count == 100, header.starts(with: Array("SQLite format 3\0".utf8)) else {
      return .foreign("it is not an SQLite database")
    }
    let found = header[68..<72].reduce(Int32(0)) { $0 << 8 | Int32($1) }
    guard found == applicationID else {
      return .foreign("another program's SQLite database (application id \(found))")
    }
    return .history
  }
}
