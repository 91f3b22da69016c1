internal import ArgumentParser
internal import Reports
internal import Versions

/// Sorts versions.
struct SortVersions: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "sort", _superCommandName: "stemma version",
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
    let lines = VersionInput.lines(of: bytes)
    let form = options.json ? .mixed : options.scheme.map { .plain($0) } ?? Self.form(bytes, lines)
    switch form {
    case .plain(let scheme):
      try sort(bytes, by: scheme, output)
      if lines.count <= Self.longestLint { Self.lint(lines.map { Array(bytes[$0]) }, scheme) }
    case .folders:
      try sortFolders(bytes, lines, output)
    case .mixed:
      try sortLines(lines.map { Array(bytes[$0]) }, output)
    }
    try output.flush()
  }

  /// What a list looks like, judged by a sample.
  private enum Form {
    /// Versions and nothing else.
    case plain(VersionScheme)
    /// Versions behind folders: `v1.2.3`, `client/v1.2.3`.
    case folders
    /// Names that have to be taken apart one by one.
    case mixed
  }

  private static func form(_ bytes: [UInt8], _ lines: [Range<Int>]) -> Form {
    let step = max(1, lines.count / sampleCount)
    let sample = stride(from: 0, to: lines.count, by: step).map { Array(bytes[lines[$0]]) }
    let list = TagList(sample)
    guard list.lines.allSatisfy({ $0.scheme.family == .semantic }) || list.lines.count == 1,
      list.tags.allSatisfy({ $0.version != nil && $0.suffix.isEmpty }),
      !bytes.contains(UInt8(ascii: "\r")), let first = list.lines.first
    else { return .mixed }
    if list.lines.count == 1, first.key.isEmpty {
      // The loose form reads strict versions alike, and the odd one that the sample has not shown.
      return .plain(first.scheme.family == .semantic ? .semverLoose : first.scheme)
    }
    let areFolders = zip(sample, list.tags).allSatisfy { name, tag in
      tag.lineKey.map { $0.elementsEqual(folder(of: name[...])) } ?? false
        && tag.version?.key.family == .semantic
    }
    return areFolders ? .folders : .mixed
  }

  /// The part of a name up to its last slash.
  private static func folder(of name: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
    name.lastIndex(of: UInt8(ascii: "/")).map { name[...$0] } ?? name.prefix(0)
  }

  /// Sorts lines that are versions and nothing else, in one pass over their bytes: a million take
  /// two thirds of a second.
  private func sort(_ bytes: [UInt8], by scheme: VersionScheme, _ output: ByteWriter) throws {
    let order = bytes.withUnsafeBytes { VersionSorter(scheme: scheme).order(of: $0) }
    let versions = order.permutation[..<order.versionCount]
    try write(bytes, order.lines, reverse ? versions.reversed() : Array(versions), output)
    try write(
      bytes, order.lines, Array(order.permutation[order.versionCount...]), output)
  }

  private func write(
    _ bytes: [UInt8], _ lines: [Range<Int>], _ order: [Int], _ output: ByteWriter
  ) throws {
    try bytes.withUnsafeBytes { buffer in
      for index in order {
        output.append(UnsafeRawBufferPointer(rebasing: buffer[lines[index]]))
        output.append(UInt8(ascii: "\n"))
        try output.check()
      }
    }
  }

  /// Sorts the versions of each folder on their own; what is no version of its folder comes last.
  private func sortFolders(
    _ bytes: [UInt8], _ lines: [Range<Int>], _ output: ByteWriter
  ) throws {
    var groups: [ArraySlice<UInt8>: (members: [Int], text: [UInt8])] = [:]
    for (index, line) in lines.enumerated() {
      let name = bytes[line]
      let folder = Self.folder(of: name)
      groups[folder, default: ([], [])].members.append(index)
      groups[folder]?.text += name[folder.endIndex...]
      groups[folder]?.text.append(UInt8(ascii: "\n"))
    }
    var versions: [Int] = []
    var others: [Int] = []
    for (_, group) in groups.sorted(by: { $0.key.lexicographicallyPrecedes($1.key) }) {
      let order = group.text.withUnsafeBytes { VersionSorter(scheme: .semverLoose).order(of: $0) }
      let sorted = order.permutation.map { group.members[$0] }
      versions += sorted[..<order.versionCount]
      others += sorted[order.versionCount...]
    }
    others.sort { bytes[lines[$0]].lexicographicallyPrecedes(bytes[lines[$1]]) }
    try write(bytes, lines, reverse ? versions.reversed() : versions, output)
    try write(bytes, lines, others, output)
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
