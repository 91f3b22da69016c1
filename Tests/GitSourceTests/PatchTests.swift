import Foundation
import GitSource
import Indexing
import TestSupport
import Testing

@Suite("Patches of commits")
struct PatchTests {
  private func ids(_ hex: [String]) throws -> [ObjectID] {
    try hex.map { try #require(ObjectID(hex: $0)) }
  }

  /// Commits with every kind of change that a patch shows in its own way.
  private func makeHistory(_ git: GitFixture) async throws -> [String] {
    let lines = (1...40).map { "line \($0)\n" }.joined()
    var commits = [
      try await git.commit("Start", files: ["a.txt": lines, "dir/b.txt": "1\n2\n", "z": "no end"])
    ]
    commits.append(
      try await git.commit(
        "Two hunks and two files",
        files: [
          "a.txt": lines.replacing("line 3\n", with: "three\n").replacing("line 33\n", with: ""),
          "dir/b.txt": "1\n\t2 \n\n3\n",
        ]))
    commits.append(try await git.commit("No line end", files: ["z": "no end here", "y": ""]))
    commits.append(
      try await git.commit("Binary", files: ["m.bin": "a\u{0}b", "a.txt": lines, "n": "after\n"]))
    commits.append(try await git.commit("Binary alone", files: ["m.bin": "c\u{0}d"]))
    try await git.git("update-index", "--chmod=+x", "a.txt")
    try await git.git("commit", "--quiet", "-m", "Mode")
    try await git.git("reset", "--quiet", "--hard")
    commits.append(try await git.id("HEAD"))
    try await git.git("mv", "a.txt", "renamed.txt")
    try await git.git("rm", "--quiet", "dir/b.txt")
    try await git.git("commit", "--quiet", "-m", "Rename and removal")
    commits.append(try await git.id("HEAD"))
    return commits
  }

  @Test("Patch ids are those of git patch-id --stable", arguments: ["sha1", "sha256"])
  func patchIDs(format: String) async throws {
    try await GitFixture.with(format: format) { git in
      var commits = try await makeHistory(git)
      var expected: [String: String] = [:]
      for commit in commits {
        let patch = try await git.git("show", "--full-index", "--no-renames", "--no-color", commit)
        let line = try await git.git(
          ["patch-id", "--stable"], input: Array(patch.utf8) + Array("\n".utf8))
        let words = line.split(separator: " ").map(String.init)
        expected[words[1]] = words[0]
      }
      let empty = try await git.commit("Nothing")
      try await git.branch("side", at: commits[2])
      try await git.checkout("side")
      commits.append(try await git.commit("Side", files: ["s": "1\n"]))
      try await git.checkout("main")
      let merge = try await git.merge("side")

      let reading = try await git.open().patchIDs(of: ids(commits.dropLast() + [empty, merge]))
      let found = Dictionary(
        uniqueKeysWithValues: reading.patches.map { ("\($0.key)", "\($0.value)") })
      #expect(found == expected)
      #expect(reading.unreadable.isEmpty)
    }
  }

  @Test("A commit whose contents are absent costs only itself")
  func absentContents() async throws {
    try await GitFixture.with { git in
      let one = try await git.commit("One", files: ["a": "1\n"])
      let two = try await git.commit("Two", files: ["a": "2\n"])
      let three = try await git.commit("Three", files: ["b": "3\n"])
      let four = try await git.commit("Four", files: ["b": "4\n"])
      try git.removeLooseObject(try await git.id("\(two):a"))
      let reading = try await git.open().patchIDs(of: ids([one, two, three, four]))
      #expect(Set(reading.patches.keys) == Set(try ids([one, three, four])))
      #expect(reading.unreadable == (try ids([two])))
      #expect(reading.cause?.contains("unable to read") == true)
    }
  }

  @Test("The commits that change a file beside another commit's history are found")
  func changing() async throws {
    try await GitFixture.with { git in
      let one = try await git.commit("One", files: ["a b*": "1\n", "c": "1\n"])
      try await git.branch("side")
      let two = try await git.commit("Two", files: ["a b*": "2\n"])
      try await git.checkout("side")
      let side = try await git.commit("Side", files: ["a b*": "3\n"])
      try await git.commit("Else", files: ["a bc": "3\n"])
      let repository = try await git.open()
      let tips = try ids([try await git.id("main"), try await git.id("side")])
      let path = Array("a b*".utf8)
      #expect(
        try await repository.commits(changing: path, notIn: ids([two])[0], from: tips)
          == (try ids([side])))
      #expect(
        try await repository.changedPaths(of: ids([one])[0]) == [path, Array("c".utf8)])
    }
  }
}
