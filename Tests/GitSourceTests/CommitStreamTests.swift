import Foundation
import GitSource
import Indexing
import TestSupport
import Testing

@Suite("Streams of commits")
struct CommitStreamTests {
  /// A history of 5,000 commits with side branches and merges, on `main` and 20 other branches.
  static func script() -> String {
    var script = ""
    for index in 1...5000 {
      let branch = index % 250 == 0 ? "refs/heads/side\(index / 250)" : "refs/heads/main"
      let body = "Change \(index)\n\n" + String(repeating: "Text of \(index). ", count: index % 90)
      script += "commit \(branch)\nmark :\(index)\n"
      script += "committer A <a@example.com> \(1_700_000_000 + index * 60) +0000\n"
      script += "data \(body.utf8.count)\n\(body)\n"
      let first = index % 250 == 1 && index > 1 ? index - 2 : index - 1
      if index > 1 { script += "from :\(first)\n" }
      if index % 97 == 0 { script += "merge :\(max(1, index - 40))\n" }
      script += "\n"
    }
    return script
  }

  @Test("With and without a commit-graph, all commits arrive once, as git lists them")
  func sameAsGit() async throws {
    try await GitFixture.with { git in
      try await git.fastImport(Self.script())
      let expected = try await git.revList("--branches")
      #expect(expected.count == 5000)
      for hasGraph in [false, true] {
        if hasGraph { try await git.git("commit-graph", "write", "--reachable") }
        let reading = try await git.open().readAll()
        #expect(reading.problems.isEmpty)
        #expect(reading.sortedIDs == expected)
        #expect(reading.batchCount > 2)
        #expect(reading.order == .newestFirst)
        try await expectContents(reading, git)
        let early = try await git.revList("--max-count=1", "--before=1700012000", "main")
        let rest = try await git.open().readAll(excluding: early)
        #expect(rest.order == .parentsFirst(count: rest.commits.count))
        #expect(rest.batchCount > 2)
        expectParentsFirst(rest)
      }
    }
  }

  @Test("Pipes that hold a page stop nothing", .timeLimit(.minutes(20)))
  func smallPipes() async throws {
    try await GitFixture.with { git in
      try await git.fastImport(Self.script())
      let expected = try await git.revList("--branches")
      var options = GitRepository.Options()
      options.pipeSize = 4096
      let reading = try await GitRepository.open(git.path, options: options).readAll()
      #expect(reading.problems.isEmpty)
      #expect(reading.sortedIDs == expected)
    }
  }

  private func expectParentsFirst(_ reading: Reading) {
    let places = Dictionary(uniqueKeysWithValues: reading.ids.enumerated().map { ($1, $0) })
    for (place, commit) in reading.commits.enumerated() {
      let late = commit.parents.filter { places[$0].map { $0 >= place } ?? false }
      #expect(late.isEmpty, "\(commit.id) comes before its parents \(late)")
    }
  }

  private func expectContents(_ reading: Reading, _ git: GitFixture) async throws {
    let expected = try await git.git("log", "--branches", "--format=%H %T %ct %P")
      .split(separator: "\n").map { $0.trimmingCharacters(in: .whitespaces) }
    let found = reading.commits.map { commit in
      let time = commit.record.committerTime.map(String.init) ?? ""
      return ([commit.id, commit.tree ?? "", time] + commit.parents).joined(separator: " ")
    }
    let differences = Set(expected).symmetricDifference(found)
    #expect(differences.isEmpty)
  }

  @Test("Only what is new is read, parents first")
  func incremental() async throws {
    try await GitFixture.with { git in
      try await git.commit("One")
      let two = try await git.commit("Two")
      try await git.branch("side")
      let three = try await git.commit("Three")
      try await git.checkout("side")
      let four = try await git.commit("Four")
      let merge = try await git.merge("main")
      let repository = try await git.open()
      let reading = try await repository.readAll(excluding: [two])
      #expect(reading.sortedIDs == [three, four, merge].sorted())
      #expect(reading.ids.last == merge)
      #expect(reading.order == .parentsFirst(count: 3))
      #expect(reading.problems.isEmpty)
      #expect(try await repository.readAll(excluding: [merge, three]).commits.isEmpty)
    }
  }

