import TestSupport
import Testing

/// Incidents that happened to others, played again on a real registry.
@Suite(
  "Incidents of image repositories", .enabled(if: RealRegistry.isAvailable, RealRegistry.skipReason)
)
struct ImageIncidentTests {
  @Test("latest goes back from 1.28.0 to 1.27.3, and forward to 1.28.1")
  func regression() async throws {
    try await RealRegistry.with { registry in
      for version in ["v1.28.0", "v1.27.3", "v1.28.1"] { try await registry.make(version) }
      try await registry.push("v1.28.0", to: "acme/dragon", "v1.28.0", "latest")
      try await registry.index("acme/dragon")
      try await registry.push("v1.27.3", to: "acme/dragon", "v1.27.3", "latest")
      try await registry.index("acme/dragon")
      #expect(
        try await registry.rows(
          "query", Self.regressions)
          == ["latest\tv1.28.0\tv1.27.3\tbounded\tfalse"])

      // The announcements make the bounds exact: the same story, told better.
      let events = await registry.sink.bodies.joined(separator: "\n")
      try writeFile("\(registry.folder)/events.json", events)
      let told = try await registry.stemma(
        "index", "events", "events.json", "--registry", registry.host)
      #expect(told.exitCode == 0, "\(told.errorText)")
      #expect(
        try await registry.rows("query", Self.regressions)
          == ["latest\tv1.28.0\tv1.27.3\texact\tfalse"])
      try await Self.expectStates(registry)

