// The few system calls that this module makes itself, on paths and buffers that are bytes.

import Synchronization
import SystemPackage

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// A file descriptor that is closed at the latest when nothing refers to it any more.
final class OwnedDescriptor: Sendable {
  private let rawValue: Int32
  private let isOpen = Atomic(true)

  init(_ descriptor: FileDescriptor) {
    rawValue = descriptor.rawValue
  }

  deinit {
    finish()
  }

  /// Closes the descriptor; nothing may use it afterwards.
  ///
  /// Whoever waits for the other end's answer must call it: how long a reference lives is the
  /// compiler's choice.
  func finish() {
    if isOpen.exchange(false, ordering: .acquiringAndReleasing) { _ = close(rawValue) }
  }

  /// Reads up to the free room behind `end` into `buffer`; returns 0 at the end of the input.
  func read(into buffer: inout [UInt8], at end: Int) throws(GitError) -> Int {
    while true {
      let count = buffer.withUnsafeMutableBytes { bytes -> Int in
        guard let base = bytes.baseAddress else { return 0 }
        #if canImport(Darwin)
          return Darwin.read(rawValue, base + end, bytes.count - end)
        #elseif canImport(Glibc)
          return Glibc.read(rawValue, base + end, bytes.count - end)
        #else
          return Musl.read(rawValue, base + end, bytes.count - end)
        #endif
      }
      if count >= 0 { return count }
      if errno != EINTR { throw .system("reading from git", errno: errno) }
    }
  }

  /// Writes all bytes and closes the descriptor.
  func writeAllAndFinish(_ bytes: [UInt8]) {
    _ = writeAll(bytes)
    finish()
  }

  /// Writes all bytes; returns false if the reader is gone.
  func writeAll(_ bytes: [UInt8]) -> Bool {
    bytes.withUnsafeBytes { bytes in
      guard let base = bytes.baseAddress else { return true }
      var written = 0
      while written < bytes.count {
        let count = write(rawValue, base + written, bytes.count - written)
        if count >= 0 {
          written += count
        } else if errno != EINTR {
          return false
        }
      }
      return true
    }
  }
}

/// Returns a pipe that children do not inherit by accident, of `size` bytes where the system allows
/// it.
func makePipe(_ size: Int) throws(GitError) -> (reading: FileDescriptor, writing: FileDescriptor) {
  do {
    let pipe = try FileDescriptor.pipe(options: .closeOnExec)
    #if os(Linux)
      // F_SETPIPE_SZ, which Glibc's module lacks. A refusal is harmless.
      _ = fcntl(pipe.writeEnd.rawValue, 1031, CInt(size))
    #endif
    return (pipe.readEnd, pipe.writeEnd)
  } catch {
    throw .system("making a pipe", errno: error.rawValue)
  }
}

/// Lets this process have as many descriptors as reading a repository takes, or says that it may not.
///
/// Reading takes about 36. Where a pipe cannot be made, the library that starts processes ends this
/// one, or waits for ever.
func reserveDescriptors() throws(GitError) {
  let needed: rlim_t = 64
  #if canImport(Glibc)
    let resource = __rlimit_resource_t(RLIMIT_NOFILE.rawValue)
  #else
    let resource = RLIMIT_NOFILE
  #endif
  var limit = rlimit()
  guard getrlimit(resource, &limit) == 0, limit.rlim_cur < needed else { return }
  guard limit.rlim_max >= needed else { throw .tooFewDescriptors(limit.rlim_max, needed: needed) }
  limit.rlim_cur = needed
  if setrlimit(resource, &limit) != 0 { throw .system("raising the limit of files", errno: errno) }
}

/// Returns the null device, opened for reading.
func openNullDevice() throws(GitError) -> FileDescriptor {
  let descriptor = open("/dev/null", O_RDONLY | O_CLOEXEC)
  if descriptor < 0 { throw .system("opening /dev/null", errno: errno) }
  return FileDescriptor(rawValue: descriptor)
}

/// What is at a path, symbolic links followed.
enum FileKind {
  case file
  case directory
  case other
}

func fileKind(_ path: [UInt8]) -> FileKind? {
  var status = stat()
  let result = withCPath(path) { stat($0, &status) }
  guard result == 0 else { return nil }
  switch status.st_mode & S_IFMT {
  case S_IFREG: return .file
  case S_IFDIR: return .directory
  default: return .other
  }
}

/// Returns whether a regular file is at a path that this process may execute.
func isExecutableFile(_ path: [UInt8]) -> Bool {
  fileKind(path) == .file && withCPath(path) { access($0, X_OK) } == 0
}

