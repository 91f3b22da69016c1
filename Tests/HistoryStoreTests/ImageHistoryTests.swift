import HistoryStore
import Indexing
import QueryLanguage
import TestSupport
import Testing

@Suite("The history of image tags")
struct ImageHistoryTests {
  private let moves = """
    moves | where change != "create" \
    | select at_earliest, at, precision, name, change, old_version, new_version, direction
    """

  @Test("a first look knows no times, a second one bounds what changed")
  func looks() async throws {
    try await ImageStory.with { story in
      try story.look("2024-03-01T00:00:00Z", ["1.28.0": 2, "latest": 2])
      let summary = try story.look(
        "2024-03-02T00:00:00Z", ["1.27.3": 3, "1.28.0": 2, "latest": 3])
      #expect(summary.changes.created == 1)
      #expect(summary.changes.moved == 1)
      try expectQuery(
        story.history, moves,
        rows: [
          """
          2024-02-29T23:59:59Z | 2024-03-02T00:00:00Z | bounded | latest | move | 1.28.0 | 1.27.3 \
          | down
          """
        ])
      try expectQuery(
        story.history, "history | select name, since, until, precision, version | sort name, since",
        rows: [
          "1.27.3 | 2024-03-02T00:00:00Z | null | bounded | 1.27.3",
          "1.28.0 | null | null | unknown | 1.28.0",
          "latest | 2024-03-02T00:00:00Z | null | bounded | 1.27.3",
          "latest | null | 2024-03-02T00:00:00Z | unknown | 1.28.0",
        ])
    }
  }

