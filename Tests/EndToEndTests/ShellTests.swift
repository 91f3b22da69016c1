import Foundation
import TestSupport
import Testing

/// The program in a terminal, with a home of its own in the folder.
func terminal(
  _ arguments: [String], in folder: String, environment: [String: String] = [:]
) throws -> TerminalProgram {
  try TerminalProgram(
    StemmaProgram.path, arguments,
    environment: [
      "PATH": searchPath, "TERM": "xterm", "LANG": "C.UTF-8", "HOME": folder + "/home",
    ].merging(environment) { _, given in given }, workingDirectory: folder)
}

// One at a time: each holds the thread that it waits on.
@Suite("stemma shell at a terminal", .serialized)
struct ShellTests {
  private static let prompt = "stemma> "

  @Test("Tab completes, Enter answers, and Ctrl-D leaves")
  func completion() async throws {
    try await GitFixture.with { repository in
      try await repository.makeReleases()
      try await repository.index()
      let shell = try terminal(["shell"], in: repository.path)
      try shell.wait(for: Self.prompt)
      try shell.type("ta\t")
      try shell.wait(for: "tags ")
      try shell.type("| sel\tna\t| sort name de\t\n")
      let answer = try shell.wait(for: Self.prompt)
      #expect(answer.contains("v1.1.0\nv1.0.0\n"), "\(answer)")
      try shell.type("commits in v1.0.0..v1\t")
      try shell.wait(for: "v1.0.0..v1.")
      try shell.type("\t")
      let list = try shell.wait(for: "commits in v1.0.0..v1.")
      #expect(list.contains("v1.1.0  tag\nv1.0.0  tag\n"), "\(list)")
      try shell.type("1\t| count\n")
      try shell.wait(for: "count\n─────\n    2\n" + Self.prompt)
      try shell.type("\u{4}")
      #expect(try shell.end() == 0)
    }
  }

  @Test("Keys are the shell's as soon as the prompt is there")
  func readiness() async throws {
    try await GitFixture.with { repository in
      try await repository.makeReleases()
      try await repository.index()
      let shell = try terminal(["shell", "--no-history"], in: repository.path)
      for _ in 1...200 {
        try shell.wait(for: Self.prompt)
        // The terminal would take a Ctrl-D for itself.
        try #require(!shell.collectsLines)
        try shell.type("\n")
      }
      try shell.wait(for: Self.prompt)
      try shell.type("\u{4}")
      #expect(try shell.end() == 0)
    }
  }

  @Test("A wrong query is shown with its place, and the shell goes on")
  func faults() async throws {
    try await GitFixture.with { repository in
      try await repository.makeReleases()
      try await repository.index()
      let shell = try terminal(["shell", "--no-history"], in: repository.path)
      try shell.wait(for: Self.prompt)
      try shell.type("tags | wher name = \"é\"\n")
      try shell.wait(for: "^^^^ did you mean \"where\"?")
      try shell.wait(for: Self.prompt)
      try shell.type(".formt\n")
      try shell.wait(for: "there is no shell command \"formt\": did you mean \"format\"?")
      try shell.type(".as-of 2024-13-01\n")
      try shell.wait(for: ".as-of 2024-13-01\n")
      try shell.wait(for: "^")
      try shell.wait(for: Self.prompt)
      try shell.type("\\q\n")
      #expect(try shell.end() == 0)
    }
  }

  @Test("A query goes on behind a bar, and a pasted one where a line begins with it")
  func continuation() async throws {
    try await GitFixture.with { repository in
      try await repository.makeReleases()
      try await repository.index()
      let shell = try terminal(["shell", "--format", "csv"], in: repository.path)
      try shell.wait(for: Self.prompt)
      try shell.type("tags |\n")
      try shell.wait(for: "...> ")
      try shell.type("cou\t\n")
      try shell.wait(for: "count\n2\n" + Self.prompt)
      try shell.type("tags\n  | sort name\n  | take 1\n  | select name\nprojects | count\n")
      try shell.wait(for: "name\nv1.0.0\n")
      try shell.wait(for: "count\n1\n")
      // Up brings a query back in one line.
      try shell.wait(for: Self.prompt)
      try shell.type("\u{1B}[A\u{1B}[A")
      try shell.wait(for: "tags | sort name | take 1 | select name")
    }
  }

  @Test("Ctrl-C leaves the line and not the shell")
  func cancelledLine() async throws {
    try await GitFixture.with { repository in
      try await repository.makeReleases()
      try await repository.index()
      let shell = try terminal(["shell"], in: repository.path)
      try shell.wait(for: Self.prompt)
      try shell.type("tags | wh")
      try shell.wait(for: "wh")
      try shell.type("\u{3}")
      try shell.wait(for: "^C\n" + Self.prompt)
      try shell.type("tags |\n")
      try shell.wait(for: "...> ")
      try shell.type("\u{3}")
      try shell.wait(for: "^C\n" + Self.prompt)
      try shell.type("tags | count\n")
      try shell.wait(for: "    2\n" + Self.prompt)
    }
  }

