/// The bytes of one version, borrowed while it is read.
typealias VersionBytes = UnsafeBufferPointer<UInt8>

/// Growing storage that order keys are written to, one after the other, without an allocation for
/// each.
///
/// The layout of the keys is described at `VersionKey`.
struct KeyBuffer: ~Copyable {
  private var base: UnsafeMutablePointer<UInt8>
  private var capacity: Int
  private(set) var count = 0

  init(capacity: Int = 64) {
    self.capacity = max(capacity, 16)
    base = .allocate(capacity: self.capacity)
  }

  deinit { base.deallocate() }

  /// The bytes that are written; valid until the next change.
  var bytes: UnsafeRawBufferPointer { UnsafeRawBufferPointer(start: base, count: count) }

  @inline(__always)
  mutating func append(_ byte: UInt8) {
    if count == capacity { grow(by: 1) }
    base[count] = byte
    count &+= 1
  }

  mutating func append(_ text: VersionBytes, _ range: Range<Int>) {
    if capacity - count < range.count { grow(by: range.count) }
    for i in range {
      base[count] = text[i]
      count &+= 1
    }
  }

  /// Appends a number from its decimal digits; no digits are zero.
  mutating func append(number digits: Range<Int>, of text: VersionBytes) {
    var start = digits.lowerBound
    while start < digits.upperBound, text[start] == ASCII.zero { start &+= 1 }
    let length = digits.upperBound - start
    if length < VersionKey.Mark.longNumber {
      append(UInt8(truncatingIfNeeded: length))
    } else {
      append(VersionKey.Mark.longNumber)
      let bits = UInt32(length)
      for shift in [24, 16, 8, 0] as [UInt32] { append(UInt8(truncatingIfNeeded: bits >> shift)) }
    }
    append(text, start..<digits.upperBound)
  }

  /// Drops what was written beyond a count.
  mutating func truncate(to count: Int) { self.count = count }

  private mutating func grow(by more: Int) {
    capacity = max(capacity * 2, count + more)
    let larger = UnsafeMutablePointer<UInt8>.allocate(capacity: capacity)
    larger.update(from: base, count: count)
    base.deallocate()
    base = larger
  }
}

extension UnsafeBufferPointer where Element == UInt8 {
  /// The byte at an index, or 0 at the end; no scheme allows a zero byte.
  @inline(__always)
  func at(_ i: Int) -> UInt8 { i < count ? self[i] : 0 }

  /// Where the run of digits from an index ends.
  @inline(__always)
  func endOfDigits(_ start: Int) -> Int {
    var i = start
    while i < count, self[i].isDigit { i &+= 1 }
    return i
  }

  /// Where the run of letters from an index ends.
  func endOfLetters(_ start: Int) -> Int {
    var i = start
    while i < count, self[i].isLetter { i &+= 1 }
    return i
  }

  func areDigits(_ range: Range<Int>) -> Bool {
    !range.isEmpty && range.allSatisfy { self[$0].isDigit }
  }

  /// Whether the digits are all zero; also true for none.
  func isZero(_ range: Range<Int>) -> Bool { range.allSatisfy { self[$0] == ASCII.zero } }

  /// Whether an ASCII word in lower case stands at an index, in any case.
  func hasWord(_ word: StaticString, at start: Int) -> Bool {
    let length = word.utf8CodeUnitCount
    guard count - start >= length else { return false }
    return word.withUTF8Buffer { word in
      for i in 0..<length where self[start + i].lowercased != word[i] { return false }
      return true
    }
  }
}
