import GRDB
import TestSupport
import Testing

/// Equivalents do not depend on the looks in which commits came.
@Suite("Equivalents and looks")
struct EquivalentLooksTests {
  private static let questions = [
    "equivalents | select sha, other_sha, evidence, grade, statement | sort sha, other_sha",
    "origins | select sha, position, kind, name, request, origin.sha as origin | sort sha, position",
  ]

  private func answers(_ history: IndexedHistory) throws -> [[String]] {
    try Self.questions.map { try history.rows($0) }
  }

  @Test("one look and many looks, in any order, find the same", arguments: [1, 2, 3, 4, 5, 6])
  func looksAgree(_ seed: UInt64) async throws {
    try await GitFixture.with(bare: true) { git in
      var copies = RandomCopies(seed: seed)
      let branches = try await copies.fill(git)
      let atOnce = IndexedHistory(git, "once.db")
      try await atOnce.index(git)
      let expected = try answers(atOnce)
      #expect(expected[0].count > 50)
      #expect(Set(expected[0].map { $0.split(separator: " | ")[3] }) == ["A", "B", "C"])
      for run in 0..<2 {
        let inSteps = IndexedHistory(git, "steps\(run).db")
        for (name, _) in branches { try await git.git("update-ref", "-d", name) }
        for (step, (name, tip)) in copies.shuffled(branches).enumerated() {
          try await git.updateRef(name, tip)
          try await inSteps.index(
            git, at: "2024-03-\(step < 9 ? "0" : "")\(step + 1)T00:00:00Z")
        }
        #expect(try answers(inSteps) == expected)
      }
    }
  }

  @Test("a history that was cut off finds the same once it is whole")
  func unshallowed() async throws {
    try await GitFixture.with { git in
      var copies = RandomCopies(seed: 9)
      let branches = try await copies.fill(git)
      // Only the tips of the last round, so that most of the history is below the cut.
      for (name, _) in branches where !["b1", "b73", "b74", "b75"].contains(name.dropFirst(11)) {
        try await git.git("update-ref", "-d", name)
      }
      let whole = IndexedHistory(git, "whole.db")
      let clone = try await git.clone("whole", ["--mirror"])
      try await whole.index(clone)
      let cut = try await git.clone("cut", ["--mirror", "--no-single-branch", "--depth=2"])
      let history = IndexedHistory(git, "cut.db")
      try await history.index(cut)
      #expect(try answers(history) != answers(whole))
      try await cut.git("fetch", "--quiet", "--unshallow")
      try await history.index(cut, at: "2024-02-02T00:00:00Z")
      #expect(try answers(history) == answers(whole))
    }
  }

  @Test("what an earlier version of the program read is looked through at the next look")
  func upgraded() async throws {
    try await GitFixture.with(bare: true) { git in
      var copies = RandomCopies(seed: 10)
      _ = try await copies.fill(git)
      let history = IndexedHistory(git)
      try await history.index(git)
      let expected = try answers(history)
      let queue = try DatabaseQueue(path: history.path)
      try await queue.write { db in
        try db.execute(
          sql: "DELETE FROM commit_signature; DELETE FROM commit_origin; DELETE FROM equivalence")
      }
      try queue.close()
      try await history.index(git, at: "2024-02-02T00:00:00Z")
      #expect(try answers(history) == expected)
    }
  }

  @Test("a signature that too many commits have tells nothing, whether they come at once or not")
  func crowds() async throws {
    try await GitFixture.with(bare: true) { git in
      func commits(_ range: ClosedRange<Int>) async throws {
        var script = ""
        for number in range {
          script += "commit refs/heads/b\(number)\nmark :\(number)\n"
          script += "author A <a@example.com> \(GitFixture.seconds) +0000\n"
          script += "committer A <a@example.com> \(GitFixture.seconds + Int64(number)) +0000\n"
          script += "data 4\nSame\n"
        }
        try await git.fastImport(script)
      }
      let history = IndexedHistory(git)
      try await commits(1...64)
      try await history.index(git)
      try expectQuery(history, "equivalents | count", rows: ["\(64 * 63)"])
      try await commits(65...65)
      try await history.index(git, at: "2024-02-02T00:00:00Z")
      try expectQuery(history, "equivalents | count", rows: ["0"])
      try await commits(66...66)
      try await history.index(git, at: "2024-02-03T00:00:00Z")
      try expectQuery(history, "equivalents | count", rows: ["0"])
    }
  }
}

/// A history from a seed in which many commits are, or say that they are, copies of others.
private struct RandomCopies {
  private var state: UInt64

  init(seed: UInt64) {
    state = seed
  }

  private mutating func random(_ limit: Int) -> Int {
    state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
    return Int((state >> 33) % UInt64(limit))
  }

  mutating func shuffled<Element>(_ elements: [Element]) -> [Element] {
    var rest = elements
    var result: [Element] = []
    while !rest.isEmpty { result.append(rest.remove(at: random(rest.count))) }
    return result
  }

  /// Makes branches and merges; returns the refs and the commits that they point at.
  mutating func fill(_ git: GitFixture) async throws -> [(String, String)] {
    var known: [String] = []
    var tips: [String] = []
    for round in 0..<10 {
      var script = ""
      for number in 0..<8 {
        let mark = round * 8 + number + 1
        script += "commit refs/heads/b\(mark)\nmark :\(mark)\n"
        script += "author A\(random(2)) <a\(random(2))@example.com> \(random(3) + 1000000) +0000\n"
        script += "committer C <c@example.com> \(1_000_100 + mark) +0000\n"
        let message = message(known)
        script += "data \(message.utf8.count)\n\(message)\n"
        if !tips.isEmpty, random(12) != 0 {
          script += "from \(tips[random(tips.count)])\n"
          if random(4) == 0 { script += "merge \(tips[random(tips.count)])\n" }
        }
      }
      try await git.fastImport(script)
      tips = []
      for number in 0..<8 {
        let id = try await git.id("refs/heads/b\(round * 8 + number + 1)")
        known.append(id)
        tips.append(id)
      }
      // Old branches go on, too.
      for _ in 0..<4 { tips.append(known[random(known.count)]) }
    }
    try await git.git("symbolic-ref", "HEAD", "refs/heads/b1")
    return try await git.git("for-each-ref", "--format=%(refname) %(objectname)")
      .split(separator: "\n").map { line in
        let parts = line.split(separator: " ").map(String.init)
        return (parts[0], parts[1])
      }
  }

  private mutating func message(_ known: [String]) -> String {
    var message = "Subject \(random(5))"
    if random(3) == 0 { message += " (#\(random(6) + 1))" }
    if random(6) == 0 { message += " (#\(random(6) + 1))" }
    message += "\n\n"
    guard !known.isEmpty else { return message }
    for _ in 0..<random(6) where random(3) == 0 {
      let name = known[random(known.count)]
      let text = random(3) == 0 ? String(name.prefix(7 + random(3))) : name
      message += "(cherry picked from commit \(text))\n"
    }
    if random(8) == 0 { message += "Backport of #\(random(6) + 1)\n" }
    return message
  }
}
