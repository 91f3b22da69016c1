extension ShopQuestion {
  static let all = releaseLog + forensics + policies + reports

  /// Questions of the release log.
  static let releaseLog = [
    ShopQuestion(
      1, "Which commit is latest (tip of the default branch)",
      """
      branches
      | where is_default
      | select repo, commit.sha, commit.time, commit.author, commit.subject
      """,
      rows: """
        acme/shop | bf7f6c92f31e213ab5b01a33538ccdbfb5f529fc | 2024-05-21T09:00:00Z | Ben | \
        docs: explain paying
        """,
      reads: "ref1, whose partial index holds branches only", sorts: true),
    ShopQuestion(
      2, "Which release is latest",
      """
      releases
      | where is_main and not prerelease and not yanked
      | sort version desc
      | take 1 per repo
      | select repo, version, commit.sha, released_at
      """,
      rows: """
        acme/shop | v1.28.0 | 8c6327d8735f00730906fcfc1b852ce3a814e4bf | 2024-04-26T09:00:00Z
        """,
      reads: "release1, since all main lines are compared", sorts: true),
    ShopQuestion(
      3, "What shipped between v1.27.3 and v1.28.0 (commits)",
      """
      commits in v1.27.3..v1.28.0
      | select short(sha) as sha, time, author, subject
      """,
      rows: """
        8c6327d | 2024-04-20T09:00:00Z | Release Engineer | Merge search
        fa38839 | 2024-04-12T09:00:00Z | Ben | feat(search): find things
        19a9fd5 | 2024-04-10T09:00:00Z | Ann | fix(cart): count items once
        """),
    ShopQuestion(
      4, "Same, first-parent history only (PR level)",
      """
      commits in v1.27.3..v1.28.0 first parent
      | select short(sha) as sha, author, subject
      """,
      rows: """
        8c6327d | Release Engineer | Merge search
        19a9fd5 | Ann | fix(cart): count items once
        """),
    ShopQuestion(
      5, "Changelog entries that shipped",
      """
      changes in v1.27.3..v1.28.0
      | sort version desc, section, position
      | select version, section, text, pr, breaking
      """,
      rows: """
        v1.28.0 | Added | Find things by name | 12 | false
        v1.28.0 | Fixed | Count items once | 11 | false
        v1.28.0 | Removed | The old cart | 13 | true
        """,
      reads: "entry1, since each entry asks the set of commits", sorts: true),
    ShopQuestion(
      6, "Grouped for the release page",
      """
      changes
      | where version = v1.28.0
      | summarize list(text) as items, count() as n by section
      """,
      rows: """
        Added | ["Find things by name"] | 1
        Fixed | ["Count items once"] | 1
        Removed | ["The old cart"] | 1
        """,
      sorts: true),
    ShopQuestion(
      7, "Contributors of the release",
      """
      commits in v1.27.3..v1.28.0
      | summarize count() as commits, min(time) as first by author, email
      | sort commits desc
      """,
      rows: """
        Ann | ann@example.com | 1 | 2024-04-10T09:00:00Z
        Ben | ben@example.com | 1 | 2024-04-12T09:00:00Z
        Release Engineer | release@example.com | 1 | 2024-04-20T09:00:00Z
        """,
      sorts: true),
    ShopQuestion(
      8, "First-time contributors",
      """
      commits in v1.27.3..v1.28.0
      | where email not in (commits in ..v1.27.3
      | select email)
      | distinct author, email
      """,
      rows: """
        Ben | ben@example.com
        Release Engineer | release@example.com
        """,
      sorts: true),
    ShopQuestion(
      9, "Unreleased work",
      """
      commits in v1.28.0..branch:main
      | where subject matches "^(feat|fix)"
      | select short(sha) as sha, author, subject
      """,
      rows: """
        13c0b32 | Ann | feat: pay by card
        """),
  ]

  /// Questions of forensics.
  static let forensics = [
    ShopQuestion(
      10, "Which releases contain commit X",
      """
      releases containing sha:19a9fd5
      | sort version
      | select version, released_at, prerelease
      """,
      rows: """
        v1.28.0 | 2024-04-26T09:00:00Z | false
        """,
      reads: "release1, since each release asks the set of tags", sorts: true),
    ShopQuestion(
      11, "In which release was it introduced",
      """
      commits of sha:19a9fd5
      | select sha, first_release, subject
      """,
      rows: """
        19a9fd50def0c5fcc4f6e644a2ac4eba7a65ad1c | v1.28.0 | fix(cart): count items once
        """),
    ShopQuestion(
      12, "Was X running in production at T",
      """
      deploys as of 2024-05-03T14:00Z
      | where env = "prod" and containing sha:19a9fd5
      | select service, version, digest, started_at
      """,
      rows: """
        shop | v1.28.0 | sha256:4bf2c9… | 2024-04-27T10:00:00Z
        """,
      sorts: true),
    ShopQuestion(
      13, "What did latest point to at T",
      """
      image_tags of image:shop:latest as of 2024-05-03T14:00Z
      | select name, digest, version, since, precision
      """,
      rows: """
        latest | sha256:4bf2c9… | v1.28.0 | 2024-04-26T10:00:00Z | exact
        """,
      notes: ["N404"]),
    ShopQuestion(
      14, "Whole history of latest",
      """
      history of image:shop:latest
      | select since, until, target, version, precision
      """,
      rows: """
        2024-03-02T13:00:00Z | 2024-04-26T10:00:00Z | sha256:aa27… | v1.27.3 | exact
        2024-04-26T10:00:00Z | 2024-05-03T14:30:00Z | sha256:4bf2c9… | v1.28.0 | exact
        2024-05-03T14:30:00Z | null | sha256:aa27… | v1.27.3 | bounded
        """,
      sorts: true),
    ShopQuestion(
      15, "Every move in the incident window",
      """
      moves
      | where at >= 2024-05-03T13:00Z and at < 2024-05-03T16:00Z
      | sort at
      | select at, at_earliest, precision, kind, repo, name, change, old_version,
        new_version, actor
      """,
      rows: """
        2024-05-03T14:30:00Z | 2024-05-03T14:15:00Z | bounded | image | \
        registry.example.com/acme/shop | latest | move | v1.28.0 | v1.27.3 | ann
        2024-05-03T15:00:00Z | 2024-05-03T15:00:00Z | exact | env | acme/deployments | \
        prod/shop | create | null | null | null
        2024-05-03T15:00:00Z | 2024-05-03T15:00:00Z | exact | env | acme/deployments | \
        prod/web | create | null | null | null
        """),
    ShopQuestion(
      16, "Tags pointing to the same digest (now)",
      """
      image_tags
      | summarize list(name) as names, count() as n by repo, digest
      | where n > 1
      """,
      rows: """
        registry.example.com/acme/shop | sha256:aa27… | ["latest","v1.27.3"] | 2
        """,
      reads: "ref1, whose partial index holds image tags only", sorts: true),
    ShopQuestion(
      17, "Which tags ever pointed to this digest, and when",
      """
      history
      | where target = sha256:4bf2c9
      | sort since
      | select repo, name, since, until
      """,
      rows: """
        registry.example.com/acme/shop | v1.28.0 | 2024-04-26T10:00:00Z | 2024-05-10T08:00:00Z
        registry.example.com/acme/shop | latest | 2024-04-26T10:00:00Z | 2024-05-03T14:30:00Z
        registry.example.com/acme/shop | stable | 2024-04-26T10:00:00Z | null
        mirror.example.com/acme/storefront | prod | 2024-04-30T10:00:00Z | null
        """,
      sorts: true),
    ShopQuestion(
      18, "Same image under another name across registries at T",
      """
      image_tags as of 2024-05-03T14:00Z
      | where digest in (image_tags of image:shop:stable as of 2024-05-03T14:00Z
      | select digest)
      | select repo, name, version
      """,
      rows: """
        mirror.example.com/acme/storefront | prod | v1.28.0
        registry.example.com/acme/shop | latest | v1.28.0
        registry.example.com/acme/shop | stable | v1.28.0
        registry.example.com/acme/shop | v1.28.0 | v1.28.0
        """,
      notes: ["N404"],
      sorts: true),
    ShopQuestion(
      19, "What changed between two deployed states",
      """
      deploys as of 2024-05-04
      | where env = "prod" and digest not in (deploys as of 2024-05-03
      | where env = "prod"
      | select digest)
      | select service, version, digest, started_at
      """,
      rows: """
        shop | v1.27.3 | sha256:aa27… | 2024-05-03T15:00:00Z
        web | null | sha256:d0e1… | 2024-05-03T18:00:00Z
        """,
      sorts: true),
    ShopQuestion(
      20, "Deleted or force-moved git tags",
      """
      moves
      | where kind = "tag" and change != "create"
      | select at, repo, name, change, short(old) as old, short(new) as new, actor
      """,
      rows: """
        2024-05-22T00:00:00Z | acme/shop | nightly | move | d1baea9 | bf7f6c9 | null
        2024-05-22T00:00:00Z | acme/shop | old-try | delete | d1baea9 | null | null
        """,
      reads: "move1, since != excludes little"),
  ]

  /// Questions of policies.
  static let policies = [
    ShopQuestion(
      21, "Version regressions",
      """
      moves
      | where change = "move" and direction = "down"
      | select at, repo, name, old_version, new_version, old, new, precision, actor
      """,
      rows: """
        2024-05-03T14:30:00Z | registry.example.com/acme/shop | latest | v1.28.0 | v1.27.3 | \
        sha256:4bf2c9… | sha256:aa27… | bounded | ann
        """,
      sorts: true),
    ShopQuestion(
      22, "Regressions of latest only, last 90 days",
      """
      moves of image:shop:latest
      | where at > 90d ago and new_version < old_version
      | select at, old_version, new_version, new
      """,
      rows: """
        2024-05-03T14:30:00Z | v1.28.0 | v1.27.3 | sha256:aa27…
        """,
      sorts: true),
    ShopQuestion(
      23, "latest on a prerelease",
      """
      image_tags
      | where name = "latest" and is_prerelease(version)
      | select repo, digest, version, since
      """,
      rows: """
        mirror.example.com/acme/storefront | sha256:cc29… | v1.29.0-rc.1 | 2024-05-25T10:00:00Z
        """,
      sorts: true),
    ShopQuestion(
      24, "Immutable tags that moved",
      """
      moves
      | where kind = "image" and name glob "v[0-9]*.[0-9]*.[0-9]*" and change = "move"
      | select at, repo, name, old, new
      """,
      rows: """
        2024-05-10T08:00:00Z | registry.example.com/acme/shop | v1.28.0 | sha256:4bf2c9… | \
        sha256:4bf2d…
        """,
      sorts: true),
    ShopQuestion(
      25, "Moves whose direction cannot be judged",
      """
      moves
      | where change = "move" and direction = "unknown"
      | summarize count() as n, max(at) as last by repo, name
      """,
      rows: """
        acme/shop | nightly | 1 | 2024-05-22T00:00:00Z
        mirror.example.com/acme/storefront | edge | 2 | 2024-05-19T10:00:00Z
        """,
      sorts: true),
    ShopQuestion(
      26, "Running images with no source commit",
      """
      deploys
      | where commit is null
      | select env, service, digest, version
      """,
      rows: """
        prod | web | sha256:d0e1… | null
        """,
      reads: "deploy1, since no index holds what is absent", sorts: true),
    ShopQuestion(
      27, "Go module versions that are retracted, or are tagged prereleases",
      """
      modules
      | where retracted or (is_prerelease(version) and kind != "pseudo")
      | select path, version, time, retracted
      """,
      rows: """
        example.com/shop | v1.29.0-rc.1 | 2024-05-21T09:00:00Z | false
        example.com/shop | v1.28.0 | 2024-04-20T09:00:00Z | true
        """,
      reads: "module1, since or joins two conditions without an index", sorts: true),
  ]

  /// Questions of reports.
  static let reports = [
    ShopQuestion(
      28, "Release cadence per month",
      """
      releases
      | where not prerelease
      | summarize count() as n, max(version) as newest by month(released_at) as month
      | sort month
      """,
      rows: """
        2024-03 | 1 | v1.27.3
        2024-04 | 1 | v1.28.0
        """,
      reads: "release1, since all releases are counted", sorts: true),
    ShopQuestion(
      29, "Time from commit to production",
      """
      deploys
      | where env = "prod" and started_at > 90d ago
      | add started_at - commit.time as lead
      | summarize count() as n, avg(lead) as avg_lead, max(lead) as worst by service
      """,
      rows: """
        shop | 3 | 2716800s | 6328800s
        web | 1 | null | null
        """,
      sorts: true),
    ShopQuestion(
      30, "Is the data complete enough to trust the report",
      """
      coverage
      | where gaps > 0 or last_seen < 1d ago
      | select source, repo, first_seen, last_seen, gaps, status
      """,
      rows: """
        /srv/shop | acme/shop | 2024-04-27T00:00:00Z | 2024-05-22T00:00:00Z | 0 | complete
        https://mirror.example.com | mirror.example.com/acme/storefront | \
        2024-03-01T00:00:00Z | 2024-05-30T22:00:00Z | 2 | complete
        """),
    ShopQuestion(
      31, "The release log as a saved query",
      """
      -- title: Release log
      param from: ref; param to: ref; param breaking_only: bool = false;
      changes in $from..$to | where breaking or not $breaking_only
        | sort version desc, section, position | select version, section, text, pr
      """,
      rows: """
        v1.28.0 | Added | Find things by name | 12
        v1.28.0 | Fixed | Count items once | 11
        v1.28.0 | Removed | The old cart | 13
        """,
      reads: "entry1, since each entry asks the set of commits", sorts: true),
  ]
}
