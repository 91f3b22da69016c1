import TestSupport
import Testing

@Suite("Sections of changelogs that only tags have")
struct TagTreeTests {
  private func ask(
    _ query: String, _ database: String, _ folder: String, _ options: String...
  ) async throws -> String {
    let result = try await stemma(
      ["query", query, "--db", database, "--format", "tsv"] + options, in: folder)
    #expect(result.exitCode == 0, "\(result.errorText)")
    return result.outputText
  }

  /// Publishes 1.0.1 from a branch of its own, whose section the default branch does not have.
  private func makeShop(in folder: String) async throws -> GitFixture {
    let git = try await GitFixture.create(in: folder)
    try await git.commit(
      "Begin", files: ["CHANGELOG.md": "# Changes\n\n## 1.0.0\n- Pay by card\n"],
      date: "2024-01-01T00:00:00Z")
    try await git.tag("v1.0.0")
    try await git.git("checkout", "--quiet", "-b", "release/1.0")
    try await git.commit(
      "Mend the total",
      files: [
        "CHANGELOG.md": """
        # Changes

        ## 1.0.1 (2024-02-01)
        Please update.

        ### Fixed
        - The *total* is right

        ## 1.0.0
        - Pay by card

        """
      ], date: "2024-02-01T00:00:00Z")
    try await git.tag("v1.0.1")
    try await git.checkout("main")
    try await git.commit(
      "Next",
      files: ["CHANGELOG.md": "# Changes\n\n## Unreleased\n- Search\n\n## 1.0.0\n- Pay by card\n"],
      date: "2024-03-01T00:00:00Z")
    return git
  }

  private func index(_ git: GitFixture, _ database: String, _ folder: String) async throws -> String
  {
    let result = try await stemma(
      ["index", git.path, "--name", "shop", "--db", database], in: folder)
    #expect(result.exitCode == 0, "\(result.errorText)")
    return result.outputText
  }

