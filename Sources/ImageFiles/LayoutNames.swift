internal import ImageManifests
internal import Indexing

/// What the entries of a layout's `index.json` are called.
struct LayoutNames {
  private(set) var tags: [[UInt8]: Digest] = [:]
  /// Tags whose digest is no SHA-256.
  private(set) var unresolved: Set<[UInt8]> = []
  private(set) var problems: [SourceProblem] = []

  /// - Parameter repository: the full name of the repository that the layout is looked at for. If the
  ///   entries name one other repository, they are its images under a name from elsewhere; of
  ///   several, only this repository's count.
  init(_ entries: [ContentDescriptor], repository: String) {
    let names = entries.map { EntryName($0) }
    let isMixed = Set(names.compactMap(\.repository)).count > 1
    for (entry, name) in zip(entries, names) {
      if let other = name.repository, isMixed, other != repository {
        problems.append(
          .otherRepository(name.text ?? other, repository, digest: entry.digestText))
      } else {
        add(name, entry)
      }
    }
  }

  private mutating func add(_ name: EntryName, _ entry: ContentDescriptor) {
    if let text = name.text, name.tag == nil, !name.isDigestOnly {
      problems.append(.noTag(text, entry.digestText))
    }
    guard let digest = entry.digest else {
      problems.append(.otherDigest(entry.digestText, tag: name.tag))
      if let tag = name.tag, tags[tag] == nil { unresolved.insert(tag) }
      return
    }
    guard let tag = name.tag else { return }
    unresolved.remove(tag)
    if let before = tags.updateValue(digest, forKey: tag), before != digest {
      problems.append(.repeatedName(tag, "index.json", last: digest))
    }
  }
}

/// What one entry is called: by `org.opencontainers.image.ref.name`, which is a tag or a full name,
/// and by `io.containerd.image.name`, a full name.
private struct EntryName {
  /// The name as it is written, or null if there is none.
  private(set) var text: String?
  private(set) var tag: [UInt8]?
  /// The full name of the repository, if the entry names one.
  private(set) var repository: String?
  /// Whether the entry is named by repository and digest, without a tag.
  private(set) var isDigestOnly = false

  init(_ entry: ContentDescriptor) {
    let full = entry.annotations["io.containerd.image.name"]
    let short = entry.annotations["org.opencontainers.image.ref.name"]
    if let full { read(full) }
    guard let short, !short.isEmpty else { return }
    if ImageName.isTag(short.utf8) {
      text = short
      tag = Array(short.utf8)
      isDigestOnly = false
    } else if tag == nil {
      read(short)
    }
  }

  private mutating func read(_ name: String) {
    text = name
    let parts = ImageName.parts(name)
    guard let found = ImageName.repository(String(parts.repository)) else { return }
    if let written = parts.tag, ImageName.isTag(written.utf8) {
      tag = Array(written.utf8)
      repository = found
    } else if parts.tag == nil, parts.digest != nil {
      repository = found
      isDigestOnly = true
    }
  }
}
