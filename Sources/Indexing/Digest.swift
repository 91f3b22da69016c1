/// The SHA-256 digest that names a manifest, an index or another blob of an image repository.
///
/// Digests order by their bytes. Registries may use other algorithms, too; such names are no
/// digests here.
public struct Digest: Hashable, Sendable, Comparable {
  private let id: ObjectID

  /// Returns the digest that has the given 32 bytes, or null for another number of bytes.
  public init?(bytes: some Collection<UInt8>) {
    guard bytes.count == 32, let id = ObjectID(bytes: bytes) else { return nil }
    self.id = id
  }

  /// Returns the digest that 64 hexadecimal digits spell, or null if they spell none.
  public init?(hex: some Collection<UInt8>) {
    guard hex.count == 64, let id = ObjectID(hex: hex) else { return nil }
    self.id = id
  }

  /// Returns the digest that `sha256:` and 64 lower-case hexadecimal digits spell, or null.
  ///
  /// Upper-case digits are refused: a registry would not take them. Inlinable, so that slices of
  /// arrays become pointers in the caller's module.
  @inlinable
  public init?(_ text: some Collection<UInt8>) {
    let digest =
      text.withContiguousStorageIfAvailable { Digest(UnsafeRawBufferPointer($0)) }
      ?? Array(text).withUnsafeBytes { Digest($0) }
    guard let digest else { return nil }
    self = digest
  }

  /// Returns the digest that `sha256:` and 64 lower-case hexadecimal digits spell, or null.
  public init?(_ text: UnsafeRawBufferPointer) {
    let prefix: StaticString = "sha256:"
    guard text.count == 71 else { return nil }
    for offset in 0..<prefix.utf8CodeUnitCount {
      guard text[offset] == prefix.utf8Start[offset] else { return nil }
    }
    var hasUpperCase = false
    for offset in prefix.utf8CodeUnitCount..<text.count {
      hasUpperCase = hasUpperCase || text[offset] &- UInt8(ascii: "A") < 6
    }
    guard !hasUpperCase,
      let id = ObjectID(hex: UnsafeRawBufferPointer(rebasing: text[prefix.utf8CodeUnitCount...]))
    else { return nil }
    self.id = id
  }

  /// Returns the digest that a text spells, or null.
  public init?(_ text: String) {
    self.init(text.utf8)
  }

  /// The 32 bytes.
  public var bytes: [UInt8] { id.bytes }

  /// Appends the 32 bytes.
  public func append(to bytes: inout [UInt8]) { id.append(to: &bytes) }

  public static func < (left: Self, right: Self) -> Bool { left.id < right.id }
}

extension Digest: CustomStringConvertible {
  /// `sha256:` and 64 lower-case hexadecimal digits.
  public var description: String { "sha256:\(id)" }
}
