#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Darwin)
  internal import Darwin
#endif

/// A file or the standard input, read piece by piece.
final class InputFile {
  /// What messages call it.
  let name: String
  private let descriptor: Int32
  private var buffer = [UInt8](repeating: 0, count: 1 << 18)

  /// Opens the file; `-` is the standard input.
  init(_ path: String) throws {
    if path == "-" {
      name = "standard input"
      descriptor = dup(STDIN_FILENO)
    } else {
      name = path
      descriptor = open(path, O_RDONLY | O_CLOEXEC)
    }
    guard descriptor >= 0 else { throw Self.failure(name) }
    var status = stat()
    guard fstat(descriptor, &status) == 0 else { throw Self.failure(name) }
    if status.st_mode & S_IFMT == S_IFDIR {
      throw UserError("cannot read \(name): it is a folder", status: .environment)
    }
  }

  deinit {
    if descriptor >= 0 { close(descriptor) }
  }

  /// Returns the next bytes, null at the end.
  func next() throws -> [UInt8]? {
    while true {
      let count = read(descriptor, &buffer, buffer.count)
      if count > 0 { return Array(buffer[..<count]) }
      if count == 0 { return nil }
      guard errno == EINTR else { throw Self.failure(name) }
    }
  }

  /// Returns all bytes, or the first ones if there are more than a limit.
  func readAll(limit: Int) throws -> [UInt8] {
    var bytes: [UInt8] = []
    while bytes.count <= limit, let piece = try next() { bytes += piece }
    return bytes
  }

  private static func failure(_ name: String) -> UserError {
    UserError("cannot read \(name): \(String(cString: strerror(errno)))", status: .environment)
  }
}
