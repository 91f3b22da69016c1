/// Finds the ends of numbers, and checks that they can be represented.
enum NumberScanner {
  /// The kind of a number, and the offset behind it.
  struct Scanned {
    var kind: JSONValue.Kind
    var end: Int
  }

  /// Scans the number that begins at `start` with a digit or a minus sign.
  static func scan(
    _ base: UnsafePointer<UInt8>, _ start: Int, _ end: Int
  ) throws(Fault) -> Scanned {
    var position = start
    if base[position] == UInt8(ascii: "-") { position += 1 }
    let first = position
    position = try digits(base, position, end)
    if base[first] == UInt8(ascii: "0"), position > first + 1 { throw Fault(.leadingZero, first) }
    let whole = position - first
    var isWhole = true
    if position < end, base[position] == UInt8(ascii: ".") {
      isWhole = false
      position = try digits(base, position + 1, end)
    }
    var hasExponent = false
    if position < end, base[position] | 0x20 == UInt8(ascii: "e") {
      isWhole = false
      hasExponent = true
      position += 1
      if position < end, base[position] == UInt8(ascii: "+") || base[position] == UInt8(ascii: "-")
      {
        position += 1
      }
      position = try digits(base, position, end)
    }
    let bytes = UnsafeRawBufferPointer(start: base + start, count: position - start)
    if isWhole, whole <= 18 || integer(bytes) != nil {
      return Scanned(kind: .integer, end: position)
    }
    // Only a long or scaled number can exceed what a Double holds.
    if hasExponent || whole > 300, !isRepresentable(bytes) { throw Fault(.numberTooLarge, start) }
    return Scanned(kind: .real, end: position)
  }

  /// Returns the offset behind one or more digits.
  private static func digits(
    _ base: UnsafePointer<UInt8>, _ start: Int, _ end: Int
  ) throws(Fault) -> Int {
    var position = start
    while position < end, base[position] &- UInt8(ascii: "0") < 10 { position += 1 }
    guard position > start else { throw Fault(.digit, position) }
    return position
  }

  /// Returns whether a Double is near the number: it is neither infinite, nor zero for another one.
  private static func isRepresentable(_ bytes: UnsafeRawBufferPointer) -> Bool {
    let value = real(bytes)
    guard value.isFinite else { return false }
    let mantissa = bytes.prefix { $0 | 0x20 != UInt8(ascii: "e") }
    return value != 0 || !mantissa.contains { $0 > UInt8(ascii: "0") && $0 <= UInt8(ascii: "9") }
  }

  /// Returns the value of a whole number, or null if it exceeds 64 bits.
  static func integer(_ bytes: UnsafeRawBufferPointer) -> Int64? {
    let isNegative = bytes.first == UInt8(ascii: "-")
    var value: Int64 = 0
    for byte in bytes.dropFirst(isNegative ? 1 : 0) {
      let digit = Int64(byte &- UInt8(ascii: "0"))
      let (shifted, isTooLarge) = value.multipliedReportingOverflow(by: 10)
      let (sum, isStillTooLarge) =
        isNegative
        ? shifted.subtractingReportingOverflow(digit) : shifted.addingReportingOverflow(digit)
      if isTooLarge || isStillTooLarge { return nil }
      value = sum
    }
    return value
  }

  /// Returns the nearest Double, infinite beyond the largest.
  static func real(_ bytes: UnsafeRawBufferPointer) -> Double {
    Double(String(decoding: bytes, as: UTF8.self)) ?? .infinity
  }
}
