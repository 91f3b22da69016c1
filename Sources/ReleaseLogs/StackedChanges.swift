internal import Reports

/// The changes of squashed commits that other commits of the release make by themselves.
///
/// Requests that build on each other are squashed with what the earlier ones brought already.
struct StackedChanges {
  private struct Key: Hashable {
    let scope: [UInt8]
    let text: [UInt8]
  }

  /// The places of the commits whose own entry has a text.
  private var owners: [Key: Int] = [:]

  /// - Parameters:
  ///   - commits: What was read.
  ///   - members: The places of the release's commits in it.
  init(_ commits: [ReadCommit], members: [Int]) {
    guard members.contains(where: { commits[$0].entries.count > 1 }) else { return }
    for member in members {
      if let entry = commits[member].entries.first { owners[Self.key(entry)] = member }
    }
  }

  /// Returns the entries of a commit that are no other commit's, and what is left out.
  func own(
    _ commits: [ReadCommit], _ member: Int
  ) -> (entries: [ReleaseLog.Entry], skipped: [ReleaseLog.Skipped]) {
    let commit = commits[member]
    guard commit.entries.count > 1 else { return (commit.entries, commit.parts) }
    var entries: [ReleaseLog.Entry] = []
    var skipped = commit.parts
    for (place, entry) in commit.entries.enumerated() {
      if place > 0, let owner = owners[Self.key(entry)], owner != member {
        skipped.append(
          ReleaseLog.Skipped(
            sha: commit.sha, subject: entry.text.bytes,
            reason: OmissionMessages.stacked(on: commits[owner].sha)))
      } else {
        entries.append(entry)
      }
    }
    return (entries, skipped)
  }

  private static func key(_ entry: ReleaseLog.Entry) -> Key {
    Key(scope: ComparedText.of(entry.scope), text: ComparedText.of(entry.text.bytes))
  }
}
