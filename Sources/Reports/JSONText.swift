// JSON strings, written sixteen or eight bytes at a time. What is written is safe on a terminal and inside a
// script element, too: besides what RFC 8259 asks for, `<`, `>`, `&` and every character that acts
// without being seen (U+2028 and U+2029 among them) are escaped, which loses nothing.

/// How many source bytes are handled between two looks at the room in the buffer.
private let chunk = 8192

/// The most bytes that one source byte becomes: `\u001b`.
private let growth = 6

extension ByteWriter {
  /// Appends bytes as a JSON string with its quotes.
  ///
  /// Bytes that are not UTF-8 become U+FFFD; returns whether there were none.
  @discardableResult
  func appendJSONString(_ text: UnsafeRawBufferPointer) -> Bool {
    append(UInt8(ascii: "\""))
    let isValid = appendJSONCharacters(text, keepingQuotes: false)
    append(UInt8(ascii: "\""))
    return isValid
  }

  /// Appends a string as a JSON string with its quotes.
  func appendJSONString(_ text: String) {
    var text = text
    text.withUTF8 { _ = appendJSONString(UnsafeRawBufferPointer($0)) }
  }

  /// Appends text that is JSON already, with the escapes that JSON leaves open.
  ///
  /// Characters that are escaped here occur only inside the strings of valid JSON, so the value
  /// stays the same. Returns whether all bytes were UTF-8.
  func appendJSONValue(_ json: UnsafeRawBufferPointer) -> Bool {
    appendJSONCharacters(json, keepingQuotes: true)
  }

  private func appendJSONCharacters(
    _ text: UnsafeRawBufferPointer, keepingQuotes: Bool
  ) -> Bool {
    guard let base = text.baseAddress else { return true }
    let source = base.assumingMemoryBound(to: UInt8.self)
    let end = text.count
    var isValid = true
    var index = 0
    while index < end {
      let limit = min(end, index &+ chunk)
      let start = reserve((limit &- index &+ 16) &* growth)
      var place = start
      while index < limit {
        if end &- index >= 16 {
          let plain = min(copyPlain16(base + index, place), limit &- index)
          index &+= plain
          place += plain
          if plain == 16 || index == limit { continue }
        } else if end &- index >= 8 {
          let word = base.loadUnaligned(fromByteOffset: index, as: UInt64.self)
          UnsafeMutableRawPointer(place).storeBytes(of: word, as: UInt64.self)
          let plain = min(special(word.littleEndian).trailingZeroBitCount >> 3, limit &- index)
          index &+= plain
          place += plain
          if plain == 8 || index == limit { continue }
        }
        let byte = source[index]
        if byte == 0x0A {
          // The commonest by far: a message has one in every seventy bytes.
          place[0] = 0x5C
          place[1] = UInt8(ascii: "n")
          place += 2
          index &+= 1
        } else if byte < 0x80 {
          place += writeJSONCharacter(byte, place, keepingQuotes: keepingQuotes)
          index &+= 1
        } else {
          let decoded = decodeScalar(source + index, left: end &- index)
          isValid = isValid && decoded.isValid
          place += writeJSONScalar(decoded, source + index, place)
          index &+= decoded.length
        }
      }
      commit(place - start)
    }
    return isValid
  }
}

/// Copies sixteen bytes and returns how many of them, from the first on, are printable ASCII that
/// needs no escape.
@inline(__always)
private func copyPlain16(
  _ source: UnsafeRawPointer, _ place: UnsafeMutablePointer<UInt8>
) -> Int {
  let first = source.loadUnaligned(as: UInt64.self)
  let second = source.loadUnaligned(fromByteOffset: 8, as: UInt64.self)
  let target = UnsafeMutableRawPointer(place)
  target.storeBytes(of: first, as: UInt64.self)
  target.storeBytes(of: second, toByteOffset: 8, as: UInt64.self)
  let hits = special(first.littleEndian)
  let more = special(second.littleEndian)
  if hits | more == 0 { return 16 }
  return hits != 0
    ? hits.trailingZeroBitCount >> 3 : 8 &+ (more.trailingZeroBitCount >> 3)
}

