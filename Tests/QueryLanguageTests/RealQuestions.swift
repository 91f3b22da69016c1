/// Questions that people ask of release histories, in the language.
enum RealQuestions {
  static let all: [String] = [
    #"""
    branches
    | where is_default
    | select repo, commit.sha, commit.time, commit.author, commit.subject
    """#,
    #"""
    releases
    | where is_main and not prerelease and not yanked
    | sort version desc
    | take 1 per repo
    | select repo, version, commit.sha, released_at
    """#,
    #"commits in v1.27.3..v1.28.0 | select short(sha) as sha, time, author, subject"#,
    #"commits in v1.27.3..v1.28.0 first parent | select short(sha) as sha, author, subject"#,
    #"""
    changes in v1.27.3..v1.28.0
    | sort version desc, section, position
    | select version, section, text, pr, breaking
    """#,
    #"changes | where version = v1.28.0 | summarize list(text) as items, count() as n by section"#,
    #"""
    commits in v1.27.3..v1.28.0
    | summarize count() as commits, min(time) as first by author, email
    | sort commits desc
    """#,
    #"""
    commits in v1.27.3..v1.28.0
    | where email not in (commits in ..v1.27.3 | select email)
    | distinct author, email
    """#,
    #"""
    commits in v1.28.0..branch:main
    | where subject matches "^(feat|fix)"
    | select short(sha) as sha, author, subject
    """#,
    #"releases containing sha:9f3c1ab | sort version | select version, released_at, prerelease"#,
    #"commits of sha:9f3c1ab | select sha, first_release, subject"#,
    #"""
    deploys as of 2024-05-03T14:00Z
    | where env = "prod" and containing sha:9f3c1ab
    | select service, version, digest, started_at
    """#,
    #"""
    image_tags of image:shop:latest as of 2024-05-03T14:00Z
    | select name, digest, version, since, precision
    """#,
    #"history of image:shop:latest | select since, until, target, version, precision"#,
    #"""
    moves
    | where at >= 2024-05-03T13:00Z and at < 2024-05-03T16:00Z
    | sort at
    | select at, at_earliest, precision, kind, repo, name, change, old_version, new_version,
      actor
    """#,
    #"image_tags | summarize list(name) as names, count() as n by repo, digest | where n > 1"#,
    #"history | where target = sha256:4bf2c9 | sort since | select repo, name, since, until"#,
    #"""
    image_tags as of 2024-05-03T14:00Z
    | where digest in (image_tags of image:shop:stable as of 2024-05-03T14:00Z
    | select digest)
    | select repo, name, version
    """#,
    #"""
    deploys as of 2024-05-04
    | where env = "prod" and digest not in (deploys as of 2024-05-03
    | where env = "prod"
    | select digest)
    | select service, version, digest, started_at
    """#,
    #"""
    moves
    | where kind = "tag" and change != "create"
    | select at, repo, name, change, short(old) as old, short(new) as new, actor
    """#,
    #"""
    moves
    | where change = "move" and direction = "down"
    | select at, repo, name, old_version, new_version, old, new, precision, actor
    """#,
    #"""
    moves of image:shop:latest
    | where at > 90d ago and new_version < old_version
    | select at, old_version, new_version, new
    """#,
    #"""
    image_tags
    | where name = "latest" and is_prerelease(version)
    | select repo, digest, version, since
    """#,
    #"""
    moves
    | where kind = "image" and name glob "v[0-9]*.[0-9]*.[0-9]*" and change = "move"
    | select at, repo, name, old, new
    """#,
    #"""
    moves
    | where change = "move" and direction = "unknown"
    | summarize count() as n, max(at) as last by repo, name
    """#,
    #"deploys | where commit is null | select env, service, digest, version"#,
    #"""
    modules
    | where retracted or (is_prerelease(version) and kind != "pseudo")
    | select path, version, time, retracted
    """#,
    #"""
    releases
    | where not prerelease
    | summarize count() as n, max(version) as newest by month(released_at) as month
    | sort month
    """#,
    #"""
    deploys
    | where env = "prod" and started_at > 90d ago
    | add started_at - commit.time as lead
    | summarize count() as n, avg(lead) as avg_lead, max(lead) as worst by service
    """#,
    #"""
    coverage
    | where gaps > 0 or last_seen < 1d ago
    | select source, repo, first_seen, last_seen, gaps, status
    """#,
    """
    -- title: Release log
    param from: ref; param to: ref; param breaking_only: bool = false;
    changes in $from..$to | where breaking or not $breaking_only
      | sort version desc, section, position | select version, section, text, pr
    """,
  ]
}
