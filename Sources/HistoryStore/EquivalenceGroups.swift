/// Puts commits that bring the same change into groups, on four levels of evidence.
///
/// On each level commits with one origin are in the group of that origin, and what is alike is together;
/// a level holds all links of those below it. A commit with origins in several groups copies several
/// changes: it belongs to each of these groups, but does not join them.
///
/// The result depends on the links alone, not on their order.
struct EquivalenceGroups {
  /// A commit of a group of a level.
  struct Membership: Hashable {
    let commit: Int64
    let level: Int64
    /// The lowest commit that is in the group by itself.
    let group: Int64
  }

  /// What tells that commits bring the same change.
  struct Links {
    /// The commits that messages name, for each commit: level 1.
    var origins: [Int64: Set<Int64>] = [:]
    /// Commits with the same patch: level 2.
    var patches: [[Int64]] = []
    /// Commits with the same author, time and subject: level 3.
    var copies: [[Int64]] = []
    /// Commits with the same subject and request: level 4.
    var requests: [[Int64]] = []
    /// The commits that came in by the requests that messages name, for each commit: level 4.
    var requestOrigins: [Int64: Set<Int64>] = [:]
  }

  private let commits: [Int64]
  private let numbers: [Int64: Int32]
  private var sets: DisjointSets
  /// The origins of each commit that has some.
  private var origins: [Int32: Set<Int32>] = [:]
  /// The commits that have an origin in the set of a root.
  private var watchers: [Int32: [Int32]] = [:]
  private var queue: [Int32] = []
  private(set) var memberships: [Membership] = []

  init(_ commits: Set<Int64>, _ links: Links) {
    self.commits = commits.sorted()
    numbers = Dictionary(
      uniqueKeysWithValues: self.commits.enumerated().map { ($1, Int32($0)) })
    sets = DisjointSets(count: self.commits.count)
    var stored: [Int32: Int] = [:]
    add(links.origins)
    store(level: 1, &stored)
    add(links.patches)
    store(level: 2, &stored)
    add(links.copies)
    store(level: 3, &stored)
    add(links.requests)
    add(links.requestOrigins)
    store(level: 4, &stored)
  }

  private mutating func add(_ groups: [[Int64]]) {
    for group in groups {
      let members = group.compactMap { numbers[$0] }
      for member in members.dropFirst() { join(members[0], member) }
    }
    settle()
  }

  private mutating func add(_ links: [Int64: Set<Int64>]) {
    for (commit, named) in links {
      guard let commit = numbers[commit] else { continue }
      for origin in named.compactMap({ numbers[$0] }) where origin != commit {
        guard origins[commit, default: []].insert(origin).inserted else { continue }
        watchers[sets.root(of: origin), default: []].append(commit)
      }
      queue.append(commit)
    }
    settle()
  }

  /// Joins two sets; commits that watch both are looked at again.
  private mutating func join(_ one: Int32, _ other: Int32) {
    guard let (root, gone) = sets.join(one, other),
      var moved = watchers.removeValue(forKey: gone)
    else { return }
    var kept = watchers.removeValue(forKey: root) ?? []
    if kept.count < moved.count { swap(&kept, &moved) }
    // Those that watch both are in the shorter list, too.
    queue += moved
    kept += moved
    watchers[root] = kept
  }

  /// Puts each commit whose origins are all in one set there.
  private mutating func settle() {
    while let commit = queue.popLast() {
      guard let named = origins[commit], let first = named.first else { continue }
      let root = sets.root(of: first)
      if named.allSatisfy({ sets.root(of: $0) == root }) { join(root, commit) }
    }
  }

  /// Takes down the groups of a level that differ from those of the levels below.
  private mutating func store(level: Int64, _ stored: inout [Int32: Int]) {
    var groups: [Int32: [Int32]] = [:]
    for number in commits.indices.map({ Int32($0) }) {
      groups[sets.root(of: number), default: []].append(number)
    }
    for (commit, named) in origins {
      let own = sets.root(of: commit)
      for root in Set(named.map { sets.root(of: $0) }) where root != own {
        groups[root, default: []].append(commit)
      }
    }
    for (root, members) in groups where members.count > 1 && stored[root] != members.count {
      stored[root] = members.count
      for member in members {
        memberships.append(
          Membership(
            commit: commits[Int(member)], level: level, group: commits[Int(root)]))
      }
    }
  }
}

/// Disjoint sets of numbers, each known by its lowest member.
private struct DisjointSets {
  private var parents: [Int32]

  init(count: Int) {
    parents = Array(0..<Int32(count))
  }

  mutating func root(of number: Int32) -> Int32 {
    var root = number
    while parents[Int(root)] != root { root = parents[Int(root)] }
    var next = number
    while next != root {
      let parent = parents[Int(next)]
      parents[Int(next)] = root
      next = parent
    }
    return root
  }

  /// Joins the sets of two numbers; returns the root of both and what is none any more; null if they
  /// were one set.
  mutating func join(_ one: Int32, _ other: Int32) -> (root: Int32, gone: Int32)? {
    let (first, second) = (root(of: one), root(of: other))
    guard first != second else { return nil }
    parents[Int(max(first, second))] = min(first, second)
    return (min(first, second), max(first, second))
  }
}