/// Returns the contents of a small regular file, or null if there is none or it exceeds `limit`.
func readSmallFile(_ path: [UInt8], limit: Int = 16 << 20) -> [UInt8]? {
  let raw = withCPath(path) { open($0, O_RDONLY | O_CLOEXEC | O_NONBLOCK) }
  guard raw >= 0 else { return nil }
  let descriptor = OwnedDescriptor(FileDescriptor(rawValue: raw))
  var status = stat()
  guard fstat(raw, &status) == 0, status.st_mode & S_IFMT == S_IFREG, status.st_size <= limit
  else { return nil }
  var buffer = [UInt8](repeating: 0, count: Int(status.st_size) + 1)
  var end = 0
  while end < buffer.count {
    guard let count = try? descriptor.read(into: &buffer, at: end) else { return nil }
    if count == 0 { break }
    end += count
  }
  return Array(buffer[..<end])
}

/// Returns whether a folder has an entry whose name ends in `suffix`.
func hasEntry(withSuffix suffix: String, in directory: [UInt8]) -> Bool {
  guard let stream = withCPath(directory, { opendir($0) }) else { return false }
  defer { closedir(stream) }
  while let entry = readdir(stream) {
    let name = withUnsafeBytes(of: &entry.pointee.d_name) { bytes in
      Array(bytes.prefix { $0 != 0 })
    }
    if name.reversed().starts(with: suffix.utf8.reversed()) { return true }
  }
  return false
}

/// Returns the names in a folder with what they are, symbolic links left out, in the order of their
/// bytes; none if the folder cannot be read.
func entries(of directory: [UInt8]) -> [(name: [UInt8], kind: FileKind)] {
  guard let stream = withCPath(directory, { opendir($0) }) else { return [] }
  defer { closedir(stream) }
  var entries: [(name: [UInt8], kind: FileKind)] = []
  while let entry = readdir(stream) {
    let name = withUnsafeBytes(of: &entry.pointee.d_name) { bytes in
      Array(bytes.prefix { $0 != 0 })
    }
    if name.first == UInt8(ascii: ".") { continue }
    var status = stat()
    guard withCPath(joined(directory, name), { lstat($0, &status) }) == 0 else { continue }
    switch status.st_mode & S_IFMT {
    case S_IFREG: entries.append((name, .file))
    case S_IFDIR: entries.append((name, .directory))
    default: break
    }
  }
  return entries.sorted { $0.name.lexicographicallyPrecedes($1.name) }
}

/// Returns the last `limit` bytes of a regular file, and whether that is all of it; null if it is no
/// such file.
func readEnd(of path: [UInt8], limit: Int) -> (bytes: [UInt8], isWhole: Bool)? {
  let raw = withCPath(path) { open($0, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOFOLLOW) }
  guard raw >= 0 else { return nil }
  let descriptor = OwnedDescriptor(FileDescriptor(rawValue: raw))
  var status = stat()
  guard fstat(raw, &status) == 0, status.st_mode & S_IFMT == S_IFREG else { return nil }
  let size = Int(status.st_size)
  if size > limit, lseek(raw, off_t(size - limit), SEEK_SET) < 0 { return nil }
  var buffer = [UInt8](repeating: 0, count: min(size, limit))
  var end = 0
  while end < buffer.count {
    guard let count = try? descriptor.read(into: &buffer, at: end), count > 0 else { break }
    end += count
  }
  return (Array(buffer[..<end]), size <= limit)
}

/// Returns the absolute path without symbolic links, or the error number.
func realPath(_ path: [UInt8]) -> Result<[UInt8], Errno> {
  guard let resolved = withCPath(path, { realpath($0, nil) }) else {
    return .failure(Errno(rawValue: errno))
  }
  defer { free(resolved) }
  return .success(UnsafeRawBufferPointer(start: resolved, count: strlen(resolved)).map { $0 })
}

func errorText(_ number: Int32) -> String {
  String(cString: strerror(number))
}

/// Returns the value of a variable of this process's environment, or null.
func environmentValue(_ name: String) -> [UInt8]? {
  guard let value = getenv(name) else { return nil }
  return UnsafeRawBufferPointer(start: value, count: strlen(value)).map { $0 }
}

private func withCPath<Result>(_ path: [UInt8], _ body: (UnsafePointer<CChar>) -> Result) -> Result
{
  (path + [0]).withUnsafeBufferPointer { bytes in
    bytes.withMemoryRebound(to: CChar.self) { characters in
      // The array holds at least the terminating zero.
      body(characters.baseAddress.unsafelyUnwrapped)
    }
  }
}
