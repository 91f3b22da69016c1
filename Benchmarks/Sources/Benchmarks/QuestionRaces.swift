internal import Foundation

/// Questions that people ask of a release history, as whole processes, beside the same questions
/// asked with git, a shell or sqlite3.
///
/// The peers answer less: git knows no first release, and sqlite3 no order of versions.
struct QuestionRaces {
  var repository: Repository
  var state: String
  var stemma: Program
  var sqlite: Program?
  var database: String
  var rounds: Int

  private struct Question {
    var name: String
    var query: String
    var peerName: String
    var peer: Program
  }

  /// - Parameters:
  ///   - range: Two releases of which the second contains the first.
  ///   - commit: A commit that releases contain.
  func measurements(
    range: (from: String, to: String), commit: String
  ) async throws -> [Measurement] {
    var found: [Measurement] = []
    for question in gitQuestions(range.from, range.to, commit) + sqlQuestions() {
      Progress.say("\(state): \(question.name)")
      let own = stemma.with(
        "query", question.query, "--db", database, "--format", "tsv", "--timeout", "600")
      let times = try await Race(stemma: own, peer: question.peer).run(rounds: rounds)
      found.append(
        Measurement(
          what: question.name, state: state, unit: .seconds, stemma: times.stemma,
          peerName: question.peerName, peer: times.peer, target: "beside its peer"))
    }
    return found
  }

  private func gitQuestions(_ from: String, _ to: String, _ commit: String) -> [Question] {
    let line = "--format=%h%x09%cI%x09%an%x09%s"
    func git(_ name: String, _ query: String, _ arguments: String...) -> Question {
      Question(
        name: name, query: query, peerName: "git \(arguments[0])", peer: repository.git(arguments))
    }
    return [
      git(
        "latest commit",
        "branches | where is_default | select commit.sha, commit.time, commit.author",
        "log", "-1", line),
      git(
        "latest release",
        "releases | where is_main and not prerelease | sort version desc | take 1 per repo",
        "for-each-ref", "--sort=-v:refname", "--count=1", "refs/tags"),
      git(
        "what shipped",
        "commits in \(from)..\(to) | select short(sha) as sha, time, author, subject",
        "log", line, "\(from)..\(to)"),
      git(
        "what shipped, first parents",
        "commits in \(from)..\(to) first parent | select short(sha) as sha, author, subject",
        "log", "--first-parent", line, "\(from)..\(to)"),
      git(
        "contributors",
        "commits in \(from)..\(to) | summarize count() as n by author, email | sort n desc",
        "shortlog", "-sne", "\(from)..\(to)"),
      git(
        "unreleased features and fixes",
        "commits in \(to)..HEAD | where subject matches \"^(feat|fix)\" | select sha, subject",
        "log", "--extended-regexp", "--grep=^(feat|fix)", line, "\(to)..HEAD"),
      git(
        "releases that contain a commit",
        "releases containing sha:\(commit) | sort version | select version, released_at",
        "tag", "--contains", commit),
      git(
        "first release of a commit",
        "commits of sha:\(commit) | select sha, first_release, subject",
        "name-rev", "--tags", "--name-only", commit),
      shell(
        "first-time contributors",
        """
        commits in \(from)..\(to) | where email not in (commits in ..\(from) | select email)
          | distinct author, email
        """,
        #"""
        $0 log --format=%ae "$1" | sort -u >"$3"
        $0 log --format=%ae "$1..$2" | sort -u | comm -23 - "$3"
        """#, from, to, database + ".known"),
      shell(
        "releases a month",
        """
        releases | where not prerelease
          | summarize count() as n, max(version) as newest by month(released_at) as month
        """,
        "$0 for-each-ref '--format=%(creatordate:format:%Y-%m)' refs/tags | sort | uniq -c"),
    ]
  }

  /// A question to several processes; `$0` is git in the repository.
  private func shell(
    _ name: String, _ query: String, _ script: String, _ arguments: String...
  ) -> Question {
    let git = repository.git().line
    let program = Program(
      path: "/bin/sh", arguments: ["-c", "git() { \(git) \"$@\"; }\n" + script])
    return Question(
      name: name, query: query, peerName: "git and a shell",
      peer: program.with("git").with(arguments))
  }

  private func sqlQuestions() -> [Question] {
    guard let sqlite else { return [] }
    func sql(_ name: String, _ query: String, _ statement: String) -> Question {
      Question(
        name: name, query: query, peerName: "sqlite3",
        peer: sqlite.with("-readonly", database, statement))
    }
    let day: Int64 = 86_400_000_000
    return [
      sql(
        "moves of a window of time",
        "moves | where at >= 2024-01-01 and at < 2024-02-01 | select at, name, change, actor",
        """
        SELECT at, name, change, actor FROM v_moves
        WHERE at >= \(19723 * day) AND at < \(19754 * day) ORDER BY at
        """),
      sql(
        "moved and deleted tags",
        "moves | where kind = \"tag\" and change != \"create\" | select at, name, change",
        "SELECT at, name, change FROM v_moves WHERE kind = 'tag' AND change != 'create'"),
      sql(
        "versions that went back",
        "moves | where change = \"move\" and direction = \"down\" | select at, name",
        "SELECT at, name FROM v_moves WHERE change = 'move' AND direction = 'down'"),
      sql(
        "moves that cannot be judged",
        """
        moves | where change = "move" and direction = "unknown"
          | summarize count() as n by repo, name
        """,
        """
        SELECT repo, name, count(*) FROM v_moves WHERE change = 'move' AND direction = 'unknown'
        GROUP BY repo, name
        """),
      sql(
        "coverage", "coverage | where gaps > 0 or last_seen < 1d ago",
        "SELECT * FROM v_coverage WHERE gaps > 0"),
    ]
  }
}