  @Test("A release from a branch has the notes of its own tree, until the default branch has some")
  func ownSection() async throws {
    try await withTemporaryFolder { folder in
      let git = try await makeShop(in: folder)
      let database = "\(folder)/shop.db"
      #expect(
        try await index(git, database, folder).contains(", 1 changelog section of a tag ("))
      #expect(try await index(git, database, folder).contains("  nothing new ("))
      let sections =
        "headings | where only_at_tag | select version, date, notes, since, release.tag.name"
      #expect(
        try await ask(sections, database, folder) == """
          version\tdate\tnotes\tsince\tname
          1.0.1\t2024-02-01T00:00:00Z\tPlease update.\t2024-02-01T00:00:00Z\tv1.0.1

          """)
      let entries = "changes | where version = 1.0.1 | select kind, markdown, at_tag, only_at_tag"
      let own = "kind\tmarkdown\tat_tag\tonly_at_tag\nfixed\tThe *total* is right\ttrue\ttrue\n"
      #expect(try await ask(entries, database, folder) == own)
      // What the default branch has is no section of a tag, and the file of now is as it was.
      #expect(
        try await ask("changes | where not only_at_tag | select text", database, folder)
          == "text\nPay by card\nSearch\n")
      #expect(
        try await ask("changelogs | select path, versions, entries", database, folder)
          == "path\tversions\tentries\nCHANGELOG.md\t2\t2\n")
      for query in [
        "releases-without-section", "late-entries", "changelog-order", "changelog-dates",
      ] {
        let result = try await stemma(
          ["run", query, "--db", database, "--format", "jsonl"], in: folder)
        #expect(result.exitCode == 0 && result.outputText.isEmpty, "\(query): \(result.outputText)")
      }
      let notes = try await stemma(["notes", "v1.0.1", "--db", database], in: folder)
      #expect(notes.outputText.contains("Please update."), "\(notes.outputText)")
      #expect(notes.outputText.contains("- The *total* is right"), "\(notes.outputText)")

      // The default branch gets the section, in other words.
      try await git.commit(
        "Bring back",
        files: [
          "CHANGELOG.md": "# Changes\n\n## 1.0.1\n- The total, finally\n\n## 1.0.0\n- Pay by card\n"
        ],
        date: "2024-04-01T00:00:00Z")
      _ = try await index(git, database, folder)
      #expect(
        try await ask(
          "changes | where version = 1.0.1 | select text, only_at_tag", database, folder)
          == "text\tonly_at_tag\nThe total, finally\tfalse\n")
      #expect(
        try await ask(
          "changes | where version = 1.0.1 | select text", database, folder, "--as-of",
          "2024-03-15T00:00Z") == "text\nThe total is right\n")

      // All read anew is the same, and when it is taken back the tree of the tag counts again.
      let all = try await stemma(
        ["index", git.path, "--name", "shop", "--db", database, "--changelogs", "all"], in: folder)
      #expect(all.exitCode == 0, "\(all.errorText)")
      #expect(
        try await ask("changes | where version = 1.0.1 | select text", database, folder)
          == "text\nThe total, finally\n")
      try await git.git("reset", "--quiet", "--hard", "HEAD~1")
      _ = try await index(git, database, folder)
      #expect(try await ask(entries, database, folder) == own)
    }
  }

  @Test("A section goes with its tag, and comes with the one that the tag points at then")
  func movedTag() async throws {
    try await withTemporaryFolder { folder in
      let git = try await makeShop(in: folder)
      let database = "\(folder)/shop.db"
      _ = try await index(git, database, folder)
      try await git.checkout("release/1.0")
      try await git.commit(
        "Say more", files: ["CHANGELOG.md": "## 1.0.1\n- The total and the sum are right\n"],
        date: "2024-02-02T00:00:00Z")
      try await git.git("tag", "--force", "v1.0.1")
      try await git.checkout("main")
      let query = "changes | where only_at_tag | select text"
      _ = try await index(git, database, folder)
      #expect(
        try await ask(query, database, folder) == "text\nThe total and the sum are right\n")
      try await git.deleteTag("v1.0.1")
      _ = try await index(git, database, folder)
      #expect(try await ask(query, database, folder) == "text\n")
      #expect(
        try await ask("releases | where version = 1.0.1 | select version", database, folder)
          == "version\n")
    }
  }

  @Test("Each changelog tells of the releases of its own part, also one that is not there any more")
  func parts() async throws {
    try await withTemporaryFolder { folder in
      let git = try await GitFixture.create(in: folder)
      try await git.commit(
        "Begin",
        files: [
          "CHANGES": "1.1.0\n=====\n* Of the shop\n\n1.0.0\n=====\n* First\n",
          "client/CHANGELOG.md": "## 1.1.0\n- Of the client\n",
        ], date: "2024-01-01T00:00:00Z")
      try await git.git("mv", "client/CHANGELOG.md", "client/CHANGELOG")
      try await git.git("commit", "--quiet", "--amend", "--no-edit")
      for tag in ["v1.1.0", "client/v1.1.0", "server/v1.1.0", "v1.0.0-rc.1"] {
        try await git.tag(tag)
      }
      try await git.git("rm", "--quiet", "CHANGES", "client/CHANGELOG")
      try await git.commit(
        "Begin anew", files: ["client/CHANGELOG.md": "## Unreleased\n- Next of the client\n"],
        date: "2024-02-01T00:00:00Z")
      let database = "\(folder)/shop.db"
      let news = try await index(git, database, folder)
      #expect(news.contains("changelog sections of tags"), "\(news)")
      #expect(
        try await ask(
          "changes | where version is not null | sort changelog | select changelog, text, release.tag.name, only_at_tag",
          database, folder) == """
            changelog\ttext\tname\tonly_at_tag
            CHANGES\tOf the shop\tv1.1.0\ttrue
            client/CHANGELOG\tOf the client\tclient/v1.1.0\ttrue

            """)
      #expect(
        try await ask("changelogs | select path, entries", database, folder)
          == "path\tentries\nclient/CHANGELOG.md\t1\n")
    }
  }

  @Test("The part of a changelog that is gone is kept when all is read anew")
  func removedPart() async throws {
    try await withTemporaryFolder { folder in
      let git = try await GitFixture.create(in: folder)
      try await git.commit(
        "Begin", files: ["client/CHANGELOG.md": "## Unreleased\n- Next\n"],
        date: "2024-01-01T00:00:00Z")
      let database = "\(folder)/shop.db"
      _ = try await index(git, database, folder)
      try await git.git("checkout", "--quiet", "-b", "release")
      try await git.commit(
        "Release", files: ["client/CHANGELOG.md": "## 1.1.0\n- Of the client\n"],
        date: "2024-02-01T00:00:00Z")
      for tag in ["client/v1.1.0", "v1.1.0"] { try await git.tag(tag) }
      try await git.checkout("main")
      try await git.git("rm", "--quiet", "client/CHANGELOG.md")
      try await git.commit("Write no changelog any more", date: "2024-03-01T00:00:00Z")
      _ = try await index(git, database, folder)
      let query = "changes | where only_at_tag | select changelog, text, release.tag.name"
      let own =
        "changelog\ttext\tname\nclient/CHANGELOG.md\tOf the client\tclient/v1.1.0\n"
      #expect(try await ask(query, database, folder) == own)
      for _ in 1...2 {
        let all = try await stemma(
          ["index", git.path, "--name", "shop", "--db", database, "--changelogs", "all"], in: folder
        )
        #expect(all.exitCode == 0, "\(all.errorText)")
        #expect(try await ask(query, database, folder) == own)
      }
    }
  }

  @Test("A changelog goes on under a name that only the tree of a tag had")
  func renamed() async throws {
    try await withTemporaryFolder { folder in
      let git = try await GitFixture.create(in: folder)
      try await git.commit(
        "Begin", files: ["CHANGES": "## 1.0.0\n- Pay by card\n"], date: "2024-01-01T00:00:00Z")
      try await git.tag("v1.0.0")
      try await git.git("checkout", "--quiet", "-b", "release")
      try await git.git("mv", "CHANGES", "CHANGELOG.md")
      try await git.commit(
        "Release", files: ["CHANGELOG.md": "## 2.0.1\n- The total\n\n## 1.0.0\n- Pay by card\n"],
        date: "2024-02-01T00:00:00Z")
      try await git.tag("v2.0.1")
      try await git.checkout("main")
      let database = "\(folder)/shop.db"
      _ = try await index(git, database, folder)
      try await git.git("mv", "CHANGES", "CHANGELOG.md")
      try await git.commit("Rename", date: "2024-03-01T00:00:00Z")
      _ = try await index(git, database, folder)
      #expect(
        try await ask(
          "changes | sort version | select changelog, text, since, only_at_tag", database, folder)
            == """
            changelog\ttext\tsince\tonly_at_tag
            CHANGELOG.md\tPay by card\t2024-01-01T00:00:00Z\tfalse
            CHANGELOG.md\tThe total\t2024-02-01T00:00:00Z\ttrue

            """)
    }
  }

  @Test("A clone without the contents of files is looked into again")
  func absentContents() async throws {
    try await withTemporaryFolder { folder in
      let git = try await makeShop(in: folder)
      try await git.git("config", "uploadpack.allowFilter", "true")
      let clone = try await git.clone("partial", ["--bare", "--filter=blob:none"])
      let database = "\(folder)/shop.db"
      _ = try await index(clone, database, folder)
      let query = "changes | where only_at_tag | sort text | select text"
      #expect(try await ask(query, database, folder) == "text\n")
      try await clone.git("fetch", "--quiet", "--refetch", "--no-filter", "origin", "refs/*:refs/*")
      _ = try await index(clone, database, folder)
      let found = try await ask(query, database, folder)
      #expect(found == "text\nPay by card\nThe total is right\n")
    }
  }

  @Test("Trees are searched again for a changelog that the default branch gets")
  func newName() async throws {
    try await withTemporaryFolder { folder in
      let git = try await GitFixture.create(in: folder)
      try await git.commit("Begin", files: ["a": "1"], date: "2024-01-01T00:00:00Z")
      try await git.git("checkout", "--quiet", "-b", "release")
      try await git.commit(
        "Release", files: ["notes/changes/CHANGELOG.md": "## 1.0.0\n- One\n"],
        date: "2024-02-01T00:00:00Z")
      try await git.tag("v1.0.0")
      try await git.checkout("main")
      let database = "\(folder)/shop.db"
      _ = try await index(git, database, folder)
      try await git.commit(
        "Write changes", files: ["notes/changes/CHANGELOG.md": "## Unreleased\n- Two\n"],
        date: "2024-03-01T00:00:00Z")
      _ = try await index(git, database, folder)
      #expect(
        try await ask("changes | where only_at_tag | select text", database, folder)
          == "text\nOne\n")
    }
  }
}
