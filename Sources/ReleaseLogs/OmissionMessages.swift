internal import CommitMessages

/// Why commits make no entry, in the words of the log.
enum OmissionMessages {
  static let merge = "merge commit; the commits that it merges are listed"
  static let autosquash = "fixup of another commit"
  static let empty = "no message"
  static let release = "makes the release itself"
  static let nothingToNote = "declares that there is nothing to note"
  static let hidden = "hidden by the configuration"
  static let squashed =
    "part of a squashed commit, without a type; the entry of that commit stands for it"
  static let review = "part of a squashed commit that only mends the others"

  static func stacked(on sha: [UInt8]) -> String {
    "part of a squashed commit; \(short(sha)) of the same release is that change"
  }

  static func reverted(by sha: [UInt8]) -> String {
    "reverted by \(short(sha)) in the same release"
  }

  static func reverts(_ sha: [UInt8]) -> String {
    "reverts \(short(sha)) of the same release"
  }

  static func restores(_ sha: [UInt8]) -> String {
    "brings back \(short(sha)), which was reverted in the same release"
  }

  static func message(_ reason: Classification.OmissionReason) -> String {
    switch reason {
    case .merge: merge
    case .autosquash: autosquash
    case .emptyMessage: empty
    }
  }

  private static func short(_ sha: [UInt8]) -> String {
    String(HexDigits.text(sha).prefix(7))
  }
}

/// Ids of commits as digits.
enum HexDigits {
  /// Returns bytes as lower-case hexadecimal digits.
  static func text(_ bytes: [UInt8]) -> String {
    let digits = Array("0123456789abcdef".utf8)
    var text: [UInt8] = []
    text.reserveCapacity(2 * bytes.count)
    for byte in bytes { text += [digits[Int(byte >> 4)], digits[Int(byte & 15)]] }
    return String(decoding: text, as: UTF8.self)
  }

  /// Returns the values of hexadecimal digits, in pairs, and whether a last half is left over; nil for
  /// other text.
  static func bytes(_ text: some Sequence<UInt8>) -> (whole: [UInt8], half: UInt8?)? {
    var whole: [UInt8] = []
    var half: UInt8?
    for byte in text {
      let value: UInt8
      switch byte {
      case 0x30...0x39: value = byte - 0x30
      case 0x61...0x66: value = byte - 0x57
      case 0x41...0x46: value = byte - 0x37
      default: return nil
      }
      if let high = half {
        whole.append(high << 4 | value)
        half = nil
      } else {
        half = value
      }
    }
    return (whole, half)
  }
}
