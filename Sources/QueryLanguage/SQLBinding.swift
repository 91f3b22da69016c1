/// A value that a statement binds to a `?n`.
public struct SQLBinding: Hashable, Sendable {
  public enum Value: Hashable, Sendable {
    case null
    case integer(Int64)
    case real(Double)
    /// Bytes bound as SQL text; mostly UTF-8.
    case text([UInt8])
    case blob([UInt8])
  }

  public let value: Value
  /// What the value is, such as `name` or `key of v1.28.0`; printed beside it by `--sql`.
  public let comment: String

  public init(_ value: Value, _ comment: String) {
    self.value = value
    self.comment = comment
  }
}

extension SQLBinding {
  /// The value as an SQL literal, for display only.
  ///
  /// Control characters in text are replaced.
  public var literal: String {
    switch value {
    case .null: "NULL"
    case .integer(let value): String(value)
    case .real(let value): String(value)
    case .blob(let bytes): "x'" + hexText(bytes) + "'"
    case .text(let bytes):
      isPlain(bytes)
        ? "'"
          + String(decoding: bytes, as: UTF8.self).split(
            separator: "'", omittingEmptySubsequences: false
          )
          .joined(separator: "''") + "'"
        : "CAST(x'" + hexText(bytes) + "' AS TEXT)"
    }
  }
}

/// Returns whether bytes are UTF-8 without control characters and characters that change the
/// direction of text, so that they can be shown as they are.
private func isPlain(_ bytes: [UInt8]) -> Bool {
  guard let text = String(validating: bytes, as: UTF8.self) else { return false }
  return text.unicodeScalars.allSatisfy { scalar in
    switch scalar.properties.generalCategory {
    case .control, .format, .lineSeparator, .paragraphSeparator, .privateUse, .unassigned: false
    default: true
    }
  }
}

/// Returns lower-case hex digits.
func hexText(_ bytes: some Sequence<UInt8>) -> String {
  var digits: [UInt8] = []
  for byte in bytes {
    for digit in [byte >> 4, byte & 15] {
      digits.append(digit < 10 ? UInt8(ascii: "0") + digit : UInt8(ascii: "a") + digit - 10)
    }
  }
  return String(decoding: digits, as: UTF8.self)
}

/// Returns the bytes that pairs of hex digits stand for, or nil.
func hexBytes(_ text: some Sequence<UInt8>) -> [UInt8]? {
  var bytes: [UInt8] = []
  var high: UInt8?
  for character in text {
    let digit: UInt8
    switch character {
    case UInt8(ascii: "0")...UInt8(ascii: "9"): digit = character - UInt8(ascii: "0")
    case UInt8(ascii: "a")...UInt8(ascii: "f"): digit = character - UInt8(ascii: "a") + 10
    case UInt8(ascii: "A")...UInt8(ascii: "F"): digit = character - UInt8(ascii: "A") + 10
    default: return nil
    }
    if let first = high {
      bytes.append(first << 4 | digit)
      high = nil
    } else {
      high = digit
    }
  }
  return high == nil ? bytes : nil
}
