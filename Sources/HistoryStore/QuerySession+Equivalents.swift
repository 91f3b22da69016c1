package import CommitGraph
package import QueryLanguage

/// A commit that brings the same change as another one.
package struct EquivalentCommit: Hashable, Sendable {
  /// The row id.
  package var commit: Int64
  /// The id as raw bytes.
  package var sha: [UInt8]
  /// The name of its repository; nil if that is the one of the commit it is like.
  package var repository: String?
  /// The version of the first release of the main line that has it; nil if none has.
  package var release: [UInt8]?
  package var evidence: ResolvedEquivalent.Evidence
  /// How the message of one of the two names the other, such as `cherry-pick`; nil if neither does.
  package var statement: [UInt8]?
}

/// What brings the same change as commits of one repository.
package struct EquivalentCommits: Sendable {
  /// The most that are listed for one commit.
  package static let largestList = 64

  /// The commits that have some, in ascending order of their ordinals.
  private var owners: [Int32] = []
  /// Where the list of each owner begins in ``copies``; one more for the end.
  private var starts: [Int] = [0]
  private var copies: [EquivalentCommit] = []
  /// How many each owner has beyond those listed.
  private var rest: [Int] = []

  /// Creates an empty list.
  package init() {}

  /// Returns what brings the same change as a commit, the best evidence first, and how many there are
  /// beyond those.
  ///
  /// - Complexity: O(log commits).
  package func of(_ commit: Int32) -> (copies: ArraySlice<EquivalentCommit>, more: Int) {
    var low = 0
    var high = owners.count
    while low < high {
      let middle = (low + high) / 2
      if owners[middle] < commit { low = middle + 1 } else { high = middle }
    }
    guard low < owners.count, owners[low] == commit else { return ([], 0) }
    return (copies[starts[low]..<starts[low + 1]], rest[low])
  }

  fileprivate mutating func append(_ owner: Int32, _ list: [EquivalentCommit], more: Int) {
    owners.append(owner)
    copies += list
    starts.append(copies.count)
    rest.append(more)
  }
}

extension QuerySession {
  /// Returns what brings the same change as some commits of a repository and is still reached by a ref.
  ///
  /// One pass over the groups, in flat arrays, then one look at each commit that is found.
  package func equivalents(
    of commits: CommitSet, in history: ReleaseHistory
  ) throws -> EquivalentCommits {
    var pairs = EquivalentPairs(history: history, wanted: commits)
    try pairs.read(on: pointer)
    guard !pairs.isEmpty else { return EquivalentCommits() }
    let details = try EquivalentDetails(pairs.others, of: history, on: pointer)
    var result = EquivalentCommits()
    try pairs.forEachOwner { owner, others, more in
      var list: [EquivalentCommit] = []
      var left = more
      for other in others {
        guard var copy = details.commit(other.commit, other.evidence) else { continue }
        guard list.count < EquivalentCommits.largestList else {
          left += 1
          continue
        }
        if other.evidence == .stated {
          copy.statement = try details.statement(
            history.firstCommit + Int64(owner), other.commit)
        }
        list.append(copy)
      }
      if !list.isEmpty { result.append(owner, list, more: left) }
    }
    return result
  }
}

/// Pairs of a wanted commit and one of its groups.
private struct EquivalentPairs {
  private struct Pair {
    let owner: Int32
    let level: Int32
    let other: Int64
  }

  private let history: ReleaseHistory
  private let wanted: CommitSet
  private var pairs: [Pair] = []
  /// How many members of large groups make no pair, by the commit.
  private var dropped: [Int32: Int] = [:]

  init(history: ReleaseHistory, wanted: CommitSet) {
    self.history = history
    self.wanted = wanted
  }

  var isEmpty: Bool { pairs.isEmpty }

  /// The commits that are in a group with a wanted one, each once, in ascending order.
  var others: [Int64] {
    var ids = pairs.map(\.other).sorted()
    var count = 0
    for id in ids where count == 0 || ids[count - 1] != id {
      ids[count] = id
      count += 1
    }
    ids.removeLast(ids.count - count)
    return ids
  }

  mutating func read(on connection: OpaquePointer) throws {
    // The index holds all three columns in this order.
    let rows = try RawStatement(
      "SELECT level, group_id, commit_id FROM equivalence ORDER BY level, group_id, commit_id",
      on: connection)
    var level: Int64 = 0
    var group: Int64 = 0
    var members: [Int64] = []
    while try rows.step() {
      if rows.integer(0) != level || rows.integer(1) != group {
        add(members, level: level)
        (level, group) = (rows.integer(0), rows.integer(1))
        members.removeAll(keepingCapacity: true)
      }
      members.append(rows.integer(2))
    }
    add(members, level: level)
    pairs.sort { one, other in
      if one.owner != other.owner { return one.owner < other.owner }
      return one.other != other.other ? one.other > other.other : one.level < other.level
    }
  }