  @Test("a look without news is recorded as a look and nothing else")
  func nothingNew() async throws {
    try await ImageStory.with { story in
      try story.look("2024-03-01T00:00:00Z", ["1.0.0": 1])
      #expect(try story.look("2024-03-02T00:00:00Z", ["1.0.0": 1]).changes.isEmpty)
      #expect(
        try story.history.sql("SELECT kind, count(*) FROM v_observations GROUP BY kind")
          == ["look | 2", "ref | 1", "scheme | 1"])
    }
  }

  @Test("announcements give exact times, whoever delivers them how often in which order")
  func events() async throws {
    let events = [
      ImageStory.push("2024-03-01T10:00:00Z", "1.28.0", 2, id: "a"),
      ImageStory.push("2024-03-01T10:00:01Z", "latest", 2, id: "b"),
      ImageStory.push("2024-03-01T12:00:00Z", "1.27.3", 3, id: "c"),
      ImageStory.push("2024-03-01T12:00:02Z", "latest", 3, id: "d"),
    ]
    try await ImageStory.with { story in
      let summary = try story.announce(events + [events[1]])
      #expect(summary.events == 4)
      #expect(summary.duplicates == 1)
      #expect(try story.announce(events.reversed()).duplicates == 4)
      try expectQuery(
        story.history, moves,
        rows: [
          """
          2024-03-01T12:00:02Z | 2024-03-01T12:00:02Z | exact | latest | move | 1.28.0 | 1.27.3 \
          | down
          """
        ])
      for (time, digest) in [
        ("2024-03-01T10:00:00Z", nil), ("2024-03-01T10:00:01Z", UInt8(2)),
        ("2024-03-01T12:00:01Z", 2), ("2024-03-01T12:00:02Z", 3),
      ] {
        try expectQuery(
          story.history, "image_tags as of \(time) | where name = \"latest\" | select digest",
          rows: digest.map { ["\(ImageStory.digest($0))"] } ?? [])
      }
    }
  }

  @Test("an announcement that comes late makes the time of a change exact")
  func lateEvent() async throws {
    try await ImageStory.with { story in
      try story.look("2024-03-01T00:00:00Z", ["latest": 1])
      try story.look("2024-03-03T00:00:00Z", ["latest": 2])
      try story.announce([ImageStory.push("2024-03-02T08:30:00Z", "latest", 2)])
      try expectQuery(
        story.history, "moves | where change = \"move\" | select at_earliest, at, precision",
        rows: ["2024-03-02T08:30:00Z | 2024-03-02T08:30:00Z | exact"])
    }
  }

  @Test("what a look saw counts although an announcement of an earlier time came after it")
  func contradictedEvent() async throws {
    try await ImageStory.with { story in
      try story.look("2024-03-01T00:00:00Z", ["latest": 1])
      try story.look("2024-03-03T00:00:00Z", ["latest": 1])
      try story.announce([
        ImageStory.push("2024-03-02T08:00:00Z", "latest", 9),
        ImageStory.push("2024-03-02T09:00:00Z", "nightly", 9),
      ])
      try expectQuery(
        story.history,
        "history | where name = \"latest\" | select since, until, precision, target",
        rows: [
          "null | 2024-03-02T08:00:00Z | unknown | \(ImageStory.digest(1))",
          "2024-03-02T08:00:00Z | 2024-03-03T00:00:00Z | exact | \(ImageStory.digest(9))",
          "2024-03-03T00:00:00Z | null | bounded | \(ImageStory.digest(1))",
        ])
      try expectQuery(
        story.history,
        "moves | where name = \"nightly\" | select change, at_earliest, at, precision",
        rows: [
          "create | 2024-03-02T09:00:00Z | 2024-03-02T09:00:00Z | exact",
          "delete | 2024-03-02T09:00:00Z | 2024-03-03T00:00:00Z | bounded",
        ])
    }
  }

  // MARK: Tags that vanish

  @Test("a tag that a list lacks once is missing, and gone if the next list lacks it, too")
  func missingTwice() async throws {
    try await ImageStory.with { story in
      try story.look("2024-03-01T00:00:00Z", ["1.0.0": 1, "1.1.0": 2])
      #expect(try story.look("2024-03-02T00:00:00Z", ["1.1.0": 2]).missing == ["1.0.0"])
      try expectQuery(story.history, "image_tags | count", rows: ["2"])
      #expect(try story.look("2024-03-03T00:00:00Z", ["1.1.0": 2]).changes.deleted == 1)
      try expectQuery(
        story.history, moves,
        rows: [
          """
          2024-02-29T23:59:59Z | 2024-03-03T00:00:00Z | bounded | 1.0.0 | delete | 1.0.0 | null \
          | unknown
          """
        ])
    }
  }

  @Test("a tag that comes back after one list without it was never gone")
  func missingOnce() async throws {
    try await ImageStory.with { story in
      try story.look("2024-03-01T00:00:00Z", ["1.0.0": 1, "1.1.0": 2])
      try story.look("2024-03-02T00:00:00Z", ["1.1.0": 2])
      try story.look("2024-03-03T00:00:00Z", ["1.0.0": 1, "1.1.0": 2])
      let summary = try story.look("2024-03-04T00:00:00Z", ["1.1.0": 2])
      #expect(summary.missing == ["1.0.0"])
      #expect(summary.changes.isEmpty)
      try expectQuery(story.history, "moves | where change = \"delete\" | count", rows: ["0"])
    }
  }

  @Test("a partial list deletes nothing, however often it comes, and is a gap")
  func partialList() async throws {
    try await ImageStory.with { story in
      try story.look("2024-03-01T00:00:00Z", ["1.0.0": 1, "latest": 1])
      for day in 2...4 {
        let summary = try story.look("2024-03-0\(day)T00:00:00Z", ["1.0.0": 1]) { look in
          look.isComplete = false
          look.problems = [SourceProblem(code: .incomplete, message: "the list broke off")]
        }
        #expect(summary.missing.isEmpty)
      }
      try expectQuery(story.history, "image_tags | select name", rows: ["1.0.0", "latest"])
      try expectQuery(
        story.history, "coverage | select last_seen, gaps, status",
        rows: ["2024-03-01T00:00:00Z | 3 | incomplete: the list broke off"])
    }
  }

  @Test("a tag that the registry denies is gone at once; one whose digest is unknown stays")
  func deniedTag() async throws {
    try await ImageStory.with { story in
      try story.look("2024-03-01T00:00:00Z", ["1.0.0": 1, "1.1.0": 2, "1.2.0": 3])
      try story.look("2024-03-02T00:00:00Z", ["1.2.0": 3]) { look in
        look.absent = [Array("1.0.0".utf8)]
        look.unresolved = [Array("1.1.0".utf8)]
      }
      try story.look("2024-03-03T00:00:00Z", ["1.2.0": 3, "1.0.0": 4]) { look in
        look.unresolved = [Array("1.1.0".utf8)]
      }
      try expectQuery(
        story.history, "image_tags | select name, digest",
        rows: [
          "1.0.0 | \(ImageStory.digest(4))", "1.1.0 | \(ImageStory.digest(2))",
          "1.2.0 | \(ImageStory.digest(3))",
        ])
      try expectQuery(
        story.history, "moves | where name = \"1.0.0\" | select at, change, old, new",
        rows: [
          "2024-03-02T00:00:00Z | delete | \(ImageStory.digest(1)) | null",
          "2024-03-03T00:00:00Z | create | \(ImageStory.digest(1)) | \(ImageStory.digest(4))",
          "null | create | null | \(ImageStory.digest(1))",
        ])
    }
  }

  @Test("the removal of a digest removes the tags that are on it then, and no others")
  func removedDigest() async throws {
    try await ImageStory.with { story in
      try story.announce([
        ImageStory.push("2024-03-01T00:00:00Z", "1.28.0", 2),
        ImageStory.push("2024-03-01T00:00:00Z", "1.27.9", 2),
        ImageStory.push("2024-03-01T00:00:00Z", "latest", 2),
        ImageStory.push("2024-03-02T00:00:00Z", "latest", 3),
        ImageStory.removal("2024-03-03T00:00:00Z", digest: 2),
      ])
      try expectQuery(story.history, "image_tags | select name", rows: ["latest"])
      // One more tag was on it before the removal, and one came later.
      try story.announce([
        ImageStory.push("2024-03-02T12:00:00Z", "edge", 2),
        ImageStory.push("2024-03-04T00:00:00Z", "again", 2),
      ])
      try expectQuery(story.history, "image_tags | select name", rows: ["again", "latest"])
      try expectQuery(
        story.history, "moves | where change = \"delete\" | select name, at | sort name",
        rows: ["1.27.9", "1.28.0", "edge"].map { "\($0) | 2024-03-03T00:00:00Z" })
    }
  }

  @Test("a copy of a repository tells of its own changes only")
  func copy() async throws {
    try await ImageStory.with { story in
      try story.look("2024-03-01T00:00:00Z", ["latest": 1], kind: .layout)
      try story.look("2024-03-02T00:00:00Z", ["latest": 2, "1.0.0": 2])
      try story.look("2024-03-03T00:00:00Z", ["latest": 1], kind: .layout)
      try expectQuery(
        story.history, "image_tags | select name, digest",
        rows: [
          "1.0.0 | \(ImageStory.digest(2))", "latest | \(ImageStory.digest(2))",
        ])
    }
  }

  @Test("an old copy that is looked at for the first time undoes nothing")
  func oldCopy() async throws {
    try await ImageStory.with { story in
      try story.look("2024-03-01T00:00:00Z", ["latest": 1, "1.0.0": 1])
      try story.look("2024-03-02T00:00:00Z", ["latest": 2]) { $0.absent = [Array("1.0.0".utf8)] }
      let summary = try story.look(
        "2024-03-03T00:00:00Z", ["latest": 1, "1.0.0": 1, "old": 1], kind: .layout)
      #expect(summary.changes.created == 1)
      try expectQuery(
        story.history, "image_tags | select name, digest",
        rows: ["latest | \(ImageStory.digest(2))", "old | \(ImageStory.digest(1))"])
    }
  }

  @Test("that a tag was gone bounds the time at which it came back")
  func comeBack() async throws {
    try await ImageStory.with { story in
      try story.announce([ImageStory.removal("2024-03-01T12:00:00Z", tag: "1.0.0")])
      try story.look("2024-06-02T00:00:00Z", ["1.0.0": 1])
      try expectQuery(
        story.history, "moves | select change, at_earliest, at, precision",
        rows: ["create | 2024-03-01T12:00:00Z | 2024-06-02T00:00:00Z | bounded"])
    }
  }

  @Test("an announcement of a time that is yet to come tells what a tag had, but not when")
  func future() async throws {
    try await ImageStory.with { story in
      let summary = try story.announce(
        [
          ImageStory.push("2099-01-01T00:00:00Z", "latest", 1),
          ImageStory.push("2024-03-01T00:00:00Z", "latest", 2),
        ], at: "2024-03-02T00:00:00Z")
      #expect(summary.future == 1)
      try expectQuery(
        story.history, "image_tags | select digest", rows: ["\(ImageStory.digest(2))"])
    }
  }

  @Test("the times of announcements are those that the coverage shows, whatever came first")
  func announcedCoverage() async throws {
    try await ImageStory.with { story in
      try story.announce([ImageStory.push("2024-03-05T00:00:00Z", "latest", 1)])
      try story.announce([
        ImageStory.push("2024-03-01T00:00:00Z", "latest", 2),
        ImageStory.push("2024-03-03T00:00:00Z", "latest", 3),
      ])
      try expectQuery(
        story.history, "coverage | select first_seen, last_seen, gaps",
        rows: ["2024-03-01T00:00:00Z | 2024-03-05T00:00:00Z | 0"])
    }
  }

  @Test("a tag that was announced again after a list lacked it is not gone by the next one")
  func announcedBetween() async throws {
    try await ImageStory.with { story in
      try story.look("2024-03-01T00:00:00Z", ["1.0.0": 1, "1.1.0": 2])
      try story.look("2024-03-02T00:00:00Z", ["1.1.0": 2])
      try story.announce(
        [ImageStory.push("2024-03-02T12:00:00Z", "1.0.0", 3)], at: "2024-03-02T13:00:00Z")
      #expect(try story.look("2024-03-03T00:00:00Z", ["1.1.0": 2]).missing == ["1.0.0"])
      #expect(try story.look("2024-03-04T00:00:00Z", ["1.1.0": 2]).changes.deleted == 1)
    }
  }

  @Test("what files claim of the past comes before what is there now")
  func past() async throws {
    try await ImageStory.with { story in
      for day in 5...6 {
        try story.look("2024-03-0\(day)T00:00:00Z", ["latest": 1], kind: .storage) { look in
          look.past = [
            .init(
              tag: Array("latest".utf8), digest: ImageStory.digest(2),
              since: instant("2024-03-01T00:00:00Z")),
            .init(
              tag: Array("latest".utf8), digest: ImageStory.digest(1),
              since: instant("2024-03-02T00:00:00Z")),
            .init(tag: Array("1.0.0".utf8), digest: ImageStory.digest(1), since: nil),
          ]
        }
      }
      try expectQuery(
        story.history, "history | select name, since, until, precision, version",
        rows: [
          "latest | 2024-03-01T00:00:00Z | 2024-03-02T00:00:00Z | claimed | null",
          "latest | 2024-03-02T00:00:00Z | null | claimed | 1.0.0",
        ])
    }
  }

  @Test("announcements without a digest are hints, and change nothing")
  func hints() async throws {
    try await ImageStory.with { story in
      try story.look("2024-03-01T00:00:00Z", ["latest": 1])
      let summary = try story.announce([
        ImageStory.push("2024-03-02T00:00:00Z", "latest", nil),
        ImageStory.push(nil, "1.0.0", 1),
      ])
      #expect(summary.hints == [ImageStory.repository: 1])
      #expect(summary.timeless == 1)
      try expectQuery(
        story.history, "image_tags | select name, version, version_source",
        rows: ["latest | 1.0.0 | tag"])
    }
  }
}
