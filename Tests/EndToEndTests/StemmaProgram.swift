import Foundation
import TestSupport
import Testing

/// The program that was built together with the tests.
enum StemmaProgram {
  /// The path of the built program.
  static let path: String = {
    let starts = [CommandLine.arguments[0], Bundle.main.bundlePath]
    let built = starts.lazy.compactMap(programAbove).first
    // The default build folder of the package that this file belongs to.
    let package = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .deletingLastPathComponent().deletingLastPathComponent()
    return built ?? package.appendingPathComponent(".build/debug/stemma").path
  }()

  /// Returns the program in the nearest folder above a path that holds it.
  private static func programAbove(_ path: String) -> String? {
    var folder = URL(fileURLWithPath: path).standardizedFileURL
    while folder.pathComponents.count > 1 {
      folder.deleteLastPathComponent()
      let candidate = folder.appendingPathComponent("stemma").path
      var isFolder: ObjCBool = false
      if FileManager.default.fileExists(atPath: candidate, isDirectory: &isFolder),
        !isFolder.boolValue, FileManager.default.isExecutableFile(atPath: candidate)
      {
        return candidate
      }
    }
    return nil
  }
}

/// Runs the program in a folder; nothing but `PATH` and the given variables is in its environment.
func stemma(
  _ arguments: [String], in folder: String, environment: [String: String] = [:],
  input: String = ""
) async throws -> ProgramResult {
  try await runProgram(
    StemmaProgram.path, arguments,
    environment: environment.merging(["PATH": searchPath]) { given, _ in given },
    input: Array(input.utf8), workingDirectory: folder)
}

/// Runs a shell script in a folder; `$1` is the program.
func shell(_ script: String, in folder: String) async throws -> ProgramResult {
  try await runProgram(
    "sh", ["-c", script, "sh", StemmaProgram.path], workingDirectory: folder)
}

extension GitFixture {
  /// Runs the program in the repository's folder.
  func stemma(_ arguments: String..., input: String = "") async throws -> ProgramResult {
    try await EndToEndTests.stemma(arguments, in: path, input: input)
  }

  /// Indexes the repository into its own folder, which has to succeed.
  func index(_ options: String...) async throws {
    let result = try await EndToEndTests.stemma(["index"] + options, in: path)
    try #require(result.exitCode == 0, "\(result.errorText)")
  }

  /// Runs a command with `--format json`, which has to succeed; returns its answer.
  func answer(_ arguments: String...) async throws -> JSONAnswer {
    let result = try await EndToEndTests.stemma(arguments + ["--format", "json"], in: path)
    try #require(result.exitCode == 0, "\(result.errorText)")
    return try JSONAnswer(result)
  }

  /// Makes two releases: v1.0.0 on the first commit, v1.1.0 on the third.
  @discardableResult
  func makeReleases() async throws -> [String] {
    let first = try await commit("feat: one")
    try await tag("v1.0.0", message: "First")
    let second = try await commit("fix: two", date: "2024-02-01T00:00:00Z")
    let third = try await commit("feat: three", date: "2024-03-01T00:00:00Z")
    try await tag("v1.1.0", message: "Second", date: "2024-03-01T00:00:00Z")
    return [first, second, third]
  }
}

/// An answer as `--format json` prints it.
struct JSONAnswer: Decodable, Sendable {
  struct Column: Decodable, Sendable, Equatable {
    let name: String
    let type: String
  }

  struct Note: Decodable, Sendable {
    let code: String
    let message: String
  }

  let schema: Int
  let query: String
  let params: [String: JSONValue]
  let columns: [Column]
  let rows: [[String: JSONValue]]
  let notes: [Note]
  let complete: Bool

  init(_ result: ProgramResult) throws {
    self = try JSONDecoder().decode(JSONAnswer.self, from: Data(result.output))
  }

  /// The values of a column, null for those that are no text.
  func texts(_ column: String) -> [String?] {
    rows.map { row in
      if case .text(let text)? = row[column] { text } else { nil }
    }
  }

  /// The one number of an answer with one row and one column.
  var number: Double? {
    guard rows.count == 1, rows[0].count == 1, case .number(let value)? = rows[0].values.first
    else { return nil }
    return value
  }
}

/// Any JSON value.
enum JSONValue: Decodable, Sendable, Equatable {
  case null
  case bool(Bool)
  case number(Double)
  case text(String)
  case list([JSONValue])
  case object([String: JSONValue])

  init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    if container.decodeNil() {
      self = .null
    } else if let value = try? container.decode(Bool.self) {
      self = .bool(value)
    } else if let value = try? container.decode(Double.self) {
      self = .number(value)
    } else if let value = try? container.decode(String.self) {
      self = .text(value)
    } else if let value = try? container.decode([JSONValue].self) {
      self = .list(value)
    } else {
      self = .object(try container.decode([String: JSONValue].self))
    }
  }
}
