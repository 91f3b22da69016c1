import Changelogs

/// Returns what a text says, read as the file of a path.
func read(
  _ text: String, path: String = "CHANGELOG.md", format: ChangelogFormat? = nil
) -> Changelog {
  ChangelogReader().read(Array(text.utf8), path: path, format: format)
}

/// Writes what the heading of a release says: `1.2.0 2024-05-01 of shop "Name" after v1.1.0 yanked`.
func line(_ release: ChangelogRelease) -> String {
  var text = release.version ?? "-"
  if let date = release.date { text += " \(date.iso)" }
  if let package = release.package { text += " of \(package)" }
  if let name = release.name { text += " \"\(name)\"" }
  if let previous = release.previous { text += " after \(previous)" }
  if release.isUnreleased { text += " unreleased" }
  if release.isYanked { text += " yanked" }
  return text
}

/// Writes an entry: `[Added/API] (scope) ! text {#1 !2 i3 abc1234 @jo}`.
func line(_ entry: ChangelogEntry) -> String {
  var text = ""
  if let section = entry.section {
    text += "[\(([section] + [entry.subsection].compactMap(\.self)).joined(separator: "/"))] "
  }
  if let scope = entry.scope { text += "(\(scope)) " }
  if entry.isBreaking { text += "! " }
  text += entry.text
  let marks = entry.references.map(mark) + entry.commits + entry.authors.map { "@" + $0 }
  return marks.isEmpty ? text : text + " {\(marks.joined(separator: " "))}"
}

private func mark(_ reference: ChangelogReference) -> String {
  let sign =
    switch reference.kind {
    case .pullRequest: "!"
    case .issue: "i"
    case .unspecified: "#"
    }
  return (reference.isClosed ? "closes " : "") + (reference.tracker.map { $0 + " " } ?? "") + sign
    + String(reference.number)
}

/// Writes all that a changelog says, a line for each release, entry, unread text and problem.
func lines(_ changelog: Changelog) -> [String] {
  (changelog.title.map { ["= \($0)"] } ?? [])
    + changelog.releases.flatMap { release in
      ["# \(line(release))"] + release.entries.map { "- \(line($0))" }
    }
    + changelog.unread.map { "? \($0.reason.rawValue) \($0.line)" }
    + changelog.problems.map { "! \($0.line) \($0.message)" }
}

/// The entries of all releases.
func entries(_ changelog: Changelog) -> [String] {
  changelog.releases.flatMap(\.entries).map(line)
}

/// A generator whose numbers depend on its seed alone (splitmix64).
struct SplitMix64 {
  var state: UInt64

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }

  mutating func below(_ bound: Int) -> Int {
    bound <= 0 ? 0 : Int(next() % UInt64(bound))
  }
}
