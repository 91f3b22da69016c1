/// Takes git's progress out of what it writes to standard error.
///
/// Git draws a line of progress over itself with carriage returns: `Receiving objects:  45% (9/20)`.
struct ErrorStream {
  // More would only be the complaint of a flood.
  private static let limit = 1 << 16

  private let progress: (@Sendable (String) -> Void)?
  private var errors: [UInt8] = []
  private var line: [UInt8] = []

  /// - Parameter progress: called with each stage and its percentage; null leaves the stream whole.
  init(_ progress: (@Sendable (String) -> Void)?) {
    self.progress = progress
  }

  mutating func append(_ bytes: UnsafeRawBufferPointer) {
    guard progress != nil else {
      if errors.count < Self.limit { errors.append(contentsOf: bytes) }
      return
    }
    for byte in bytes {
      if byte == UInt8(ascii: "\n") || byte == UInt8(ascii: "\r") {
        endLine()
      } else if line.count < 1 << 12 {
        line.append(byte)
      }
    }
  }

  /// Returns what is no progress: the first 64 KiB of it.
  mutating func finish() -> [UInt8] {
    if !line.isEmpty { endLine() }
    return errors
  }

  private mutating func endLine() {
    defer { line = [] }
    // What the other side says is padded.
    while let last = line.last, last <= UInt8(ascii: " ") { line.removeLast() }
    if let stage = Self.stage(line) {
      progress?(stage)
    } else if errors.count < Self.limit, !line.isEmpty, !Self.isSummary(line) {
      errors += line + [UInt8(ascii: "\n")]
    }
  }

  /// Whether a line ends a stage without a percentage, such as `remote: Total 5 (delta 0), …`.
  private static func isSummary(_ line: [UInt8]) -> Bool {
    ["remote: Total ", "remote: Enumerating objects: "].contains { line.starts(with: $0.utf8) }
  }

  /// Returns `Receiving objects: 45%` for a line of progress, and null for another line.
  private static func stage(_ line: [UInt8]) -> String? {
    var text = String(decoding: line, as: UTF8.self)[...]
    if text.hasPrefix("remote: ") { text = text.dropFirst("remote: ".count) }
    guard let colon = text.firstIndex(of: ":"), colon != text.startIndex,
      text[..<colon].allSatisfy({ ($0.isASCII && $0.isLetter) || $0 == " " })
    else { return nil }
    let rest = text[text.index(after: colon)...].drop { $0 == " " }
    let digits = rest.prefix { $0.isASCII && $0.isNumber }
    guard !digits.isEmpty, digits.count <= 3, rest.dropFirst(digits.count).first == "%" else {
      return nil
    }
    return "\(text[..<colon]): \(digits)%"
  }
}
