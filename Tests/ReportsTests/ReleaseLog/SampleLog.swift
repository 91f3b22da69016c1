import QueryLanguage

@testable import Reports

extension [UInt8] {
  /// The UTF-8 bytes of a text.
  init(_ text: String) { self = Array(text.utf8) }
}

/// An id of a commit whose bytes are all the same.
func sampleID(_ byte: UInt8) -> [UInt8] { .init(repeating: byte, count: 20) }

/// A log with one of everything.
func sampleLog(web remote: String? = "https://github.com/acme/shop") -> ReleaseLog {
  var log = ReleaseLog(
    project: Array("shop".utf8), repository: Array("shop-git".utf8),
    web: remote.flatMap { WebAddress(remote: Array($0)) }, isComplete: false,
    notes: [AnswerNote(code: "N402", message: "the clone of <shop> is shallow")])
  var next = ReleaseLog.Release(version: [])
  next.isUnreleased = true
  next.commit = sampleID(0xEE)
  next.previous = .init(version: Array("v1.2.0".utf8), tag: Array("v1.2.0".utf8))
  next.commitCount = 1
  next.entries = [.init(group: .fixes, text: Prose(Array("count *once*".utf8)))]
  log.releases = [next, sampleRelease(), firstRelease()]
  return log
}

private func sampleRelease() -> ReleaseLog.Release {
  var release = ReleaseLog.Release(version: Array("v1.2.0".utf8), tag: Array("v1.2.0".utf8))
  release.otherTags = [Array("stable".utf8), Array("v1.2".utf8)]
  release.date = 1_709_735_400_000_000
  release.dateSource = .tagger
  release.commit = sampleID(0xAB)
  release.previous = .init(version: Array("v1.1.0".utf8), tag: Array("v1.1.0".utf8))
  release.commitCount = 12
  release.summary = Prose(
    Array("A *calm* release,\nsee [the page](https://shop.example/).".utf8), form: .markdown)
  var feature = ReleaseLog.Entry(
    group: .features, text: Prose(Array("sell <b>bold</b> things".utf8)))
  feature.scope = Array("cart".utf8)
  feature.sha = sampleID(0x1A)
  feature.pullRequest = 12
  feature.issues = [Array("7".utf8), Array("PAY-3".utf8)]
  feature.authors = [Array("Release Engineer".utf8)]
  var breaking = ReleaseLog.Entry(
    group: .features, text: Prose(Array("drop the old API, thanks @engineer".utf8)))
  breaking.isBreaking = true
  breaking.breakingText = Prose(Array("Calls of `v1`\nhave to change.\n\nSoon.".utf8))
  breaking.sha = sampleID(0x2B)
  breaking.equivalents = [
    .init(
      sha: sampleID(0x3C), release: Array("v1.1.4".utf8), evidence: "stated",
      statement: "cherry-pick", grade: "A"),
    .init(sha: sampleID(0x3D), evidence: "same request", grade: "C"),
  ]
  var fix = ReleaseLog.Entry(
    group: .fixes, text: Prose(Array("**Round** prices up".utf8), form: .markdown))
  fix.source = .changelog
  fix.revertedBy = sampleID(0x4D)
  release.entries = [feature, fix, breaking]
  release.contributors = [
    .init(
      name: Array("Release Engineer".utf8), email: Array("re@example.com".utf8), commitCount: 11),
    .init(name: [], email: Array("new@example.com".utf8), commitCount: 1, isFirstTime: true),
  ]
  release.images = [
    .init(
      repository: Array("registry.example/shop".utf8),
      tags: [Array("1.2.0".utf8), Array("latest".utf8)],
      digest: Array("sha256:4bf2".utf8), precision: "observed")
  ]
  release.skipped = [
    .init(sha: sampleID(0x5E), subject: Array("Merge branch 'x'".utf8), reason: "merge commit")
  ]
  return release
}

private func firstRelease() -> ReleaseLog.Release {
  var release = ReleaseLog.Release(version: Array("v1.1.0".utf8), tag: Array("v1.1.0".utf8))
  release.date = 1_700_000_000_000_000
  release.dateSource = .commit
  release.isYanked = true
  release.isPrerelease = true
  release.isMainLine = false
  release.line = Array("client/".utf8)
  release.commitCount = 3
  return release
}

/// Writes a log and returns it as text.
func logText(
  _ log: ReleaseLog, _ format: ReleaseLog.Format, options: LogOptions = LogOptions()
) throws -> String {
  let output = ByteWriter()
  try log.write(as: format, to: output, options: options)
  return String(decoding: output.contents, as: UTF8.self)
}

/// A source of random numbers that gives the same ones each time (SplitMix64).
struct FixedRandom: RandomNumberGenerator {
  var state: UInt64

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var value = state
    value = (value ^ value >> 30) &* 0xBF58_476D_1CE4_E5B9
    value = (value ^ value >> 27) &* 0x94D0_49BB_1331_11EB
    return value ^ value >> 31
  }
}
