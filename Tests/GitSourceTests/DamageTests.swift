import Foundation
import GitSource
import Indexing
import TestSupport
import Testing

@Suite("Damaged repositories")
struct DamageTests {
  private func object(_ problems: [SourceProblem]) -> [String?] {
    problems.map { $0.object?.description }
  }

  @Test("An absent commit costs only its own ancestors", arguments: [false, true])
  func missingCommit(hasGraph: Bool) async throws {
    try await GitFixture.with { git in
      try await git.commit("One")
      let gone = try await git.commit("Two")
      let three = try await git.commit("Three")
      try await git.git("checkout", "--quiet", "--orphan", "other")
      let four = try await git.commit("Four")
      let five = try await git.commit("Five")
      if hasGraph { try await git.git("commit-graph", "write", "--reachable") }
      try git.removeLooseObject(gone)
      let reading = try await git.open().readAll()
      #expect(Set(reading.ids).isSuperset(of: [three, four, five]))
      #expect(Set(reading.ids).count == reading.ids.count)
      #expect(!reading.ids.contains(gone))
      #expect(reading.problems.map(\.code) == [.missing])
      #expect(object(reading.problems) == [gone])
    }
  }

  @Test("Roots that are absent are problems, even when nothing is left to read")
  func missingRoots() async throws {
    try await GitFixture.with { git in
      let one = try await git.commit("One")
      let repository = try await git.open()
      let absent = String(repeating: "ab", count: 20)
      let roots = try [absent, one].map { try #require(ObjectID(hex: $0)) }
      let some = try await repository.read(from: roots)
      #expect(some.ids == [one])
      #expect(object(some.problems) == [absent])
      #expect(some.problems.map(\.code) == [.missing])
      let none = try await repository.read(from: [roots[0]])
      #expect(none.ids.isEmpty)
      #expect(object(none.problems) == [absent])
      let known = try await repository.read(from: [roots[0]], excluding: [one])
      #expect(known.ids.isEmpty)
      #expect(object(known.problems) == [absent])
    }
  }

  @Test("A root that is no commit is a problem")
  func wrongKind() async throws {
    try await GitFixture.with { git in
      try await git.commit("One", files: ["a": "1"])
      let blob = try await git.id("HEAD:a")
      let root = try #require(ObjectID(hex: blob))
      for known in [[], [try await git.id("HEAD")]] {
        let reading = try await git.open().read(from: [root], excluding: known)
        #expect(reading.ids.isEmpty)
        #expect(reading.problems.map(\.code) == [.wrongKind])
      }
    }
  }

  @Test(
    "An object under another object's name is not believed", arguments: [false, true],
    [false, true])
  func mismatch(hasGraph: Bool, isTip: Bool) async throws {
    try await GitFixture.with { git in
      let one = try await git.commit("One")
      let two = try await git.commit("Two")
      let three = try await git.commit("Three")
      try await git.checkout(one, detached: true)
      let forged = try await git.commit("Forged")
      try await git.checkout("main")
      if hasGraph { try await git.git("commit-graph", "write", "--reachable") }
      let victim = isTip ? three : two
      try FileManager.default.removeItem(atPath: git.looseObject(victim))
      try FileManager.default.copyItem(
        atPath: git.looseObject(forged), toPath: git.looseObject(victim))
      let reading = try await git.open().readAll()
      #expect(!reading.ids.contains(victim))
      #expect(!reading.commits.contains { $0.messageText == "Forged" })
      #expect(Set(object(reading.problems)) == [victim])
      #expect(reading.problems.allSatisfy { $0.code == .mismatched || $0.code == .unreadable })
      if !isTip { #expect(reading.ids.contains(three)) }
    }
  }

  @Test(
    "An emptied or overwritten object file is a problem", arguments: ["", "nonsense"],
    [false, true])
  func brokenLooseObject(contents: String, hasGraph: Bool) async throws {
    try await GitFixture.with { git in
      try await git.commit("One")
      let broken = try await git.commit("Two")
      let three = try await git.commit("Three")
      try await git.git("checkout", "--quiet", "--orphan", "other")
      let four = try await git.commit("Four")
      if hasGraph { try await git.git("commit-graph", "write", "--reachable") }
      try FileManager.default.removeItem(atPath: git.looseObject(broken))
      try writeFile(git.looseObject(broken), contents)
      let reading = try await git.open().readAll()
      #expect(Set(reading.ids).isSuperset(of: [three, four]))
      #expect(!reading.ids.contains(broken))
      #expect(object(reading.problems) == [broken])
    }
  }

  @Test("Of a truncated pack, what can be read is read, and the rest is named")
  func truncatedPack() async throws {
    try await GitFixture.with { source in
      try await source.fastImport(CommitStreamTests.script())
      let git = try await source.clone("bare.git", ["--bare"])
      let expected = try await git.revList("--branches")
      let folder = "\(git.path)/objects/pack"
      let pack = try #require(
        FileManager.default.contentsOfDirectory(atPath: folder).first { $0.hasSuffix(".pack") })
      try FileManager.default.setAttributes(
        [.posixPermissions: 0o644], ofItemAtPath: "\(folder)/\(pack)")
      let file = try FileHandle(forWritingTo: URL(fileURLWithPath: "\(folder)/\(pack)"))
      let size = try file.seekToEnd()
      try file.truncate(atOffset: size - 40)
      try file.close()
      let repository = try await git.open()
      let listing = try await repository.refs()
      let reading = try await repository.read(from: repository.roots(listing))
      #expect(!(listing.problems + reading.problems).isEmpty)
      #expect(Set(reading.ids).isSubset(of: expected))
    }
  }

  @Test("A bit that flipped in a pack spoils what it touches and nothing else")
  func flippedBit() async throws {
    try await GitFixture.with { git in
      try await git.fastImport(CommitStreamTests.script())
      let expected = try await git.revList("--branches")
      let folder = "\(git.gitDirectory)/objects/pack"
      let pack = try #require(
        FileManager.default.contentsOfDirectory(atPath: folder).first { $0.hasSuffix(".pack") })
      var bytes = try Data(contentsOf: URL(fileURLWithPath: "\(folder)/\(pack)"))
      bytes[bytes.count / 2] ^= 0x10
      try FileManager.default.removeItem(atPath: "\(folder)/\(pack)")
      try writeFile("\(folder)/\(pack)", bytes)
      for hasGraph in [false, true] {
        if hasGraph { _ = try await git.run(["commit-graph", "write", "--reachable"]) }
        let reading = try await git.open().readAll()
        #expect(!reading.problems.isEmpty)
        #expect(Set(reading.ids).count == reading.ids.count)
        #expect(Set(reading.ids).isSubset(of: expected))
        #expect(reading.commits.count > 1000)
      }
    }
  }

  @Test("What is known may be damaged")
  func damagedKnown() async throws {
    try await GitFixture.with { git in
      let one = try await git.commit("One")
      let two = try await git.commit("Two")
      let three = try await git.commit("Three")
      try git.removeLooseObject(one)
      let reading = try await git.open().readAll(excluding: [two])
      #expect(reading.ids == [three])
      #expect(reading.problems.isEmpty)
    }
  }
}
