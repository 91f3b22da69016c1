public import ArgumentParser
internal import Reports
public import Versions

#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Darwin)
  internal import Darwin
#endif

extension VersionScheme: ExpressibleByArgument {}
extension VersionBump: ExpressibleByArgument {}

/// What the commands on versions have in common: where the versions come from and how they are read.
struct VersionOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "Read them by this scheme (default: the first that fits the whole list).",
      valueName: "scheme"))
  var scheme: VersionScheme?

  @Flag(help: "Print one JSON object a line.")
  var json = false
}

/// Versions that were given, one item each: arguments, or the lines of the standard input.
struct VersionInput {
  let items: [[UInt8]]

  /// - Parameter arguments: If there is none, or only `-`, the standard input is read.
  init(_ arguments: [String]) throws {
    if arguments.isEmpty || arguments == ["-"] {
      let bytes = try Console.readAll(STDIN_FILENO, "the standard input")
      items = Self.lines(of: bytes).map { Array(bytes[$0]) }
    } else {
      items = arguments.map { Array($0.utf8) }
    }
  }

  /// Returns the ranges of the lines, without their ends; a last line may lack its end.
  static func lines(of bytes: [UInt8]) -> [Range<Int>] {
    var lines: [Range<Int>] = []
    bytes.withUnsafeBytes { buffer in
      guard let base = buffer.baseAddress else { return }
      var start = 0
      while start < buffer.count {
        let found = memchr(base + start, 0x0A, buffer.count - start)
        let end = found.map { base.distance(to: $0) } ?? buffer.count
        // A carriage return before the line feed is part of the line end.
        let isCarriage = end > start && buffer[end - 1] == 0x0D
        lines.append(start..<(isCarriage ? end - 1 : end))
        start = end + 1
      }
    }
    return lines
  }
}

/// A version that was given, as far as it could be read.
struct GivenVersion {
  let input: [UInt8]
  let `class`: RefClass
  let scheme: VersionScheme
  /// The prefix that names the line, such as `client/v`; null if it belongs to none.
  let line: [UInt8]?
  /// The prefix without a `v` at its end; empty for none.
  let lineKey: [UInt8]
  let version: Version?
  /// Why it is no version.
  let reason: String?

  /// Reads versions by the given scheme, or by the one that fits the list.
  ///
  /// - Parameter allowsSeries: Whether `1.2` is read as a version, too, as for a comparison.
  static func read(
    _ items: [[UInt8]], scheme: VersionScheme?, allowsSeries: Bool = false
  ) -> [GivenVersion] {
    let list = TagList(items)
    let schemes = Dictionary(
      list.lines.map { ($0.key, $0.scheme) }, uniquingKeysWith: { first, _ in first })
    return zip(items, list.tags).map { item, tag in
      var found = scheme ?? tag.lineKey.flatMap { schemes[$0] } ?? .semverLoose
      let isSeries = scheme == nil && allowsSeries && tag.class == .float
      // Strict schemes ask for three numbers.
      if isSeries, found.family == .semantic { found = .semverLoose }
      return GivenVersion(item, tag, found, isGiven: scheme != nil || isSeries)
    }
  }

  private init(
    _ input: [UInt8], _ tag: TagClassification, _ scheme: VersionScheme, isGiven: Bool
  ) {
    self.input = input
    self.scheme = scheme
    self.class = tag.class
    lineKey = tag.lineKey ?? []
    if !isGiven, let version = tag.version {
      line = tag.prefix
      self.version = version
      reason = nil
      return
    }
    line = tag.lineKey == nil ? nil : tag.prefix
    let text = String(decoding: input, as: UTF8.self)
    if !isGiven, tag.class != .other, !TagList.isVersion(tag.class) {
      // By its name it is something else, such as a series or a flavour.
      version = nil
      reason = "its class is \(tag.class.rawValue), which is no full version"
      return
    }
    do throws(VersionError) {
      version = try Version(parsing: text, as: scheme)
      reason = nil
    } catch {
      version = nil
      reason = error.message
    }
  }

  /// The canonical form by its scheme; null if it is no version.
  var canonical: String? { version.flatMap { try? scheme.canonical($0.text) } }

  var json: String {
    let fields: [(String, String)] = [
      ("input", jsonText(String(decoding: input, as: UTF8.self))),
      ("valid", version == nil ? "false" : "true"),
      ("reason", reason.map(jsonText) ?? "null"),
      ("scheme", jsonText(scheme.rawValue)), ("class", jsonText(self.class.rawValue)),
      ("line", line.map { jsonText(String(decoding: $0, as: UTF8.self)) } ?? "null"),
      ("canonical", canonical.map(jsonText) ?? "null"),
      ("key", version.map { jsonText(hex($0.key.bytes)) } ?? "null"),
    ]
    return "{\(fields.map { "\"\($0.0)\":\($0.1)" }.joined(separator: ","))}"
  }

  private func hex(_ bytes: [UInt8]) -> String {
    bytes.map { byte in
      let digits = String(byte, radix: 16)
      return digits.utf8.count < 2 ? "0" + digits : digits
    }.joined()
  }
}
