internal import ArgumentParser
internal import Reports
internal import Versions

/// A small tool for versions: it needs no history.
struct VersionCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "version",
    abstract: "Read, compare, sort and count on versions.",
    discussion: """
      Versions are arguments, or the lines of the standard input: one item a line, for compare two \
      with a tab between them. Each line of input gives one line of output, also where it is no \
      version.

        stemma version parse v1.2.3-rc.1 --json
        git tag | stemma version sort
        stemma version compare v1.10.0 v1.9.0
        git tag | stemma version satisfies '^v1.27'
        stemma version next minor v1.27.3

      Schemes: \(VersionScheme.allCases.map(\.rawValue).joined(separator: ", ")). Without --scheme \
      the first one is taken that fits the whole list. (The version of stemma: stemma --version.)
      """,
    subcommands: [
      ParseVersions.self, CompareVersions.self, SortVersions.self, SatisfyRange.self,
      NextVersion.self,
    ])
}

/// Says what each version is, or why it is none.
struct ParseVersions: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "parse", _superCommandName: "stemma version",
    abstract: "Say of each item which version it is, or why it is none.",
    discussion: """
      Without --json a line is, with tabs between: the item, its class, the scheme, and the \
      canonical form, or `invalid: ` and the reason.
      """)

  @Argument(help: "Versions, or names of tags.")
  var versions: [String] = []

  @OptionGroup var options: VersionOptions

  func run() throws {
    let output = ByteWriter(descriptor: 1)
    for version in GivenVersion.read(
      try VersionInput(versions).items, scheme: options.scheme)
    {
      output.append((options.json ? version.json : Self.text(version)) + "\n")
      try output.check()
    }
    try output.flush()
  }

  private static func text(_ version: GivenVersion) -> String {
    let result = version.canonical ?? "invalid: \(displayText(version.reason ?? "unknown"))"
    return [
      displayText(version.input), version.class.rawValue, version.scheme.rawValue, result,
    ].joined(separator: "\t")
  }
}

/// Answers how versions stand to each other.
struct CompareVersions: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "compare", _superCommandName: "stemma version",
    abstract: "Print <, = or > for two versions, or invalid if one is none.",
    discussion: """
      Build metadata does not count: 1.0.0+a = 1.0.0+b. The standard input has pairs, one a line, \
      with a tab between the two.
      """)

  @Argument(help: "Two versions; without them, pairs from the standard input.")
  var versions: [String] = []

  @OptionGroup var options: VersionOptions

  func validate() throws {
    guard [0, 2].contains(versions.count) || versions == ["-"] else {
      throw ValidationError("compare takes two versions, not \(versions.count).")
    }
  }

  func run() throws {
    let input = try VersionInput(versions)
    let pairs =
      versions.count == 2
      ? [input.items] : input.items.map { Self.split($0) }
    let output = ByteWriter(descriptor: 1)
    // All together, since the scheme is that of the whole list.
    let items = pairs.flatMap { $0.count == 2 ? $0 : [[], []] }
    let read = GivenVersion.read(items, scheme: options.scheme, allowsSeries: true)
    for index in pairs.indices {
      let pair = (read[2 * index], read[2 * index + 1])
      let answer = Self.answer(pair.0, pair.1)
      output.append((options.json ? Self.json(pair, answer, pairs[index]) : answer) + "\n")
      try output.check()
    }
    try output.flush()
  }

  private static func split(_ line: [UInt8]) -> [[UInt8]] {
    line.split(separator: UInt8(ascii: "\t"), omittingEmptySubsequences: false).map(Array.init)
  }

  private static func answer(_ first: GivenVersion, _ second: GivenVersion) -> String {
    guard let a = first.version, let b = second.version, first.scheme.family == second.scheme.family
    else { return "invalid" }
    return a.key < b.key ? "<" : a.key == b.key ? "=" : ">"
  }

  private static func json(
    _ pair: (GivenVersion, GivenVersion), _ answer: String, _ items: [[UInt8]]
  ) -> String {
    var reason = pair.0.reason ?? pair.1.reason
    if items.count != 2 { reason = "a line needs two versions with a tab between them" }
    if answer == "invalid", reason == nil {
      reason =
        "they follow different schemes: \(pair.0.scheme.rawValue) and \(pair.1.scheme.rawValue)"
    }
    let inputs = items.map { jsonText(String(decoding: $0, as: UTF8.self)) }
    return """
      {"input":[\(inputs.joined(separator: ","))],"valid":\(answer != "invalid"),\
      "result":\(jsonText(answer)),"reason":\(reason.map(jsonText) ?? "null"),\
      "scheme":\(jsonText(pair.0.scheme.rawValue))}
      """
  }
}