  @Test("Known ids that are not in the repository are passed over")
  func absentKnown() async throws {
    try await GitFixture.with { git in
      let one = try await git.commit("One")
      let two = try await git.commit("Two")
      let absent = (0..<3000).map { number in
        let digits = String(number, radix: 16)
        return String(repeating: "c", count: 40 - digits.count) + digits
      }
      let repository = try await git.open()
      let all = try await repository.readAll(excluding: absent)
      #expect(all.ids == [one, two])
      #expect(all.problems.isEmpty)
      let rest = try await repository.readAll(excluding: absent + [one])
      #expect(rest.ids == [two])
      #expect(rest.problems.isEmpty)
    }
  }

  @Test("A root that is an ancestor of what is known brings nothing and is no fault")
  func oldRoot() async throws {
    try await GitFixture.with { git in
      let one = try await git.commit("One")
      let two = try await git.commit("Two")
      let root = try #require(ObjectID(hex: one))
      let reading = try await git.open().read(from: [root], excluding: [two])
      #expect(reading.commits.isEmpty)
      #expect(reading.problems.isEmpty)
    }
  }

  @Test("A message of 3 MiB arrives whole, between others", arguments: [false, true])
  func largeMessage(hasGraph: Bool) async throws {
    try await GitFixture.with { git in
      let long = String(repeating: "0123456789abcde\n", count: 3 << 16)
      for index in 0..<5 { try await git.commit("Before \(index)\n") }
      let first = try await git.commit(long)
      let second = try await git.commit(long + "more\n")
      for index in 0..<5 { try await git.commit("After \(index)\n") }
      if hasGraph { try await git.git("commit-graph", "write", "--reachable") }
      let reading = try await git.open().readAll()
      #expect(reading.problems.isEmpty)
      #expect(reading.commits.count == 12)
      #expect(reading[first]?.messageText == long)
      #expect(reading[second]?.messageText == long + "more\n")
    }
  }

  @Test("Roots given twice or known already are read once or not at all")
  func repeatedRoots() async throws {
    try await GitFixture.with { git in
      let id = try await git.commit("One")
      let root = try #require(ObjectID(hex: id))
      let repository = try await git.open()
      #expect(try await repository.read(from: [root, root]).ids == [id])
      #expect(try await repository.read(from: [root], excluding: [id]).ids.isEmpty)
      #expect(try await repository.read(from: []).ids.isEmpty)
    }
  }

  @Test("A reader may stop early", arguments: [false, true])
  func stopEarly(hasGraph: Bool) async throws {
    try await GitFixture.with { git in
      try await git.fastImport(Self.script())
      if hasGraph { try await git.git("commit-graph", "write", "--reachable") }
      let repository = try await git.open()
      let roots = repository.roots(try await repository.refs())
      let count = try await repository.withCommits(roots: roots) { stream in
        try stream.next()?.records.count ?? 0
      }
      #expect(count > 0)
      #expect(count < 5000)
    }
  }

  @Test("An error of the reader comes out unchanged")
  func readerFails() async throws {
    struct Failure: Error {}
    try await GitFixture.with { git in
      try await git.commit("One")
      let repository = try await git.open()
      let roots = repository.roots(try await repository.refs())
      await #expect(throws: Failure.self) {
        try await repository.withCommits(roots: roots) { _ in throw Failure() }
      }
    }
  }

  @Test("A cancelled read ends with a cancellation error", arguments: [false, true])
  func cancellation(hasGraph: Bool) async throws {
    try await GitFixture.with { git in
      try await git.fastImport(Self.script())
      if hasGraph { try await git.git("commit-graph", "write", "--reachable") }
      let repository = try await git.open()
      let roots = repository.roots(try await repository.refs())
      let (started, announce) = AsyncStream.makeStream(of: Void.self)
      let reading = Task {
        try await repository.withCommits(roots: roots) { stream in
          // Endless unless the stream ends by an error.
          while true {
            if try stream.next() != nil { announce.yield() }
          }
        }
      }
      for await _ in started { break }
      reading.cancel()
      await #expect(throws: CancellationError.self) { try await reading.value }
    }
  }

  @Test("Twenty-five reads at once all end")
  func manyAtOnce() async throws {
    try await GitFixture.with { git in
      let ids = [try await git.commit("One"), try await git.commit("Two")]
      let repository = try await git.open()
      try await withThrowingTaskGroup(of: [String].self) { group in
        for _ in 0..<25 {
          group.addTask { try await repository.readAll(excluding: []).sortedIDs }
        }
        for try await found in group { #expect(found == ids.sorted()) }
      }
    }
  }
}