  /// Adds the pairs of one group; of a large one each commit gets only some.
  private mutating func add(_ members: [Int64], level: Int64) {
    for member in members {
      guard let owner = history.ordinal(ofRow: member), wanted.contains(owner) else { continue }
      // Twice as many as are listed, since no ref may reach some of them.
      for other in members.prefix(2 * EquivalentCommits.largestList) where other != member {
        pairs.append(Pair(owner: owner, level: Int32(level), other: other))
      }
      let more = members.count - 2 * EquivalentCommits.largestList
      if more > 0 { dropped[owner, default: 0] += more }
    }
  }

  /// Calls `body` with each commit and those that are like it, the best evidence first and each once.
  func forEachOwner(
    _ body: (
      Int32, [(commit: Int64, evidence: ResolvedEquivalent.Evidence)], _ more: Int
    ) throws -> Void
  ) throws {
    var start = 0
    while start < pairs.count {
      var end = start
      var found: [(commit: Int64, evidence: ResolvedEquivalent.Evidence)] = []
      while end < pairs.count, pairs[end].owner == pairs[start].owner {
        let pair = pairs[end]
        // Of several groups that hold both, that of the best evidence comes first.
        if found.last?.commit != pair.other {
          let evidence = ResolvedEquivalent.Evidence(rawValue: Int(pair.level)) ?? .request
          found.append((pair.other, evidence))
        }
        end += 1
      }
      found.sort { one, other in
        one.evidence != other.evidence
          ? one.evidence.rawValue < other.evidence.rawValue : one.commit > other.commit
      }
      try body(pairs[start].owner, found, dropped[pairs[start].owner] ?? 0)
      start = end
    }
  }
}

/// What is known of commits that bring the same change as others.
private final class EquivalentDetails {
  private struct Detail {
    let sha: [UInt8]
    let repository: Int64
    let release: [UInt8]?
  }

  private let history: ReleaseHistory
  private var details: [Int64: Detail] = [:]
  private var names: [Int64: String] = [:]
  private let findStatement: RawStatement

  /// - Parameter commits: The row ids, in ascending order.
  init(_ commits: [Int64], of history: ReleaseHistory, on connection: OpaquePointer) throws {
    let find = try RawStatement(
      """
      SELECT c.oid, c.repo, f.version FROM commit_object AS c
      LEFT JOIN containment_class AS k ON k.repo = c.repo AND k.class = commit_class(c.id)
      LEFT JOIN release AS f ON f.id = k.first_release
      WHERE c.id = ?1 AND NOT EXISTS (SELECT 1 FROM unreachable_commit AS u WHERE u.id = c.id)
      """, on: connection)
    let findStatement = try RawStatement(
      """
      SELECT kind FROM commit_origin
      WHERE commit_id = ?1 AND origin_id = ?2 OR commit_id = ?2 AND origin_id = ?1
      ORDER BY position LIMIT 1
      """, on: connection)
    let repositories = try RawStatement("SELECT id, name FROM repo", on: connection)
    self.history = history
    self.findStatement = findStatement
    while try repositories.step() {
      names[repositories.integer(0)] = String(
        decoding: repositories.bytes(1), as: UTF8.self)
    }
    for commit in commits {
      find.bind(commit, 1)
      if try find.step() {
        details[commit] = Detail(
          sha: Array(find.bytes(0)), repository: find.integer(1), release: find.bytes(orNull: 2))
      }
      find.reset()
    }
  }

  /// Returns a commit; nil if no ref reaches it any more.
  func commit(
    _ commit: Int64, _ evidence: ResolvedEquivalent.Evidence
  ) -> EquivalentCommit? {
    guard let detail = details[commit] else { return nil }
    return EquivalentCommit(
      commit: commit, sha: detail.sha,
      repository: detail.repository == history.id ? nil : names[detail.repository],
      release: detail.release, evidence: evidence)
  }

  /// Returns how the message of one of two commits names the other; nil if neither does.
  func statement(_ one: Int64, _ other: Int64) throws -> [UInt8]? {
    findStatement.bind(one, 1)
    findStatement.bind(other, 2)
    defer { findStatement.reset() }
    return try findStatement.step() ? Array(findStatement.bytes(0)) : nil
  }
}
