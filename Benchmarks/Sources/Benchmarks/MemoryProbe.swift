internal import SystemPackage

/// Watches the resident memory of a running process.
struct MemoryProbe {
  var process: Int

  /// Waits for the end of the process and returns the highest mark of its own resident memory in
  /// bytes as last seen, at most two milliseconds before the end; null where there is no `/proc`.
  func peak() async -> Int? {
    var last: Int?
    while let now = mark() {
      last = now
      try? await Task.sleep(for: .milliseconds(2))
    }
    return last
  }

  /// Returns `VmHWM`, which a process that has ended no longer has.
  private func mark() -> Int? {
    guard let file = try? FileDescriptor.open("/proc/\(process)/status", .readOnly) else {
      return nil
    }
    defer { try? file.close() }
    var bytes = [UInt8](repeating: 0, count: 8_192)
    guard let count = try? bytes.withUnsafeMutableBytes({ try file.read(into: $0) }) else {
      return nil
    }
    let text = String(decoding: bytes[..<count], as: UTF8.self)
    guard let line = text.split(separator: "\n").first(where: { $0.hasPrefix("VmHWM:") }),
      let kilobytes = line.split(whereSeparator: { $0 == " " || $0 == "\t" }).dropFirst().first
    else { return nil }
    return Int(kilobytes).map { $0 << 10 }
  }
}
