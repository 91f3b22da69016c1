#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Darwin)
  internal import Darwin
#endif

/// Returns the system's text for an error number.
func systemMessage(_ code: Int32) -> String {
  String(cString: strerror(code))
}

/// Microseconds since 1970 UTC.
func currentTime() -> Int64 {
  var time = timespec()
  clock_gettime(CLOCK_REALTIME, &time)
  return Int64(time.tv_sec) * 1_000_000 + Int64(time.tv_nsec) / 1_000
}

/// Forces a file or folder to the disk.
func synchronize(_ path: String) throws(StoreError) {
  let descriptor = open(path, O_RDONLY | O_CLOEXEC)
  guard descriptor >= 0 else { throw .system("open", path, errno: errno) }
  defer { close(descriptor) }
  guard fsync(descriptor) == 0 else { throw .system("write", path, errno: errno) }
}

/// Returns the folder that holds a path.
func folder(of path: String) -> String {
  guard let slash = path.utf8.lastIndex(of: UInt8(ascii: "/")) else { return "." }
  let parent = String(path[..<slash])
  return parent.isEmpty ? "/" : parent
}

/// A lock on a file beside the database that ends with the process, however that ends.
///
/// The file holds the process id and the time of the holder, for the message of the next one.
final class WriterLock: Sendable {
  private let descriptor: Int32

  /// Takes the lock of the database at `path`, waiting up to `timeout` microseconds.
  init(path database: String, timeout: Int64) throws(StoreError) {
    let path = database + ".lock"
    let descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0o644)
    guard descriptor >= 0 else { throw .system("write", path, errno: errno) }
    let deadline = currentTime() + timeout
    while flock(descriptor, LOCK_EX | LOCK_NB) != 0 {
      guard errno == EWOULDBLOCK || errno == EINTR, currentTime() < deadline else {
        let holder = Self.read(descriptor)
        close(descriptor)
        throw .locked(database, holder: holder)
      }
      usleep(20_000)
    }
    let holder = "process \(getpid())"
    _ = ftruncate(descriptor, 0)
    _ = holder.withCString { pwrite(descriptor, $0, strlen($0), 0) }
    self.descriptor = descriptor
  }

  private static func read(_ descriptor: Int32) -> String {
    var buffer = [UInt8](repeating: 0, count: 64)
    let count = pread(descriptor, &buffer, buffer.count, 0)
    return String(decoding: buffer.prefix(max(0, count)), as: UTF8.self)
  }

  deinit {
    close(descriptor)
  }
}
