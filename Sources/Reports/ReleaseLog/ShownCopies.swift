/// Which copies of a change a document that people read names, and in which words.
///
/// Only copies that a release has: of what is on another branch readers can take nothing. Of several in
/// one release the one with the best evidence stands for all of them.
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
  private var more = 0
  private let showsHashes: Bool

  init(_ entry: ReleaseLog.Entry, _ options: LogOptions) {
    showsHashes = options.parts.contains(.hashes)
    var releases: Set<[UInt8]> = []
    for other in entry.equivalents {
      guard let release = other.release else { continue }
      if releases.insert((other.repository ?? []) + [0x0A] + release).inserted {
        released.append(other)
      }
    }
    if released.isEmpty { return }
    more = max(released.count - Self.limit, 0)
    released = Array(released.prefix(Self.limit))
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
    if more > 0 { body(.words(" and \(more) more")) }
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
