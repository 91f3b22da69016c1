import Foundation
import HTTPTestSupport
import Indexing
import TestSupport
import Testing

@testable import RegistrySource

@Suite("Credentials")
struct CredentialTests {
  private static func auth(_ user: String, _ secret: String) -> String {
    "{\"auth\":\"\(Data("\(user):\(secret)".utf8).base64EncodedString())\"}"
  }

  private func read(
    _ config: String, for name: String, helpers: [String: String] = [:],
    time: Duration = .seconds(3_600)
  ) async throws -> Credentials? {
    try await withTemporaryFolder { folder in
      try writeFile("\(folder)/config.json", config)
      for (program, script) in helpers {
        let path = "\(folder)/bin/docker-credential-\(program)"
        try writeFile(path, "#!/bin/sh\n\(script)\n")
        try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: path)
      }
      let path = "relative:\(folder)/bin:/usr/bin:/bin"
      let store = CredentialStore(
        files: ["\(folder)/absent.json", "\(folder)/config.json"],
        helpers: CredentialHelper(environment: ["PATH": path], time: time))
      return try await store.credentials(for: RepositoryReference(name))
    }
  }

  @Test(
    "A registry's entry is found however programs spelled it",
    arguments: [
      ("ghcr.io", "ghcr.io/a/b", true), ("https://ghcr.io", "ghcr.io/a/b", true),
      ("https://ghcr.io/v1/", "ghcr.io/a/b", true), ("ghcr.io/v2/", "ghcr.io/a/b", true),
      ("https://index.docker.io/v1/", "redis", true), ("docker.io", "redis", true),
      ("localhost:5000", "localhost:5000/x", true), ("localhost", "localhost:5000/x", false),
      ("ghcr.io/a", "ghcr.io/a/b", true), ("ghcr.io/a/b", "ghcr.io/a/b", true),
      ("ghcr.io/ab", "ghcr.io/a/b", false), ("evil-ghcr.io", "ghcr.io/a/b", false),
      ("hcr.io", "ghcr.io/a/b", false), ("io", "ghcr.io/a/b", false), ("", "ghcr.io/a/b", false),
      ("ghcr.io.evil.io", "ghcr.io/a/b", false),
    ])
  func keys(key: String, name: String, isFound: Bool) async throws {
    let found = try await read("{\"auths\":{\"\(key)\":\(Self.auth("ann", "p:w"))}}", for: name)
    #expect(found == (isFound ? .password(user: "ann", secret: "p:w") : nil))
  }

  @Test("The entry of the longest path counts")
  func longest() async throws {
    let config = """
      {"auths":{"r.io":\(Self.auth("a", "1")),"r.io/x/y":\(Self.auth("b", "2")),\
      "r.io/x":\(Self.auth("c", "3"))}}
      """
    #expect(try await read(config, for: "r.io/x/y/z") == .password(user: "b", secret: "2"))
    #expect(try await read(config, for: "r.io/x/z") == .password(user: "c", secret: "3"))
    #expect(try await read(config, for: "r.io/z") == .password(user: "a", secret: "1"))
  }

  @Test("The helper of a host comes before the general one, and that before the file")
  func precedence() async throws {
    let config = """
      {"auths":{"r.io":\(Self.auth("file", "1")),"s.io":\(Self.auth("file", "1"))},\
      "credsStore":"all","credHelpers":{"r.io":"one"}}
      """
    let helpers = [
      "one": "echo '{\"Username\":\"one\",\"Secret\":\"2\"}'",
      "all": """
      read -r server; test "$1" = get || exit 3
      case "$server" in
        s.io) echo '{"ServerURL":"s.io","Username":"all","Secret":"3"}';;
        https://index.docker.io/v1/) echo '{"Username":"<token>","Secret":"4"}';;
        *) echo credentials not found in native keychain; exit 1;;
      esac
      """,
    ]
    func user(_ name: String) async throws -> Credentials? {
      try await read(config, for: name, helpers: helpers)
    }
    #expect(try await user("r.io/x") == .password(user: "one", secret: "2"))
    #expect(try await user("s.io/x") == .password(user: "all", secret: "3"))
    #expect(try await user("redis") == .identityToken("4"))
    #expect(try await user("other.io/x") == nil)
  }

  @Test("What a helper does not have, the file may have")
  func fallback() async throws {
    let config = "{\"auths\":{\"r.io\":\(Self.auth("file", "1"))},\"credsStore\":\"none\"}"
    let helpers = ["none": "echo credentials not found in native keychain; exit 1"]
    #expect(
      try await read(config, for: "r.io/x", helpers: helpers)
        == .password(user: "file", secret: "1"))
  }

  @Test(
    "A helper that fails is told by its name, and nothing that it wrote",
    arguments: [
      ("bad", "echo \(marker); echo \(marker) >&2; exit 7", "ended with exit code 7"),
      ("odd", "echo '[\"\(marker)\"]'", "wrote no user name with a secret"),
      ("long", "exec yes \(marker)", "could not be run to its end"),
      ("slow", "exec sleep 1000", "took more than 200 ms"),
    ])
  func failures(name: String, script: String, end: String) async throws {
    let time: Duration = name == "slow" ? .milliseconds(200) : .seconds(3_600)
    let error = await #expect(throws: RegistryError.self) {
      try await read(
        "{\"credsStore\":\"\(name)\"}", for: "r.io/x", helpers: [name: script], time: time)
    }
    #expect(error?.code == .credentials)
    let message = "the program docker-credential-\(name) that keeps credentials \(end)"
    #expect(error?.message == message)
    #expect(!String(reflecting: error).contains(marker))
  }

  @Test(
    "A helper is a program in a folder of PATH, and nothing else",
    arguments: ["../../bin/sh", "a/b", "a b", "$(id)", "ä", "absent", "."])
  func helperNames(name: String) async throws {
    let error = await #expect(throws: RegistryError.self) {
      try await read("{\"credsStore\":\"\(name)\"}", for: "r.io/x")
    }
    #expect(error?.code == .credentials)
    #expect(error?.message.hasSuffix("is not in the folders of PATH") == true)
  }

  @Test(
    "A file that is none is an error that shows nothing of it",
    arguments: [
      marker, "[\"\(marker)\"]", "{\"auths\":\"\(marker)\"}",
      "{\"auths\":{\"r.io\":{\"auth\":\"\(marker)\"}}}",
      "{\"auths\":{\"r.io\":{\"auth\":\"YQ==\"}}}",
    ])
  func malformed(config: String) async throws {
    let error = await #expect(throws: RegistryError.self) { try await read(config, for: "r.io/x") }
    #expect(error?.code == .credentials)
    #expect(!String(reflecting: error).contains(marker))
  }

  @Test("Files are looked for where docker and podman keep them")
  func places() async throws {
    try await withTemporaryFolder { folder in
      for (number, path) in [
        ".docker/config.json", "d/config.json", "r.json", "x/containers/auth.json",
        ".config/containers/auth.json",
      ].enumerated() {
        let auth = Self.auth("\(number)", "s")
        try writeFile("\(folder)/\(path)", "{\"auths\":{\"r\(number).io\":\(auth)}}")
      }
      let all: [[String: String]] = [
        ["HOME": folder], ["DOCKER_CONFIG": "\(folder)/d"],
        ["REGISTRY_AUTH_FILE": "\(folder)/r.json"], ["XDG_RUNTIME_DIR": "\(folder)/x"],
        ["HOME": folder], [:],
      ]
      for (number, environment) in all.enumerated() {
        let store = CredentialStore.ofUser(environment: environment)
        let found = try await store.credentials(for: RepositoryReference("r\(number).io/x"))
        #expect((found != nil) == (number < 5), "\(number)")
      }
    }
  }

  @Test("Credentials show no secret")
  func secrets() {
    for credentials in [Credentials.password(user: "a", secret: marker), .identityToken(marker)] {
      var dumped = ""
      dump(credentials, to: &dumped)
      #expect(!"\(credentials)\(String(reflecting: credentials))\(dumped)".contains(marker))
    }
  }

  @Test(
    "Where configured credentials cannot be had, a public image is read, and a private one says why"
  )
  func unreadableCredentials() async throws {
    try await withTemporaryFolder { folder in
      try writeFile("\(folder)/config.json", "{\"credsStore\":\"absent\"}")
      let store = CredentialStore.ofUser(environment: ["DOCKER_CONFIG": folder])
      let repository = FakeRepository("1.0")
      let error = await #expect(throws: RegistryError.self) {
        try await FakeServer.with({ _ in .status(401, [("WWW-Authenticate", "Basic realm=x")]) }) {
          try await $0.look { $0.credentials = store }
        }
      }
      #expect(error?.code == .repositoryNotFound)
      #expect(error?.cause?.hasSuffix("is not in the folders of PATH") == true)
      let look = try await FakeServer.with(repository.reply) {
        try await $0.look { $0.credentials = store }
      }
      #expect(look.tags.count == 1)
    }
  }
}
