/// Which copies of a change a document that people read names, and in which words.
///
/// Of several in one release the one with the best evidence stands for all of them.
struct ShownCopies {
  /// What a document is made of, for its writer to make harmless in its own way.
  enum Piece {
    /// Words of the document's own.
    case words(String)
    /// A name from outside.
    case name([UInt8])
    /// The id of a commit.
    case commit(ReleaseLog.Equivalent)
  }

  /// The most that are named.
  private static let limit = 4

  private var released: [ReleaseLog.Equivalent] = []
  private var unreleased: [ReleaseLog.Equivalent] = []
  private var more = 0
  private let showsHashes: Bool

  init(_ entry: ReleaseLog.Entry, _ options: LogOptions) {
    showsHashes = options.parts.contains(.hashes)
    var releases: Set<[UInt8]> = []
    for other in entry.equivalents {
      if let release = other.release {
        let name = (other.repository ?? []) + [0x0A] + release
        if releases.insert(name).inserted { released.append(other) }
      } else if showsHashes {
        // Without a release there is nothing else to call it by.
        unreleased.append(other)
      }
    }
    if entry.equivalents.isEmpty { return }
    let count = released.count + unreleased.count
    more = max(count - Self.limit, 0) + entry.moreEquivalents
    released = Array(released.prefix(Self.limit))
    unreleased = Array(unreleased.prefix(Self.limit - released.count))
  }

  /// Calls `body` with what follows the text of a change, in order; with nothing if there is no copy.
  func forEachPiece(_ body: (Piece) -> Void) {
    for (index, other) in released.enumerated() {
      body(.words(index == 0 ? "; also in " : ", "))
      body(.name(other.release ?? []))
      if let repository = other.repository {
        body(.words(" of "))
        body(.name(repository))
      }
      body(.words(" ("))
      if showsHashes {
        body(.commit(other))
        body(.words(", "))
      }
      body(.words("\(Self.evidence(of: other)))"))
    }
    for (index, other) in unreleased.enumerated() {
      body(.words(index == 0 ? "; same change as " : ", "))
      body(.commit(other))
      if let repository = other.repository {
        body(.words(" of "))
        body(.name(repository))
      }
      body(.words(" (\(Self.evidence(of: other)))"))
    }
    if more > 0, !released.isEmpty || !unreleased.isEmpty { body(.words(" and \(more) more")) }
  }

  /// Returns what tells that a commit makes the same change.
  private static func evidence(of other: ReleaseLog.Equivalent) -> String {
    switch other.statement {
    case "cherry-pick"?: "picked with -x"
    case "backport"?: "stated as a backport"
    case "upstream"?: "stated as an upstream commit"
    case "trailer"?: "stated in a trailer"
    default: other.evidence == "stated" ? "stated through another copy" : other.evidence
    }
  }
}
