internal import Crypto
public import Indexing

extension Indexing.Digest {
  /// Computes the digest that names a blob of exactly these bytes.
  public init(sha256 content: [UInt8]) {
    let hash = SHA256.hash(data: content)
    // A SHA-256 has 32 bytes, as many as this type takes.
    self = hash.withUnsafeBytes { Indexing.Digest(bytes: $0) }.unsafelyUnwrapped
  }
}
