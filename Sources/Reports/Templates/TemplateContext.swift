import QueryLanguage

/// What a template can name: the members of the JSON log, and what a template cannot work out.
///
/// Objects answer when they are asked, so that a template pays for what it shows.
struct TemplateContext {
  let log: ReleaseLog
  let kind: ReleaseTemplate.Kind
  let groups: GroupTitles

  /// The names of all members.
  static let members = TemplateShape.all.reduce(into: Set<String>()) {
    $0.formUnion($1.members.keys)
  }

  func root() -> TemplateObject {
    TemplateObject(.log) { name in
      switch name {
      case "project": text(log.project)
      case "repository": text(log.repository)
      case "web":
        log.web.map { web in
          TemplateObject(.web) { name in
            switch name {
            case "forge": web.forge.rawValue
            case "url": web.base
            default: nil
            }
          }
        }
      case "complete": log.isComplete
      case "notes":
        log.notes.map { note in
          TemplateObject(.note) { name in
            switch name {
            case "code": note.code
            case "message": displayText(note.message)
            default: nil
            }
          }
        }
      case "releases": log.releases.map(release)
      default: nil
      }
    }
  }

  private func release(_ release: ReleaseLog.Release) -> TemplateObject {
    TemplateObject(.release) { name in
      switch name {
      case "version": text(release.version)
      // The version, or what stands in its place.
      case "title": text(release.title)
      case "tag": release.tag.map(text)
      case "tag_url": release.tag.flatMap { log.web?.tag($0) }
      case "other_tags": release.otherTags.map(text)
      case "line": text(release.line)
      case "main_line": release.isMainLine
      case "date": release.date.map(timeText)
      case "day": release.date.map(LogWords.day)
      case "date_source": release.dateSource?.rawValue
      case "commit": release.commit.map(hexText)
      case "commit_url": release.commit.flatMap { log.web?.commit($0) }
      case "prerelease": release.isPrerelease
      case "yanked": release.isYanked
      case "unreleased": release.isUnreleased
      case "previous": release.previous.map(previous)
      case "commits": release.commitCount
      case "summary": release.summary.map(prose)
      case "compare_url": release.comparison(in: log.web)
      case "entries": release.entries.map(entry)
      case "groups": sections(release.entries)
      case "contributors": release.contributors.map(contributor)
      case "images": release.images.map(image)
      case "skipped": release.skipped.map(skipped)
      default: nil
      }
    }
  }

  private func previous(_ previous: ReleaseLog.Previous) -> TemplateObject {
    TemplateObject(.previous) { name in
      switch name {
      case "version": text(previous.version)
      case "tag": previous.tag.map(text)
      default: nil
      }
    }
  }

  /// Returns the entries by group, in the order of the titles.
  private func sections(_ entries: [ReleaseLog.Entry]) -> [TemplateObject] {
    var sections: [TemplateObject] = []
    LogSections(groups).forEach(entries) { title, places in
      sections.append(
        TemplateObject(.group) { name in
          switch name {
          case "title": displayText(title)
          case "entries": places.map { entry(entries[$0]) }
          default: nil
          }
        })
    }
    return sections
  }

  private func entry(_ entry: ReleaseLog.Entry) -> TemplateObject {
    TemplateObject(.entry) { name in
      switch name {
      case "group": displayText(entry.group.name)
      case "scope": text(entry.scope)
      case "text": prose(entry.text)
      case "breaking": entry.isBreaking
      case "breaking_text": entry.breakingText.map(prose)
      case "sha": entry.sha.map(hexText)
      case "short": entry.sha.map { String(hexText($0).prefix(7)) }
      case "commit_url": entry.sha.flatMap { log.web?.commit($0) }
      case "pull_request": entry.pullRequest
      case "pull_request_url": entry.pullRequest.flatMap { log.web?.pullRequest($0) }
      case "issues": entry.issues.map(text)
      case "authors": entry.authors.map(text)
      case "source": entry.source.rawValue
      case "equivalents": entry.equivalents.map(equivalent)
      case "more_equivalents": entry.moreEquivalents
      case "reverted_by": entry.revertedBy.map(hexText)
      default: nil
      }
    }
  }

  private func equivalent(_ other: ReleaseLog.Equivalent) -> TemplateObject {
    TemplateObject(.equivalent) { name in
      switch name {
      case "sha": hexText(other.sha)
      case "short": String(hexText(other.sha).prefix(7))
      case "commit_url": other.repository == nil ? log.web?.commit(other.sha) : nil
      case "repository": other.repository.map(text)
      case "release": other.release.map(text)
      case "evidence": displayText(other.evidence)
      case "statement": other.statement.map { displayText($0) }
      case "grade": displayText(other.grade)
      default: nil
      }
    }
  }

  private func contributor(_ person: ReleaseLog.Contributor) -> TemplateObject {
    TemplateObject(.contributor) { name in
      switch name {
      case "name": text(person.name)
      case "email": text(person.email)
      case "commits": person.commitCount
      case "first_time": person.isFirstTime
      default: nil
      }
    }
  }

  private func image(_ image: ReleaseLog.Image) -> TemplateObject {
    TemplateObject(.image) { name in
      switch name {
      case "repository": text(image.repository)
      case "tags": image.tags.map(text)
      case "digest": text(image.digest)
      case "precision": displayText(image.precision)
      default: nil
      }
    }
  }

  private func skipped(_ commit: ReleaseLog.Skipped) -> TemplateObject {
    TemplateObject(.skipped) { name in
      switch name {
      case "sha": hexText(commit.sha)
      case "short": String(hexText(commit.sha).prefix(7))
      case "commit_url": log.web?.commit(commit.sha)
      case "subject": text(commit.subject)
      case "reason": displayText(commit.reason)
      default: nil
      }
    }
  }

  private func text(_ bytes: [UInt8]) -> String { displayText(bytes) }

  /// Text with its form: named itself, it is the text without markup.
  private func prose(_ prose: Prose) -> TemplateObject {
    let blocks = { CuratedText.blocks(of: prose.bytes) }
    let words = {
      let isPlain = prose.form == .plain
      return displayText(isPlain ? prose.bytes : CuratedText.plainText(of: blocks()))
    }
    return TemplateObject(.prose, text: words, isNull: prose.bytes.isEmpty) { name in
      switch name {
      case "form": prose.form.rawValue
      case "text": words()
      case "rendered": String(decoding: rendered(prose), as: UTF8.self)
      default: nil
      }
    }
  }

  /// Returns text with the markup that it may keep, for the kind of document.
  ///
  /// One paragraph is a line without an element around it, so that it can stand in a list item.
  private func rendered(_ prose: Prose) -> [UInt8] {
    let blocks: [CuratedBlock] =
      prose.form == .plain
      ? PlainText.paragraphs(of: prose.bytes).map {
        .paragraph([.text(Array(displayText($0).utf8))])
      }
      : CuratedText.blocks(of: prose.bytes)
    switch kind {
    case .text: return Array(CuratedText.plainLines(of: blocks).joined(separator: [0x0A]))
    case .markdown: return CuratedMarkdown.text(of: blocks)
    case .html:
      let output = ByteWriter()
      if case .paragraph(let line)? = blocks.first, blocks.count == 1 {
        output.appendHTML(line)
      } else {
        output.appendHTML(blocks)
      }
      return output.contents
    }
  }
}
