internal import ArgumentParser
internal import GitSource

/// How remote repositories are fetched.
struct RemoteOptions: ParsableArguments {
  @Flag(help: "Let the credential helpers of the user's git answer an https server.")
  var gitCredentials = false

  @Option(
    help: ArgumentHelp("Give up fetching a repository after this time.", valueName: "seconds"))
  var fetchTimeout: Double = 1_800

  @Option(
    help: ArgumentHelp(
      "The most that the mirror of a repository may take, such as 500MB or 20GiB.",
      valueName: "size"))
  var maxMirrorSize = ByteCount(10 << 30)

  func validate() throws {
    guard fetchTimeout > 0, fetchTimeout < 1e9 else {
      throw ValidationError("--fetch-timeout needs a number of seconds above 0.")
    }
  }

  var options: GitMirror.Options {
    var options = GitMirror.Options()
    options.timeout = .seconds(fetchTimeout)
    options.maximumSize = maxMirrorSize.bytes
    options.asksCredentialHelpers = gitCredentials
    return options
  }
}

/// A number of bytes, written with a unit: `500MB` in powers of 1000, `20GiB` in powers of 1024.
struct ByteCount: ExpressibleByArgument, CustomStringConvertible {
  let bytes: Int64

  init(_ bytes: Int64) {
    self.bytes = bytes
  }

  init?(argument: String) {
    let digits = argument.prefix { $0.isASCII && $0.isNumber }
    guard let number = Int64(digits), number > 0,
      let unit = Self.units[argument.dropFirst(digits.count).lowercased()]
    else { return nil }
    let (bytes, isTooLarge) = number.multipliedReportingOverflow(by: unit)
    guard !isTooLarge else { return nil }
    self.bytes = bytes
  }

  /// The number with the largest unit that divides it.
  var description: String {
    for (name, unit) in [("GiB", Int64(1) << 30), ("MiB", 1 << 20), ("KiB", 1 << 10)]
    where bytes % unit == 0 {
      return "\(bytes / unit)\(name)"
    }
    return "\(bytes)"
  }

  private static let units: [String: Int64] = [
    "": 1, "b": 1, "kb": 1_000, "mb": 1_000_000, "gb": 1_000_000_000, "tb": 1_000_000_000_000,
    "kib": 1 << 10, "mib": 1 << 20, "gib": 1 << 30, "tib": 1 << 40,
  ]
}
