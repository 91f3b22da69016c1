import Foundation
import TestSupport
import Testing

@Suite("stemma index events")
struct EventsCommandTests {
  private static let digest = "sha256:" + String(repeating: "4b", count: 32)

  private static func line(_ more: String) -> String {
    "{\"repository\":\"acme/shop\",\"tag\":\"1.0.0\",\"digest\":\"\(digest)\"\(more)}\n"
  }

  @Test(
    "what is no host is refused before a history is made",
    arguments: ["http://example.com", "a b", "", "example.com/x", "redis"])
  func wrongRegistry(_ registry: String) async throws {
    try await withTemporaryFolder { folder in
      let result = try await stemma(
        ["index", "events", "-", "--registry", registry], in: folder, input: Self.line(""))
      #expect(result.exitCode == 64, "\(result.errorText)")
      #expect(result.errorText.contains("--registry needs a host"))
      #expect(!FileManager.default.fileExists(atPath: "\(folder)/.stemma"))
    }
  }

  @Test(
    "the host may be written as its registry has it, and Docker Hub's names are one",
    arguments: [
      ("localhost:5000", "localhost:5000/acme/shop"), ("GHCR.io", "ghcr.io/acme/shop"),
      ("index.docker.io", "docker.io/acme/shop"),
    ])
  func registry(_ registry: String, _ name: String) async throws {
    try await withTemporaryFolder { folder in
      let result = try await stemma(
        ["index", "events", "-", "--registry", registry], in: folder, input: Self.line(""))
      #expect(result.exitCode == 0, "\(result.errorText)")
      let repositories = try await stemma(
        ["query", "repos | select name", "--format", "tsv"], in: folder)
      #expect(repositories.outputText == "name\n\(name)\n")
    }
  }

  @Test("a line that cannot be read is named, and the others count")
  func badLine() async throws {
    try await withTemporaryFolder { folder in
      let at = ",\"registry\":\"ghcr.io\",\"at\":1714557600000"
      let text = Self.line(at) + "{\"repository\":\"acme/sh\n" + Self.line(at + ",\"id\":\"2\"")
      let result = try await stemma(["index", "events", "-", "--json"], in: folder, input: text)
      #expect(result.exitCode == 3)
      #expect(result.errorText.contains("line 2, column"))
      #expect(result.outputText.contains("\"events\":2"))
      #expect(result.outputText.contains("\"complete\":false"))
      // Milliseconds are read as such.
      let tags = try await stemma(
        ["query", "image_tags | select name, since", "--format", "tsv"], in: folder)
      #expect(tags.outputText == "name\tsince\n1.0.0\t2024-05-01T10:00:00Z\n")
    }
  }

  @Test("announcements that do not say their registry are left out, with the way out")
  func unplaced() async throws {
    try await withTemporaryFolder { folder in
      let result = try await stemma(
        ["index", "events", "-"], in: folder, input: Self.line(",\"at\":1714557600"))
      #expect(result.exitCode == 3)
      #expect(result.errorText.contains("hint: --registry HOST names it"))
    }
  }
}
