internal import StrictJSON

/// Values in messages: short, and safe on a terminal.
enum MessageText {
  private static let maximumLength = 80

  /// Returns a text in quotes, cut after 80 bytes, with escapes for what is not printable ASCII.
  static func quoted(_ text: UnsafeRawBufferPointer?) -> String {
    guard let text else { return "\"\"" }
    let shown = text.prefix(maximumLength).map { byte in
      (0x20..<0x7F).contains(byte)
        ? String(Character(Unicode.Scalar(byte))) : "\\x\(hexadecimal(byte))"
    }
    return "\"\(shown.joined())\(text.count > maximumLength ? "…" : "")\""
  }

  /// Returns the first byte as a message shows it, or `the end`.
  static func byte(_ bytes: UnsafeRawBufferPointer) -> String {
    guard let byte = bytes.first else { return "the end" }
    return (0x21..<0x7F).contains(byte)
      ? "\"\(Character(Unicode.Scalar(byte)))\"" : "the byte 0x\(hexadecimal(byte))"
  }

  private static func hexadecimal(_ byte: UInt8) -> String {
    let digits = String(byte, radix: 16, uppercase: true)
    return digits.utf8.count < 2 ? "0\(digits)" : digits
  }

  /// Returns the keys of an object in quotes, at most eight of them.
  static func keys(of object: JSONValue) -> String {
    let keys = object.members.prefix(8).map { quoted($0.key.text) }
    let more = object.count > keys.count ? " and \(object.count - keys.count) more" : ""
    return keys.joined(separator: ", ") + more
  }

  /// Returns what a value is, with its article.
  static func kind(_ kind: JSONValue.Kind) -> String {
    switch kind {
    case .missing: "missing"
    case .null: "null"
    case .boolean: "a boolean"
    case .integer, .real: "a number"
    case .string: "a text"
    case .array: "an array"
    case .object: "an object"
    }
  }
}
