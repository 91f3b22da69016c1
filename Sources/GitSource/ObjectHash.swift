import Crypto
import Indexing

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// Computes the id that an object's bytes have, to compare it with the id it is stored under.
///
/// SHA-1 is what git uses, and only tells damage and confusion, not a deliberate collision.
struct ObjectHash {
  let format: ObjectFormat

  /// Returns whether `id` (20 or 32 bytes) is the hash of the object.
  func matches(
    _ id: UnsafeRawBufferPointer, kind: StaticString, content: UnsafeRawBufferPointer
  ) -> Bool {
    switch format {
    case .sha1: matches(id, kind: kind, content: content, by: Insecure.SHA1())
    case .sha256: matches(id, kind: kind, content: content, by: SHA256())
    }
  }

  /// Returns whether `id` is the hash of the object.
  func matches(_ id: ObjectID, kind: StaticString, content: UnsafeRawBufferPointer) -> Bool {
    id.count == format.idLength
      && id.bytes.withUnsafeBytes { matches($0, kind: kind, content: content) }
  }

  @inline(__always)
  private func matches<Hash: HashFunction>(
    _ id: UnsafeRawBufferPointer, kind: StaticString, content: UnsafeRawBufferPointer,
    by start: Hash
  ) -> Bool {
    var hash = start
    withUnsafeTemporaryAllocation(byteCount: 32, alignment: 1) { header in
      let end = writeHeader(kind, size: content.count, to: header)
      hash.update(bufferPointer: UnsafeRawBufferPointer(rebasing: header[..<end]))
    }
    hash.update(bufferPointer: content)
    return hash.finalize().withUnsafeBytes { digest in
      digest.count == id.count && digest.elementsEqual(id)
    }
  }

  /// Writes `commit 123` and a zero byte; returns how many bytes that are.
  private func writeHeader(
    _ kind: StaticString, size: Int, to target: UnsafeMutableRawBufferPointer
  ) -> Int {
    var end = kind.utf8CodeUnitCount
    target.baseAddress?.copyMemory(from: kind.utf8Start, byteCount: end)
    target[end] = UInt8(ascii: " ")
    end += 1
    var digits = 1
    var rest = size
    while rest >= 10 {
      rest /= 10
      digits += 1
    }
    rest = size
    for position in stride(from: end + digits - 1, through: end, by: -1) {
      target[position] = UInt8(ascii: "0") + UInt8(rest % 10)
      rest /= 10
    }
    target[end + digits] = 0
    return end + digits + 1
  }
}
