extension ByteWriter {
  /// Appends bytes in base64 (RFC 4648, section 4) with padding.
  func appendBase64(_ bytes: UnsafeRawBufferPointer) {
    let alphabet: StaticString = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"
    let digits = alphabet.utf8Start
    var index = 0
    while index < bytes.count {
      let left = bytes.count &- index
      var group = UInt32(bytes[index]) << 16
      if left > 1 { group |= UInt32(bytes[index &+ 1]) << 8 }
      if left > 2 { group |= UInt32(bytes[index &+ 2]) }
      let place = reserve(4)
      for digit in 0..<4 {
        let value = Int(group >> UInt32(18 &- 6 &* digit) & 63)
        place[digit] = digit <= left ? digits[value] : UInt8(ascii: "=")
      }
      commit(4)
      index &+= 3
    }
  }
}
