/// The order key of a version: bytes whose order under `memcmp` is the precedence of versions.
///
/// Two versions have the same key exactly if they have the same precedence; build metadata takes no
/// part. The layout:
///
///     key        = 01 number number number tail
///     number     = length (1 byte), digits without leading zeros      below 254 digits
///                | FE, length (4 bytes, big endian), digits           otherwise
///     tail       = F0                                                 release
///                | identifier… 00                                     prerelease
///                | F4 letters 00                                      v1.0.0a, after its release
///                | F8 number tail                                     fourth component and beyond
///     identifier = 10 number                                          all digits
///                | 20 bytes 00                                        anything else
///
/// The first byte names a family of schemes; keys of different families are not comparable. No key
/// is a proper prefix of another, and FF never begins a component, so that all versions `1.2.*` are
/// the range from `01 number(1) number(2)` to the same bytes followed by FF.
public struct VersionKey: Hashable, Comparable, Sendable {
  /// The bytes of the key, as a database stores them.
  public let bytes: [UInt8]

  /// Creates a key from stored bytes, which are not checked.
  public init(bytes: [UInt8]) { self.bytes = bytes }

  /// Returns whether the first key orders before the second.
  public static func < (a: Self, b: Self) -> Bool { a.bytes.lexicographicallyPrecedes(b.bytes) }
}

extension VersionKey {
  /// The marks of the layout.
  enum Mark {
    static let semanticFamily: UInt8 = 0x01
    static let end: UInt8 = 0x00
    static let numericIdentifier: UInt8 = 0x10
    static let textIdentifier: UInt8 = 0x20
    static let release: UInt8 = 0xF0
    static let letters: UInt8 = 0xF4
    static let component: UInt8 = 0xF8
    static let longNumber: UInt8 = 0xFE
  }

  /// Whether the key is that of a prerelease.
  public var isPrerelease: Bool {
    bytes.withUnsafeBytes { buffer in
      var reader = VersionKeyReader(buffer)
      guard reader.skipToTail() != nil, let mark = reader.peek() else { return false }
      return mark == Mark.numericIdentifier || mark == Mark.textIdentifier
    }
  }

  /// Returns the decimal digits of a component (0 major, 1 minor, 2 patch, 3 and up the rest).
  ///
  /// The digits have no leading zeros; zero is `[0x30]`. The result is nil if the key has no such
  /// component or is malformed.
  public func number(_ index: Int) -> [UInt8]? {
    guard index >= 0 else { return nil }
    return bytes.withUnsafeBytes { buffer in
      var reader = VersionKeyReader(buffer)
      guard reader.next() == Mark.semanticFamily else { return nil }
      var i = 0
      while true {
        if i >= 3, reader.next() != Mark.component { return nil }
        guard let digits = reader.number() else { return nil }
        if i == index { return digits.isEmpty ? [ASCII.zero] : Array(digits) }
        i += 1
      }
    }
  }

  /// The identifiers of the prerelease joined by dots, without the leading hyphen; nil for others.
  ///
  /// For a strict semantic version it is the text that was written; `1.0.0.rc1` gives `rc.1`.
  public var prerelease: String? {
    bytes.withUnsafeBytes { buffer -> String? in
      var reader = VersionKeyReader(buffer)
      guard reader.skipToTail() != nil else { return nil }
      var text: [UInt8] = []
      while let mark = reader.next(), mark != Mark.end {
        if !text.isEmpty { text.append(ASCII.dot) }
        switch mark {
        case Mark.numericIdentifier:
          guard let digits = reader.number() else { return nil }
          if digits.isEmpty { text.append(ASCII.zero) } else { text += digits }
        case Mark.textIdentifier:
          guard let word = reader.terminated() else { return nil }
          text += word
        default:
          return nil
        }
      }
      return text.isEmpty ? nil : text.asciiText
    }
  }

  /// Returns the length of the key at the start of a buffer, or nil if there is none.
  ///
  /// It takes apart `key || text`: no key is a proper prefix of another.
  public static func length(in buffer: UnsafeRawBufferPointer) -> Int? {
    var reader = VersionKeyReader(buffer)
    guard reader.skipToTail() != nil else { return nil }
    switch reader.next() {
    case Mark.release: return reader.position
    case Mark.letters: return reader.terminated() == nil ? nil : reader.position
    case nil, Mark.end: return nil
    case .some(var mark):
      while mark != Mark.end {
        switch mark {
        case Mark.numericIdentifier: guard reader.number() != nil else { return nil }
        case Mark.textIdentifier: guard reader.terminated() != nil else { return nil }
        default: return nil
        }
        guard let following = reader.next() else { return nil }
        mark = following
      }
      return reader.position
    }
  }

  /// Returns the length of the key at the start of an array, or nil if there is none.
  public static func length(in bytes: [UInt8]) -> Int? {
    bytes.withUnsafeBytes { length(in: $0) }
  }
}

/// Reads the parts of a key one after the other; every step is nil past the end.
struct VersionKeyReader {
  private let buffer: UnsafeRawBufferPointer
  private(set) var position = 0

  init(_ buffer: UnsafeRawBufferPointer) { self.buffer = buffer }

  func peek() -> UInt8? { position < buffer.count ? buffer[position] : nil }

  mutating func next() -> UInt8? {
    guard position < buffer.count else { return nil }
    defer { position += 1 }
    return buffer[position]
  }

  /// The digits of a number, none for zero.
  mutating func number() -> Slice<UnsafeRawBufferPointer>? {
    guard let first = next() else { return nil }
    var length = Int(first)
    if first == VersionKey.Mark.longNumber {
      length = 0
      for _ in 0..<4 {
        guard let byte = next() else { return nil }
        length = length << 8 | Int(byte)
      }
    } else if first > VersionKey.Mark.longNumber {
      return nil
    }
    guard length <= buffer.count - position else { return nil }
    defer { position += length }
    return buffer[position..<position + length]
  }

  /// The bytes up to a zero byte, which is passed over.
  mutating func terminated() -> Slice<UnsafeRawBufferPointer>? {
    guard let end = buffer[position...].firstIndex(of: 0) else { return nil }
    defer { position = end + 1 }
    return buffer[position..<end]
  }

  /// Passes over the family, the three numbers and all further components.
  mutating func skipToTail() -> Void? {
    guard next() == VersionKey.Mark.semanticFamily else { return nil }
    for _ in 0..<3 { guard number() != nil else { return nil } }
    while peek() == VersionKey.Mark.component {
      position += 1
      guard number() != nil else { return nil }
    }
    return ()
  }
}
