/// What the subject of a commit says of the pull or merge request that it came in by.
///
/// Reads the forms in which hosts write subjects of commits that they make: ` (#12)` or ` (!12)` at the
/// end, which a copy made through another request repeats (`Fix it (#12) (#15)`), and
/// `Merge pull request #12 from …`. It reads bytes in place, since every commit is asked.
package struct RequestSubject: Equatable, Sendable {
  /// The number of the request that brought the commit: the last one.
  package let number: UInt32
  /// Where the first of the numbers at the end of the subject ends.
  ///
  /// So many bytes are the subject that the commit had before it was copied. Null for a merge, whose
  /// subject says nothing of what it brings.
  package let originalCount: Int?

  package init(number: UInt32, originalCount: Int?) {
    self.number = number
    self.originalCount = originalCount
  }

  /// Reads a subject; null if it names no request.
  package init?(_ subject: UnsafeRawBufferPointer) {
    var end = subject.count
    while end > 0, subject[end - 1].isBlank { end -= 1 }
    if let last = Self.suffix(subject, endingAt: end) {
      var original = end
      var start = last.start
      while let earlier = Self.suffix(subject, endingAt: start) {
        original = start
        start = earlier.start
      }
      self.init(number: last.number, originalCount: original)
      return
    }
    guard let number = Self.mergedNumber(subject) else { return nil }
    self.init(number: number, originalCount: nil)
  }

  /// Reads ` (#12)` that ends before an index.
  private static func suffix(
    _ subject: UnsafeRawBufferPointer, endingAt end: Int
  ) -> (number: UInt32, start: Int)? {
    guard end >= 5, subject[end - 1] == UInt8(ascii: ")") else { return nil }
    var start = end - 1
    while start > 0, subject[start - 1].isDigit { start -= 1 }
    guard start >= 3,
      subject[start - 1] == UInt8(ascii: "#") || subject[start - 1] == UInt8(ascii: "!"),
      subject[start - 2] == UInt8(ascii: "("), subject[start - 3] == UInt8(ascii: " "),
      let number = number(subject, start..<end - 1)
    else { return nil }
    return (number, start - 3)
  }

  private static func mergedNumber(_ subject: UnsafeRawBufferPointer) -> UInt32? {
    let prefix: StaticString = "Merge pull request #"
    guard subject.count > prefix.utf8CodeUnitCount, subject[0] == prefix.utf8Start[0],
      (0..<prefix.utf8CodeUnitCount).allSatisfy({ subject[$0] == prefix.utf8Start[$0] })
    else { return nil }
    var end = prefix.utf8CodeUnitCount
    while end < subject.count, subject[end].isDigit { end += 1 }
    guard end == subject.count || subject[end].isBlank else { return nil }
    return number(subject, prefix.utf8CodeUnitCount..<end)
  }

  /// Returns a number above 0 in decimal digits; null if it is too large.
  private static func number(_ text: UnsafeRawBufferPointer, _ digits: Range<Int>) -> UInt32? {
    guard (1...9).contains(digits.count) else { return nil }
    let number = digits.reduce(UInt32(0)) { $0 * 10 + UInt32(text[$1] - 0x30) }
    return number > 0 ? number : nil
  }
}
