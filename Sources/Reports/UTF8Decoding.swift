/// What stands at one place of bytes that are meant to be UTF-8.
struct DecodedScalar {
  /// The scalar's number; meaningless when the bytes are not valid.
  var value: UInt32
  /// How many bytes it takes, at least 1; for wrong bytes, how many one U+FFFD stands for.
  var length: Int
  var isValid: Bool

  @inline(__always)
  init(value: UInt32, length: Int) {
    self.value = value
    self.length = length
    isValid = true
  }

  @inline(__always)
  init(wrongBytes: Int) {
    value = 0xFFFD
    length = wrongBytes
    isValid = false
  }
}

/// Decodes the scalar at `start`, of which `left` bytes (at least one) may be read.
///
/// Follows table 3-7 of the Unicode Standard: no overlong forms, no surrogates, nothing above
/// U+10FFFF. Wrong bytes are taken as the longest prefix of a valid sequence, at least one byte,
/// as the standard recommends and as `String(decoding:as:)` does.
func decodeScalar(_ start: UnsafePointer<UInt8>, left: Int) -> DecodedScalar {
  let first = start[0]
  if first < 0x80 { return DecodedScalar(value: UInt32(first), length: 1) }
  let length: Int
  var lowest: UInt8 = 0x80
  var highest: UInt8 = 0xBF
  switch first {
  case 0xC2...0xDF: length = 2
  case 0xE0...0xEF:
    length = 3
    if first == 0xE0 { lowest = 0xA0 }
    if first == 0xED { highest = 0x9F }
  case 0xF0...0xF4:
    length = 4
    if first == 0xF0 { lowest = 0x90 }
    if first == 0xF4 { highest = 0x8F }
  default: return DecodedScalar(wrongBytes: 1)
  }
  var value = UInt32(first) & (0x7F >> UInt32(length))
  var index = 1
  while index < length {
    guard index < left, start[index] >= lowest, start[index] <= highest else {
      return DecodedScalar(wrongBytes: index)
    }
    value = value << 6 | UInt32(start[index] & 0x3F)
    lowest = 0x80
    highest = 0xBF
    index &+= 1
  }
  return DecodedScalar(value: value, length: length)
}

/// Returns whether a scalar at or above U+007F would act on a terminal or a reader without being
/// seen.
///
/// These are DEL and C1, the line and paragraph separators, bidirectional controls, zero-width and
/// other ignorable characters, tag characters, and noncharacters. The selectors of text and emoji
/// presentation (U+FE0E, U+FE0F) are common in subjects, change only a glyph, and stay.
@inline(__always)
func isHidden(_ scalar: UInt32) -> Bool {
  if scalar < 0x034F { return scalar <= 0x9F || scalar == 0xAD }
  return isHiddenAboveLatin(scalar)
}

private func isHiddenAboveLatin(_ scalar: UInt32) -> Bool {
  switch scalar {
  case 0x034F, 0x061C, 0x115F...0x1160, 0x17B4...0x17B5, 0x180B...0x180F: true
  case 0x200B...0x200F, 0x2028...0x202E, 0x2060...0x206F: true
  case 0x3164, 0xFDD0...0xFDEF, 0xFE00...0xFE0D, 0xFEFF, 0xFFA0, 0xFFF0...0xFFFB: true
  case 0x1BCA0...0x1BCA3, 0x1D173...0x1D17A, 0xE0000...0xE0FFF: true
  default: scalar & 0xFFFE == 0xFFFE
  }
}
