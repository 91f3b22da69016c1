import Foundation
import TestSupport
import Testing

@Suite("What a terminal gets to see")
struct TerminalSafetyTests {
  /// Text that would colour, ring, retitle and turn around: escapes, bells and U+202E.
  private static let evil = "a\u{1B}[31mred\u{1B}]0;title\u{07}\u{9B}2J\u{202E}end"

  /// Expects that nothing but printable text and line ends was printed.
  private func expectSafe(_ result: ProgramResult, _ what: String) {
    for scalar in (result.outputText + result.errorText).unicodeScalars where scalar != "\n" {
      let isControl = scalar.value < 0x20 || (0x7F...0x9F).contains(scalar.value)
      let turnsText = (0x202A...0x202E).contains(scalar.value)
      #expect(!isControl && !turnsText, "\(what) printed \(String(scalar.value, radix: 16))")
      if isControl || turnsText { return }
    }
  }

  @Test("Escapes in commits, tags and names are shown, not obeyed")
  func sources() async throws {
    try await GitFixture.with { git in
      try await git.fastImport(
        """
        commit refs/heads/main
        mark :1
        author \(Self.evil) <\(Self.evil)@x> 1700000000 +0000
        committer \(Self.evil) <a@b> 1700000000 +0000
        data <<end-of-message
        \(Self.evil)
        second line\r of the subject

        \(Self.evil)
        end-of-message

        tag v1.0.0
        from :1
        tagger \(Self.evil) <a@b> 1700000000 +0000
        data <<end-of-message
        \(Self.evil)
        end-of-message

        reset refs/heads/turn\u{202E}around
        from :1


        """)
      expectSafe(try await git.stemma("index"), "index")
      for relation in ["commits", "tags", "branches", "refs", "history", "moves", "releases"] {
        let result = try await git.stemma("query", relation)
        #expect(result.exitCode == 0, "\(result.errorText)")
        expectSafe(result, relation)
        #expect(result.outputText.split(separator: "\n").count >= 2)
      }
      expectSafe(try await git.stemma("status"), "status")
      expectSafe(try await git.stemma("query", "tags of \"nothing\(Self.evil)\""), "a name")
      expectSafe(try await git.stemma("query", "commits in turn..v1.0.0"), "suggestions")
      expectSafe(try await git.stemma("query", "tags of v1.0.0", "--explain"), "--explain")
      expectSafe(
        try await git.stemma("sql", "SELECT subject, body, author FROM v_commits"), "sql")
      let subject = try await git.stemma("query", "commits | select subject")
      #expect(subject.outputText.contains("\\x1b[31mred"))
      #expect(subject.outputText.contains("\\u{202E}end"))
      #expect(subject.outputText.split(separator: "\n").count == 2)
    }
  }

  @Test("Escapes in the arguments are shown, not obeyed")
  func arguments() async throws {
    try await GitFixture.with { git in
      try await git.makeReleases()
      try await git.index()
      let evil = Self.evil
      for arguments in [
        [evil], ["query", evil], ["query", "tags | where name = \"\(evil)\" and x = 1"],
        ["run", evil], ["schema", evil], ["queries", "show", evil], ["sql", "SELECT \"\(evil)\""],
        ["index", "/\(evil)"], ["query", "tags", "--db", "/\(evil)"],
        ["query", "tags", "--repo", evil], ["query", "tags", "--as-of", evil],
        ["query", "tags", "--param", "\(evil)=1"], ["query", "tags", "--\(evil)"],
        ["query", "tags", "--format", evil], ["query", "tags", evil], ["query", "-f", evil],
        ["query", "param x: int; tags | take $x", "--param", "x=\(evil)"],
      ] {
        let result = try await stemma(arguments, in: git.path)
        #expect(result.exitCode != 0 && result.exitCode != nil, "\(arguments)")
        #expect(!result.errors.isEmpty, "\(arguments)")
        expectSafe(result, "\(arguments)")
      }
    }
  }
}
