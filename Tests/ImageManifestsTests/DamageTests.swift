import ImageManifests
import Indexing
import TestSupport
import Testing

@Suite("Damaged manifests, configs and statements")
struct DamageTests {
  @Test("Damaged bytes are read under their own digest or refused", arguments: 0..<4)
  func damage(part: UInt64) throws {
    var images = ImageBuilder()
    let image = images.image(
      labels: ["a": "ä\u{1}", "b": ""], annotations: ["note": "n"],
      extra: ["subject": ["digest": "sha256:00", "size": 1e10]])
    let attestation = images.attestation(
      of: image,
      statements: [["predicateType": "https://slsa.dev/provenance/v1", "predicate": ["x": [1]]]])
    _ = images.index([image, attestation], annotations: ["note": "n"])
    var refused = 0
    var read = 0
    for (digest, bytes) in images.blobs.sorted(by: { $0.key < $1.key }) {
      for seed in (part * 300)..<(part * 300 + 300) {
        let bytes = damagedCopy(of: bytes, seed: seed)
        do {
          let document = try ManifestDocument(bytes: bytes, contentType: nil)
          _ = document.manifest(config: nil, origins: [])
          #expect(document.digest == Digest(sha256: bytes), "\(digest) \(seed)")
          read += 1
        } catch {
          #expect([.malformed, .contradictory].contains(error.code), "\(digest) \(seed)")
          refused += 1
        }
        _ = try? ImageConfig(bytes: bytes)
        _ = BuildStatement.origins(bytes: bytes)
      }
    }
    #expect(refused > 100)
    #expect(read > 100)
  }
}