/// Marks the bytes, by their high bits, that are not printable ASCII or need an escape.
///
/// Only the lowest mark is exact: a carry may mark bytes above it.
@inline(__always)
private func special(_ word: UInt64) -> UInt64 {
  let ones: UInt64 = 0x0101_0101_0101_0101
  let high: UInt64 = 0x8080_8080_8080_8080
  // A byte that is zero sets its high bit; carries reach only bytes above the first hit.
  @inline(__always) func zeros(_ word: UInt64) -> UInt64 { (word &- ones) & ~word }
  let belowSpace = (word &- (ones &* 0x20)) & ~word
  let quoteOrAmpersand = zeros((word | (ones &* 0x04)) ^ (ones &* 0x26))
  let angle = zeros((word | (ones &* 0x02)) ^ (ones &* 0x3E))
  let backslash = zeros(word ^ (ones &* 0x5C))
  let aboveTilde = (word & ~high) &+ ones | word
  return (belowSpace | quoteOrAmpersand | angle | backslash | aboveTilde) & high
}

/// Writes one ASCII character as it stands in a JSON string; returns how many bytes it took.
private func writeJSONCharacter(
  _ byte: UInt8, _ place: UnsafeMutablePointer<UInt8>, keepingQuotes: Bool
) -> Int {
  let short: UInt8
  switch byte {
  case 0x22, 0x5C:
    if keepingQuotes {
      place[0] = byte
      return 1
    }
    short = byte
  case 0x0A: short = UInt8(ascii: "n")
  case 0x09: short = UInt8(ascii: "t")
  case 0x0D: short = UInt8(ascii: "r")
  case 0x08: short = UInt8(ascii: "b")
  case 0x0C: short = UInt8(ascii: "f")
  case 0x00..<0x20, 0x26, 0x3C, 0x3E, 0x7F: return writeJSONEscape(UInt16(byte), place)
  default:
    place[0] = byte
    return 1
  }
  place[0] = 0x5C
  place[1] = short
  return 2
}

/// Writes a scalar beyond ASCII, escaped when it cannot be seen, or U+FFFD for wrong bytes.
private func writeJSONScalar(
  _ decoded: DecodedScalar, _ source: UnsafePointer<UInt8>, _ place: UnsafeMutablePointer<UInt8>
) -> Int {
  guard decoded.isValid else {
    (place[0], place[1], place[2]) = (0xEF, 0xBF, 0xBD)
    return 3
  }
  guard isHidden(decoded.value) else {
    place.update(from: source, count: decoded.length)
    return decoded.length
  }
  if decoded.value < 0x10000 {
    return writeJSONEscape(UInt16(truncatingIfNeeded: decoded.value), place)
  }
  let offset = decoded.value &- 0x10000
  _ = writeJSONEscape(UInt16(truncatingIfNeeded: 0xD800 | offset >> 10), place)
  _ = writeJSONEscape(UInt16(truncatingIfNeeded: 0xDC00 | offset & 0x3FF), place + 6)
  return 12
}

private func writeJSONEscape(_ unit: UInt16, _ place: UnsafeMutablePointer<UInt8>) -> Int {
  place[0] = 0x5C
  place[1] = UInt8(ascii: "u")
  for digit in 0..<4 {
    let shift = UInt16(12 &- 4 &* digit)
    place[2 &+ digit] = hexDigit(UInt8(truncatingIfNeeded: unit >> shift & 15))
  }
  return 6
}

/// Returns a string as JSON, with its quotes.
package func jsonText(_ text: String) -> String {
  let writer = ByteWriter()
  writer.appendJSONString(text)
  return String(decoding: writer.contents, as: UTF8.self)
}
