/// The text of all messages of the module.
extension VersionError {
  init(_ fault: VersionFault, in bytes: VersionBytes) {
    code = Code(kind: fault.kind)
    text = String(decoding: bytes, as: UTF8.self)
    range = fault.range
    message = Self.message(fault, Self.written(bytes, fault.range), bytes)
  }

  private static func message(
    _ fault: VersionFault, _ written: String, _ bytes: VersionBytes
  ) -> String {
    let start = fault.range.lowerBound
    let part = name(fault.part)
    switch fault.kind {
    case .empty: return "the version is empty"
    case .missingV: return "\(stands(bytes, start)) where the v must stand"
    case .missingNumber: return "\(part) is missing: \(stands(bytes, start))"
    case .tooFewNumbers: return "\(part) is missing: the version ends at byte \(start)"
    case .tooManyNumbers: return "\(written) at byte \(start) follows the last number allowed"
    case .leadingZero: return "\(part) \(written) at byte \(start) has a leading zero"
    case .emptyIdentifier: return "\(part) has an empty identifier at byte \(start)"
    case .forbiddenByte:
      return "\(part) has \(written) at byte \(start), which is not allowed there"
    case .unreadText: return "\(written) at byte \(start) is no part of a version in this scheme"
    case .invalidEpoch:
      return written.isEmpty
        ? "the epoch before the colon is empty" : "the epoch \(written) is not a number"
    case .emptyUpstream: return "the upstream version is missing: \(stands(bytes, start))"
    case .emptyRevision: return "the revision after the hyphen at byte \(start - 1) is empty"
    case .invalidComparator: return "\(written) at byte \(start) is no comparator of versions"
    }
  }

  private static func name(_ part: VersionFault.Part) -> String {
    switch part {
    case .version: "the version"
    case .number(0): "the major number"
    case .number(1): "the minor number"
    case .number(2): "the patch number"
    case .number(let index): "number \(index + 1)"
    case .prerelease: "the prerelease"
    case .build: "the build metadata"
    case .epoch: "the epoch"
    case .release: "the release"
    case .local: "the local version"
    case .upstream: "the upstream version"
    case .revision: "the revision"
    case .comparator: "the comparator"
    }
  }

  private static func stands(_ bytes: VersionBytes, _ offset: Int) -> String {
    guard offset < bytes.count else { return "the version ends at byte \(offset)" }
    return "\(written(bytes, offset..<offset + 1)) stands at byte \(offset)"
  }

  /// The bytes as text: visible ASCII as it is, any other byte as `\xE9`.
  private static func written(_ bytes: VersionBytes, _ range: Range<Int>) -> String {
    if range.count == 1, bytes[range.lowerBound] == UInt8(ascii: " ") { return "a blank" }
    return range.map { i in
      let byte = bytes[i]
      if byte > 0x20, byte < 0x7F { return String(UnicodeScalar(byte)) }
      return "\\x" + (byte < 16 ? "0" : "") + String(byte, radix: 16, uppercase: true)
    }.joined()
  }
}