/// Prints the versions that are in a range.
struct SatisfyRange: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "satisfies", _superCommandName: "stemma version",
    abstract: "Print the items that are in a range, unchanged.",
    discussion: """
      A range is written ^v1.27, ~v1.27.3, v1.27.x or v1.x; with --syntax npm as npm has it: \
      '>=1.2 <2 || 3.x'. An empty range is any version. Prereleases are in a range only if npm's \
      rule lets them.
      """)

  enum Syntax: String, ExpressibleByArgument, CaseIterable { case stemma, npm }

  @Argument(help: "The range.")
  var range: String

  @Argument(help: "Versions, or names of tags.")
  var versions: [String] = []

  @Option(help: "How the range is written.")
  var syntax: Syntax = .stemma

  @OptionGroup var options: VersionOptions

  func run() throws {
    let isInside = try test()
    let output = ByteWriter(descriptor: 1)
    let read = GivenVersion.read(
      try VersionInput(versions).items, scheme: options.scheme, allowsSeries: false)
    for version in read {
      guard let found = version.version, isInside(found, version.scheme) else { continue }
      if options.json {
        output.append(version.json)
      } else {
        output.append(version.input)
      }
      output.append("\n")
      try output.check()
    }
    try output.flush()
  }

  private func test() throws -> (Version, VersionScheme) -> Bool {
    if syntax == .npm {
      let range = try npmRange()
      return { version, _ in range.contains(version.key) }
    }
    if range.isEmpty { return { _, _ in true } }
    if let range = VersionRange(range) {
      return { version, scheme in
        guard let keys = range.keys(in: scheme) else { return false }
        return keys.lower <= version.key && version.key < keys.upper && !version.isPrerelease
      }
    }
    let text = range
    guard Version(text) != nil else {
      throw UserError(
        "\(text) is no range of versions",
        hints: [
          "write ^v1.27, ~v1.27.3, v1.27.x or v1.x, or one full version",
          "--syntax npm reads ranges such as '>=1.2 <2 || 3.x'",
        ], status: .usage)
    }
    return { version, scheme in Version(text, scheme: scheme)?.key == version.key }
  }

  private func npmRange() throws -> NpmRange {
    do {
      return try NpmRange(range)
    } catch {
      throw UserError(
        "the range is wrong: \(error.message)", hints: ["such as '>=1.2 <2 || 3.x'"],
        status: .usage)
    }
  }
}

/// Counts on.
struct NextVersion: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "next", _superCommandName: "stemma version",
    abstract: "Print the version that comes after each: major, minor, patch or prerelease.",
    discussion: """
      The next patch of a prerelease is its release. The v stays, build metadata goes.

        stemma version next minor v1.27.3                       v1.28.0
        stemma version next prerelease v1.27.3 --identifier rc  v1.27.4-rc.0
      """)

  @Argument(help: "What is counted on.")
  var part: VersionBump

  @Argument(help: "Versions.")
  var versions: [String] = []

  @Option(help: ArgumentHelp("The word of a prerelease.", valueName: "word"))
  var identifier: String?

  @Flag(help: "Print one JSON object a line.")
  var json = false

  func run() throws {
    let output = ByteWriter(descriptor: 1)
    for item in try VersionInput(versions).items {
      let text = String(decoding: item, as: UTF8.self)
      let next = Version(text)?.bumped(part, named: identifier)?.text
      if json {
        output.append(
          """
          {"input":\(jsonText(text)),"valid":\(next != nil),"next":\(next.map(jsonText) ?? "null")}
          """)
      } else {
        output.append(next ?? "invalid")
      }
      output.append("\n")
      try output.check()
    }
    try output.flush()
  }
}
