import QueryLanguage

/// Writes a log as one JSON object, one entry a line, as `docs/schemas/release-log.schema.json`
/// describes it.
///
/// `schema` is the number of this layout; it changes when a member changes its meaning. Members keep
/// their order and are never left out. Bytes that are not UTF-8 are U+FFFD in the member and follow
/// whole, in base64, in one named `<name>_b64`.
struct LogJSONWriter {
  private let log: ReleaseLog
  private let output: ByteWriter

  init(_ log: ReleaseLog, _ output: ByteWriter) {
    self.log = log
    self.output = output
  }

  func write() throws(OutputError) {
    output.append(#"{"schema":1,"#)
    try writeMembers()
    output.append("}\n")
  }

  /// Writes the members of the log, which a report has among others.
  func writeMembers() throws(OutputError) {
    writeHead()
    output.append(#","releases":["#)
    for (index, release) in log.releases.enumerated() {
      output.append(index == 0 ? "\n" : ",\n")
      output.append("{")
      writeMembers(of: release)
      output.append("}")
      try output.check()
    }
    output.append(log.releases.isEmpty ? "]" : "\n]")
  }

  /// Writes the members of the log before its releases.
  func writeHead() {
    output.appendJSONText("project", log.project)
    output.append(",")
    output.appendJSONText("repository", log.repository)
    output.append(#","web":"#)
    if let web = log.web {
      output.append(#"{"forge":"\#(web.forge.rawValue)","url":"#)
      output.appendJSONString(web.base)
      output.append("}")
    } else {
      output.append("null")
    }
    output.append(log.isComplete ? #","complete":true,"notes":["# : #","complete":false,"notes":["#)
    for (index, note) in log.notes.enumerated() {
      if index > 0 { output.append(",") }
      output.appendJSONNote(note)
    }
    output.append("]")
  }

  /// Writes the members of one release; each element of its lists begins a line.
  func writeMembers(of release: ReleaseLog.Release) {
    output.appendJSONText("version", release.version)
    output.append(",")
    output.appendJSONOptionalText("tag", release.tag)
    output.append(",")
    output.appendJSONTexts("other_tags", release.otherTags)
    output.append(",")
    output.appendJSONText("line", release.line)
    output.appendJSON(",\"main_line\":", release.isMainLine)
    output.append(#","date":"#)
    if let date = release.date { writeTimeValue(date, to: output) } else { output.append("null") }
    output.append(#","date_source":"#)
    output.append(release.dateSource.map { "\"\($0.rawValue)\"" } ?? "null")
    output.appendJSONHash(",\"commit\":", release.commit)
    output.appendJSON(",\"prerelease\":", release.isPrerelease)
    output.appendJSON(",\"yanked\":", release.isYanked)
    output.appendJSON(",\"unreleased\":", release.isUnreleased)
    output.append(#","previous":"#)
    if let previous = release.previous {
      output.append("{")
      output.appendJSONText("version", previous.version)
      output.append(",")
      output.appendJSONOptionalText("tag", previous.tag)
      output.append("}")
    } else {
      output.append("null")
    }
    output.append(#","commits":"#)
    output.append(release.commitCount)
    output.appendJSONProse(",\"summary\":", release.summary)
    output.appendJSONLink(",\"compare_url\":", release.comparison(in: log.web))
    writeList(",\"entries\":", release.entries) { write($0) }
    writeList(",\"contributors\":", release.contributors) { write($0) }
    writeList(",\"images\":", release.images) { write($0) }
    writeList(",\"skipped\":", release.skipped) { write($0) }
  }

  /// Writes a member with one element a line.
  private func writeList<Element>(
    _ key: String, _ elements: [Element], _ write: (Element) -> Void
  ) {
    output.append(key)
    output.append("[")
    for (index, element) in elements.enumerated() {
      output.append(index == 0 ? "\n" : ",\n")
      write(element)
    }
    output.append("]")
  }

  private func write(_ entry: ReleaseLog.Entry) {
    output.append(#"{"group":"#)
    output.appendJSONString(entry.group.name)
    output.append(",")
    output.appendJSONText("scope", entry.scope)
    output.appendJSONProse(",\"text\":", entry.text)
    output.appendJSON(",\"breaking\":", entry.isBreaking)
    output.appendJSONProse(",\"breaking_text\":", entry.breakingText)
    output.appendJSONHash(",\"sha\":", entry.sha)
    output.append(#","pull_request":"#)
    if let number = entry.pullRequest { output.append(number) } else { output.append("null") }
    output.append(",")
    output.appendJSONTexts("issues", entry.issues)
    output.append(",")
    output.appendJSONTexts("authors", entry.authors)
    output.append(#","source":""#)
    output.append(entry.source.rawValue)
    output.append(#"","equivalents":["#)
    for (index, other) in entry.equivalents.enumerated() {
      if index > 0 { output.append(",") }
      write(other)
    }
    output.append(#"],"more_equivalents":"#)
    output.append(entry.moreEquivalents)
    output.appendJSONHash(",\"reverted_by\":", entry.revertedBy)
    output.append("}")
  }

  private func write(_ other: ReleaseLog.Equivalent) {
    output.appendJSONHash("{\"sha\":", other.sha)
    output.append(",")
    output.appendJSONOptionalText("repository", other.repository)
    output.append(",")
    output.appendJSONOptionalText("release", other.release)
    output.append(#","evidence":"#)
    output.appendJSONString(other.evidence)
    output.append(#","statement":"#)
    if let statement = other.statement {
      output.appendJSONString(statement)
    } else {
      output.append("null")
    }
    output.append(#","grade":"#)
    output.appendJSONString(other.grade)
    output.append("}")
  }

  private func write(_ person: ReleaseLog.Contributor) {
    output.append("{")
    output.appendJSONText("name", person.name)
    output.append(",")
    output.appendJSONText("email", person.email)
    output.append(#","commits":"#)
    output.append(person.commitCount)
    output.appendJSON(",\"first_time\":", person.isFirstTime)
    output.append("}")
  }

  private func write(_ image: ReleaseLog.Image) {
    output.append("{")
    output.appendJSONText("repository", image.repository)
    output.append(",")
    output.appendJSONTexts("tags", image.tags)
    output.append(",")
    output.appendJSONText("digest", image.digest)
    output.append(#","precision":"#)
    output.appendJSONString(image.precision)
    output.append("}")
  }

  private func write(_ skipped: ReleaseLog.Skipped) {
    output.appendJSONHash("{\"sha\":", skipped.sha)
    output.append(",")
    output.appendJSONText("subject", skipped.subject)
    output.append(#","reason":"#)
    output.appendJSONString(skipped.reason)
    output.append("}")
  }
}

/// Members of JSON objects whose values are bytes from outside.
extension ByteWriter {
  /// Appends a member whose value is text, and its bytes where they are not UTF-8.
  ///
  /// `name` is written as it is, so it must need no escape.
  func appendJSONText(_ name: StaticString, _ text: [UInt8]) {
    appendName(name)
    text.withUnsafeBytes { text in
      if !appendJSONString(text) {
        append(",\"")
        appendStatic(name)
        append("_b64\":\"")
        appendBase64(text)
        append("\"")
      }
    }
  }

  /// Appends a member whose value is text or null.
  func appendJSONOptionalText(_ name: StaticString, _ text: [UInt8]?) {
    if let text { return appendJSONText(name, text) }
    appendName(name)
    append("null")
  }

  /// Appends a member whose value is a list of texts; if one of them is not UTF-8, a second member
  /// holds all of them in base64.
  func appendJSONTexts(_ name: StaticString, _ texts: [[UInt8]]) {
    appendName(name)
    append("[")
    var isValid = true
    for (index, text) in texts.enumerated() {
      if index > 0 { append(",") }
      let isText = text.withUnsafeBytes { appendJSONString($0) }
      isValid = isText && isValid
    }
    append("]")
    if isValid { return }
    append(",\"")
    appendStatic(name)
    append("_b64\":[")
    for (index, text) in texts.enumerated() {
      append(index > 0 ? ",\"" : "\"")
      text.withUnsafeBytes { appendBase64($0) }
      append("\"")
    }
    append("]")
  }

  /// Appends text with its form as an object, or null.
  func appendJSONProse(_ key: String, _ prose: Prose?) {
    append(key)
    guard let prose else { return append("null") }
    append(prose.form == .plain ? #"{"form":"plain","# : #"{"form":"markdown","#)
    appendJSONText("text", prose.bytes)
    append("}")
  }

  func appendJSON(_ key: String, _ flag: Bool) {
    append(key)
    append(flag ? "true" : "false")
  }

  /// Appends a commit's id as hexadecimal digits, or null.
  func appendJSONHash(_ key: String, _ sha: [UInt8]?) {
    append(key)
    guard let sha else { return append("null") }
    append("\"")
    appendHash(sha)
    append("\"")
  }

  func appendJSONLink(_ key: String, _ address: String?) {
    append(key)
    if let address { appendJSONString(address) } else { append("null") }
  }

  func appendJSONNote(_ note: AnswerNote) {
    append(#"{"code":"#)
    appendJSONString(note.code)
    append(#","message":"#)
    appendJSONString(note.message)
    append("}")
  }

  private func appendName(_ name: StaticString) {
    append("\"")
    appendStatic(name)
    append("\":")
  }

  private func appendStatic(_ name: StaticString) {
    append(UnsafeRawBufferPointer(start: name.utf8Start, count: name.utf8CodeUnitCount))
  }
}
