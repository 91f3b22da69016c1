// Folders and files that are reached without following a symbolic link.

#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Musl)
  internal import Musl
#else
  internal import Darwin
#endif

/// Why the system did not give a file.
package struct FileFailure: Error {
  package var cause: String
  package var isTooLarge = false
  /// Whether what is there is of another kind, such as a symbolic link.
  package private(set) var isOtherKind = false

  package init(errno number: Int32) {
    isOtherKind = number == ELOOP || number == ENOTDIR
    cause =
      isOtherKind
      ? "a symbolic link or a file stands in its place" : String(cString: strerror(number))
  }

  package init(_ cause: String, isTooLarge: Bool = false) {
    self.cause = cause
    self.isTooLarge = isTooLarge
  }
}

/// A folder that is open; it is closed when nothing refers to it any more.
package final class OpenFolder: Sendable {
  private let descriptor: Int32

  private init(_ descriptor: Int32) {
    self.descriptor = descriptor
  }

  deinit {
    close(descriptor)
  }

  /// Opens a folder at a path; symbolic links in the path are followed.
  package convenience init(path: [UInt8]) throws(FileFailure) {
    let raw = withCPath(path) { open($0, O_RDONLY | O_CLOEXEC | O_DIRECTORY) }
    guard raw >= 0 else { throw FileFailure(errno: errno) }
    self.init(raw)
  }

  /// Opens a folder in this one, or returns null if there is none of that name.
  package func folder(_ name: [UInt8]) throws(FileFailure) -> OpenFolder? {
    try opened(name, O_DIRECTORY).map { OpenFolder($0) }
  }

  /// Opens a folder below this one, or returns null if there is none.
  package func folder(at path: [String]) throws(FileFailure) -> OpenFolder? {
    var folder = self
    for name in path {
      guard let next = try folder.folder(Array(name.utf8)) else { return nil }
      folder = next
    }
    return folder
  }

  /// Opens a regular file in this folder, or returns null if there is none of that name.
  package func file(_ name: [UInt8]) throws(FileFailure) -> OpenFile? {
    try opened(name, O_NONBLOCK).map { raw throws(FileFailure) in try OpenFile(raw) }
  }

  package func file(_ name: String) throws(FileFailure) -> OpenFile? {
    try file(Array(name.utf8))
  }

  private func opened(_ name: [UInt8], _ flags: Int32) throws(FileFailure) -> Int32? {
    let raw = withCPath(name) {
      openat(descriptor, $0, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | flags)
    }
    if raw >= 0 { return raw }
    if errno == ENOENT { return nil }
    throw FileFailure(errno: errno)
  }

  /// Returns the names of what lies in the folder, in the order of their bytes.
  package func names(limit: Int = 1_000_000) throws(FileFailure) -> [[UInt8]] {
    let raw = openat(descriptor, ".", O_RDONLY | O_CLOEXEC | O_DIRECTORY)
    guard raw >= 0 else { throw FileFailure(errno: errno) }
    guard let stream = fdopendir(raw) else {
      let number = errno
      close(raw)
      throw FileFailure(errno: number)
    }
    defer { closedir(stream) }
    var names: [[UInt8]] = []
    errno = 0
    while let entry = readdir(stream) {
      let name = withUnsafeBytes(of: &entry.pointee.d_name) { Array($0.prefix { $0 != 0 }) }
      if name == Array(".".utf8) || name == Array("..".utf8) { continue }
      if names.count == limit {
        throw FileFailure("it has more than \(limit) entries", isTooLarge: true)
      }
      names.append(name)
    }
    if errno != 0 { throw FileFailure(errno: errno) }
    return names.sorted { $0.lexicographicallyPrecedes($1) }
  }
}

/// A regular file that is open; it is closed when nothing refers to it any more.
package final class OpenFile: Sendable {
  /// In bytes.
  package let size: Int64
  /// In microseconds since 1970 UTC.
  package let modifiedAt: Int64
  private let descriptor: Int32

  /// - Parameter descriptor: closed if it is no regular file.
  fileprivate init(_ descriptor: Int32) throws(FileFailure) {
    var status = stat()
    let isKnown = fstat(descriptor, &status) == 0
    guard isKnown, status.st_mode & S_IFMT == S_IFREG else {
      close(descriptor)
      throw FileFailure("it is no regular file")
    }
    self.descriptor = descriptor
    size = Int64(status.st_size)
    #if canImport(Darwin)
      let time = status.st_mtimespec
    #else
      let time = status.st_mtim
    #endif
    modifiedAt = Int64(time.tv_sec) * 1_000_000 + Int64(time.tv_nsec) / 1_000
  }

  deinit {
    close(descriptor)
  }

  /// Opens a file at a path; symbolic links in the path are followed.
  package convenience init(path: [UInt8]) throws(FileFailure) {
    let raw = withCPath(path) { open($0, O_RDONLY | O_CLOEXEC | O_NONBLOCK) }
    guard raw >= 0 else { throw FileFailure(errno: errno) }
    try self.init(raw)
  }

  /// Reads the whole file.
  ///
  /// - Throws: `FileFailure` if it has more bytes than the limit, before any is read.
  package func read(limit: Int) throws(FileFailure) -> [UInt8] {
    guard size <= limit else {
      throw FileFailure("it has \(size) bytes; the limit is \(limit)", isTooLarge: true)
    }
    return try read(at: 0, count: Int(size))
  }

  /// Reads up to `count` bytes from `offset` on: fewer only at the end of the file.
  package func read(at offset: Int64, count: Int) throws(FileFailure) -> [UInt8] {
    var failure: FileFailure?
    let bytes = [UInt8](unsafeUninitializedCapacity: count) { buffer, filled in
      while filled < count, let base = buffer.baseAddress {
        let read = pread(descriptor, base + filled, count - filled, off_t(offset) + off_t(filled))
        if read > 0 {
          filled += read
        } else if read == 0 {
          break
        } else if errno != EINTR {
          failure = FileFailure(errno: errno)
          break
        }
      }
    }
    if let failure { throw failure }
    return bytes
  }
}

/// Returns the absolute path without symbolic links.
package func realPath(_ path: [UInt8]) throws(FileFailure) -> [UInt8] {
  guard let resolved = withCPath(path, { realpath($0, nil) }) else {
    throw FileFailure(errno: errno)
  }
  defer { free(resolved) }
  return Array(UnsafeRawBufferPointer(start: resolved, count: strlen(resolved)))
}

/// Returns whether a folder is at a path.
package func isFolder(_ path: [UInt8]) -> Bool {
  var status = stat()
  return withCPath(path) { stat($0, &status) } == 0 && status.st_mode & S_IFMT == S_IFDIR
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
