/// What follows the numbers of a version that is made, not read.
enum VersionTail: Equatable {
  case release
  case prerelease([ArraySlice<UInt8>])
}

/// Writes order keys; the layout is described at `VersionKey`.
struct VersionKeyEncoder {
  private(set) var bytes: [UInt8]

  init() {
    bytes = []
    bytes.reserveCapacity(24)
    bytes.append(VersionKey.Mark.semanticFamily)
  }

  /// Writes the components: at least three, missing ones as zero, zeros at the end beyond the third
  /// left out.
  mutating func append(numbers: some RandomAccessCollection<ArraySlice<UInt8>>) {
    var significant = numbers.map(\.significantDigits)
    while significant.count > 3, significant.last?.isEmpty == true { significant.removeLast() }
    while significant.count < 3 { significant.append([]) }
    for (i, digits) in significant.enumerated() {
      if i >= 3 { bytes.append(VersionKey.Mark.component) }
      append(significantDigits: digits)
    }
  }

  mutating func append(tail: VersionTail) {
    switch tail {
    case .release:
      bytes.append(VersionKey.Mark.release)
    case .prerelease(let identifiers):
      for identifier in identifiers { append(identifier: identifier) }
      bytes.append(VersionKey.Mark.end)
    }
  }

  private mutating func append(identifier: ArraySlice<UInt8>) {
    if identifier.isAllDigits {
      bytes.append(VersionKey.Mark.numericIdentifier)
      append(significantDigits: identifier.significantDigits)
    } else {
      bytes.append(VersionKey.Mark.textIdentifier)
      bytes += identifier
      bytes.append(VersionKey.Mark.end)
    }
  }

  private mutating func append(significantDigits digits: ArraySlice<UInt8>) {
    if digits.count < VersionKey.Mark.longNumber {
      bytes.append(UInt8(digits.count))
    } else {
      bytes.append(VersionKey.Mark.longNumber)
      let length = UInt32(digits.count)
      for shift in [24, 16, 8, 0] as [UInt32] {
        bytes.append(UInt8(truncatingIfNeeded: length >> shift))
      }
    }
    bytes += digits
  }
}

extension VersionKey {
  /// Encodes the components and what follows them.
  init(numbers: some RandomAccessCollection<ArraySlice<UInt8>>, tail: VersionTail) {
    var encoder = VersionKeyEncoder()
    encoder.append(numbers: numbers)
    encoder.append(tail: tail)
    self.init(bytes: encoder.bytes)
  }
}
