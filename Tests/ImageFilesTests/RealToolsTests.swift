import Foundation
import ImageFiles
import Indexing
import TestSupport
import Testing

/// Whether the programs are installed that make layouts and run a registry.
private let hasTools = ["umoci", "skopeo", "docker-registry"].allSatisfy { program in
  searchPath.split(separator: ":").contains {
    FileManager.default.isExecutableFile(atPath: "\($0)/\(program)")
  }
}

@Suite(
  "What umoci, skopeo and a registry write",
  .enabled(if: hasTools, "needs the packages umoci, skopeo and docker-registry"))
struct RealToolsTests {
  /// Makes two images in `layout`, of which 1.0 is in `archive.tar`, too.
  private static let makeLayout = """
    set -eu
    umoci init --layout layout
    umoci new --image layout:base
    for day in 1 2; do
      umoci config --image layout:base --tag 1.$day --created 2024-02-0${day}T00:00:00Z \\
        --architecture amd64 --os linux --manifest.annotation note=$day \\
        --config.label org.opencontainers.image.version=1.$day
    done
    umoci rm --image layout:base
    skopeo copy -q oci:layout:1.1 oci-archive:archive.tar:registry.example.com/acme/shop:1.1
    """

  /// Pushes to a registry that keeps its files in `storage`, and dates what is past.
  private static let push = """
    printf 'version: 0.1\\nlog: {level: info}\\nstorage: {filesystem: {rootdirectory: %s}}\\n' \\
      "$PWD/storage" > config.yml
    printf 'http: {addr: "127.0.0.1:0"}\\n' >> config.yml
    docker-registry serve config.yml > log 2>&1 & registry=$!
    trap 'kill $registry' EXIT
    until grep -q 'listening on' log; do kill -0 $registry; done
    port=$(sed -n 's/.*listening on 127\\.0\\.0\\.1:\\([0-9]*\\).*/\\1/p' log)
    push() {
      skopeo copy -q --dest-tls-verify=false oci:layout:$1 docker://127.0.0.1:$port/acme/app:$2
    }
    links=storage/docker/registry/v2/repositories/acme/app/_manifests/tags/latest/index/sha256
    push 1.1 latest
    touch -d 2024-03-01T00:00:00Z $links/*/link
    push 1.2 latest
    find $links -newermt 2024-04-01 -name link -exec touch -d 2024-05-01T00:00:00Z {} +
    push 1.1 stable
    skopeo inspect --tls-verify=false docker://127.0.0.1:$port/acme/app:latest > listing
    skopeo list-tags --tls-verify=false docker://127.0.0.1:$port/acme/app >> listing
    """

  /// Runs a script in a folder.
  private func run(_ script: String, in folder: String) async throws {
    let result = try await runProgram(
      "sh", ["-c", script], environment: ["PATH": searchPath, "HOME": folder],
      workingDirectory: folder)
    try #require(result.exitCode == 0, Comment(rawValue: result.errorText))
  }

  @Test("A layout of umoci and an archive of skopeo are read")
  func layout() async throws {
    try await withTemporaryFolder { folder in
      try await run(Self.makeLayout, in: folder)
      let look = try await stemmaLook("\(folder)/layout")
      #expect(look.problems.isEmpty)
      #expect(Set(look.namedTags.keys) == ["1.1", "1.2"])
      let manifest = try #require(
        look.manifests.first { $0.digest == look.namedTags["1.1"] })
      #expect(manifest.labels == ["org.opencontainers.image.version": "1.1"])
      #expect(manifest.annotations == ["note": "1"])
      #expect(manifest.createdAt == Timestamp.microseconds(rfc3339: "2024-02-01T00:00:00Z"))
      let archive = try await stemmaLook("\(folder)/archive.tar")
      #expect(archive.problems.isEmpty)
      #expect(archive.namedTags == ["1.1": manifest.digest])
      #expect(archive.manifests == [manifest])
    }
  }

  @Test("The storage of a registry and what skopeo prints of it agree with the layout")
  func storage() async throws {
    try await withTemporaryFolder { folder in
      try await run("\(Self.makeLayout)\n\(Self.push)", in: folder)
      let layout = try await stemmaLook("\(folder)/layout")
      let old = try #require(layout.namedTags["1.1"])
      let new = try #require(layout.namedTags["1.2"])
      let storage = try RegistryStorage(path: Array("\(folder)/storage".utf8))
      #expect(try storage.repositories().names == ["acme/app"])
      let look = try await storage.look(
        at: "acme/app", registry: "localhost:5000", clock: { .max })
      #expect(look.problems.isEmpty)
      #expect(look.namedTags == ["latest": new, "stable": old])
      let latest = look.past.filter { $0.tag == Array("latest".utf8) }
      #expect(latest.map(\.digest) == [old, new])
      #expect(
        latest.map(\.since)
          == ["2024-03-01T00:00:00Z", "2024-05-01T00:00:00Z"].map {
            Timestamp.microseconds(rfc3339: $0)
          })
      #expect(Set(look.manifests.map(\.labels)) == Set(layout.manifests.map(\.labels)))
      #expect(Set(look.manifests.map(\.digest)) == Set(layout.manifests.map(\.digest)))
      let printed = [UInt8](try Data(contentsOf: URL(filePath: "\(folder)/listing")))
      let listed = try ImageListing.looks(printed, location: [], startedAt: 0, endedAt: 0)
      #expect(listed.count == 1)
      #expect(listed.first?.isComplete == true)
      #expect(listed.first?.unresolved == Set(look.tags.keys))
      #expect(listed.first?.manifests.map(\.digest) == [new])
      #expect(
        listed.first?.manifests.map(\.labels) == [["org.opencontainers.image.version": "1.2"]])
    }
  }
}
