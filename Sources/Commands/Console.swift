internal import Reports

#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Darwin)
  internal import Darwin
#endif

/// The streams of the process.
enum Console {
  /// Writes lines to stderr.
  ///
  /// What came from a source must have gone through `displayText`.
  static func warn(_ text: String) {
    let writer = ByteWriter(descriptor: STDERR_FILENO)
    writer.append(text + "\n")
    try? writer.flush()
  }

  /// Writes lines to stdout.
  static func print(_ text: String) throws {
    let writer = ByteWriter(descriptor: STDOUT_FILENO)
    writer.append(text + "\n")
    try writer.flush()
  }

  static var errorIsTerminal: Bool { isatty(STDERR_FILENO) != 0 }

  /// The cells of a line of the terminal that stdout is; nil if it is none.
  static var outputWidth: Int? {
    guard isatty(STDOUT_FILENO) != 0 else { return nil }
    return width(of: STDOUT_FILENO)
  }

  /// The cells of a line of the terminal that stderr is.
  static var errorWidth: Int { width(of: STDERR_FILENO) }

  private static func width(of descriptor: Int32) -> Int {
    var size = winsize()
    guard ioctl(descriptor, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0 else { return 80 }
    return Int(size.ws_col)
  }

  /// Makes a closed pipe and a limit on file sizes into errors instead of deaths.
  static func ignoreSignals() {
    signal(SIGPIPE, SIG_IGN)
    signal(SIGXFSZ, SIG_IGN)
  }

  /// Ends the process as a closed pipe ends other programs: by its signal, without a message.
  ///
  /// Returns only where the signal is blocked, with the code that a shell would show.
  static func endByClosedPipe() -> ExitStatus {
    signal(SIGPIPE, SIG_DFL)
    raise(SIGPIPE)
    return .closedPipe
  }

  /// Reads stdin to its end; of one that exceeds `limit`, more bytes than that.
  static func readInput(limit: Int = 1 << 20) throws -> [UInt8] {
    try read(STDIN_FILENO, "the standard input", limit: limit)
  }

  /// Reads a whole file; of one that exceeds `limit`, more bytes than that.
  static func readFile(_ path: String, limit: Int = 1 << 20) throws -> [UInt8] {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { throw failure(path) }
    defer { close(descriptor) }
    return try read(descriptor, path, limit: limit)
  }

  /// Returns the absolute path of a file without symbolic links, or the path as it is.
  static func canonicalPath(_ path: String) -> String {
    guard let resolved = realpath(path, nil) else { return path }
    defer { free(resolved) }
    return String(cString: resolved)
  }

  /// Reads a descriptor to its end.
  static func readAll(_ descriptor: Int32, _ name: String) throws -> [UInt8] {
    try read(descriptor, name, limit: .max)
  }

  private static func read(
    _ descriptor: Int32, _ name: String, limit: Int = 1 << 20
  ) throws -> [UInt8] {
    var bytes: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 65_536)
    while true {
      #if canImport(Glibc)
        let count = Glibc.read(descriptor, &buffer, buffer.count)
      #else
        let count = Darwin.read(descriptor, &buffer, buffer.count)
      #endif
      if count < 0 { throw failure(name) }
      if count == 0 { return bytes }
      bytes += buffer[..<count]
      // A query has 64 KiB at the most; the parser names the limit.
      if bytes.count > limit { return bytes }
    }
  }

  private static func failure(_ name: String) -> UserError {
    UserError("cannot read \(name): \(String(cString: strerror(errno)))", status: .environment)
  }

  /// Microseconds since 1970 UTC.
  static func now() -> Int64 {
    var time = timespec()
    clock_gettime(CLOCK_REALTIME, &time)
    return Int64(time.tv_sec) * 1_000_000 + Int64(time.tv_nsec) / 1_000
  }

  /// The login name of the user, the value of `$user`; nil if the system knows none.
  static var userName: String? {
    getpwuid(geteuid()).map { String(cString: $0.pointee.pw_name) } ?? environment("USER")
  }

  static func environment(_ name: String) -> String? {
    getenv(name).map { String(cString: $0) }.flatMap { $0.isEmpty ? nil : $0 }
  }
}
