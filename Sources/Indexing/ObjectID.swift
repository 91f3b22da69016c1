/// The name of a git object: the 20 bytes of its SHA-1 or the 32 bytes of its SHA-256.
///
/// Ids order by their bytes, as git orders them.
public struct ObjectID: Hashable, Sendable, Comparable {
  // The bytes, big-endian and padded with zeros, so that the words compare as the bytes do and an
  // id needs no allocation.
  private var words: (UInt64, UInt64, UInt64, UInt64)

  /// The number of bytes: 20 or 32.
  public let count: Int

  /// Returns the id that has the given 20 or 32 bytes, or null for another number of bytes.
  ///
  /// Inlinable, so that slices of arrays become pointers in the caller's module: without that each
  /// byte costs several calls.
  @inlinable
  public init?(bytes: some Collection<UInt8>) {
    let id =
      bytes.withContiguousStorageIfAvailable { ObjectID(bytes: UnsafeRawBufferPointer($0)) }
      ?? Array(bytes).withUnsafeBytes { ObjectID(bytes: $0) }
    guard let id else { return nil }
    self = id
  }

  /// Returns the id that has the given 20 or 32 bytes, or null for another number of bytes.
  public init?(bytes: UnsafeRawBufferPointer) {
    count = bytes.count
    let first = (Self.word(bytes, 0), Self.word(bytes, 8))
    switch bytes.count {
    case 20: words = (first.0, first.1, Self.halfWord(bytes, 16), 0)
    case 32: words = (first.0, first.1, Self.word(bytes, 16), Self.word(bytes, 24))
    default: return nil
    }
  }

  /// Returns the id that the 40 or 64 hexadecimal digits spell, or null if they spell none.
  @inlinable
  public init?(hex: some Collection<UInt8>) {
    let id =
      hex.withContiguousStorageIfAvailable { ObjectID(hex: UnsafeRawBufferPointer($0)) }
      ?? Array(hex).withUnsafeBytes { ObjectID(hex: $0) }
    guard let id else { return nil }
    self = id
  }

  /// Returns the id that the 40 or 64 hexadecimal digits spell, or null if they spell none.
  public init?(hex: String) {
    self.init(hex: hex.utf8)
  }

  /// Returns the id that the 40 or 64 hexadecimal digits spell, or null if they spell none.
  public init?(hex: UnsafeRawBufferPointer) {
    guard hex.count == 40 || hex.count == 64 else { return nil }
    count = hex.count / 2
    words = (0, 0, 0, 0)
    guard let first = Self.word(hex: hex, 0, 16), let second = Self.word(hex: hex, 16, 16) else {
      return nil
    }
    if count == 20 {
      guard let third = Self.word(hex: hex, 32, 8) else { return nil }
      words = (first, second, third << 32, 0)
    } else {
      guard let third = Self.word(hex: hex, 32, 16), let fourth = Self.word(hex: hex, 48, 16)
      else { return nil }
      words = (first, second, third, fourth)
    }
  }

  private static func word(_ bytes: UnsafeRawBufferPointer, _ offset: Int) -> UInt64 {
    guard bytes.count >= offset + 8 else { return 0 }
    return UInt64(bigEndian: bytes.loadUnaligned(fromByteOffset: offset, as: UInt64.self))
  }

  private static func halfWord(_ bytes: UnsafeRawBufferPointer, _ offset: Int) -> UInt64 {
    let half = bytes.loadUnaligned(fromByteOffset: offset, as: UInt32.self)
    return UInt64(UInt32(bigEndian: half)) << 32
  }

  /// Returns the number that 8 or 16 digits spell, or null if one is no digit.
  private static func word(
    hex: UnsafeRawBufferPointer, _ start: Int, _ count: Int
  ) -> UInt64? {
    guard let first = halfWord(hex: hex, start) else { return nil }
    if count == 8 { return first }
    guard let second = halfWord(hex: hex, start &+ 8) else { return nil }
    return first &<< 32 | second
  }

