/// Gathers problems up to a limit.
struct ProblemList {
  private var problems: [ChangelogProblem] = []
  private var further = 0

  mutating func report(_ problem: ChangelogProblem) {
    if problems.count < Changelog.maximumProblems {
      problems.append(problem)
    } else {
      further += 1
    }
  }

  /// Reports the releases whose version stands in the file before.
  mutating func reportDuplicates(_ releases: [ChangelogRelease]) {
    struct Key: Hashable {
      var package: String?
      var version: [UInt8]
    }
    var first: [Key: Int] = [:]
    for release in releases where release.version != nil || release.isUnreleased {
      let key = Key(package: release.package, version: Array((release.version ?? "").utf8))
      if let line = first[key] {
        report(.duplicateRelease(release, firstLine: line))
      } else {
        first[key] = release.line
      }
    }
  }

  /// Adds the problems to those of a changelog, in the order of their lines.
  func move(to changelog: inout Changelog) {
    let all = changelog.problems + problems
    let sorted = all.enumerated().sorted { a, b in
      (a.element.line, a.offset) < (b.element.line, b.offset)
    }.map(\.element)
    changelog.problems = Array(sorted.prefix(Changelog.maximumProblems))
    changelog.furtherProblems += further + max(0, sorted.count - Changelog.maximumProblems)
  }
}
