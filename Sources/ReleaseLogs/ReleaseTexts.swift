internal import HistoryStore
internal import Reports

/// What other sources than commits say of releases.
struct ReleaseTexts {
  private var headings: [Int64?: [ChangelogHeading]] = [:]
  private var lines: [Int64?: [ChangelogLine]] = [:]
  private let images: PublishedImages
  private let keepsUnmatched: Bool

  /// - Parameter keepsUnmatched: Whether entries of changelogs count that no commit has.
  init(_ session: QuerySession, _ history: ReleaseHistory, keepsUnmatched: Bool) throws {
    for heading in try session.changelogHeadings(of: history) {
      headings[heading.release, default: []].append(heading)
    }
    for line in try session.changelogLines(of: history) {
      lines[line.release, default: []].append(line)
    }
    images = try session.publishedImages(of: history)
    self.keepsUnmatched = keepsUnmatched
  }

  /// Adds what is known of a release besides its commits.
  ///
  /// - Parameter others: The commits of the release that have no entry in the log.
  func complete(
    _ release: inout ReleaseLog.Release, _ record: ReleaseRecord?, _ others: OtherCommits
  ) {
    let headings = headings[record?.id] ?? []
    release.entries = CuratedChanges(lines[record?.id] ?? [], keepsUnmatched: keepsUnmatched)
      .merged(with: release.entries, others)
    let notes = record?.notes ?? headings.lazy.compactMap(\.notes).first { !$0.isEmpty }
    release.summary = notes.map { Prose($0, form: .markdown) }
    guard let record else { return }
    release.isYanked = release.isYanked || headings.contains(where: \.isYanked)
    release.images = images.images(of: record).map { image in
      ReleaseLog.Image(
        repository: image.repository, tags: image.tags,
        digest: Array("sha256:\(HexDigits.text(image.digest))".utf8), precision: image.precision)
    }
  }
}
