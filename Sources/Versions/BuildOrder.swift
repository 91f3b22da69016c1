/// The order of build metadata among versions of equal precedence.
///
/// Semantic Versioning leaves it open. Here identifiers between dots compare one after the other:
/// numbers by value and before words, words by bytes, a shorter list before a longer one. Metadata
/// that still tie, as `007` and `7`, are equal.
enum BuildOrder {
  static func compare<Bytes: RandomAccessCollection<UInt8>>(_ a: Bytes, _ b: Bytes) -> Precedence
  where Bytes.SubSequence: RandomAccessCollection {
    var (a, b) = (a[...], b[...])
    while !a.isEmpty, !b.isEmpty {
      let (x, y) = (take(&a), take(&b))
      let order = compareIdentifiers(x, y)
      if order != .equal { return order }
    }
    return a.isEmpty ? (b.isEmpty ? .equal : .lower) : .higher
  }

  private static func take<Bytes: RandomAccessCollection<UInt8>>(_ rest: inout Bytes) -> Bytes
  where Bytes.SubSequence == Bytes {
    let identifier = rest.prefix { $0 != ASCII.dot }
    rest = rest[identifier.endIndex...].dropFirst()
    return identifier
  }

  private static func compareIdentifiers<Bytes: RandomAccessCollection<UInt8>>(
    _ a: Bytes, _ b: Bytes
  ) -> Precedence {
    switch (a.isAllDigits, b.isAllDigits) {
    case (true, false): return .lower
    case (false, true): return .higher
    case (false, false): return compareBytes(a, b)
    case (true, true):
      let (x, y) = (a.significantDigits, b.significantDigits)
      if x.count != y.count { return x.count < y.count ? .lower : .higher }
      return compareBytes(x, y)
    }
  }

  private static func compareBytes(
    _ a: some Collection<UInt8>, _ b: some Collection<UInt8>
  ) -> Precedence {
    if a.elementsEqual(b) { return .equal }
    return a.lexicographicallyPrecedes(b) ? .lower : .higher
  }
}
