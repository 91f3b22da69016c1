import Testing
import Versions

/// Tags of public repositories that are read otherwise than one might think.
@Suite("Surprising tags of real repositories")
struct RealTagTests {
  /// Returns the names of a list that are versions, in the order of their versions; equal ones have
  /// `=` between them.
  private func order(_ names: [String]) -> String {
    let list = TagList(names.map { Array($0.utf8) })
    let versions = zip(names, list.tags).compactMap { name, tag in
      tag.version.map { (name: name, version: $0) }
    }.sorted { ($0.version, $0.name) < ($1.version, $1.name) }
    var text = versions.first?.name ?? ""
    for (a, b) in zip(versions, versions.dropFirst()) {
      text += (a.version.key == b.version.key ? " = " : " < ") + b.name
    }
    return text
  }

  private func readings(_ names: [String]) -> [String] {
    TagList(names.map { Array($0.utf8) }).tags.map { tag in
      let line = tag.lineKey.map { _ in String(decoding: tag.prefix, as: UTF8.self) }
      return "\(line ?? "-") \(tag.class.rawValue)"
    }
  }

  @Test("Two numberings on the same commits are one line, the old one below")
  func prometheus() {
    #expect(
      order(["v3.0.0", "v0.300.0", "v2.43.0", "v2.43.0+stringlabels", "v3.0.0-beta.0", "0.16.0rc1"])
        == "0.16.0rc1 < v0.300.0 < v2.43.0 = v2.43.0+stringlabels < v3.0.0-beta.0 < v3.0.0")
  }

  @Test("Four numbers and letters come after the version that they amend")
  func git() {
    #expect(
      order(["v1.8.5", "v1.8.5.1", "v1.8.5.1-rc0", "v1.0.0a", "v1.0.0", "v0.99.9n", "v0.99.9"])
        == "v0.99.9 < v0.99.9n < v1.0.0 < v1.0.0a < v1.8.5 < v1.8.5.1-rc0 < v1.8.5.1")
  }

  @Test("A product's own prefix is another line, and an edition no prerelease")
  func moby() {
    let names = [
      "docker-v29.1.0-rc.1", "docker-v29.1.0", "v28.5.2", "v17.05.0-ce-rc1", "v17.05.0-ce",
      "api/v1.52.0", "docs-v1.12.0-2016-07-28", "debian/0.1.1-1", "v2.0.0-beta.1",
    ]
    #expect(
      readings(names) == [
        "docker-v prerelease", "docker-v release", "v release", "v prerelease", "v release",
        "api/v release", "- other", "debian/ release", "v prerelease",
      ])
    #expect(
      order(["v17.05.0-ce", "v17.05.0-ce-rc1", "v17.05.0-ce-rc3", "v17.04.0-ce"])
        == "v17.04.0-ce < v17.05.0-ce-rc1 < v17.05.0-ce-rc3 < v17.05.0-ce")
  }

  @Test("Dated prereleases come before their release")
  func terraform() {
    #expect(
      order([
        "v1.17.0", "v1.17.0-beta1", "v1.17.0-alpha20260812", "v1.17.0-alpha20260715",
        "v0.12.0-dev20190520H16", "v0.12.0", "0.7.7", "v0.7.7",
      ])
        == "0.7.7 = v0.7.7 < v0.12.0-dev20190520H16 < v0.12.0 < v1.17.0-alpha20260715"
        + " < v1.17.0-alpha20260812 < v1.17.0-beta1 < v1.17.0")
  }

  @Test("Dots, underscores and capitals before a stage are spelling")
  func rails() {
    #expect(
      order([
        "v3.0.0.beta4", "v3.0.0.beta.2", "v3.0.0.beta2", "v3.0.0_RC", "v3.0.0.rc2", "v3.0.0",
        "v6.1.7.10", "v6.1.7.9",
      ])
        == "v3.0.0.beta.2 = v3.0.0.beta2 < v3.0.0.beta4 < v3.0.0_RC < v3.0.0.rc2 < v3.0.0"
        + " < v6.1.7.9 < v6.1.7.10")
  }

  @Test("Modules of one repository count apart, and a tag of one digit is a series")
  func etcd() {
    #expect(
      readings(["v3.5.9", "client/v2.305.9", "server/v3.5.9", "0", "v3.2.0+git", "v3.2.0_plus_git"])
        == [
          "v release", "client/v release", "server/v release", " float", "v release", "- other",
        ])
    #expect(order(["v3.2.0", "v3.2.0+git", "v3.2.1"]) == "v3.2.0 = v3.2.0+git < v3.2.1")
  }
}
