internal import Indexing

/// A digest of which something has to be read.
struct ManifestItem: Sendable {
  var digest: Digest
  /// Whether its manifest is read, with all that it lists.
  var isRead: Bool
  /// Whether the registry is asked for what refers to it.
  var asksForReferrers: Bool
  /// The digests of the tags that attach something to it.
  var attached: [Digest]
}

/// Which digests a look reads: those of tags that are not recorded, and what is attached to them.
struct ManifestPlan {
  private let known: Set<Digest>
  private var roots: [Digest] = []
  private var seen: Set<Digest> = []
  private var attached: [Digest: [Digest]] = [:]
  private var subjects: [Digest] = []

  init(known: Set<Digest>) {
    self.known = known
  }

  /// Takes a tag into the plan; a second time changes nothing.
  mutating func add(_ tag: String, _ digest: Digest) {
    guard let attachment = AttachmentTag(tag) else {
      if !known.contains(digest), seen.insert(digest).inserted { roots.append(digest) }
      return
    }
    if attached[attachment.subject] == nil { subjects.append(attachment.subject) }
    if attached[attachment.subject]?.contains(digest) != true {
      attached[attachment.subject, default: []].append(digest)
    }
  }

  /// What is read.
  ///
  /// Where something is attached to a recorded digest later than it was recorded, it is read again,
  /// so that what is attached is told with it.
  var items: [ManifestItem] {
    let new = roots.map { digest in
      ManifestItem(
        digest: digest, isRead: true, asksForReferrers: true, attached: attached[digest] ?? [])
    }
    let late = subjects.compactMap { subject -> ManifestItem? in
      let digests = attached[subject] ?? []
      guard !seen.contains(subject), digests.contains(where: { !known.contains($0) }) else {
        return nil
      }
      return ManifestItem(
        digest: subject, isRead: known.contains(subject), asksForReferrers: false,
        attached: digests)
    }
    return new + late
  }
}
