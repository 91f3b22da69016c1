package import CommitGraph
package import QueryLanguage

/// The releases of one git repository with the graph of its commits: what a release log is made of.
///
/// Commits are ordinals of ``graph``: a parent has a lower one than its children.
package struct ReleaseHistory: Sendable {
  /// The row id of the repository.
  package let id: Int64
  package let repository: String
  package let project: String
  /// The URL of the remote, as the repository has it.
  package let url: String?
  package let lines: [ReleaseLine]
  /// In the order of line and version.
  package let releases: [ReleaseRecord]
  package let graph: CommitGraph
  /// The row id of the commit with ordinal 0.
  package let firstCommit: Int64
  /// The tip of the default branch; nil for a repository without one, or whose tip is absent.
  package let tip: BranchTip?
  /// What is known to be missing.
  package let notes: [AnswerNote]
}

/// A branch and the commit it leads to.
package struct BranchTip: Hashable, Sendable {
  /// The short name, such as `main`.
  package var name: [UInt8]
  package var commit: Int32
  /// The commit's id as raw bytes.
  package var sha: [UInt8]
}

/// A line of versions: those with one prefix.
package struct ReleaseLine: Hashable, Sendable {
  package var id: Int64
  /// The prefix without a `v` at its end, such as `client/`.
  package var key: [UInt8]
  /// The commonest spelling of the prefix, such as `client/v`.
  package var name: [UInt8]
  package var isMain: Bool

  package init(id: Int64, key: [UInt8], name: [UInt8], isMain: Bool) {
    self.id = id
    self.key = key
    self.name = name
    self.isMain = isMain
  }
}

/// One version that a tag publishes now, or that only a changelog, a release page, an image or a Go
/// module knows.
package struct ReleaseRecord: Hashable, Sendable {
  /// What tells the date.
  package enum DateSource: String, Hashable, Sendable {
    /// The release page of a forge.
    case page
    /// A day of a changelog.
    case changelog
    case tagger
    /// The committer's date of the commit under a lightweight tag.
    case commit
    /// What a Go module of the version says of its commit.
    case module
    /// The first push of the image.
    case image
  }

  /// The row id of the release: that of its tag, negative if no tag publishes it.
  package var id: Int64
  /// The place in ``ReleaseHistory/lines``.
  package var line: Int
  package var version: [UInt8]
  package var key: [UInt8]
  /// Nil if there is no tag of that name.
  package var tag: [UInt8]?
  /// Whether a tag publishes it: only such releases count for others.
  package var isTagged = true
  /// Tags on the same commit that are no releases of their own: other spellings, floats, channels.
  package var otherTags: [[UInt8]] = []
  package var isPrerelease: Bool
  package var isYanked = false
  /// What a changelog says of the whole release.
  package var notes: [UInt8]?
  /// Microseconds since 1970 UTC.
  package var date: Int64?
  package var dateSource: DateSource?
  /// Nil for a tag of something else than a commit, or of an absent one, and where nothing tells.
  package var commit: Int32?
  /// The commit's id as raw bytes.
  package var sha: [UInt8]?
  /// The row id of the image that the release was published as.
  package var image: Int64?
  /// The place of the release that it is compared with in ``ReleaseHistory/releases``.
  package var previous: Int?

  package init(
    id: Int64, line: Int, version: [UInt8], key: [UInt8], tag: [UInt8]?, isPrerelease: Bool
  ) {
    self.id = id
    self.line = line
    self.version = version
    self.key = key
    self.tag = tag
    self.isPrerelease = isPrerelease
  }
}

extension ReleaseHistory {
  /// Returns the ordinal of a commit's row id; nil for one of another repository.
  package func ordinal(ofRow id: Int64) -> Int32? {
    let ordinal = id - firstCommit
    return ordinal >= 0 && ordinal < Int64(graph.count) ? Int32(ordinal) : nil
  }

  /// Returns the commits that a release has and the one before it has not.
  package func commits(of release: Int) -> CommitSet {
    guard let commit = releases[release].commit else { return CommitSet() }
    let previous = releases[release].previous.flatMap { releases[$0].commit }
    return graph.range(excluding: previous.map { [$0] } ?? [], including: [commit])
  }

  /// Returns the commits of the default branch that no tagged release of a line has.
  ///
  /// A release on a branch of its own counts, too: what it has from before it branched off is
  /// released.
  package func unreleasedCommits(after isIncluded: (ReleaseRecord) -> Bool) -> CommitSet {
    guard let tip else { return CommitSet() }
    return graph.range(
      excluding: releases.filter { $0.isTagged && isIncluded($0) }.compactMap(\.commit),
      including: [tip.commit])
  }

  /// Returns the tagged release after which the default branch has gone on, in ``releases``.
  ///
  /// It is the one that shares the most recent commit with the branch, and of several the highest.
  package func lastRelease(where isIncluded: (ReleaseRecord) -> Bool) -> Int? {
    guard let tip else { return nil }
    let candidates = releases.indices.filter {
      releases[$0].isTagged && releases[$0].commit != nil && isIncluded(releases[$0])
    }
    let ancestors = graph.ancestors(of: [tip.commit], includingSelf: true)
    var last: (release: Int, shared: Int32)?
    graph.forEachBlock(of: candidates.compactMap { releases[$0].commit }) { first, holders in
      // The first commit that any of them has is the most recent one that is shared.
      guard let commit = ancestors.descending.first(where: { holders[Int($0)] != 0 }) else {
        return
      }
      let highest = candidates[first + 63 - holders[Int(commit)].leadingZeroBitCount]
      if last.map({ commit > $0.shared || commit == $0.shared && highest > $0.release }) ?? true {
        last = (highest, commit)
      }
    }
    return last?.release
  }
}
