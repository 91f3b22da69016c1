internal import Reports

/// Finds the commits of one release that take each other back, so that neither makes an entry.
///
/// A revert cancels what it names by an id, by its quoted subject, or by the number of a request. A revert of
/// a revert brings the change back. What is reverted in a later release stays in both.
struct Cancellation {
  /// Why a commit makes no entry, by its place among the release's commits.
  private(set) var omissions: [Int: String] = [:]

  /// A revert whose change is in the release, too.
  private struct Link {
    /// The change that it is about in the end.
    var root: Int
    /// Whether it brings the change back.
    var isRestoring: Bool
  }

  /// - Parameters:
  ///   - commits: What was read.
  ///   - members: The places of the release's commits in it, parents before their children.
  init(_ commits: [ReadCommit], members: [Int]) {
    guard members.contains(where: { commits[$0].reversal != nil && !commits[$0].isMerge }) else {
      return
    }
    let index = ReleaseIndex(commits, members)
    var links: [Int: Link] = [:]
    var last: [Int: Int] = [:]
    for member in members {
      guard let reversal = commits[member].reversal, !commits[member].isMerge else { continue }
      // A commit that merely mentions a revert is no revert.
      guard let target = index.target(of: reversal, at: member, links: links.mapValues(\.root))
      else { continue }
      if let link = links[target] {
        links[member] = Link(root: link.root, isRestoring: !link.isRestoring)
      } else {
        links[member] = Link(root: target, isRestoring: false)
      }
      if let root = links[member]?.root { last[root] = member }
    }
    for (member, link) in links {
      let sha = commits[link.root].sha
      omissions[member] =
        link.isRestoring ? OmissionMessages.restores(sha) : OmissionMessages.reverts(sha)
    }
    for (root, member) in last where links[member]?.isRestoring == false {
      omissions[root] = OmissionMessages.reverted(by: commits[member].sha)
    }
  }
}

/// The commits of a release by what its reverts call them.
///
/// Places are in ascending order, parents before their children. Only what some revert asks for is
/// indexed: a hash for each subject of a long history would take longer than all else here.
private struct ReleaseIndex {
  private let commits: [ReadCommit]
  private var bySubject: [[UInt8]: [Int]] = [:]
  private var byRequest: [Int: [Int]] = [:]
  private let byID: CommitNames

  init(_ commits: [ReadCommit], _ members: [Int]) {
    self.commits = commits
    let reversals = members.compactMap { commits[$0].reversal }
    byID = CommitNames(commits, reversals.contains { !$0.commits.isEmpty } ? members : [])
    for reversal in reversals {
      if let subject = reversal.subject { bySubject[subject] = [] }
      for number in reversal.requests { byRequest[number] = [] }
    }
    let lengths = Set(bySubject.keys.map(\.count))
    for member in members where !commits[member].isMerge {
      if lengths.contains(commits[member].subject.count) {
        bySubject[commits[member].subject]?.append(member)
      }
      if let number = commits[member].pullRequest { byRequest[number]?.append(member) }
    }
  }

  /// Returns the earlier commit of the release that is reverted.
  ///
  /// - Parameter links: What reverts of the release are about in the end.
  func target(of reversal: ReadCommit.Reversal, at member: Int, links: [Int: Int]) -> Int? {
    for name in reversal.commits {
      if let found = byID.commit(named: name), found < member { return found }
    }
    let isNamed = !reversal.commits.isEmpty
    if let subject = reversal.subject {
      let found = (bySubject[subject] ?? []).filter { $0 < member }
      if reversal.isReapplication, let root = found.last {
        // What is brought back was taken back by a revert in between.
        return links.filter { $0.value == root }.keys.max()
      }
      // A name that is not of this release may be that of the original of a copy in it.
      if let last = found.last, !isNamed || isCopy(last, of: reversal.commits) { return last }
    }
    guard !isNamed, reversal.subject == nil || reversal.requests.count == 1 else { return nil }
    // Several commits of one request cannot be told apart.
    for number in reversal.requests {
      let found = (byRequest[number] ?? []).filter { $0 < member }
      if found.count == 1 { return found[0] }
    }
    return nil
  }

  private func isCopy(_ member: Int, of names: [String]) -> Bool {
    commits[member].origins.contains { origin in
      names.contains { origin.hasPrefix($0) || $0.hasPrefix(origin) }
    }
  }
}
