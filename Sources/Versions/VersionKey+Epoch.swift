// A project that begins its numbers anew can declare an epoch for what comes after: its keys are
// `08 number(epoch) key`, which order after all keys without one.

extension VersionKey {
  static let epochMark: UInt8 = 0x08

  /// Returns the key of the same version in a declared epoch; 0 is none.
  public func inEpoch(_ epoch: Int) -> VersionKey {
    epoch > 0 ? VersionKey(bytes: Self.epochPrefix(epoch) + bytes) : self
  }

  /// Returns the bounds of all keys of a scheme in an epoch: `lower <= key < upper`.
  public static func bounds(
    of scheme: VersionScheme, epoch: Int = 0
  ) -> (
    lower: VersionKey, upper: VersionKey
  ) {
    let prefix = epoch > 0 ? epochPrefix(epoch) : []
    return (
      VersionKey(bytes: prefix + [scheme.family.rawValue]),
      VersionKey(bytes: prefix + [scheme.family.rawValue + 1])
    )
  }

  /// Calls `body` with the key without its epoch, which takes so many bytes at the start.
  static func withoutEpoch<Result>(
    _ bytes: UnsafeRawBufferPointer, _ body: (UnsafeRawBufferPointer, Int) -> Result
  ) -> Result {
    guard bytes.count > 1, bytes[0] == epochMark else { return body(bytes, 0) }
    let length = min(bytes.count, 2 + Int(bytes[1]))
    return body(UnsafeRawBufferPointer(rebasing: bytes[length...]), length)
  }

  private static func epochPrefix(_ epoch: Int) -> [UInt8] {
    let digits = Array(String(epoch).utf8)
    return [epochMark, UInt8(digits.count)] + digits
  }
}
