import Changelogs
import Testing

@Suite("Exports of hosts")
struct ReleaseExportTests {
  static let gitHub = """
    [
      {
        "tag_name": "v1.2.0", "target_commitish": "main", "name": "Otter", "draft": false,
        "prerelease": false, "created_at": "2024-05-01T10:00:00Z",
        "published_at": "2024-05-01T12:00:00Z", "html_url": "https://github.com/acme/shop/releases/tag/v1.2.0",
        "author": {"login": "jo", "id": 1},
        "body": "## What's Changed\\r\\n* Repair it by @al in https://github.com/acme/shop/pull/4\\r\\n\\r\\n**Full Changelog**: https://github.com/acme/shop/compare/v1.1.0...v1.2.0",
        "assets": [{"name": "shop.tgz", "size": 1234, "content_type": "application/gzip",
          "digest": "sha256:ab", "browser_download_url": "https://example.com/shop.tgz"}]
      },
      {
        "tag_name": "untagged-9abc", "target_commitish": "9fceb02d0ae598e95dc970b74767f19372d61af8",
        "name": null, "draft": true, "prerelease": true, "created_at": "2024-04-01T10:00:00Z",
        "published_at": null, "body": null, "author": null, "assets": [], "immutable": false
      }
    ]
    """

  @Test("GitHub's export is read with what it tells beside the text")
  func gitHub() throws {
    let changelog = read(Self.gitHub, path: "releases.json")
    #expect(changelog.format == .gitHubReleases)
    #expect(
      lines(changelog) == [
        "# v1.2.0 2024-05-01 \"Otter\" after v1.1.0",
        "- [What's Changed] Repair it by @al in https://github.com/acme/shop/pull/4 {github.com/acme/shop !4 @al}",
        "# - unreleased",
      ])
    let release = changelog.releases[0]
    #expect(release.line == 1)
    #expect(release.heading == "Otter")
    #expect(release.entries.map(\.line) == [2])
    #expect(release.date?.instant == 1_714_564_800_000_000)
    #expect(release.url == "https://github.com/acme/shop/releases/tag/v1.2.0")
    #expect(release.details.tagName == "v1.2.0")
    #expect(release.details.targetCommitish == "main")
    #expect(release.details.createdAt?.text == "2024-05-01T10:00:00Z")
    #expect(release.details.author == "jo")
    #expect(
      release.details.assets == [
        ChangelogAsset(
          name: "shop.tgz", size: 1_234, contentType: "application/gzip", digest: "sha256:ab",
          url: "https://example.com/shop.tgz")
      ])
    let draft = changelog.releases[1]
    #expect(draft.details.tagName == "untagged-9abc")
    #expect(draft.details.isDraft)
    #expect(draft.details.isPrerelease)
    #expect(draft.date == nil)
  }

  @Test("GitLab's export is read with what it tells beside the text")
  func gitLab() throws {
    let changelog = read(
      """
      [{"tag_name": "v0.2", "description": "## CHANGELOG\\n\\n- Escape it. !4\\n- Fix it, closes #7",
        "name": "Awesome app v0.2", "created_at": "2019-01-03T01:56:19.539Z",
        "released_at": "2019-01-03T02:00:00.25+01:00", "upcoming_release": true,
        "author": {"username": "jo"}, "commit": {"id": "079e90101242458910cccd35eab0e211dfc359c0"},
        "tag_path": "/acme/shop/-/tags/v0.2",
        "assets": {"count": 2,
          "sources": [{"format": "zip", "url": "https://gitlab.example.com/a.zip"}],
          "links": [{"name": "hoge", "url": "https://example.com/1", "direct_asset_url": "https://gitlab.example.com/1"}]},
        "_links": {"self": "https://gitlab.example.com/acme/shop/-/releases/v0.2"}}]
      """, path: "releases.json")
    #expect(changelog.format == .gitLabReleases)
    #expect(
      lines(changelog) == [
        "# v0.2 2019-01-03 \"Awesome app v0.2\" unreleased", "- [CHANGELOG] Escape it. !4 {!4}",
        "- [CHANGELOG] Fix it, closes #7 {closes i7}",
      ])
    let release = try #require(changelog.releases.first)
    #expect(release.date?.instant == 1_546_477_200_250_000)
    #expect(release.details.commit == "079e90101242458910cccd35eab0e211dfc359c0")
    #expect(release.details.author == "jo")
    #expect(release.details.assets.map(\.name) == ["hoge", "source.zip"])
    #expect(release.url == "https://gitlab.example.com/acme/shop/-/releases/v0.2")
  }

  @Test("Pages that were joined, and one release alone, are read as well")
  func pages() {
    let one = #"{"tag_name": "v1.0.0"}"#
    let two = #"{"tag_name": "@acme/shop@1.1.0", "body": ""}"#
    #expect(
      read("[\(one)][\(two)]\n", path: "a.json").releases.map(line) == [
        "v1.0.0", "1.1.0 of @acme/shop",
      ])
    #expect(read(one, path: "a.json").releases.map(line) == ["v1.0.0"])
    #expect(read("[]", path: "a.json").releases.isEmpty)
    #expect(read("[]", path: "a.json").problems.isEmpty)
  }

  @Test("The text of a release may name the release again, and loses nothing")
  func body() {
    let body =
      "# [1.0.0](https://example.com/a/b/compare/v0.9.0...v1.0.0) (2024-05-01)\\n\\n### Fixed\\n\\n- a\\n\\n---\\n\\nBye\\n\\n[x]: https://example.com"
    let changelog = read(#"[{"tag_name": "v1.0.0", "body": "\#(body)"}]"#, path: "a.json")
    #expect(lines(changelog) == ["# v1.0.0 after v0.9.0", "- [Fixed] a"])
    #expect(
      changelog.releases[0].notes.map(\.markdown) == [
        "# [1.0.0](https://example.com/a/b/compare/v0.9.0...v1.0.0) (2024-05-01)", "---", "Bye",
        "[x]: https://example.com",
      ])
  }

  @Test("Without headings a rule begins no footer")
  func rule() {
    let changelog = read(#"[{"tag_name": "v1.0.0", "body": "- a\n\n---\n\n- b"}]"#, path: "a.json")
    #expect(entries(changelog) == ["a", "b"])
  }

  @Test(
    "What cannot be read is told, and the other releases are read",
    arguments: [
      (#"[{"name": "x"}, {"tag_name": "v1"}]"#, "! 1 release 1 of the export has no tag_name"),
      (#"[{"tag_name": ""}, {"tag_name": "v1"}]"#, "! 1 release 1 of the export has no tag_name"),
      (#"[5, {"tag_name": "v1"}]"#, "! 1 release 1 of the export has no tag_name"),
      (
        #"[{"tag_name": "v1", "body": 5}]"#, "! 1 body of release 1 has to be a text or null"
      ),
      (
        #"[{"tag_name": "v1", "published_at": "soon"}]"#,
        "! 1 published_at of release 1 has to be a time, not \"soon\""
      ),
      (
        #"[{"tag_name": "v1"}, {"tag_name": "v1"}]"#, "! 2 \"v1\" stands on line 1 already"
      ),
    ])
  func problems(text: String, problem: String) {
    let changelog = read(text, path: "a.json")
    #expect(lines(changelog).last == problem)
    #expect(changelog.releases.first?.details.tagName == "v1")
  }

  @Test("Broken JSON is told with its line and kept")
  func broken() {
    let changelog = read("[\n{\"tag_name\": \"v1\"},\n{\"tag_name\" 5}]", path: "a.json")
    #expect(lines(changelog) == ["? malformed 1", "! 3 expected \":\", found \"5\""])
    #expect(changelog.problems.map(\.code) == [.malformed])
  }
}
