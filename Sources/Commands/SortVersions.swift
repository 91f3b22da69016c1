internal import ArgumentParser
internal import Reports
internal import Versions

/// Sorts versions.
struct SortVersions: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "sort",
    abstract: "Print the items in the order of their versions, the lowest first.",
    discussion: """
      Of equal precedence, build metadata decides, then the bytes. Names of several lines, such as \
      v1.2.3 and client/v1.2.3, come line by line. What is no version comes last, by its bytes.
      """)

  @Argument(help: "Versions.")
  var versions: [String] = []

  @Flag(name: .shortAndLong, help: "The highest first; what is no version still last.")
  var reverse = false

  @OptionGroup var options: VersionOptions

  func run() throws {
    let bytes =
      versions.isEmpty || versions == ["-"]
      ? try Console.readAll(0, "the standard input")
      : versions.flatMap { Array($0.utf8) + [UInt8(ascii: "\n")] }
    let output = ByteWriter(descriptor: 1)
    if let scheme = options.scheme ?? Self.plainScheme(of: bytes), !options.json {
      try sort(bytes, by: scheme, output)
      let lines = VersionInput.lines(of: bytes)
      if lines.count <= Self.longestLint { Self.lint(lines.map { Array(bytes[$0]) }, scheme) }
    } else {
      try sortLines(VersionInput.lines(of: bytes).map { Array(bytes[$0]) }, output)
    }
    try output.flush()
  }

  /// Sorts lines that are versions and nothing else, in one pass over their bytes: a million take
  /// less than half a second.
  private func sort(_ bytes: [UInt8], by scheme: VersionScheme, _ output: ByteWriter) throws {
    try bytes.withUnsafeBytes { buffer in
      let order = VersionSorter(scheme: scheme).order(of: buffer)
      let versions = order.permutation[..<order.versionCount]
      func write(_ index: Int) throws {
        output.append(UnsafeRawBufferPointer(rebasing: buffer[order.lines[index]]))
        output.append(UInt8(ascii: "\n"))
        try output.check()
      }
      if reverse {
        for index in versions.reversed() { try write(index) }
      } else {
        for index in versions { try write(index) }
      }
      for index in order.permutation[order.versionCount...] { try write(index) }
    }
  }

  /// Returns the scheme of a list in which every name is a version without a prefix, judged by a
  /// sample; null if names have to be taken apart.
  private static func plainScheme(of bytes: [UInt8]) -> VersionScheme? {
    let lines = VersionInput.lines(of: bytes)
    let step = max(1, lines.count / sampleCount)
    let sample = stride(from: 0, to: lines.count, by: step).map { Array(bytes[lines[$0]]) }
    let list = TagList(sample)
    guard list.lines.count == 1, let line = list.lines.first, line.key.isEmpty,
      list.tags.allSatisfy({ $0.version != nil && $0.suffix.isEmpty }),
      !bytes.contains(UInt8(ascii: "\r"))
    else { return nil }
    // The loose form reads strict versions alike, and the odd one that the sample has not shown.
    return line.scheme.family == .semantic ? .semverLoose : line.scheme
  }

  private static let sampleCount = 1000
  private static let longestLint = 10_000

  /// Says on stderr where the order of a short list is by the letter and likely not as meant.
  private static func lint(_ items: [[UInt8]], _ scheme: VersionScheme) {
    let versions = items.compactMap { Version(String(decoding: $0, as: UTF8.self), scheme: scheme) }
    for finding in IdentifierOrder.findings(in: versions).prefix(3) {
      Console.warn("note: \(displayText(finding.message))")
    }
  }

  private func sortLines(_ items: [[UInt8]], _ output: ByteWriter) throws {
    let read = GivenVersion.read(items, scheme: options.scheme, allowsSeries: true)
    let versions = read.filter { $0.version != nil }.sorted(by: Self.precedes)
    let others = read.filter { $0.version == nil }.sorted {
      $0.input.lexicographicallyPrecedes($1.input)
    }
    for version in (reverse ? versions.reversed() : versions) + others {
      if options.json { output.append(version.json) } else { output.append(version.input) }
      output.append("\n")
      try output.check()
    }
  }

  /// By line, then by version, then by bytes.
  private static func precedes(_ first: GivenVersion, _ second: GivenVersion) -> Bool {
    let lines = (first.lineKey, second.lineKey)
    if lines.0 != lines.1 { return lines.0.lexicographicallyPrecedes(lines.1) }
    if let a = first.version, let b = second.version, a != b { return a < b }
    return first.input.lexicographicallyPrecedes(second.input)
  }
}
