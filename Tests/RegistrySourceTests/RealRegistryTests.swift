import Foundation
import Indexing
import RegistrySource
import Subprocess
import TestSupport
import Testing

/// A registry that runs as a program of its own: docker-registry, filled with skopeo.
///
/// Debian has both as packages of these names.
struct RealRegistry: Sendable {
  /// Whether the programs are installed.
  static let isInstalled = ["docker-registry", "skopeo"].allSatisfy { name in
    searchPath.split(separator: ":").contains {
      FileManager.default.isExecutableFile(atPath: "\($0)/\(name)")
    }
  }

  let host: String
  let folder: String

  /// Calls `body` with a registry that ends when it returns.
  static func with<Value: Sendable>(
    _ body: @escaping @Sendable (RealRegistry) async throws -> Value
  ) async throws -> Value {
    try await withTemporaryFolder { folder in
      try writeFile("\(folder)/config.yml", configuration(folder))
      let result = try await Subprocess.run(
        .name("docker-registry"), arguments: ["serve", "\(folder)/config.yml"],
        environment: .custom(["PATH": searchPath, "HOME": folder]),
        input: .none, output: .discarded, error: .sequence
      ) { execution in
        let (hosts, continuation) = AsyncStream<String>.makeStream()
        let errors = execution.standardError
        // The log is read to its end: a registry that cannot write it would stand still.
        async let log = read(errors, telling: continuation)
        var value: Value?
        do {
          defer { try? execution.send(signal: .kill) }
          for await host in hosts {
            value = try await body(RealRegistry(host: host, folder: folder))
            break
          }
        }
        let text = try await log
        guard let value else { throw NotStarted(description: text) }
        return value
      }
      return result.closureResult
    }
  }

  /// Reads the log, and tells where the registry listens.
  private static func read(
    _ errors: SubprocessOutputSequence, telling hosts: AsyncStream<String>.Continuation
  ) async throws -> String {
    defer { hosts.finish() }
    var log: [UInt8] = []
    var isKnown = false
    for try await buffer in errors {
      buffer.withUnsafeBytes { log.append(contentsOf: $0) }
      if !isKnown, let host = host(in: String(decoding: log, as: UTF8.self)) {
        hosts.yield(host)
        isKnown = true
      }
    }
    return String(decoding: log, as: UTF8.self)
  }

  struct NotStarted: Error, CustomStringConvertible {
    let description: String
  }

  private static func configuration(_ folder: String) -> String {
    """
    version: 0.1
    log: {level: info, accesslog: {disabled: true}}
    storage: {filesystem: {rootdirectory: \(folder)/storage}, delete: {enabled: true}}
    http: {addr: "127.0.0.1:0"}
    """
  }

  /// Returns where the registry says that it listens.
  private static func host(in log: String) -> String? {
    guard let start = log.firstRange(of: "listening on "),
      let line = log[start.upperBound...].split(separator: "\n", maxSplits: 1).first,
      log[start.upperBound...].contains("\n")
    else { return nil }
    let host = line.prefix { $0.isNumber || $0 == "." || $0 == ":" }
    return host.isEmpty ? nil : String(host)
  }

  /// Pushes images as they are, through a layout.
  func push(_ images: ImageBuilder, _ tags: [(String, ImageBuilder.Entry)]) async throws {
    let layout = "\(folder)/layout"
    try writeFile("\(layout)/oci-layout", "{\"imageLayoutVersion\":\"1.0.0\"}")
    for (digest, bytes) in images.blobs {
      try writeFile("\(layout)/blobs/sha256/\(digest.description.dropFirst(7))", bytes)
    }
    for (tag, entry) in tags {
      let index = try JSONSerialization.data(
        withJSONObject: ["schemaVersion": 2, "manifests": [entry.descriptor]])
      try writeFile("\(layout)/index.json", index)
      try await skopeo(
        "copy", "--all", "--preserve-digests", "--dest-tls-verify=false", "oci:\(layout)",
        "docker://\(host)/acme/shop:\(tag)")
    }
  }

  /// Deletes the manifest that a tag is on, with all its tags.
  func delete(_ tag: String) async throws {
    try await skopeo("delete", "--tls-verify=false", "docker://\(host)/acme/shop:\(tag)")
  }

  private func skopeo(_ arguments: String...) async throws {
    let result = try await runProgram(
      "skopeo", ["--insecure-policy"] + arguments,
      environment: ["PATH": searchPath, "HOME": folder, "TMPDIR": folder])
    try #require(result.exitCode == 0, "skopeo: \(result.errorText)")
  }

  func look(known: KnownImages = KnownImages()) async throws -> ImageLook {
    let client = RegistryClient(options: RegistryOptions(insecureHosts: [host], limits: .patient))
    return try await client.look(
      RepositoryReference("\(host)/acme/shop"), known: known, now: { lookTime })
  }
}

@Suite(
  "A registry that is in use",
  .enabled(if: RealRegistry.isInstalled, "docker-registry and skopeo are not installed"))
struct RealRegistryTests {
  @Test("Pushed, moved and deleted tags are seen as such")
  func life() async throws {
    try await RealRegistry.with { registry in
      var images = ImageBuilder()
      let first = images.image(labels: ["version": "1.0"], content: "one")
      let second = images.image(labels: ["version": "1.1"], content: "two")
      let arm = images.image(
        labels: ["version": "1.1"], platform: "linux/arm64", content: "three")
      let index = images.index([second, arm])
      try await registry.push(images, [("1.0", first), ("latest", first), ("1.1", index)])
      var look = try await registry.look()
      #expect(look.isComplete && look.problems.isEmpty)
      #expect(
        look.digests == ["1.0": first.digest, "latest": first.digest, "1.1": index.digest])
      let digests = [first, second, arm, index].map(\.digest)
      #expect(Set(look.manifests.map(\.digest)) == Set(digests))
      #expect(look.manifests.allSatisfy { $0.labels["version"] != nil })

      var known = KnownImages(tags: look.tags, manifests: Set(look.manifests.map(\.digest)))
      try await registry.push(images, [("latest", index)])
      look = try await registry.look(known: known)
      #expect(look.isComplete && look.problems.isEmpty && look.manifests.isEmpty)
      #expect(look.digests["latest"] == index.digest)

      known.tags = look.tags
      try await registry.delete("1.0")
      look = try await registry.look(known: known)
      #expect(look.isComplete && look.problems.isEmpty)
      #expect(look.absentNames == ["1.0"])
      #expect(look.digests.keys.sorted() == ["1.1", "latest"])

      // An emptied repository has no list any more, but null.
      known.tags = look.tags
      try await registry.delete("latest")
      look = try await registry.look(known: known)
      #expect(look.isComplete && look.tags.isEmpty)
      #expect(look.absentNames == ["1.1", "latest"])
    }
  }

  @Test("A repository that was never pushed to is not there")
  func unknown() async throws {
    try await RealRegistry.with { registry in
      let error = await #expect(throws: RegistryError.self) { try await registry.look() }
      #expect(error?.code == .repositoryNotFound)
      #expect(error?.message.hasSuffix("it answered 404 (NAME_UNKNOWN)") == true)
    }
  }
}
