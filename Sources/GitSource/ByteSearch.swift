#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// Returns where `byte` first stands in the given range, or null.
func firstIndex(of byte: UInt8, in bytes: [UInt8], _ range: Range<Int>) -> Int? {
  bytes.withUnsafeBytes { bytes -> Int? in
    firstIndex(of: byte, in: bytes, range)
  }
}

/// Returns where `byte` first stands in the given range, or null.
func firstIndex(of byte: UInt8, in bytes: UnsafeRawBufferPointer, _ range: Range<Int>) -> Int? {
  precondition(range.upperBound <= bytes.count)
  guard !range.isEmpty, let base = bytes.baseAddress,
    let found = memchr(base + range.lowerBound, Int32(byte), range.count)
  else { return nil }
  return UnsafeRawPointer(found) - base
}
