import Foundation
import TestSupport
import Testing

@Suite("Release logs")
struct LogCommandTests {
  /// Returns what a command prints on standard output, which has to succeed.
  private func output(_ git: GitFixture, _ arguments: String...) async throws -> String {
    let result = try await stemma(arguments, in: git.path)
    try #require(result.exitCode == 0, "\(result.errorText)")
    return result.outputText
  }

  @Test("The log has every release, newest first, with links and people")
  func log() async throws {
    try await GitFixture.with { git in
      try await git.makeReleases()
      try await git.commit("docs: four", date: "2024-04-01T00:00:00Z")
      try await git.git("remote", "add", "origin", "https://github.com/acme/shop.git")
      try await git.index()
      let log = try await output(git, "log", "--hide", "hashes")
      #expect(
        log == """
          # Changelog of github.com/acme/shop

          ## [Unreleased](https://github.com/acme/shop/compare/v1.1.0...\(try await git.id("HEAD")))

          1 commit since v1.1.0

          ### Documentation

          - four

          ### Contributors

          - Release Engineer (1 commit)

          ## [v1.1.0](https://github.com/acme/shop/compare/v1.0.0...v1.1.0) - 2024-03-01

          2 commits since v1.0.0

          ### Features

          - three

          ### Fixes

          - two

          ### Contributors

          - Release Engineer (2 commits)

          ## [v1.0.0](https://github.com/acme/shop/releases/tag/v1.0.0) - 2024-01-01

          1 commit

          ### Features

          - one

          ### Contributors

          - Release Engineer (1 commit, first contribution)

          """)
    }
  }

  @Test("Notes have no heading, and an unknown version is answered with near ones")
  func notes() async throws {
    try await GitFixture.with { git in
      try await git.makeReleases()
      try await git.index("--name", "shop")
      let notes = try await output(
        git, "notes", "1.1.0", "--hide", "hashes", "--hide", "contributors")
      #expect(
        notes == """
          2 commits since v1.0.0

          ### Features

          - three

          ### Fixes

          - two

          """)
      let wrong = try await git.stemma("notes", "v1.1.1")
      #expect(wrong.exitCode == 2)
      #expect(
        wrong.errorText == """
          error: there is no release "v1.1.1": did you mean "v1.1.0"?
            hint: nearest: v1.1.0, v1.0.0

          """)
      #expect(try await git.stemma("notes").exitCode == 64)
    }
  }

  @Test("A range, a line, a time and a number choose releases")
  func choice() async throws {
    try await GitFixture.with { git in
      try await git.makeReleases()
      try await git.tag("client/v0.1.0", at: "v1.0.0")
      try await git.commit("fix: four", date: "2024-04-01T00:00:00Z")
      try await git.index("--name", "shop")
      func titles(_ arguments: String...) async throws -> [String] {
        let result = try await stemma(["log", "--format", "text"] + arguments, in: git.path)
        try #require(result.exitCode == 0, "\(result.errorText)")
        return result.outputText.split(separator: "\n").filter { !$0.hasPrefix(" ") }.dropFirst()
          .map { String($0.prefix { $0 != " " }) }
      }
      #expect(try await titles() == ["Unreleased", "v1.1.0", "v1.0.0", "client/v0.1.0"])
      #expect(try await titles("--line", "client/v") == ["Unreleased", "client/v0.1.0"])
      #expect(try await titles("--limit", "1") == ["Unreleased", "v1.1.0"])
      #expect(try await titles("--limit", "1", "--range", "v1.0.0..main") == ["main", "v1.1.0"])
      #expect(try await titles("--until", "2024-02-01") == ["v1.0.0", "client/v0.1.0"])
      #expect(try await titles("--range", "v1.0.0..v1.1.0") == ["v1.1.0"])
      #expect(try await titles("--range", "v1.0.0..main") == ["main", "v1.1.0"])
      // A kind before the name tells what is meant, and is no part of it.
      #expect(try await titles("--range", "tag:v1.0.0..branch:main") == ["main", "v1.1.0"])
      let last = try await git.id("v1.1.0^{commit}")
      #expect(try await titles("--range", "\(last)..") == ["Unreleased"])
    }
  }

  @Test(
    "What cannot be found is one clear sentence",
    arguments: [
      (["log", "--range", "v1.0.0"], 64, "error: --range needs A..B, not \"v1.0.0\""),
      (
        ["log", "--range", "v9..v1.1.0"], 2,
        "error: nothing is named \"v9\"\n  hint: `stemma query refs` lists the tags and branches\n"
      ),
      (["log", "--line", "clien"], 2, "error: there is no line of versions \"clien\""),
      (["log", "--path", "absent"], 2, "error: no commit of shop changes \"absent\""),
      (
        ["log", "--repo", "shp"], 64,
        "error: the history has no git repository named \"shp\": did you mean \"shop\"?"
      ),
      (["log", "--since", "soon"], 64, "error: --since needs a time, not \"soon\""),
      (["log", "--template", "absent"], 4, "error: cannot read absent: No such file or directory"),
      (["log", "--output", "no/such/file"], 4, "error: cannot write no/such/file"),
    ])
  func errors(arguments: [String], code: Int32, message: String) async throws {
    try await GitFixture.with { git in
      try await git.makeReleases()
      try await git.index("--name", "shop")
      let result = try await stemma(arguments, in: git.path)
      #expect(result.exitCode == code)
      #expect(result.errorText.hasPrefix(message), "\(result.errorText)")
      #expect(result.output.isEmpty)
    }
  }

  @Test("A path keeps the commits that change it")
  func paths() async throws {
    try await GitFixture.with { git in
      try await git.commit("feat: server", files: ["server/a.txt": "1"])
      try await git.commit("feat: client", files: ["client/a.txt": "1"])
      try await git.tag("v1.0.0")
      try await git.commit("fix: server", files: ["server/a.txt": "2"])
      try await git.tag("v1.0.1")
      try await git.index("--name", "shop")
      // The limit counts the releases that are shown.
      let log = try await output(
        git, "log", "--path", "client", "--format", "text", "--hide", "hashes", "--hide",
        "contributors", "--limit", "1")
      #expect(
        log == """
          Changelog of shop

          v1.0.0  2024-01-01
            1 of 2 commits; dated by its commit

            Features
            - client

          """)
    }
  }

  @Test("A mailmap gives people their proper names, and who was there before is not new")
  func mailmap() async throws {
    try await GitFixture.with { git in
      try await git.makeReleases()
      try await git.commit(
        "chore: names",
        files: [".mailmap": "Release Team <team@example.com> <release@example.com>\n"])
      try await git.index("--name", "shop")
      let notes = try await output(git, "notes", "v1.1.0", "--show", "authors")
      #expect(notes.contains("- Release Team (2 commits)\n"))
      #expect(notes.contains(" by Release Team\n"))
      // The history has it, also without the repository, and until another one is read.
      try await git.commit(
        "chore: other names", files: [".mailmap": "Others <release@example.com>\n"])
      #expect(try await output(git, "notes", "v1.1.0", "--show", "authors") == notes)
      let place = (folder: "\(git.path)/.git", aside: "\(git.path)/.git.aside")
      try FileManager.default.moveItem(atPath: place.folder, toPath: place.aside)
      #expect(try await output(git, "notes", "v1.1.0", "--show", "authors") == notes)
      try FileManager.default.moveItem(atPath: place.aside, toPath: place.folder)
      try await git.index("--name", "shop")
      let later = try await output(git, "notes", "v1.1.0", "--show", "authors")
      #expect(later.contains("- Others (2 commits)\n"))
    }
  }

  @Test("The configuration corrects what is said, and hides commits")
  func corrections() async throws {
    try await GitFixture.with { git in
      let ids = try await git.makeReleases()
      try await git.index("--name", "shop")
      try writeFile(
        "\(git.path)/.stemma/config.yaml",
        """
        repositories:
          shop:
            notes:
              v1.1.0: "Do **not** use it: see v1.1.1."
            hide: [\(ids[1].prefix(10))]
        """.utf8)
      let notes = try await output(
        git, "notes", "v1.1.0", "--hide", "hashes", "--hide", "contributors", "--explain")
      #expect(
        notes == """
          2 commits since v1.0.0

          Do **not** use it: see v1.1.1.

          ### Features

          - three

          ### Commits without an entry

          - `\(ids[1].prefix(7))` fix: two (hidden by the configuration)

          """)
    }
  }

  @Test("Links are made by the page and the forge that the configuration names")
  func configuredPage() async throws {
    try await GitFixture.with { git in
      try await git.makeReleases()
      try await git.index("--name", "shop")
      let before = try await output(git, "notes", "v1.1.0")
      #expect(!before.contains("https://"))
      try writeFile(
        "\(git.path)/.stemma/config.yaml",
        """
        repositories:
          shop: {web: "https://code.acme.example/team/shop", forge: gitlab}
        """.utf8)
      let notes = try await output(git, "notes", "v1.1.0")
      #expect(
        notes.contains("https://code.acme.example/team/shop/-/compare/v1.0.0...v1.1.0"), "\(notes)")
    }
  }

  @Test("A range loses no commit to a release on a side branch")
  func rangeBesideBranch() async throws {
    try await GitFixture.with { git in
      try await git.commit("fix: one")
      try await git.tag("v1.0.0")
      try await git.commit("fix: two")
      try await git.branch("side")
      try await git.checkout("side")
      try await git.commit("fix: side")
      try await git.tag("v1.1.0")
      try await git.checkout("main")
      try await git.commit("fix: three")
      try await git.tag("v1.2.0")
      try await git.index("--name", "shop")
      let range = try await output(
        git, "log", "--range", "v1.0.0..v1.2.0", "--format", "text", "--hide", "hashes", "--hide",
        "contributors")
      #expect(range.contains("2 commits since v1.0.0"), "\(range)")
      #expect(range.contains("- two\n") && range.contains("- three\n"), "\(range)")
      let notes = try await output(git, "notes", "v1.2.0")
      #expect(notes.contains("1 commit since v1.1.0"), "\(notes)")
    }
  }

  @Test("An account of a program is a contributor and no newcomer")
  func programs() async throws {
    try await GitFixture.with { git in
      try await git.commit("one")
      try await git.tag("v1.0.0")
      try await git.git(
        "commit", "--quiet", "--allow-empty", "-m", "two",
        "--author=updates[bot] <1+updates[bot]@users.example.com>")
      try await git.tag("v1.0.1")
      try await git.index("--name", "shop")
      let notes = try await output(git, "notes", "v1.0.1")
      #expect(notes.contains("- updates\\[bot\\] (1 commit)\n"), "\(notes)")
    }
  }

  @Test("--json is --format json", arguments: ["log", "notes", "report"])
  func jsonFlag(command: String) async throws {
    try await GitFixture.with { git in
      try await git.makeReleases()
      try await git.index("--name", "shop")
      let target = command == "notes" ? ["v1.1.0"] : []
      let result = try await EndToEndTests.stemma([command] + target + ["--json"], in: git.path)
      #expect(result.outputText.hasPrefix(#"{"schema":1,"#), "\(result.errorText)")
    }
  }

  @Test("The images of a release are listed with their tags and digests")
  func images() async throws {
    try await GitFixture.with { git in
      try await git.makeReleases()
      try await git.index("--name", "shop")
      let digest = "sha256:" + String(repeating: "4b", count: 32)
      let lines = ["1.1.0", "latest"].map { tag in
        #"{"repository":"ghcr.io/acme/shop","tag":"\#(tag)","digest":"\#(digest)","#
          + #""at":"2024-04-01T10:00:00Z"}"# + "\n"
      }
      try writeFile("\(git.folder)/pushes.jsonl", lines.joined().utf8)
      let events = try await git.stemma(
        "index", "events", "\(git.folder)/pushes.jsonl", "--project", "shop", "--quiet")
      #expect(events.exitCode == 0, "\(events.errorText)")
      let notes = try await output(git, "notes", "v1.1.0")
      #expect(
        notes.hasSuffix(
          """
          ### Images

          - `ghcr.io/acme/shop`: `1.1.0`, `latest` is `\(digest)` (exact)

          """))
      #expect(try await !output(git, "notes", "v1.0.0").contains("Images"))
    }
  }

  @Test("A shallow clone is an incomplete answer")
  func shallow() async throws {
    try await GitFixture.with { git in
      try await git.makeReleases()
      let clone = try await git.clone("shallow", ["--depth=2"])
      try await clone.index("--name", "shop")
      let log = try await clone.stemma("log")
      #expect(log.exitCode == 3)
      #expect(log.outputText.contains("This log is incomplete."))
      let notes = try await clone.stemma("notes", "v1.1.0")
      #expect(notes.exitCode == 3)
      #expect(notes.errorText.hasPrefix("note[N420]: "))
    }
  }

  @Test("A template makes a document of one's own")
  func template() async throws {
    try await GitFixture.with { git in
      try await git.makeReleases()
      try await git.index("--name", "shop")
      try writeFile("\(git.folder)/t.mustache", "{{#releases}}{{title}};{{/releases}}".utf8)
      #expect(
        try await output(git, "log", "--template", "\(git.folder)/t.mustache") == "v1.1.0;v1.0.0;")
      try writeFile("\(git.folder)/t.mustache", "{{versoin}}".utf8)
      let wrong = try await git.stemma("log", "--template", "\(git.folder)/t.mustache")
      #expect(wrong.exitCode == 64)
      #expect(wrong.errorText.contains("a log has no member \"versoin\""))
    }
  }
}
