/// A function of the language: how it is called, what it returns, and its SQL.
struct Function: Sendable {
  let name: String
  let kind: Kind
  let signature: String
  let documentation: String

  enum Kind: Sendable {
    case scalar(Scalar)
    case aggregate(Aggregate)
    /// A value of a neighbouring row.
    case window(Window)
  }

  enum Scalar: Sendable {
    case lower, upper, len, coalesce, short
    case major, minor, patch, prerelease, build, isPrerelease, isStable
    case bump, nextMajor, nextMinor, nextPatch, semverRange
    case date, week, month, age, bucket
    case targetKind, search
  }

  enum Window: Sendable {
    case previous, next
  }

  enum Aggregate: Sendable {
    case count, countDistinct, min, max, sum, avg, any, every, list
  }

  var description: FunctionDescription {
    FunctionDescription(
      name: name, signature: signature, documentation: documentation,
      isAggregate: isAggregate)
  }

  var isAggregate: Bool {
    switch kind {
    case .scalar, .window: false
    case .aggregate: true
    }
  }

  static func named(_ name: String) -> Function? {
    all.first { $0.name == name }
  }

  static let all = scalars + aggregates

  private init(
    _ name: String, _ kind: Kind, _ signature: String, _ documentation: String
  ) {
    self.name = name
    self.kind = kind
    self.signature = signature
    self.documentation = documentation
  }

  private static let scalars = [
    Function(
      "lower", .scalar(.lower), "lower(text) -> text", "The text with ASCII letters in lower case."),
    Function(
      "upper", .scalar(.upper), "upper(text) -> text", "The text with ASCII letters in upper case."),
    Function("len", .scalar(.len), "len(text) -> int", "The number of characters."),
    Function(
      "coalesce", .scalar(.coalesce), "coalesce(a, b, …) -> type of a",
      "The first value that is not null."),
    Function(
      "short", .scalar(.short), "short(sha) -> text",
      "The first 7 hex digits of an id; of a digest, `sha256:` and 12."),
    Function("major", .scalar(.major), "major(version) -> int", "The first number of a version."),
    Function("minor", .scalar(.minor), "minor(version) -> int", "The second number of a version."),
    Function("patch", .scalar(.patch), "patch(version) -> int", "The third number of a version."),
    Function(
      "prerelease", .scalar(.prerelease), "prerelease(version) -> text",
      "The prerelease part without its hyphen, such as `rc.1`; null for a full release."),
    Function(
      "is_prerelease", .scalar(.isPrerelease), "is_prerelease(version) -> bool",
      "Whether the version is a prerelease."),
    Function(
      "is_stable", .scalar(.isStable), "is_stable(version) -> bool",
      "Whether it is no prerelease and its first number is above 0: the interface is settled."),
    Function(
      "build", .scalar(.build), "build(version) -> text",
      "The build metadata without its plus sign, such as `git.51f400a`; null without any."),
    Function(
      "bump", .scalar(.bump), "bump(version, part) -> text",
      "The next version: part is \"major\", \"minor\", \"patch\" or \"prerelease\"."),
    Function(
      "next_major", .scalar(.nextMajor), "next_major(version) -> text",
      "The next major version, such as `v2.0.0`."),
    Function(
      "next_minor", .scalar(.nextMinor), "next_minor(version) -> text",
      "The next minor version, such as `v1.3.0`."),
    Function(
      "next_patch", .scalar(.nextPatch), "next_patch(version) -> text",
      "The next patch version, such as `v1.2.4`; of a prerelease, its release."),
    Function(
      "semver_range", .scalar(.semverRange), "semver_range(version, text) -> bool",
      "Whether the version is in a range as npm writes it, such as `>=1.2 <2 || 3.x`."),
    Function(
      "date", .scalar(.date), "date(time) -> text", "The day in UTC, such as `2024-05-01`."),
    Function(
      "week", .scalar(.week), "week(time) -> text", "The ISO week in UTC, such as `2024-W18`."),
    Function(
      "month", .scalar(.month), "month(time) -> text", "The month in UTC, such as `2024-05`."),
    Function(
      "bucket", .scalar(.bucket), "bucket(time, duration) -> time",
      "The begin of the stretch of that length that holds the time; weeks begin on Mondays."),
    Function("age", .scalar(.age), "age(time) -> duration", "The time from then to now."),
    Function(
      "target_kind", .scalar(.targetKind), "target_kind(sha) -> text",
      "What an object is: `commit`, `tag`, `image`, or null if it is none of them."),
    Function(
      "search", .scalar(.search), "search(text) -> bool",
      "Whether the texts of the row hold all words; `\"two words\"` together, `begin*` any ending."),
    Function(
      "prev", .window(.previous), "prev(x, group, …) -> type of x",
      "x of the row before, in the order so far, among rows of the same group."),
    Function(
      "next", .window(.next), "next(x, group, …) -> type of x",
      "x of the row after, in the order so far, among rows of the same group."),
  ]

  private static let aggregates = [
    Function(
      "count", .aggregate(.count), "count() or count(x) -> int",
      "The number of rows, or of rows where x is not null."),
    Function(
      "count_distinct", .aggregate(.countDistinct), "count_distinct(x) -> int",
      "The number of different values that are not null."),
    Function(
      "min", .aggregate(.min), "min(x) -> type of x",
      "The lowest value; versions by precedence."),
    Function(
      "max", .aggregate(.max), "max(x) -> type of x",
      "The highest value; versions by precedence."),
    Function(
      "sum", .aggregate(.sum), "sum(x) -> type of x",
      "The sum of numbers or durations; null if there are none."),
    Function(
      "avg", .aggregate(.avg), "avg(x) -> real, or type of x for durations",
      "The mean of numbers or durations; null if there are none."),
    Function(
      "any", .aggregate(.any), "any(bool) -> bool", "Whether it holds for at least one row."),
    Function("every", .aggregate(.every), "every(bool) -> bool", "Whether it holds for all rows."),
    Function(
      "list", .aggregate(.list), "list(x) -> list",
      "The values that are not null, in the order of the rows before."),
  ]
}
