/// The line feeds in a run of bytes.
struct LineFeeds {
  private(set) var count = 0
  /// The offset of the last one.
  private(set) var last: Int?

  /// Finds them: most announcements have none, which is told 32 bytes at a time.
  init(in bytes: UnsafeRawBufferPointer) {
    var position = 0
    while position < bytes.count {
      if position &+ 32 <= bytes.count {
        let marks =
          Self.marks(bytes, position) | Self.marks(bytes, position &+ 8)
          | Self.marks(bytes, position &+ 16) | Self.marks(bytes, position &+ 24)
        if marks == 0 {
          position &+= 32
          continue
        }
      }
      let end = min(position &+ 32, bytes.count)
      while position < end {
        if bytes[position] == UInt8(ascii: "\n") {
          count &+= 1
          last = position
        }
        position &+= 1
      }
    }
  }

  /// Returns 0 if none of the eight bytes at an offset is a line feed.
  @inline(__always)
  private static func marks(_ bytes: UnsafeRawBufferPointer, _ offset: Int) -> UInt64 {
    let ones: UInt64 = 0x0101_0101_0101_0101
    let word = bytes.loadUnaligned(fromByteOffset: offset, as: UInt64.self) ^ (ones &* 0x0A)
    return (word &- ones) & ~word & (ones &* 0x80)
  }
}
