import Foundation
import TestSupport
import Testing

@Suite("Who asks a remote repository")
struct RemoteCredentialTests {
  @Test("ssh asks nothing, and is the one on PATH whatever the user's git would start")
  func ssh() async throws {
    try await GitFixture.with { git in
      try await git.commit("One")
      let log = "\(git.folder)/ssh.log"
      let programs = try writeProgram(
        "ssh", #"echo "$@" >> '\#(log)'; for last; do :; done; exec sh -c "$last""#, in: git.folder)
      let other = try writeProgram(
        "other-ssh", "touch '\(git.folder)/other'; exit 1", in: git.folder)
      try writeFile(
        "\(git.folder)/home/.gitconfig", "[core]\n\tsshCommand = \(other)/other-ssh\n")
      for url in ["me@example.com:\(git.path)", "ssh://me@example.com:2222\(git.path)"] {
        let result = try await stemma(
          ["index", url, "--db", "ssh.db"], in: git.folder,
          environment: [
            "PATH": "\(programs):\(searchPath)", "HOME": "\(git.folder)/home",
            "GIT_SSH": "\(other)/other-ssh", "GIT_SSH_COMMAND": "\(other)/other-ssh",
          ])
        #expect(result.exitCode == 0, "\(result.errorText)")
        #expect(result.outputText.hasPrefix("example.com\(git.path): 1 commit"))
      }
      let calls = try String(contentsOfFile: log, encoding: .utf8).split(separator: "\n")
      #expect(calls.count >= 4)
      for call in calls {
        #expect(call.hasPrefix("-oBatchMode=yes "))
        #expect(call.contains("me@example.com"))
      }
      #expect(!FileManager.default.fileExists(atPath: "\(git.folder)/other"))
    }
  }

  @Test("A password in a URL is told to its host alone, and stands nowhere")
  func password() async throws {
    try await withTemporaryFolder { folder in
      let log = "\(folder)/log"
      // In place of the network, this git asks for credentials as its https transport would.
      let git = try #require(
        searchPath.split(separator: ":").map { "\($0)/git" }
          .first { FileManager.default.isExecutableFile(atPath: $0) })
      let programs = try writeProgram(
        "git",
        """
        case " $* " in *" ls-remote "*) ;; *) exec \(git) "$@" ;; esac
        echo "$@" >> '\(log)'
        for host in example.com evil.example.com; do
          printf 'protocol=https\\nhost=%s\\n\\n' "$host" | \(git) credential fill >> '\(log).'$host 2>&1
        done
        echo "fatal: the server says: wrong password p/s3:cret" >&2
        exit 128
        """, in: folder)
      try writeFile(
        "\(folder)/.stemma/config.yaml",
        "repositories:\n  shop:\n    url: https://me:p%2Fs3:cret@example.com/shop.git\n")
      let result = try await stemma(
        ["index"], in: folder, environment: ["PATH": "\(programs):\(searchPath)"])
      #expect(result.exitCode == 4)
      #expect(result.errorText.contains("the server says: wrong password ***"))
      #expect(
        try String(contentsOfFile: "\(log).example.com", encoding: .utf8)
          == "protocol=https\nhost=example.com\nusername=me\npassword=p/s3:cret\n")
      #expect(
        try String(contentsOfFile: "\(log).evil.example.com", encoding: .utf8)
          .contains("could not read Username"))
      #expect(
        try String(contentsOfFile: log, encoding: .utf8).contains("https://example.com/shop.git"))

      let files = FileManager.default
      try files.removeItem(atPath: "\(log).example.com")
      try files.removeItem(atPath: "\(folder)/.stemma/config.yaml")
      let status = try await stemma(["status"], in: folder)
      #expect(status.outputText.contains("https://example.com/shop.git\n"))
      var texts = [result.output, result.errors, status.output]
      for name in try files.subpathsOfDirectory(atPath: folder) {
        if let data = files.contents(atPath: "\(folder)/\(name)"), !name.hasPrefix("programs") {
          texts.append(Array(data))
        }
      }
      #expect(texts.count >= 5)
      for text in texts {
        let text = String(decoding: text, as: UTF8.self)
        #expect(!text.contains("s3:cret") && !text.contains("me:p"))
      }
    }
  }

  @Test("Credential helpers of the user are asked only with --git-credentials")
  func credentialHelpers() async throws {
    try await withTemporaryFolder { folder in
      let git = try #require(
        searchPath.split(separator: ":").map { "\($0)/git" }
          .first { FileManager.default.isExecutableFile(atPath: $0) })
      let programs = try writeProgram(
        "git",
        """
        case " $* " in *" ls-remote "*) ;; *) exec \(git) "$@" ;; esac
        printf 'protocol=https\\nhost=example.com\\n\\n' | \(git) credential fill >&2
        exit 128
        """, in: folder)
      _ = try writeProgram("credential-x", "echo username=me; echo password=seen", in: folder)
      try writeFile(
        "\(folder)/.gitconfig",
        """
        [credential]
        \thelper = \(programs)/credential-x
        [core]
        \tsshCommand = touch \(folder)/canary
        """)
      func index(_ options: String...) async throws -> String {
        let result = try await stemma(
          ["index", "https://example.com/shop"] + options, in: folder,
          environment: ["PATH": "\(programs):\(searchPath)", "HOME": folder])
        #expect(result.exitCode == 4)
        return result.errorText
      }
      let without = try await index()
      #expect(!without.contains("password=seen"))
      #expect(without.contains("hint: --git-credentials lets the credential helpers"))
      #expect(try await index("--git-credentials").contains("password=seen"))
    }
  }
}
