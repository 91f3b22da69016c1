#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Darwin)
  internal import Darwin
#endif

/// The lines of earlier sessions, in a file of the user, the oldest first.
///
/// Each line is appended as it is entered, so that several shells keep the lines of all.
struct ShellHistory {
  let path: String

  /// How many lines stay when the file is read.
  private static let kept = LineEditor.historySize

  /// Names `stemma/history` in `$XDG_STATE_HOME` or in `~/.local/state`; nil without a home.
  init?() {
    if let state = Console.environment("XDG_STATE_HOME"), state.hasPrefix("/") {
      path = state + "/stemma/history"
    } else if let home = Console.environment("HOME"), home.hasPrefix("/") {
      path = home + "/.local/state/stemma/history"
    } else {
      return nil
    }
  }

  /// Returns the lines, and shortens a file that has grown to twice what is kept.
  func lines() -> [String] {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { return [] }
    defer { close(descriptor) }
    guard let bytes = try? Console.readAll(descriptor, path) else { return [] }
    let all = bytes.split(separator: 0x0A).map { String(decoding: $0, as: UTF8.self) }
    let lines = Array(all.suffix(Self.kept))
    if all.count > 2 * Self.kept { replace(with: lines) }
    return lines
  }

  /// Adds a line; a file that cannot be written is left as it is.
  func append(_ line: String) {
    makeFolder()
    let descriptor = open(path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0o600)
    guard descriptor >= 0 else { return }
    defer { close(descriptor) }
    write(line + "\n", to: descriptor)
  }

  private func replace(with lines: [String]) {
    let new = path + ".new"
    let descriptor = open(new, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW, 0o600)
    guard descriptor >= 0 else { return }
    let isWritten = write(lines.map { $0 + "\n" }.joined(), to: descriptor)
    close(descriptor)
    if isWritten { rename(new, path) } else { unlink(new) }
  }

  @discardableResult
  private func write(_ text: String, to descriptor: Int32) -> Bool {
    let bytes = Array(text.utf8)
    #if canImport(Glibc)
      return Glibc.write(descriptor, bytes, bytes.count) == bytes.count
    #else
      return Darwin.write(descriptor, bytes, bytes.count) == bytes.count
    #endif
  }

  private func makeFolder() {
    var folder = ""
    for part in path.split(separator: "/").dropLast() {
      folder += "/" + part
      mkdir(folder, 0o700)
    }
  }
}