  @Test("Ctrl-C stops the query that runs")
  func cancelledQuery() async throws {
    try await GitFixture.with { repository in
      // The answer is larger than all that lies between the program and the screen.
      let message = "Words\n\n" + String(repeating: "words and words\n", count: 3_000)
      try await repository.fastImport(
        (1...400).map { number in
          "commit refs/heads/main\ncommitter A <a@b> \(1_700_000_000 + number) +0000\n"
            + "data \(message.utf8.count)\n\(message)\n"
        }.joined())
      try await repository.index()
      let shell = try terminal(["shell", "--format", "jsonl"], in: repository.path)
      try shell.wait(for: Self.prompt)
      try shell.type("commits | select sha, body\n")
      try shell.wait(for: "{\"sha\":")
      try shell.type("\u{3}")
      try shell.wait(for: "cancelled\n" + Self.prompt)
      try shell.type("commits | count\n")
      try shell.wait(for: "{\"count\":400}\n" + Self.prompt)
    }
  }

  @Test("Lines of earlier sessions come back, from a file that only the user can read")
  func history() async throws {
    try await GitFixture.with { repository in
      try await repository.makeReleases()
      try await repository.index()
      let state = repository.path + "/state"
      let environment = ["XDG_STATE_HOME": state]
      for _ in 1...2 {
        let shell = try terminal(["shell"], in: repository.path, environment: environment)
        try shell.wait(for: Self.prompt)
        try shell.type("tags | count\n")
        try shell.wait(for: "    2\n" + Self.prompt)
        try shell.type(".quit\n")
        #expect(try shell.end() == 0)
      }
      let shell = try terminal(
        ["shell"], in: repository.path, environment: environment)
      try shell.wait(for: Self.prompt)
      try shell.type("\u{1B}[A\u{1B}[A")
      try shell.wait(for: "tags | count")
      let file = state + "/stemma/history"
      let text = try String(contentsOfFile: file, encoding: .utf8)
      #expect(text == "tags | count\n.quit\ntags | count\n.quit\n")
      let mode = try FileManager.default.attributesOfItem(atPath: file)[.posixPermissions]
      #expect(mode as? Int == 0o600)
      let silent = try terminal(
        ["shell", "--no-history"], in: repository.path, environment: environment)
      try silent.wait(for: Self.prompt)
      try silent.type("projects\n")
      try silent.wait(for: Self.prompt)
      try silent.type("\u{4}")
      #expect(try silent.end() == 0)
      #expect(try String(contentsOfFile: file, encoding: .utf8) == text)
    }
  }

  @Test("Each answer is that of the database at the time, and the prompt shows a time in the past")
  func freshness() async throws {
    try await GitFixture.with { repository in
      try await repository.makeReleases()
      try await repository.index()
      let shell = try terminal(["shell"], in: repository.path)
      try shell.wait(for: Self.prompt)
      try shell.type("tags | count\n")
      try shell.wait(for: "    2\n" + Self.prompt)
      try await repository.tag("v1.2.0", message: "Third", date: "2024-04-01T00:00:00Z")
      try await repository.index()
      try shell.type("tags | count\n")
      try shell.wait(for: "    3\n" + Self.prompt)
      try shell.type(".as-of 2024-02-01\n")
      try shell.wait(for: "stemma as of 2024-02-01> ")
      try shell.type("tags | count\n")
      try shell.wait(for: "    1\n")
    }
  }

  @Test("The prompt shows the repository that names are looked up in")
  func repository() async throws {
    try await GitFixture.with { repository in
      try await repository.makeReleases()
      try await repository.index("--name", "shop")
      let shell = try terminal(["shell", "--repo", "shop"], in: repository.path)
      try shell.wait(for: "stemma shop> ")
      try shell.type(".as-of 2024-02-01\n")
      try shell.wait(for: "stemma shop as of 2024-02-01> ")
      try shell.type(".repo off\n")
      try shell.wait(for: "stemma as of 2024-02-01> ")
    }
  }

  @Test("A terminal that cannot move its cursor is read without a prompt")
  func dumbTerminal() async throws {
    try await GitFixture.with { repository in
      try await repository.makeReleases()
      try await repository.index()
      let shell = try terminal(["shell"], in: repository.path, environment: ["TERM": "dumb"])
      try shell.type("tags | count\n")
      let shown = try shell.wait(for: "    2\n")
      #expect(!shown.contains("stemma>"))
      try shell.type("tags |\ncount\n\u{4}")
      try shell.wait(for: "    2\n")
      #expect(try shell.end() == 0)
    }
  }
}
