import TestSupport

/// A history that `git fast-import` makes from a seed: branches, merges, tags and wrong clocks.
struct RandomHistory {
  private var state: UInt64
  private(set) var commitCount = 0
  private var tips: [Int] = []
  private var clock = GitFixture.seconds
  private var releases = 0
  /// Whether some commits are older than their parents.
  let hasSkew: Bool

  init(seed: UInt64, hasSkew: Bool) {
    state = seed
    self.hasSkew = hasSkew
  }

  /// Returns a number in `0..<limit` (a linear congruential generator after Knuth).
  mutating func random(_ limit: Int) -> Int {
    state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
    return Int((state >> 33) % UInt64(limit))
  }

  /// Adds commits and, to about a tenth of them, tags.
  mutating func grow(_ git: GitFixture, by count: Int) async throws {
    var script = ""
    // Marks last for one run of fast-import: earlier commits are named by their tags of numbers.
    let first = commitCount
    func name(_ commit: Int) -> String {
      commit < first ? "refs/heads/c\(commit)^0" : ":\(commit + 1)"
    }
    for _ in 0..<count {
      let commit = commitCount
      commitCount += 1
      clock += Int64(random(3_600))
      let isSkewed = hasSkew && random(5) == 0
      let time = isSkewed ? clock - Int64(random(1_000_000)) : clock
      let branch = random(4)
      script += "commit refs/heads/c\(commit)\nmark :\(commit + 1)\n"
      script += "committer Release Engineer <release@example.com> \(time) +0000\n"
      script += "data 3\n\(100 + commit % 900)\n"
      if branch < tips.count {
        script += "from \(name(tips[branch]))\n"
        if random(4) == 0 {
          let other = tips[random(tips.count)]
          if other != tips[branch] { script += "merge \(name(other))\n" }
        }
        tips[branch] = commit
      } else {
        // A new branch leaves an old one, or begins a history of its own.
        if let tip = tips.first, random(8) != 0 { script += "from \(name(tip))\n" }
        tips.append(commit)
      }
      if random(10) == 0 {
        releases += 1
        let tag =
          "refs/tags/v\(1 + releases / 10).\(releases % 10).0\(random(4) == 0 ? "-rc.1" : "")"
        script += "reset \(tag)\nfrom :\(commit + 1)\n\n"
      }
    }
    try await git.fastImport(script)
    try await git.git("symbolic-ref", "HEAD", "refs/heads/c\(tips[0])")
  }
}
