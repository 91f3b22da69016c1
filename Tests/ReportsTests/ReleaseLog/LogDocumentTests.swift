import QueryLanguage
import Testing

@testable import Reports

@Suite("Documents of a release log")
struct LogDocumentTests {
  private var everything: LogOptions {
    LogOptions(parts: LogParts.log.union([.skipped, .authors, .compareLine]))
  }

  @Test("Markdown has releases, groups and entries with links")
  func markdown() throws {
    let ids = "https://github.com/acme/shop/commit"
    let next = "https://github.com/acme/shop/compare/v1.2.0...\(hexText(sampleID(0xEE)))"
    #expect(
      try logText(sampleLog(), .markdown, options: everything) == #"""
        # Changelog of shop

        This log is incomplete.

        - N402: the clone of \<shop\> is shallow

        ## [Unreleased](\#(next))

        1 commit since v1.2.0

        ### Fixes

        - count \*once\*

        All changes: [v1.2.0...Unreleased](\#(next))

        ## [v1.2.0](https://github.com/acme/shop/compare/v1.1.0...v1.2.0) - 2024-03-06

        12 commits since v1.1.0; also tagged stable, v1.2

        A *calm* release, see [the page](https://shop.example/).

        ### Breaking changes

        - drop the old API, thanks `@engineer` ([`2b2b2b2`](\#(ids)/\#(hexText(sampleID(0x2B))))); also in v1.1.4 ([`3c3c3c3`](\#(ids)/\#(hexText(sampleID(0x3C)))), picked with -x)

          Calls of \`v1\` have to change.

          Soon.

        ### Features

        - **cart:** sell \<b\>bold\</b\> things ([#12](https://github.com/acme/shop/pull/12), [#7](https://github.com/acme/shop/issues/7), PAY-3, [`1a1a1a1`](\#(ids)/\#(hexText(sampleID(0x1A))))) by Release Engineer

        ### Fixes

        - **Round** prices up; **reverted** by [`4d4d4d4`](\#(ids)/\#(hexText(sampleID(0x4D))))

        ### Contributors

        - Release Engineer (11 commits)
        - `new@example.com` (1 commit, first contribution)

        ### Images

        - `registry.example/shop`: `1.2.0`, `latest` is `sha256:4bf2` (observed)

        ### Commits without an entry

        - [`5e5e5e5`](\#(ids)/\#(hexText(sampleID(0x5E)))) Merge branch 'x' (merge commit)

        All changes: [v1.1.0...v1.2.0](https://github.com/acme/shop/compare/v1.1.0...v1.2.0)

        ## [v1.1.0](https://github.com/acme/shop/releases/tag/v1.1.0) - 2023-11-14 \[YANKED\]

        prerelease; line client/; 3 commits; dated by its commit

        No changes are recorded.

        """#)
  }

  @Test("Without an address there are no links")
  func withoutLinks() throws {
    var log = sampleLog(web: nil)
    log.releases.removeFirst()
    log.releases.removeLast()
    let text = try logText(
      log, .markdown, options: LogOptions(parts: [.headings, .hashes, .copies]))
    #expect(
      text == #"""
        ## v1.2.0 - 2024-03-06

        ### Breaking changes

        - drop the old API, thanks `@engineer` (`2b2b2b2`); also in v1.1.4 (`3c3c3c3`, picked with -x)

          Calls of \`v1\` have to change.

          Soon.

        ### Features

        - **cart:** sell \<b\>bold\</b\> things (#12, #7, PAY-3, `1a1a1a1`)

        ### Fixes

        - **Round** prices up; **reverted** by `4d4d4d4`

        """#)
  }

  @Test("Merge requests of GitLab have their own sign")
  func mergeRequests() throws {
    let text = try logText(sampleLog(web: "git@gitlab.com:acme/shop.git"), .markdown)
    #expect(text.contains("([!12](https://gitlab.com/acme/shop/-/merge_requests/12), [#7]("))
  }

  @Test("Groups take the order and titles they are given, unknown ones their names")
  func groups() throws {
    var release = ReleaseLog.Release(version: Array("v1".utf8))
    release.entries = [
      .init(group: .fixes, text: Prose([0x61])),
      .init(group: ChangeGroup("Misc"), text: Prose([0x62])),
      .init(group: .features, text: Prose([0x63])),
      .init(group: ChangeGroup("x"), text: Prose([0x64])),
      .init(group: .fixes, text: Prose([0x65])), .init(group: ChangeGroup("Misc"), text: Prose([])),
    ]
    var log = ReleaseLog(project: [], repository: [])
    log.releases = [release]
    let titles = GroupTitles.standard.replacing([
      .init(.fixes, "Bug fixes"), .init(ChangeGroup("x"), "X *rays*"),
    ]).ordered(first: [ChangeGroup("x"), .fixes])
    #expect(
      try logText(log, .markdown, options: LogOptions(parts: [], groups: titles)) == #"""
        ### X \*rays\*

        - d

        ### Bug fixes

        - a
        - e

        ### Features

        - c

        ### Misc

        - b
        - (no text)

        """#)
  }

  @Test("Plain text fits a terminal")
  func text() throws {
    var log = sampleLog()
    log.releases[1].entries[0].text = Prose(Array("a\u{1B}[31m\u{202E}b\nc".utf8))
    log.releases.removeLast()
    #expect(
      try logText(log, .text, options: everything) == #"""
        Changelog of shop
        This log is incomplete.
        N402: the clone of <shop> is shallow

        Unreleased
          1 commit since v1.2.0

          Fixes
          - count *once*

          All changes: https://github.com/acme/shop/compare/v1.2.0...\#(hexText(sampleID(0xEE)))

        v1.2.0  2024-03-06
          12 commits since v1.1.0; also tagged stable, v1.2
          A calm release, see the page <https://shop.example/>.

          Breaking changes
          - drop the old API, thanks @engineer (2b2b2b2); also in v1.1.4 (3c3c3c3, picked with -x)
            Calls of `v1` have to change.
            Soon.

          Features
          - cart: a\x1b[31m\u{202E}b\nc (#12, #7, PAY-3, 1a1a1a1) by Release Engineer

          Fixes
          - Round prices up; reverted by 4d4d4d4

          Contributors
          - Release Engineer (11 commits)
          - new@example.com (1 commit, first contribution)

          Images
          - registry.example/shop: 1.2.0, latest is sha256:4bf2 (observed)

          Commits without an entry
          - 5e5e5e5 Merge branch 'x' (merge commit)

          All changes: https://github.com/acme/shop/compare/v1.1.0...v1.2.0

        """#)
  }

  @Test("HTML escapes what it shows and links where it can")
  func html() throws {
    var log = sampleLog()
    log.releases = [log.releases[1]]
    let ids = "https://github.com/acme/shop/commit"
    func id(_ byte: UInt8) -> String {
      "<a href=\"\(ids)/\(hexText(sampleID(byte)))\"><code>\(hexText(sampleID(byte)).prefix(7))</code></a>"
    }
    let options = LogOptions(parts: LogParts.log.subtracting(.images), isFragment: true)
    #expect(
      try logText(log, .html, options: options) == #"""
        <h2>Changelog of shop</h2>
        <p><strong>This log is incomplete.</strong></p>
        <ul>
        <li>N402: the clone of &lt;shop&gt; is shallow</li>
        </ul>
        <section>
        <h2><a href="https://github.com/acme/shop/compare/v1.1.0...v1.2.0">v1.2.0</a> <time datetime="2024-03-06T14:30:00Z">2024-03-06</time></h2>
        <p class="facts">12 commits since v1.1.0; also tagged stable, v1.2</p>
        <p>A <em>calm</em> release, see <a href="https://shop.example/">the page</a>.</p>
        <h3>Breaking changes</h3>
        <ul>
        <li>drop the old API, thanks @engineer <span class="more">(\#(id(0x2B)))</span>; also in v1.1.4 (\#(id(0x3C)), picked with -x)<p>Calls of `v1` have to change.</p>
        <p>Soon.</p>
        </li>
        </ul>
        <h3>Features</h3>
        <ul>
        <li><b>cart:</b> sell &lt;b&gt;bold&lt;/b&gt; things <span class="more">(<a href="https://github.com/acme/shop/pull/12">#12</a>, <a href="https://github.com/acme/shop/issues/7">#7</a>, PAY-3, \#(id(0x1A)))</span></li>
        </ul>
        <h3>Fixes</h3>
        <ul>
        <li><strong>Round</strong> prices up; <strong>reverted</strong> by \#(id(0x4D))</li>
        </ul>
        <h3>Contributors</h3>
        <ul>
        <li><bdi>Release Engineer</bdi> (11 commits)</li>
        <li><bdi>new@example.com</bdi> (1 commit, first contribution)</li>
        </ul>
        </section>

        """#)
    let page = try logText(log, .html)
    #expect(page.hasPrefix("<!DOCTYPE html>\n<html lang=\"en\">"))
    #expect(page.contains("content=\"default-src 'none'; style-src 'unsafe-inline'\""))
    #expect(page.hasSuffix("</main>\n</body>\n</html>\n"))
  }

  @Test("JSON has every member, and one entry a line")
  func json() throws {
    var log = sampleLog()
    log.releases = [log.releases[1]]
    log.releases[0].entries = [log.releases[0].entries[0]]
    log.releases[0].entries[0].scope = [0x63, 0xFF]
    log.releases[0].entries[0].authors = [[0xFF], [0x61]]
    let id = { hexText(sampleID($0)) }
    #expect(
      try logText(log, .json) == #"""
        {"schema":1,"project":"shop","repository":"shop-git","web":{"forge":"github","url":"https://github.com/acme/shop"},"complete":false,"notes":[{"code":"N402","message":"the clone of \u003cshop\u003e is shallow"}],"releases":[
        {"version":"v1.2.0","tag":"v1.2.0","other_tags":["stable","v1.2"],"line":"","main_line":true,"date":"2024-03-06T14:30:00Z","date_source":"tagger","commit":"\#(id(0xAB))","prerelease":false,"yanked":false,"unreleased":false,"previous":{"version":"v1.1.0","tag":"v1.1.0"},"commits":12,"summary":{"form":"markdown","text":"A *calm* release,\nsee [the page](https://shop.example/)."},"compare_url":"https://github.com/acme/shop/compare/v1.1.0...v1.2.0","entries":[
        {"group":"features","scope":"c�","scope_b64":"Y/8=","text":{"form":"plain","text":"sell \u003cb\u003ebold\u003c/b\u003e things"},"breaking":false,"breaking_text":null,"sha":"\#(id(0x1A))","pull_request":12,"issues":["7","PAY-3"],"authors":["�","a"],"authors_b64":["/w==","YQ=="],"source":"commit","equivalents":[],"more_equivalents":0,"reverted_by":null}],"contributors":[
        {"name":"Release Engineer","email":"re@example.com","commits":11,"first_time":false},
        {"name":"","email":"new@example.com","commits":1,"first_time":true}],"images":[
        {"repository":"registry.example/shop","tags":["1.2.0","latest"],"digest":"sha256:4bf2","precision":"observed"}],"skipped":[
        {"sha":"\#(id(0x5E))","subject":"Merge branch 'x'","reason":"merge commit"}]}
        ]}

        """#)
  }

  @Test("A log without releases says so", arguments: [ReleaseLog.Format.markdown, .text, .html])
  func empty(format: ReleaseLog.Format) throws {
    let log = ReleaseLog(project: Array("shop".utf8), repository: Array("shop".utf8))
    #expect(try logText(log, format).contains("There are no releases."))
  }

  @Test("Without links an issue that the text names is not said again")
  func namedIssues() throws {
    var log = ReleaseLog(project: Array("shop".utf8), repository: Array("shop".utf8))
    var release = ReleaseLog.Release(version: Array("v1.0.0".utf8))
    release.date = 0
    release.dateSource = .commit
    var entry = ReleaseLog.Entry(group: .fixes, text: Prose(Array("count once #12".utf8)))
    entry.issues = [Array("12".utf8), Array("1".utf8)]
    release.entries = [entry]
    log.releases = [release]
    #expect(try logText(log, .text).contains("count once #12 (#1)\n"))
    log.web = WebAddress(remote: Array("https://github.com/acme/shop".utf8))
    let linked = try logText(log, .markdown)
    #expect(linked.contains("([#12](https://github.com/acme/shop/issues/12), [#1]("))
    // What dates a release goes with its date.
    #expect(linked.contains("dated by its commit"))
    #expect(
      try !logText(log, .markdown, options: LogOptions(parts: .notes))
        .contains("dated by its commit"))
  }

  @Test("No payload acts in any document", arguments: ReleaseLog.Format.allCases)
  func payloadsAreEscaped(format: ReleaseLog.Format) throws {
    for payload in payloads {
      for form in [Prose.Form.plain, .markdown] {
        var log = sampleLog()
        log.project = payload
        log.releases[1].version = payload
        log.releases[1].otherTags = [payload]
        log.releases[1].summary = Prose(payload, form: form)
        log.releases[1].entries[0].text = Prose(payload, form: form)
        log.releases[1].entries[0].scope = payload
        log.releases[1].entries[0].authors = [payload]
        log.releases[1].contributors[0].name = payload
        log.releases[1].images[0].tags = [payload]
        log.releases[1].skipped[0].subject = payload
        let text = try logText(log, format, options: everything)
        let acting = text.unicodeScalars.filter { scalar in
          scalar.value < 0x20 && scalar != "\n" || scalar.value >= 0x7F && isHidden(scalar.value)
        }
        #expect(acting.isEmpty, "\(format): \(payload)")
      }
    }
  }
}