  /// Returns the number that eight digits spell, or null if one is no digit.
  ///
  /// All eight at once, without branches: which digits are letters is unpredictable.
  private static func halfWord(hex: UnsafeRawBufferPointer, _ start: Int) -> UInt64? {
    let ones: UInt64 = 0x0101_0101_0101_0101
    let upperBits = ones &* 0x80
    let bytes = UInt64(
      littleEndian: hex.loadUnaligned(fromByteOffset: start, as: UInt64.self))
    // A sum sets the upper bit of each byte that is not below a limit: no sum of ASCII carries.
    let ascii = bytes & (ones &* 0x7F)
    let digits = (ascii &+ ones &* (0x80 - 0x30)) & ~(ascii &+ ones &* (0x80 - 0x3A))
    let lowerCase = ascii | ones &* 0x20
    let letters =
      (lowerCase &+ ones &* (0x80 - 0x61)) & ~(lowerCase &+ ones &* (0x80 - 0x67)) & upperBits
    guard (digits | letters) & ~bytes & upperBits == upperBits else { return nil }
    let values = (bytes & (ones &* 0x0F)) &+ (letters &>> 7) &* 9
    var number = values.byteSwapped
    number = (number | number &>> 4) & 0x00FF_00FF_00FF_00FF
    number = (number | number &>> 8) & 0x0000_FFFF_0000_FFFF
    return (number | number &>> 16) & 0xFFFF_FFFF
  }

  /// The 20 or 32 bytes.
  public var bytes: [UInt8] {
    var result: [UInt8] = []
    result.reserveCapacity(count)
    append(to: &result)
    return result
  }

  /// Whether all bytes are zero: git's way to write that there is no object.
  public var isZero: Bool {
    words == (0, 0, 0, 0)
  }

  /// Appends the 20 or 32 bytes to `target`.
  public func append(to target: inout [UInt8]) {
    let bigEndian = (
      words.0.bigEndian, words.1.bigEndian, words.2.bigEndian, words.3.bigEndian
    )
    withUnsafeBytes(of: bigEndian) { target.append(contentsOf: $0[..<count]) }
  }

  /// Appends the hexadecimal digits, in lower case, to `target`.
  public func appendHex(to target: inout [UInt8]) {
    for position in 0..<count {
      let byte = byte(at: position)
      target.append(Self.hexDigit(byte >> 4))
      target.append(Self.hexDigit(byte & 15))
    }
  }

  private func byte(at position: Int) -> UInt8 {
    let word =
      switch position >> 3 {
      case 0: words.0
      case 1: words.1
      case 2: words.2
      default: words.3
      }
    return UInt8(truncatingIfNeeded: word >> UInt64(56 - 8 * (position & 7)))
  }

  private static func hexDigit(_ value: UInt8) -> UInt8 {
    value < 10 ? UInt8(ascii: "0") + value : UInt8(ascii: "a") + value - 10
  }

  /// Returns the value of one hexadecimal digit in either case, or null for another byte.
  public static func value(ofHexDigit digit: UInt8) -> UInt8? {
    switch digit {
    case UInt8(ascii: "0")...UInt8(ascii: "9"): digit - UInt8(ascii: "0")
    case UInt8(ascii: "a")...UInt8(ascii: "f"): digit - UInt8(ascii: "a") + 10
    case UInt8(ascii: "A")...UInt8(ascii: "F"): digit - UInt8(ascii: "A") + 10
    default: nil
    }
  }

  public static func == (left: Self, right: Self) -> Bool {
    left.count == right.count && left.words == right.words
  }

  public static func < (left: Self, right: Self) -> Bool {
    left.words == right.words ? left.count < right.count : left.words < right.words
  }

  public func hash(into hasher: inout Hasher) {
    // All of it: digests that someone announces can have any first half.
    hasher.combine(words.0)
    hasher.combine(words.1)
    hasher.combine(words.2)
    hasher.combine(words.3)
  }
}

extension ObjectID: CustomStringConvertible {
  /// The hexadecimal digits in lower case.
  public var description: String {
    var digits: [UInt8] = []
    appendHex(to: &digits)
    return String(decoding: digits, as: UTF8.self)
  }
}

/// The hash that names a repository's objects.
public enum ObjectFormat: String, Sendable, Hashable {
  case sha1
  case sha256

  /// The number of bytes in an id.
  public var idLength: Int {
    switch self {
    case .sha1: 20
    case .sha256: 32
    }
  }
}

/// The type of a git object.
public enum ObjectKind: String, Sendable, Hashable {
  case commit
  case tree
  case blob
  case tag
}
