import Foundation

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// A program that runs in a terminal of its own, and the keys and the screen of that terminal.
public final class TerminalProgram {
  /// Why the terminal could not be used, or what it did not show.
  public struct Failure: Error, CustomStringConvertible {
    public let description: String
  }

  private let terminal: Int32
  private let process: pid_t
  /// What was written since the last ``wait(for:)`` ended, without the sequences that move the cursor.
  private var screen: [UInt8] = []
  private var unread: [UInt8] = []

  /// Starts a program in a terminal of 24 lines and 100 columns.
  ///
  /// - Parameter environment: the whole environment: nothing is inherited.
  public init(
    _ path: String, _ arguments: [String], environment: [String: String],
    workingDirectory: String
  ) throws {
    var terminal: Int32 = -1
    var other: Int32 = -1
    var name = [CChar](repeating: 0, count: 128)
    var size = winsize(ws_row: 24, ws_col: 100, ws_xpixel: 0, ws_ypixel: 0)
    guard openpty(&terminal, &other, &name, nil, &size) == 0 else {
      throw Failure(description: "there is no pseudo-terminal")
    }
    defer { close(other) }
    _ = fcntl(other, F_SETFD, FD_CLOEXEC)
    _ = fcntl(terminal, F_SETFD, FD_CLOEXEC)
    _ = fcntl(terminal, F_SETFL, O_NONBLOCK)
    self.terminal = terminal
    process = try Self.start(
      path, arguments, environment, workingDirectory: workingDirectory,
      terminal: String(decoding: name.prefix { $0 != 0 }.map(UInt8.init), as: UTF8.self))
  }

  deinit {
    kill(process, SIGKILL)
    close(terminal)
    var status: Int32 = 0
    waitpid(process, &status, WNOHANG)
  }

  /// Starts a session of its own, whose terminal is the first that it opens.
  private static func start(
    _ path: String, _ arguments: [String], _ environment: [String: String],
    workingDirectory: String, terminal: String
  ) throws -> pid_t {
    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    posix_spawn_file_actions_addopen(&actions, 0, terminal, O_RDWR, 0)
    posix_spawn_file_actions_adddup2(&actions, 0, 1)
    posix_spawn_file_actions_adddup2(&actions, 0, 2)
    var attributes = posix_spawnattr_t()
    posix_spawnattr_init(&attributes)
    defer { posix_spawnattr_destroy(&attributes) }
    // The value of POSIX_SPAWN_SETSID.
    #if canImport(Glibc)
      let newSession: Int16 = 0x80
    #else
      let newSession: Int16 = 0x400
    #endif
    // A thread that runs tasks may block signals, which the program would inherit.
    var signals = sigset_t()
    sigemptyset(&signals)
    posix_spawnattr_setsigmask(&attributes, &signals)
    posix_spawnattr_setflags(&attributes, newSession | Int16(POSIX_SPAWN_SETSIGMASK))
    let script = "cd \"$0\" && exec \"$@\""
    var words =
      (["sh", "-c", script, workingDirectory, path] + arguments).map { strdup($0) } + [nil]
    var variables = environment.map { strdup("\($0.key)=\($0.value)") } + [nil]
    defer { for text in words + variables { free(text) } }
    var process: pid_t = 0
    let code = posix_spawn(&process, "/bin/sh", &actions, &attributes, &words, &variables)
    guard code == 0 else { throw Failure(description: String(cString: strerror(code))) }
    return process
  }

  /// Presses keys; control keys are their characters, such as `\t` or `\u{3}` for Ctrl-C.
  public func type(_ keys: String) throws {
    let bytes = Array(keys.utf8)
    guard write(terminal, bytes, bytes.count) == bytes.count else {
      throw Failure(description: "the terminal took no keys")
    }
  }

  /// Whether the terminal collects keys to lines, and ends its input at Ctrl-D, before the program gets
  /// them.
  public var collectsLines: Bool {
    var modes = termios()
    return tcgetattr(terminal, &modes) == 0 && modes.c_lflag & tcflag_t(ICANON) != 0
  }

  /// Waits until the screen has shown a text, and returns all that it showed since the last time.
  ///
  /// The thread waits: a task that gave way to hundreds of others would come back after the deadline.
  @discardableResult
  public func wait(for text: String) throws -> String {
    let deadline = ContinuousClock.now + .seconds(30)
    let wanted = Array(text.utf8)
    var searched = 0
    while true {
      if let range = screen[searched...].firstRange(of: wanted) {
        defer { screen.removeFirst(range.upperBound) }
        return String(decoding: screen[..<range.upperBound], as: UTF8.self)
      }
      searched = max(0, screen.count - wanted.count)
      guard ContinuousClock.now < deadline, read() else {
        throw Failure(description: "no \"\(text)\" on the screen:\n\(lastLines)")
      }
    }
  }

  private var lastLines: String { String(decoding: screen.suffix(2_000), as: UTF8.self) }

  /// Waits until the program has ended, and returns its exit code; nil if a signal ended it.
  public func end() throws -> Int32? {
    let deadline = ContinuousClock.now + .seconds(30)
    var status: Int32 = 0
    while waitpid(process, &status, WNOHANG) == 0 {
      guard ContinuousClock.now < deadline else {
        throw Failure(description: "the program goes on:\n\(lastLines)")
      }
      _ = read()
    }
    return status & 0x7F == 0 ? status >> 8 & 0xFF : nil
  }

  /// Reads what there is, after at most a few milliseconds; returns whether more may come.
  private func read() -> Bool {
    var request = pollfd(fd: terminal, events: Int16(POLLIN), revents: 0)
    guard poll(&request, 1, 5) > 0 else { return true }
    var buffer = [UInt8](repeating: 0, count: 1 << 16)
    #if canImport(Glibc)
      let count = Glibc.read(terminal, &buffer, buffer.count)
    #else
      let count = Darwin.read(terminal, &buffer, buffer.count)
    #endif
    guard count > 0 else { return count < 0 && errno == EAGAIN }
    unread += buffer[..<count]
    showUnread()
    return true
  }

  /// Moves what was read to the screen; a sequence of which the end is missing waits for it.
  private func showUnread() {
    var shown: [UInt8] = []
    var offset = 0
    while offset < unread.count {
      guard unread[offset] == 0x1B else {
        if unread[offset] != 0x0D { shown.append(unread[offset]) }
        offset += 1
        continue
      }
      var end = offset + 1
      if end < unread.count, unread[end] == UInt8(ascii: "[") {
        repeat { end += 1 } while end < unread.count && !(0x40...0x7E).contains(unread[end])
      }
      if end >= unread.count { break }
      offset = end + 1
    }
    unread.removeFirst(offset)
    screen += shown
  }
}
