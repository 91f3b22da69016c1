import Foundation
import ImageManifests
import Indexing
import Testing

@Suite("Statements about builds")
struct BuildStatementTests {
  private static let one = String(repeating: "1a", count: 20)
  private static let two = String(repeating: "2b", count: 20)
  private static let long = String(repeating: "3c", count: 32)
  private static let v0 = "https://slsa.dev/provenance/v0.2"
  private static let v1 = "https://slsa.dev/provenance/v1"

  private func origins(_ type: String, _ predicate: String) -> [BuildOrigin] {
    BuildStatement.origins(bytes: Array(Self.statement(type, predicate).utf8))
  }

  private static func statement(_ type: String, _ predicate: String) -> String {
    #"{"_type":"https://in-toto.io/Statement/v1","predicateType":"\#(type)","#
      + #""predicate":\#(predicate)}"#
  }

  @Test("BuildKit's statement of version 0.2 names the repository it was given, once")
  func buildKit() {
    let found = origins(
      Self.v0,
      #"""
      {"invocation":{"configSource":{"uri":"https://github.com/acme/shop.git#refs/tags/v1",
        "digest":{"sha1":"\#(Self.one)"},"entryPoint":"Dockerfile"}},
       "materials":[
        {"uri":"pkg:docker/alpine@3.20?platform=linux%2Famd64","digest":{"sha256":"\#(Self.long)"}},
        {"uri":"https://example.com/a.tar.gz","digest":{"sha256":"\#(Self.long)"}},
        {"uri":"https://github.com/acme/shop.git#refs/tags/v1","digest":{"sha1":"\#(Self.one)"}},
        {"uri":"https://github.com/acme/tools.git#main:sub","digest":{"sha1":"\#(Self.two)"}}]}
      """#)
    #expect(
      found == [
        BuildOrigin(
          commit: Self.one, repositoryURL: "https://github.com/acme/shop.git",
          predicateType: Self.v0),
        BuildOrigin(
          commit: Self.two, repositoryURL: "https://github.com/acme/tools.git",
          predicateType: Self.v0),
      ])
  }

  @Test("A statement of version 1 names its dependencies in git")
  func version1() {
    let found = origins(
      Self.v1,
      #"""
      {"buildDefinition":{"externalParameters":{"configSource":{
        "uri":"https://github.com/acme/shop","digest":{"sha1":"\#(Self.one)"}}},
        "resolvedDependencies":[
         {"uri":"git+https://token@github.com/acme/tools@refs/heads/main",
          "digest":{"gitCommit":"\#(Self.two.uppercased())"}},
         {"uri":"git+https://example.com/new","digest":{"gitCommit":"\#(Self.long)"}},
         {"uri":"pkg:npm/left-pad@1.3.0","digest":{"sha1":"\#(Self.two)"}}]}}
      """#)
    #expect(found.map(\.commit) == [Self.one, Self.two, Self.long])
    #expect(
      found.map(\.repositoryURL) == [
        "https://github.com/acme/shop", "https://github.com/acme/tools", "https://example.com/new",
      ])
    #expect(found.map(\.predicateType) == [Self.v1, Self.v1, Self.v1])
  }

  static let revisions: [(String, String)] = [
    (v0, #"{"metadata":{"https://mobyproject.org/buildkit@v1#metadata":{"vcs":VCS}}}"#),
    (v1, #"{"runDetails":{"metadata":{"buildkit_metadata":{"vcs":VCS}}}}"#),
  ]

  @Test("The revision of the folder of a build counts if nothing was changed", arguments: revisions)
  func revision(type: String, predicate: String) {
    func found(_ vcs: String) -> [BuildOrigin] {
      origins(type, predicate.replacingOccurrences(of: "VCS", with: vcs))
    }
    let source = #""source":"git@github.com:acme/shop.git""#
    #expect(
      found(#"{"revision":"\#(Self.one)",\#(source)}"#) == [
        BuildOrigin(
          commit: Self.one, repositoryURL: "git@github.com:acme/shop.git", predicateType: type)
      ])
    #expect(
      found(#"{"vcs:revision":"\#(Self.one)"}"#) == [
        BuildOrigin(commit: Self.one, repositoryURL: nil, predicateType: type)
      ])
    #expect(found(#"{"revision":"\#(Self.one)-dirty",\#(source)}"#).isEmpty)
  }

  @Test("A commit without a repository is dropped where one has it")
  func placed() {
    let found = origins(
      Self.v0,
      #"""
      {"materials":[{"digest":{"gitCommit":"\#(Self.one)"}},{"digest":{"gitCommit":"\#(Self.two)"}},
       {"uri":"git+https://host/x","digest":{"sha1":"\#(Self.one)"}}]}
      """#)
    #expect(found.map(\.commit) == [Self.two, Self.one])
    #expect(found.map(\.repositoryURL) == [nil, "https://host/x"])
  }

  static let urls: [(String, String)] = [
    ("git+https://user:secret@host:8443/a/b.git@refs/tags/v1.0", "https://host:8443/a/b.git"),
    ("git+https://host/@scope/pkg@refs/tags/@scope/pkg@1.0", "https://host/@scope/pkg"),
    ("git+ssh://git@host/a/b", "ssh://host/a/b"),
    ("https://host/a.git?token=secret#main", "https://host/a.git"),
    ("git://host/a", "git://host/a"), ("git+https://host", "https://host"),
    ("git@host:a/b", "git@host:a/b"),
  ]

  @Test("The URL of a repository is given without a ref and without secrets", arguments: urls)
  func url(written: String, bare: String) {
    let found = origins(
      Self.v0, #"{"materials":[{"uri":"\#(written)","digest":{"sha1":"\#(Self.one)"}}]}"#)
    #expect(found.map(\.repositoryURL) == [bare])
  }

  @Test("An envelope is opened")
  func envelope() {
    let inner = Self.statement(
      Self.v1,
      #"{"buildDefinition":{"resolvedDependencies":[{"digest":{"gitCommit":"\#(Self.one)"}}]}}"#)
    let payload = Data(inner.utf8).base64EncodedString()
    let envelope =
      #"{"payloadType":"application/vnd.in-toto+json","payload":"\#(payload)","signatures":[]}"#
    for text in [inner, envelope, #"{"dsseEnvelope":\#(envelope)}"#] {
      #expect(BuildStatement.origins(bytes: Array(text.utf8)).map(\.commit) == [Self.one])
    }
  }

  static let silent = [
    "", "[]", "{", "{}", #"{"payload":"%%%"}"#, #"{"payload":""}"#,
    statement("https://spdx.dev/Document", #"{"materials":[{"digest":{"gitCommit":"\#(one)"}}]}"#),
    statement(v0, "null"), statement(v0, #"{"materials":{}}"#),
    statement(v0, #"{"materials":[7]}"#),
    statement(v0, #"{"materials":[{"digest":{"gitCommit":"main"}}]}"#),
    statement(v0, #"{"materials":[{"uri":"git+https://h/x","digest":{"sha1":"\#(one)0"}}]}"#),
  ]

  @Test("Other statements, and what is no statement, name no commit", arguments: silent)
  func nothing(text: String) {
    #expect(BuildStatement.origins(bytes: Array(text.utf8)).isEmpty)
  }

  @Test("A statement names at most 256 commits")
  func many() {
    let digits = (0..<1_000).map { String(1_000_000 + $0) + String(repeating: "0", count: 33) }
    let list = digits.map { #"{"digest":{"gitCommit":"\#($0)"}}"# }.joined(separator: ",")
    #expect(
      origins(Self.v0, #"{"materials":[\#(list)]}"#).map(\.commit) == Array(digits.prefix(256)))
  }
}
