/// A Debian package version taken apart by deb-version(7).
///
///     version = [epoch ":"] upstream ["-" revision]
///
/// The epoch ends at the first colon, the revision begins after the last hyphen. The upstream
/// version begins with a digit and holds letters, digits and `. + - ~`, and colons if there is an
/// epoch; the revision the same without hyphens and colons.
struct DebianReader {
  typealias Mark = VersionKey.DebianMark

  private let text: VersionBytes
  private var epoch = 0..<0
  private let upstream: Range<Int>
  /// Empty without a revision.
  private let revision: Range<Int>

  init(_ text: VersionBytes) throws(VersionFault) {
    self.text = text
    var start = 0
    if let colon = text.firstIndex(of: UInt8(ascii: ":")) {
      guard text.areDigits(0..<colon) else {
        throw VersionFault(.invalidEpoch, .epoch, 0..<colon)
      }
      epoch = 0..<colon
      start = colon + 1
    }
    var end = text.count
    if let hyphen = text.lastIndex(of: ASCII.minus), hyphen >= start {
      if hyphen + 1 == text.count { throw VersionFault(.emptyRevision, .revision, at: text.count) }
      end = hyphen
      revision = hyphen + 1..<text.count
    } else {
      revision = text.count..<text.count
    }
    upstream = start..<end
    guard start < end, text[start].isDigit else {
      throw VersionFault(.emptyUpstream, .upstream, at: start)
    }
    for i in upstream where !Self.isAllowed(text[i]) && text[i] != ASCII.minus {
      if text[i] == UInt8(ascii: ":"), !epoch.isEmpty { continue }
      throw VersionFault(.forbiddenByte, .upstream, i..<i + 1)
    }
    for i in revision where !Self.isAllowed(text[i]) {
      throw VersionFault(.forbiddenByte, .revision, i..<i + 1)
    }
  }

  private static func isAllowed(_ byte: UInt8) -> Bool {
    byte.isDigit || byte.isLetter || byte == ASCII.dot || byte == ASCII.plus
      || byte == ASCII.tilde
  }

  /// Writes the order key; its layout is described at `VersionKey`.
  func writeKey(into key: inout KeyBuffer) {
    key.append(VersionKey.Mark.debianFamily)
    key.append(number: epoch, of: text)
    write(upstream, into: &key)
    write(revision, into: &key)
  }

  /// Writes the runs of a part: bytes that are no digits, then a number, in turn.
  private func write(_ part: Range<Int>, into key: inout KeyBuffer) {
    var i = part.lowerBound
    repeat {
      while i < part.upperBound, !text[i].isDigit {
        key.append(Mark.code(of: text[i]))
        i &+= 1
      }
      key.append(Mark.endOfRun)
      let start = i
      while i < part.upperBound, text[i].isDigit { i &+= 1 }
      key.append(number: start..<i, of: text)
    } while i < part.upperBound
    key.append(Mark.endOfRun)
  }
}
