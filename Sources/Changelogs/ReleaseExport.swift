internal import StrictJSON

/// Reads the releases that GitHub's or GitLab's API exports: an array, arrays behind one another as
/// pages are joined, or one release.
struct ReleaseExport {
  private let isGitLab: Bool
  private let limits: MarkdownLimits
  private var changelog: Changelog
  private var problems = ProblemList()
  private var count = 0

  static func read(
    _ source: SourceText, _ format: ChangelogFormat, _ limits: MarkdownLimits
  ) -> Changelog {
    var export = ReleaseExport(format, limits)
    source.bytes.withUnsafeBytes { export.readAll($0) }
    return export.finish()
  }

  private init(_ format: ChangelogFormat, _ limits: MarkdownLimits) {
    self.limits = limits
    isGitLab = format == .gitLabReleases
    changelog = Changelog(format: format)
  }

  private mutating func finish() -> Changelog {
    problems.reportDuplicates(changelog.releases)
    problems.move(to: &changelog)
    return changelog
  }

  private mutating func readAll(_ bytes: UnsafeRawBufferPointer) {
    var reader = JSONReader()
    var place = 0
    while let start = bytes[place...].firstIndex(where: { !$0.isBlank }) {
      let rest = UnsafeRawBufferPointer(rebasing: bytes[start...])
      do {
        place = try reader.readPrefix(rest) { value, end in
          take(value)
          return start + end
        }
      } catch let error as JSONError {
        let line = bytes[..<start].count { $0 == .lineFeed }
        problems.report(.malformedJSON(error, line: line + error.line))
        changelog.unread.append(
          UnreadText(
            reason: .malformed, text: String(decoding: rest, as: UTF8.self), line: line + 1))
        return
      } catch {
        // Nothing else is thrown.
        return
      }
    }
  }

  private mutating func take(_ value: JSONValue) {
    if value.kind == .array {
      for element in value.elements { takeRelease(element) }
    } else {
      takeRelease(value)
    }
  }

  private mutating func takeRelease(_ value: JSONValue) {
    count += 1
    guard let tag = value["tag_name"].string, !tag.isEmpty else {
      problems.report(.noTagName(release: count))
      return
    }
    let title = value["name"].string ?? ""
    var release = ChangelogRelease(heading: title.isEmpty ? tag : title, line: count)
    if let heading = ReleaseHeading(Array(tag.utf8)[...]), heading.name == nil {
      release.version = heading.version?.text
      release.package = heading.package
    }
    release.name = title.isEmpty || title == tag || title == release.version ? nil : title
    release.details.tagName = tag
    release.details.createdAt = date(value, "created_at")
    if isGitLab { takeGitLab(value, &release) } else { takeGitHub(value, &release) }
    release.date = release.details.publishedAt
    let body = value[isGitLab ? "description" : "body"]
    if let text = body.bytes {
      let source = SourceText(text)
      let isTooMuch = limits.excess(in: source) != nil
      var plain = PlainTextBlocks(source, isOneRelease: false)
      let blocks = isTooMuch ? plain.read() : MarkdownBlocks.read(source)
      ReleaseAssembler.addBody(blocks, in: source, to: &release)
    } else if !body.isAbsent {
      problems.report(.wrongType(isGitLab ? "description" : "body", release: count))
    }
    changelog.releases.append(release)
  }

  private mutating func takeGitHub(_ value: JSONValue, _ release: inout ChangelogRelease) {
    release.url = value["html_url"].string
    release.details.targetCommitish = value["target_commitish"].string
    release.details.isDraft = value["draft"].boolean ?? false
    release.details.isPrerelease = value["prerelease"].boolean ?? false
    release.details.publishedAt = date(value, "published_at")
    release.details.author = value["author"]["login"].string
    release.isUnreleased = release.details.isDraft
    for asset in value["assets"].elements {
      guard let name = asset["name"].string else { continue }
      release.details.assets.append(
        ChangelogAsset(
          name: name, size: asset["size"].integer, contentType: asset["content_type"].string,
          digest: asset["digest"].string, url: asset["browser_download_url"].string))
    }
  }

  private mutating func takeGitLab(_ value: JSONValue, _ release: inout ChangelogRelease) {
    release.url = value["_links"]["self"].string
    release.details.commit = value["commit"]["id"].string
    release.details.publishedAt = date(value, "released_at")
    release.details.author = value["author"]["username"].string
    release.isUnreleased = value["upcoming_release"].boolean ?? false
    for link in value["assets"]["links"].elements {
      guard let name = link["name"].string else { continue }
      release.details.assets.append(
        ChangelogAsset(name: name, url: link["direct_asset_url"].string ?? link["url"].string))
    }
    for archive in value["assets"]["sources"].elements {
      guard let format = archive["format"].string else { continue }
      release.details.assets.append(
        ChangelogAsset(name: "source.\(format)", url: archive["url"].string))
    }
  }

  /// Returns the time of a member; null if it is absent, and a problem if it is no time.
  private mutating func date(_ value: JSONValue, _ key: StaticString) -> ChangelogDate? {
    guard !value[key].isAbsent else { return nil }
    guard let bytes = value[key].bytes, let found = DateReader.readWhole(bytes[...]),
      !found.isAmbiguous
    else {
      problems.report(.noTime("\(key)", value[key].string ?? "", release: count))
      return nil
    }
    return found.date
  }
}
