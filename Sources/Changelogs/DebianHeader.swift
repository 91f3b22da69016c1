/// The first line of an entry of a Debian changelog: `shop (1.2-1) unstable; urgency=medium`.
struct DebianHeader {
  var package: ArraySlice<UInt8>
  var version: ArraySlice<UInt8>
  var distributions: [ArraySlice<UInt8>]
  /// What stands behind the semicolon, as written.
  var metadata: ArraySlice<UInt8>

  /// Reads a line; null if it is no such header.
  init?(_ line: ArraySlice<UInt8>) {
    guard let first = line.first, first.isLetterOrDigit else { return nil }
    package = line.prefix { $0.isLetterOrDigit || $0.isOne(of: "+-.") }
    let rest = line[package.endIndex...].drop { $0 == .space || $0 == 0x09 }
    guard package.count >= 2, rest.startIndex > package.endIndex,
      rest.first == UInt8(ascii: "("), let close = rest.firstIndex(of: UInt8(ascii: ")"))
    else { return nil }
    version = rest[(rest.startIndex + 1)..<close].trimmed
    let tail = rest[(close + 1)...]
    guard !version.isEmpty, !version.contains(where: \.isBlank), version.contains(where: \.isDigit),
      let semicolon = tail.firstIndex(of: UInt8(ascii: ";"))
    else { return nil }
    distributions = tail[..<semicolon].words
    guard !distributions.isEmpty,
      distributions.allSatisfy({ $0.allSatisfy { $0.isLetterOrDigit || $0.isOne(of: "+-._/") } })
    else { return nil }
    metadata = tail[(semicolon + 1)...].trimmed
  }

  static func matches(_ line: ArraySlice<UInt8>) -> Bool { DebianHeader(line) != nil }
}
