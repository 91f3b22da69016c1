internal import Crypto
internal import Foundation
internal import Indexing
internal import ReadAhead
internal import Versions

/// Puts together what the files of a module say of its versions.
struct ModuleReader<Files: ModuleFiles> {
  let files: Files
  private let failures = Counter()

  init(files: Files) {
    self.files = files
  }

  /// What one version's files gave.
  struct Reading: Sendable {
    var version: ModuleVersion
    var problems: [SourceProblem] = []
  }

  /// The Go command takes go.mod files up to this size.
  static var goModLimit: Int { 16 << 20 }
  private static var infoLimit: Int { 1 << 20 }
  /// How many files of a module may fail before the look does.
  private static var failureLimit: Int { 20 }
  /// The most retractions that a go.mod file may hold.
  private static var retractionLimit: Int { 1_000 }
  private static var sumLimit: Int { 1 << 10 }

  /// Reads the versions, at most as many at a time as the files allow.
  func read(
    _ versions: [String], progress: @escaping @Sendable (Int) -> Void
  ) async throws -> [Reading] {
    let counter = Counter()
    return try await mapConcurrently(versions, width: files.concurrency) { version in
      let reading = try await read(version)
      progress(counter.next())
      return reading
    }
  }

  private func read(_ version: String) async throws -> Reading {
    var reading = Reading(version: ModuleVersion(version: version))
    let name: String
    do {
      name = try GoModulePath.escapeVersion(version)
    } catch {
      reading.add(.unsupported, "\(version) is left out: \(error.message)")
      return reading
    }
    if let bytes = try await file("\(name).info", Self.infoLimit, &reading) {
      readInfo(bytes, &reading)
    }
    if let bytes = try await file("\(name).mod", Self.goModLimit, &reading) {
      readGoMod(bytes, &reading)
    }
    if let bytes = try await file("\(name).ziphash", Self.sumLimit, &reading) {
      let sum = String(decoding: bytes, as: UTF8.self)
        .trimmingCharacters(in: .whitespacesAndNewlines)
      if Self.isSum(sum) {
        reading.version.sum = sum
      } else {
        reading.add(.unreadable, "the checksum of \(version) has no form that is known")
      }
    }
    return reading
  }

  /// Reads a file; one that cannot be read is a problem of its version.
  private func file(
    _ name: String, _ limit: Int, _ reading: inout Reading
  ) async throws -> [UInt8]? {
    do {
      return try await files.read(name, limit: limit)
    } catch let error as ModuleSourceError {
      // Of one version more may be wrong than of the others, but not of most.
      guard error.code != .untrustedServer, failures.next() < Self.failureLimit else { throw error }
      let cause = error.cause.map { ": \($0)" } ?? ""
      reading.add(error.code == .tooLarge ? .tooLarge : .unreadable, error.message + cause)
      return nil
    }
  }

  private func readInfo(_ bytes: [UInt8], _ reading: inout Reading) {
    let version = reading.version.version
    guard let info = VersionInfo(bytes) else {
      return reading.add(.unreadable, "what is said of \(version) is no JSON object with a Version")
    }
    guard info.version == version else {
      return reading.add(
        .mismatched, "what is said of \(version) is about \(info.version.prefix(200))")
    }
    reading.version.time = info.time
    reading.version.origin = info.origin
    if info.time == nil, let text = info.timeText {
      reading.add(.unreadable, "the time of \(version), \"\(text.prefix(100))\", is none")
    }
  }

  private func readGoMod(_ bytes: [UInt8], _ reading: inout Reading) {
    reading.version.modSum = Self.sum(ofGoMod: bytes)
    do {
      let file = try GoModFile(String(decoding: bytes, as: UTF8.self))
      guard file.retractions.count <= Self.retractionLimit else {
        return reading.add(
          .tooLarge,
          "the go.mod file of \(reading.version.version) has more than \(Self.retractionLimit) "
            + "retractions")
      }
      reading.version.statement = ModuleStatement(
        retractions: file.retractions.map {
          ModuleStatement.Retraction(low: $0.low, high: $0.high, rationale: $0.rationale)
        }, deprecation: file.deprecation)
    } catch {
      reading.add(
        .unreadable, "the go.mod file of \(reading.version.version) cannot be read: \(error)")
    }
  }

  /// The checksum of a go.mod file as go.sum has it: `h1:`, and the hash of a list of one file.
  ///
  /// The form is that of golang.org/x/mod/sumdb/dirhash.
  static func sum(ofGoMod bytes: [UInt8]) -> String {
    let digits = Array("0123456789abcdef".utf8)
    let inner = SHA256.hash(data: bytes).flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }
    let outer = SHA256.hash(data: inner + Array("  go.mod\n".utf8))
    return "h1:" + Data(outer).base64EncodedString()
  }

  /// Whether a text is `h1:` and 32 bytes in base64.
  private static func isSum(_ text: String) -> Bool {
    text.hasPrefix("h1:") && Data(base64Encoded: String(text.dropFirst(3)))?.count == 32
  }
}

extension ModuleReader.Reading {
  mutating func add(_ code: SourceProblem.Code, _ message: String) {
    problems.append(SourceProblem(code: code, message: message))
  }
}
