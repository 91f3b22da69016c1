/// The form of times in tables: as many decimals in each as in the most exact one of the column.
enum TimeForm {
  /// The bytes of `2025-03-17T17:17:29Z`.
  static let whole = 20

  /// Returns a time with zeros up to a number of decimals; nil if it needs none, or is no time.
  static func padded(_ text: UnsafeRawBufferPointer, decimals: Int) -> [UInt8]? {
    let hasDecimals = text.count > whole && text[19] == UInt8(ascii: ".")
    let missing = decimals - (hasDecimals ? text.count - whole - 1 : 0)
    guard text.count == whole || hasDecimals, text[text.count - 1] == UInt8(ascii: "Z"),
      text[10] == UInt8(ascii: "T"), missing > 0
    else { return nil }
    var time = Array(text.dropLast())
    if !hasDecimals { time.append(UInt8(ascii: ".")) }
    time += repeatElement(UInt8(ascii: "0"), count: missing)
    time.append(UInt8(ascii: "Z"))
    return time
  }
}
