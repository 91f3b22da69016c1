import Foundation
import HTTPTestSupport
import Synchronization
import TestSupport
import Testing

@Suite("stemma index modules")
struct ModuleCommandTests {
  private static let hasGo = searchPath.split(separator: ":").contains {
    FileManager.default.isExecutableFile(atPath: "\($0)/go")
  }

  private static func ask(_ query: String, in folder: String) async throws -> String {
    let result = try await stemma(["query", query, "--format", "tsv"], in: folder)
    #expect(result.exitCode == 0, "\(result.errorText)")
    return result.outputText.split(separator: "\n").dropFirst().joined(separator: "\n")
  }

  @Test(
    "what the Go command downloaded tells of tags that moved or went since",
    .enabled(if: hasGo, "go is not installed: apt-get install golang-go"))
  func goCommand() async throws {
    try await GitFixture.with { git in
      let module = "module github.com/acme/shop\n\ngo 1.16\n"
      let first = try await git.commit(
        "Begin", files: ["go.mod": module, "shop.go": "package shop\n"],
        date: "2024-01-01T00:00:00Z")
      try await git.tag("v1.0.0")
      let second = try await git.commit(
        "Go on", files: ["go.mod": module + "\nretract v1.0.0 // Sums are wrong.\n"],
        date: "2024-01-02T00:00:00Z")
      try await git.tag("v1.1.0")
      try writeFile(
        "\(git.folder)/gitconfig",
        """
        [url "file://\(git.path)"]
          insteadOf = https://github.com/acme/shop
        [safe]
          directory = *
        """)
      var sums: [String] = []
      for version in ["v1.0.0", "v1.1.0"] {
        let result = try await runProgram(
          "go", ["mod", "download", "-json", "github.com/acme/shop@\(version)"],
          environment: [
            "PATH": searchPath, "HOME": git.folder, "GOPATH": "\(git.folder)/gopath",
            "GOFLAGS": "-modcacherw", "GOPROXY": "direct", "GOSUMDB": "off", "GO111MODULE": "on",
            "GIT_CONFIG_GLOBAL": "\(git.folder)/gitconfig", "GOTOOLCHAIN": "local",
          ], workingDirectory: git.folder)
        try #require(result.exitCode == 0, "\(result.errorText)\(result.outputText)")
        let answer = try JSONSerialization.jsonObject(with: Data(result.output))
        sums.append(try #require((answer as? [String: Any])?["Sum"] as? String))
      }
      try await git.tag("v1.0.0", at: second, force: true)
      try await git.deleteTag("v1.1.0")
      try await git.index("--name", "github.com/acme/shop")
      let result = try await git.stemma("index", "modules", "\(git.folder)/gopath")
      #expect(result.exitCode == 0, "\(result.errorText)")
      #expect(
        result.outputText.hasPrefix(
          "github.com/acme/shop: 2 versions, 1 retracted, of github.com/acme/shop\n"))
      #expect(
        try await Self.ask(
          "modules | select version, sum, retracted, rationale, commit.sha", in: git.path) == """
            v1.1.0\t\(sums[1])\tfalse\t\t\(second)
            v1.0.0\t\(sums[0])\ttrue\tSums are wrong.\t\(first)
            """)
      #expect(
        try await Self.ask(
          "releases | select version, known_by, yanked, commit.sha", in: git.path) == """
            v1.1.0\tmodule\tfalse\t\(second)
            v1.0.0\ttag, module\ttrue\t\(second)
            """)
      let moved = try await git.stemma("run", "moved-module-tags", "--format", "tsv")
      #expect(
        moved.outputText.split(separator: "\n").dropFirst().map { $0.prefix(60) } == [
          "github.com/acme/shop\tv1.0.0\t2024-01-01T00:00:00Z\t\(first.prefix(7))\t\(second.prefix(7))"
            .prefix(60)
        ])
    }
  }

  @Test("where numbers begin anew, the tag of a version tells its release")
  func eras() async throws {
    try await GitFixture.with { git in
      for (number, tag) in ["v6.0.0", "v6.0.1", "v1.6.0", "v1.6.1"].enumerated() {
        let eras = "lines:\n  - prefix: v\n    eras:\n      - from: v1.6.0\n        epoch: 1\n"
        try await git.commit(
          tag, files: ["stemma.yaml": eras], date: "2024-01-0\(number + 1)T00:00:00Z")
        try await git.tag(tag)
      }
      try await git.index("--name", "example.com/shop")
      let place = "\(git.folder)/cache/example.com/shop/@v"
      try FileManager.default.createDirectory(atPath: place, withIntermediateDirectories: true)
      try writeFile("\(place)/v1.6.0.mod", "module example.com/shop\n")
      try writeFile(
        "\(place)/v1.6.1.mod", "module example.com/shop\n\nretract v1.6.0 // Too early.\n")
      let result = try await git.stemma("index", "modules", "\(git.folder)/cache")
      #expect(result.exitCode == 0, "\(result.errorText)")
      #expect(
        try await Self.ask("releases | select version, known_by, yanked", in: git.path) == """
          v1.6.1\ttag, module\tfalse
          v1.6.0\ttag, module\ttrue
          v6.0.1\ttag\tfalse
          v6.0.0\ttag\tfalse
          """)
    }
  }

  /// The files of a proxy, and whether it is there.
  private final class Proxy: Sendable {
    let files = Mutex<[String: String]>([:])

    func answer(_ request: FakeRequest) -> FakeReply {
      files.withLock { files in
        guard !files.isEmpty else { return .status(403) }
        return files[request.path].map { .status(200, body: Array($0.utf8)) } ?? .status(404)
      }
    }

    func set(_ version: String, _ goMod: String = "module example.com/shop\n") {
      files.withLock { files in
        let place = "/example.com/shop/@v/"
        files["\(place)list", default: ""] += "\(version)\n"
        files["\(place)\(version).info"] =
          #"{"Version":"\#(version)","Time":"2024-01-01T00:00:00Z"}"#
        files["\(place)\(version).mod"] = goMod
      }
    }
  }

  @Test("a proxy is asked for what is new; one that refuses is a gap, and a failure")
  func proxy() async throws {
    let proxy = Proxy()
    proxy.set("v1.0.0")
    try await FakeServer.with({ proxy.answer($0) }) { server in
      try await withTemporaryFolder { folder in
        func index(_ modules: String...) async throws -> ProgramResult {
          try await stemma(
            ["index", "modules", "http://user:secret@\(server.host)/", "--json"] + modules,
            in: folder)
        }
        let unnamed = try await index()
        #expect(unnamed.exitCode == 64)
        #expect(unnamed.errorText.contains("no module is named"))
        #expect(!unnamed.errorText.contains("secret"))
        let first = try await index("example.com/shop")
        #expect(first.exitCode == 0, "\(first.errorText)")
        #expect(first.outputText.contains(#""versions":1,"retracted":0,"new":1"#))
        proxy.set("v1.1.0", "module example.com/shop\n\nretract v1.0.0\n")
        let second = try await index()
        #expect(second.outputText.contains(#""versions":2,"retracted":1,"new":1"#))
        proxy.files.withLock { $0 = [:] }
        let refused = try await index()
        #expect(refused.exitCode == 4)
        #expect(refused.errorText.contains("was refused (403)"))
        #expect(
          try await Self.ask("coverage | select source, kind, repo, gaps", in: folder)
            == "http://\(server.host)\tmodule-proxy\tgo:example.com/shop\t1")
        #expect(
          try await Self.ask("releases | select project, version, known_by, yanked", in: folder)
            == """
            example.com/shop\tv1.1.0\tmodule\tfalse
            example.com/shop\tv1.0.0\tmodule\ttrue
            """)
      }
    }
  }

  @Test("what another proxy says of a version is compared")
  func secondProxy() async throws {
    let (first, second) = (Proxy(), Proxy())
    first.set("v1.0.0")
    second.set("v1.0.0", "module example.com/shop\n\ngo 1.21\n")
    try await FakeServer.with({ first.answer($0) }) { one in
      try await FakeServer.with({ second.answer($0) }) { two in
        try await withTemporaryFolder { folder in
          for (host, code) in [(one.host, 0), (two.host, 3), (two.host, 0)] as [(String, Int32)] {
            let result = try await stemma(
              ["index", "modules", "http://\(host)", "example.com/shop"], in: folder)
            #expect(result.exitCode == code, "\(result.errorText)")
          }
          let conflict = try await Self.ask("modules | select conflict", in: folder)
          #expect(conflict.hasPrefix("go.mod h1:"))
        }
      }
    }
  }

  @Test("another content of a version is told, and ends with 3")
  func conflict() async throws {
    try await withTemporaryFolder { folder in
      for (cache, time) in [("one", "2024-01-01T00:00:00Z"), ("two", "2024-01-02T00:00:00Z")] {
        let place = "\(folder)/\(cache)/example.com/shop/@v"
        try FileManager.default.createDirectory(
          atPath: place, withIntermediateDirectories: true)
        try writeFile("\(place)/v1.0.0.info", #"{"Version":"v1.0.0","Time":"\#(time)"}"#)
      }
      let first = try await stemma(["index", "modules", "one"], in: folder)
      #expect(first.exitCode == 0, "\(first.errorText)")
      #expect(first.outputText.hasPrefix("example.com/shop: 1 version\n  1 new version ("))
      let again = try await stemma(["index", "modules", "one"], in: folder)
      #expect(again.outputText.hasPrefix("example.com/shop: 1 version\n  nothing new ("))
      let second = try await stemma(["index", "modules", "two", "--quiet"], in: folder)
      #expect(second.exitCode == 3 && second.outputText.isEmpty)
      #expect(
        second.errorText.hasPrefix(
          "warning: another content than before: example.com/shop@v1.0.0: "
            + "time 2024-01-02T00:00:00Z\n"))
    }
  }

  @Test(
    "what cannot be read is refused before a history is made",
    arguments: [
      (["none"], 4, "none is no folder that can be read"),
      (["."], 4, "holds no versions of Go modules"),
      (["cache", "example.com/shpo"], 64, "did you mean \"example.com/shop\"?"),
      (["cache", "shop"], 64, "\"shop\" is no path of a module"),
      (["https://a.example,direct", "example.com/shop"], 64, "give one proxy at a time"),
      (["https://a.example", "example.com/..."], 64, "lists no modules"),
      (["https://a.example"], 64, "no module is named"),
      (["http://127.0.0.1:1", "example.com/shop", "--ca-file", "none"], 64, "no certificates"),
    ])
  func refused(_ arguments: [String], _ code: Int, _ text: String) async throws {
    try await withTemporaryFolder { folder in
      let place = "\(folder)/cache/example.com/shop/@v"
      try FileManager.default.createDirectory(atPath: place, withIntermediateDirectories: true)
      try FileManager.default.createDirectory(
        atPath: "\(folder)/empty", withIntermediateDirectories: true)
      let isEmpty = arguments == ["."]
      let result = try await stemma(
        ["index", "modules"] + arguments, in: isEmpty ? "\(folder)/empty" : folder)
      #expect(result.exitCode == Int32(code), "\(result.errorText)")
      #expect(result.errorText.contains(text), "\(result.errorText)")
      for place in [folder, "\(folder)/empty"] {
        #expect(!FileManager.default.fileExists(atPath: "\(place)/.stemma"))
      }
    }
  }
}
