import Foundation
import HTTPTestSupport
import Indexing
import NIOCore
import NIOHTTP1
import Synchronization
import TestSupport

@testable import RegistrySource

/// An image repository as a sound registry serves it.
struct FakeRepository: Sendable {
  static let path = "acme/shop"

  var images = ImageBuilder()
  /// The tags in the order of the list.
  var tags: [(name: String, digest: Digest)] = []

  /// Makes an image for each tag, with the tag as its label `version`.
  init(_ names: String...) {
    for name in names { add(name) }
  }

  /// Adds a tag on an image of its own.
  @discardableResult
  mutating func add(_ name: String) -> ImageBuilder.Entry {
    let entry = images.image(labels: ["version": name], content: name)
    tags.append((name, entry.digest))
    return entry
  }

  /// The digest of a tag.
  subscript(_ name: String) -> Digest? {
    tags.first { $0.name == name }?.digest
  }

  /// What would be recorded after a look.
  var known: KnownImages {
    var known = KnownImages()
    for (name, digest) in tags { known.tags[Array(name.utf8)] = digest }
    known.manifests = Set(tags.map(\.digest))
    return known
  }

  /// Answers as docker-registry does.
  func reply(_ request: FakeRequest) -> FakeReply {
    let base = "/v2/\(Self.path)/"
    guard request.path.hasPrefix(base) else { return Self.unknown("NAME_UNKNOWN") }
    let rest = request.path.dropFirst(base.count)
    if rest == "tags/list" { return .json(list(tags.map(\.name))) }
    let parts = rest.split(separator: "/", maxSplits: 1).map(String.init)
    guard parts.count == 2, ["manifests", "blobs"].contains(parts[0]) else {
      return .status(404, [("Content-Type", "text/plain")], body: Array("not found".utf8))
    }
    guard let digest = Digest(parts[1]) ?? self[parts[1]], let bytes = images.blobs[digest] else {
      return Self.unknown("MANIFEST_UNKNOWN")
    }
    guard parts[0] == "manifests" else { return .status(200, body: bytes) }
    let mediaType = Self.mediaType(bytes)
    guard request.fields.first(name: "Accept")?.contains(mediaType) == true else {
      return Self.unknown("MANIFEST_UNKNOWN")
    }
    return .status(
      200, [("Content-Type", mediaType), ("Docker-Content-Digest", digest.description)],
      body: bytes)
  }

  private func list(_ names: [String]) -> String {
    let quoted = names.map { "\"\($0)\"" }.joined(separator: ",")
    return "{\"name\":\"\(Self.path)\",\"tags\":[\(quoted)]}"
  }

  static func unknown(_ code: String) -> FakeReply {
    .json("{\"errors\":[{\"code\":\"\(code)\",\"message\":\"unknown\"}]}", status: 404)
  }

  private static func mediaType(_ bytes: [UInt8]) -> String {
    let object = try? JSONSerialization.jsonObject(with: Data(bytes)) as? [String: Any]
    return object?["mediaType"] as? String ?? ""
  }
}

/// Keeps for how long a look would have waited, and does not wait.
final class Waits: Sendable {
  private let log = Mutex<[Duration]>([])

  var all: [Duration] { log.withLock { $0 } }

  func add(_ duration: Duration) {
    log.withLock { $0.append(duration) }
  }
}

/// How far a look's own clock is ahead, which a server may change.
final class Lateness: Sendable {
  private let seconds = Atomic(0)

  var duration: Duration { .seconds(seconds.load(ordering: .sequentiallyConsistent)) }

  func set(seconds: Int) {
    self.seconds.store(seconds, ordering: .sequentiallyConsistent)
  }
}

/// A fixed time for looks.
let lookTime: Int64 = 1_700_000_000_000_000

extension FakeServer {
  /// The name of the repository on this server.
  var reference: RepositoryReference {
    get throws { try RepositoryReference("\(host)/\(FakeRepository.path)") }
  }

  /// Looks at the repository on this server.
  ///
  /// - Parameters:
  ///   - lateness: how far the look's clock is ahead.
  ///   - outside: the ports of this machine that count as lying in the world outside.
  ///   - configure: changes the options, which name this server as one without TLS.
  func look(
    known: KnownImages = KnownImages(), waits: Waits = Waits(),
    lateness: Lateness = Lateness(),
    outside: Set<Int> = [], configure: (inout RegistryOptions) -> Void = { _ in }
  ) async throws -> ImageLook {
    var options = RegistryOptions(insecureHosts: [host], concurrency: 4, limits: .patient)
    configure(&options)
    let client = RegistryClient(
      options: options, classify: { outside.contains($0.port ?? 0) ? .public : .loopback },
      replaced: .init(
        sleep: { waits.add($0) }, instant: { .now + lateness.duration }))
    return try await client.look(reference, known: known, now: { lookTime })
  }
}

extension RegistryLimits {
  /// The limits for servers that answer at once: a test that waits for its turn between others must
  /// not run into them.
  static var patient: RegistryLimits {
    var limits = RegistryLimits()
    limits.connectTime = .seconds(3_600)
    limits.idleTime = .seconds(3_600)
    limits.requestTime = .seconds(3_600)
    return limits
  }
}

extension ImageLook {
  /// The digests by the names of their tags.
  var digests: [String: Digest] {
    Dictionary(
      uniqueKeysWithValues: tags.map { (String(decoding: $0.key, as: UTF8.self), $0.value) })
  }

  var unresolvedNames: Set<String> { Set(unresolved.map { String(decoding: $0, as: UTF8.self) }) }
  var absentNames: Set<String> { Set(absent.map { String(decoding: $0, as: UTF8.self) }) }
  var messages: [String] { problems.map(\.message) }
}
