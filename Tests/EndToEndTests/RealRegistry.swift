import Foundation
import Subprocess
import TestSupport
import Testing

#if canImport(System)
  import System
#else
  import SystemPackage
#endif

/// Docker's registry, started for one test with a storage of its own, and skopeo and umoci, which
/// fill it.
///
/// Its announcements arrive at an ``EventSink``.
struct RealRegistry: Sendable {
  /// The tools that a test needs; `script/test` installs them from Debian's packages.
  static let tools = ["docker-registry", "skopeo", "umoci"]

  /// Whether all tools are there.
  ///
  /// Tests that need them are skipped by name where they are not.
  static let isAvailable = tools.allSatisfy { tool in
    searchPath.split(separator: ":").contains {
      FileManager.default.isExecutableFile(atPath: "\($0)/\(tool)")
    }
  }

  static let skipReason: Comment =
    "docker-registry, skopeo and umoci are not all installed: apt-get install them"

  let folder: String
  /// The host and port.
  let host: String
  let sink: EventSink

  /// The folder of the registry's own storage.
  var storage: String { "\(folder)/storage" }

  /// Calls `body` with a registry, and ends it afterwards.
  static func with(_ body: @escaping @Sendable (RealRegistry) async throws -> Void) async throws {
    try await withTemporaryFolder { folder in
      try await EventSink.with { sink in
        try writeFile("\(folder)/registry.yml", settings(folder, sink))
        _ = try await Subprocess.run(
          .name("docker-registry"), arguments: ["serve", "\(folder)/registry.yml"],
          environment: .custom(["PATH": searchPath]), input: .none, output: .discarded,
          error: .sequence
        ) { execution in
          let lines = AsyncThrowingStream.makeStream(of: String.self)
          let errors = execution.standardError
          try await withThrowingTaskGroup(of: Void.self) { group in
            // To its end, since a registry whose messages nobody reads stands still.
            group.addTask {
              for try await buffer in errors {
                lines.continuation.yield(
                  String(decoding: buffer.withUnsafeBytes { Array($0) }, as: UTF8.self))
              }
              lines.continuation.finish()
            }
            defer { try? execution.send(signal: .kill) }
            let host = try await host(in: lines.stream)
            try await body(RealRegistry(folder: folder, host: host, sink: sink))
            try execution.send(signal: .kill)
          }
        }
      }
    }
  }

  /// Returns the address that the registry says it listens on.
  private static func host(in lines: AsyncThrowingStream<String, any Error>) async throws -> String
  {
    var text = ""
    for try await line in lines {
      text += line
      if let match = text.firstMatch(of: /listening on (127\.0\.0\.1:\d+)/) {
        return String(match.1)
      }
    }
    throw RegistryFailure(description: "the registry does not start: \(text)")
  }

  private struct RegistryFailure: Error, CustomStringConvertible {
    let description: String
  }

  private static func settings(_ folder: String, _ sink: EventSink) -> String {
    """
    version: 0.1
    log: {level: info, accesslog: {disabled: true}}
    storage:
      cache: {blobdescriptor: inmemory}
      filesystem: {rootdirectory: \(folder)/storage}
      delete: {enabled: true}
    http: {addr: "127.0.0.1:0"}
    notifications:
      events: {includereferences: true}
      endpoints:
        - name: sink
          url: http://127.0.0.1:\(sink.port)/events
          timeout: 10s
          threshold: 3
          backoff: 1s
          ignore: {mediatypes: [application/octet-stream], actions: [pull]}

    """
  }

  // MARK: Images

  /// Makes an image in a local layout; its content and labels make its digest.
  func make(_ image: String, labels: [String: String] = [:]) async throws {
    let layout = "\(folder)/images"
    if !FileManager.default.fileExists(atPath: layout) {
      try await tool("umoci", "init", "--layout", layout)
    }
    try await tool("umoci", "new", "--image", "\(layout):\(image)")
    var options = ["--created", "2024-01-01T00:00:00Z", "--author", image]
    for (key, value) in labels.sorted(by: { $0.key < $1.key }) {
      options += ["--config.label", "\(key)=\(value)"]
    }
    try await tool(["umoci", "config", "--image", "\(layout):\(image)"] + options)
  }

  /// Pushes a local image to tags of a repository, and waits for the announcements.
  func push(_ image: String, to repository: String, _ tags: String...) async throws {
    for tag in tags {
      let seen = await sink.count
      try await tool(
        "skopeo", "copy", "--quiet", "--dest-tls-verify=false", "oci:\(folder)/images:\(image)",
        "docker://\(host)/\(repository):\(tag)")
      await sink.wait(for: seen + 1)
    }
  }

  /// Removes the digest of a tag, with every tag on it.
  func delete(_ repository: String, _ tag: String) async throws {
    let seen = await sink.count
    try await tool(
      "skopeo", "delete", "--tls-verify=false", "docker://\(host)/\(repository):\(tag)")
    await sink.wait(for: seen + 1)
  }

  /// Makes the registry's files about a tag an hour older, as if the pushes so far were of then.
  func age(_ repository: String, _ tag: String) throws {
    let files = FileManager.default
    let folder =
      "\(storage)/docker/registry/v2/repositories/\(repository)/_manifests/tags/\(tag)/index/sha256"
    for digest in try files.contentsOfDirectory(atPath: folder) {
      try files.setAttributes(
        [.modificationDate: Date(timeIntervalSinceNow: -3600)],
        ofItemAtPath: "\(folder)/\(digest)/link")
    }
  }

  /// Returns the digest that skopeo sees under a tag.
  func digest(_ repository: String, _ tag: String) async throws -> String {
    try await tool(
      "skopeo", "inspect", "--no-tags", "--tls-verify=false", "--format", "{{.Digest}}",
      "docker://\(host)/\(repository):\(tag)")
  }

  @discardableResult
  private func tool(_ command: String...) async throws -> String { try await tool(command) }

  private func tool(_ command: [String]) async throws -> String {
    let result = try await runProgram(
      command[0], Array(command.dropFirst()),
      environment: ["PATH": searchPath, "HOME": folder, "XDG_RUNTIME_DIR": folder])
    try #require(result.exitCode == 0, "\(command): \(result.errorText)")
    return result.outputText.trimmingCharacters(in: .whitespacesAndNewlines)
  }

  // MARK: Stemma

  /// Runs the program in the folder, with plain HTTP allowed for this registry.
  func stemma(_ arguments: String...) async throws -> ProgramResult {
    try await EndToEndTests.stemma(arguments, in: folder)
  }

  /// Looks at repositories of the registry, which has to succeed.
  func index(_ repositories: String..., options: [String] = []) async throws {
    let result = try await EndToEndTests.stemma(
      ["index", "image"] + repositories.map { "\(host)/\($0)" }
        + ["--insecure-http", host] + options, in: folder)
    try #require(result.exitCode == 0, "\(result.outputText)\(result.errorText)")
  }

  /// Runs a question and returns its rows as tab-separated text, without the header.
  func rows(_ arguments: String...) async throws -> [String] {
    let result = try await EndToEndTests.stemma(arguments + ["--format", "tsv"], in: folder)
    try #require(result.exitCode == 0, "\(result.errorText)")
    return Array(result.outputText.split(separator: "\n").dropFirst().map(String.init))
  }
}