      try await registry.push("v1.28.1", to: "acme/dragon", "v1.28.1", "latest")
      try await registry.index("acme/dragon")
      #expect(
        try await registry.rows("query", Self.regressions)
          == ["latest\tv1.28.0\tv1.27.3\texact\ttrue"])
      let run = try await registry.stemma("run", "image-regressions")
      #expect(run.outputText.contains("v1.28.0"))
      #expect(run.outputText.contains("v1.27.3"))
    }
  }

  private static let regressions = """
    moves | where kind = "image" and change = "move" and direction = "down" \
    | join left (image_tags | select repo, name, version as now_at) on repo, name \
    | select name, old_version, new_version, precision, coalesce(now_at >= old_version, false) as fixed
    """

  /// What `latest` was right before, between and after the two changes.
  private static func expectStates(_ registry: RealRegistry) async throws {
    let times = try await registry.rows(
      "query", "moves | where name = \"latest\" | sort at | select at")
    try #require(times.count == 2)
    let image = "image:\(registry.host)/acme/dragon:latest"
    func version(at time: String) async throws -> [String] {
      try await registry.rows(
        "query", "image_tags of \(image) as of \(time) | select version, precision")
    }
    #expect(try await version(at: times[0]) == ["v1.28.0\texact"])
    #expect(try await version(at: Self.justBefore(times[1])) == ["v1.28.0\texact"])
    #expect(try await version(at: times[1]) == ["v1.27.3\texact"])
    // The tag was not there yet.
    let before = try await registry.stemma(
      "query", "image_tags of \(image) as of \(times[0]) - 1h | select version", "--format", "tsv")
    #expect(before.outputText == "version\n")
    #expect(before.errorText.contains("note["))
  }

  /// Returns the time a microsecond earlier.
  private static func justBefore(_ time: String) throws -> String {
    let parts = time.dropLast().split(separator: ".")
    let digits = parts.count > 1 ? parts[1] : "0"
    let padded = String(digits) + String(repeating: "0", count: 6 - digits.count)
    let fraction = try #require(Int(padded))
    try #require(fraction > 0)
    let earlier = String(fraction - 1)
    return "\(parts[0]).\(String(repeating: "0", count: 6 - earlier.count))\(earlier)Z"
  }

  @Test("1.8.1 is pushed as v1.8.0: the moved tag, the missing one and the commit tell")
  func wrongTag() async throws {
    try await RealRegistry.with { registry in
      let git = try await GitFixture.create(in: registry.folder, name: "gokapi")
      let first = try await git.commit("1.8.0", date: "2023-12-09T14:03:45+01:00")
      try await git.tag("v1.8.0")
      let second = try await git.commit("1.8.1", date: "2024-02-07T16:27:40+01:00")
      try await git.tag("v1.8.1")
      try await git.commit("1.8.2", date: "2024-04-20T12:00:00Z")
      try await git.tag("v1.8.2")
      let indexed = try await registry.stemma(
        "index", "gokapi", "--name", "gokapi", "--project", "gokapi")
      #expect(indexed.exitCode == 0, "\(indexed.errorText)")

      let revision = "org.opencontainers.image.revision"
      try await registry.make("one", labels: [revision: first])
      try await registry.make("two", labels: [revision: second])
      try await registry.make("three")
      try await registry.push("one", to: "acme/gokapi", "v1.8.0", "latest")
      try await registry.index("acme/gokapi", options: ["--project", "gokapi"])
      try await registry.push("two", to: "acme/gokapi", "latest", "v1.8.0")
      try await registry.push("three", to: "acme/gokapi", "v1.8.2")
      try await registry.index("acme/gokapi")
      let problems = try await registry.stemma(
        "run", "wrong-version-tags", "--format", "tsv")
      let rows = problems.outputText.split(separator: "\n").dropFirst().map { row in
        row.split(separator: "\t", omittingEmptySubsequences: false)[1...4].joined(separator: "\t")
      }
      #expect(
        rows.sorted() == [
          "v1.8.0\tbuilt from the commit of another version\tv1.8.0\tv1.8.1",
          "v1.8.0\tmoved\tv1.8.0\tv1.8.0", "v1.8.1\tno image\tv1.8.1\t",
        ])
      #expect(
        try await registry.rows("run", "same-digest").map { $0.split(separator: "\t")[3] }
          == ["latest, v1.8.0"])
    }
  }

  @Test("versions are withdrawn on purpose: the tags vanish and latest goes back")
  func withdrawal() async throws {
    try await RealRegistry.with { registry in
      for version in ["v1.30.1", "v1.32.0", "v1.32.1"] {
        try await registry.make(version)
        try await registry.push(version, to: "acme/synapse", version, "latest")
      }
      try await registry.index("acme/synapse")
      try await registry.push("v1.30.1", to: "acme/synapse", "latest")
      try await registry.delete("acme/synapse", "v1.32.0")
      try await registry.delete("acme/synapse", "v1.32.1")
      try await registry.index("acme/synapse")
      #expect(
        try await registry.rows("query", "image_tags | select name, version")
          == ["latest\tv1.30.1", "v1.30.1\tv1.30.1"])
      #expect(
        try await registry.rows(
          "query",
          """
          moves | where change != "create" | sort name \
          | select name, change, old_version, new_version, direction
          """
        ) == [
          "latest\tmove\tv1.32.1\tv1.30.1\tdown", "v1.32.0\tdelete\tv1.32.0\t\tunknown",
          "v1.32.1\tdelete\tv1.32.1\t\tunknown",
        ])
      // The announcements of the removal tell the same.
      try writeFile(
        "\(registry.folder)/events.json", await registry.sink.bodies.joined(separator: "\n"))
      _ = try await registry.stemma("index", "events", "events.json", "--registry", registry.host)
      #expect(
        try await registry.rows(
          "query", "moves | where change = \"delete\" | sort name | select name, precision")
          == ["v1.32.0\texact", "v1.32.1\texact"])
    }
  }

  @Test("tags of images are replaced at once, latest with them, and restored")
  func massMove() async throws {
    try await RealRegistry.with { registry in
      let versions = ["0.69.1", "0.69.2", "0.69.3"]
      for version in versions {
        try await registry.make(version)
        try await registry.push(version, to: "acme/trivy", version)
      }
      try await registry.push("0.69.3", to: "acme/trivy", "latest")
      try await registry.index("acme/trivy")
      try await registry.make("evil")
      for tag in versions + ["latest", "0.69.4"] {
        try await registry.push("evil", to: "acme/trivy", tag)
      }
      try await registry.index("acme/trivy")
      let rows = try await registry.rows("run", "mass-moves", "3", "1h")
      try #require(rows.count == 1)
      let cells = rows[0].split(separator: "\t").map(String.init)
      #expect(cells[4...5] == ["4", "1"])

      for version in versions { try await registry.push(version, to: "acme/trivy", version) }
      try await registry.push("0.69.3", to: "acme/trivy", "latest")
      try await registry.index("acme/trivy")
      #expect(
        try await registry.rows(
          "query",
          "moves of image:latest | where change = \"move\" | select old_version, new_version, direction"
        )
          == ["0.69.3\t0.69.4\tup", "0.69.4\t0.69.3\tdown"])
    }
  }

  @Test("tags on the same digest are those that skopeo finds one by one")
  func sameDigest() async throws {
    try await RealRegistry.with { registry in
      let images = ["a", "b", "c"]
      for image in images { try await registry.make(image) }
      var names: [String: [String]] = [:]
      for number in 0..<12 {
        let tag = ["1.0.\(number)", "edge-\(number)", "\(number)"][number % 3]
        try await registry.push(images[number % 7 % 3], to: "acme/app", tag)
        names[try await registry.digest("acme/app", tag), default: []].append(tag)
      }
      try await registry.index("acme/app")
      let expected = names.filter { $0.value.count > 1 }
        .map { "\($0.key)\t\($0.value.count)\t\($0.value.sorted().joined(separator: ", "))" }
      let found = try await registry.rows("run", "same-digest").map { row in
        let cells = row.split(separator: "\t", omittingEmptySubsequences: false)
        return "\(cells[4])\t\(cells[2])\t\(cells[3])"
      }
      #expect(found.sorted() == expected.sorted())
    }
  }

  @Test("a look, the announcements and the registry's own storage tell the same story")
  func sameStory() async throws {
    try await RealRegistry.with { registry in
      for image in ["1.0.0", "1.1.0"] { try await registry.make(image) }
      try await registry.push("1.0.0", to: "acme/app", "1.0.0", "latest", "old")
      try registry.age("acme/app", "latest")
      try await registry.push("1.1.0", to: "acme/app", "1.1.0", "latest")
      try await registry.delete("acme/app", "1.0.0")
      try writeFile(
        "\(registry.folder)/events.json", await registry.sink.bodies.joined(separator: "\n"))
      try await registry.index("acme/app", options: ["--db", "looks.db"])
      for arguments in [
        ["events", "events.json", "--db", "events.db"],
        ["registry-storage", "storage", "--db", "storage.db"],
      ] {
        let result = try await stemma(
          ["index"] + arguments + ["--registry", registry.host], in: registry.folder)
        #expect(result.exitCode == 0, "\(result.errorText)")
      }
      let state = "image_tags | select repo, name, digest, version"
      let seen = try await registry.rows("query", state, "--db", "looks.db")
      #expect(seen.count == 2)
      #expect(try await registry.rows("query", state, "--db", "events.db") == seen)
      #expect(try await registry.rows("query", state, "--db", "storage.db") == seen)
      // What latest had before, which no look saw, stands in the storage as in the announcements.
      let past = "history of image:latest | sort coalesce(until, now) | select target"
      #expect(
        try await registry.rows("query", past, "--db", "storage.db").count == 2)
      #expect(
        try await registry.rows("query", past, "--db", "storage.db")
          == registry.rows("query", past, "--db", "events.db"))
    }
  }
}
