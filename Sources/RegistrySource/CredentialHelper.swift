internal import Foundation
internal import Subprocess
internal import SystemPackage

/// Asks the programs that keep credentials: `docker-credential-NAME get`.
///
/// The program gets the registry's name on standard input, and answers with a JSON object on
/// standard output. No shell is involved.
struct CredentialHelper: Sendable {
  private struct Answer: Decodable {
    var username: String
    var secret: String

    enum CodingKeys: String, CodingKey {
      case username = "Username"
      case secret = "Secret"
    }
  }

  private let environment: [String: String]
  private let time: Duration
  private static let outputBytes = 64 << 10

  /// - Parameter time: how long a program may take.
  init(environment: [String: String], time: Duration = .seconds(30)) {
    self.environment = environment
    self.time = time
  }

  /// Returns what the helper of that name has for a registry; null if it has nothing.
  ///
  /// - Throws: `RegistryError`, which holds nothing that the program wrote.
  func credentials(_ name: String, server: String) async throws -> Credentials? {
    let program = "docker-credential-\(name)"
    guard let path = path(of: program, name) else {
      throw RegistryError.missingHelper(program)
    }
    let (exitCode, output) = try await run(path, program, server)
    if exitCode != 0 {
      let text = String(decoding: output, as: UTF8.self)
      if text.contains("credentials not found") { return nil }
      throw RegistryError.failedHelper(program, exitCode)
    }
    guard let answer = try? JSONDecoder().decode(Answer.self, from: Data(output)) else {
      throw RegistryError.malformedHelper(program)
    }
    if answer.secret.isEmpty { return nil }
    return answer.username == "<token>"
      ? .identityToken(answer.secret) : .password(user: answer.username, secret: answer.secret)
  }

  /// Returns where a program is, in the absolute folders of `PATH`.
  private func path(of program: String, _ name: String) -> String? {
    let isSound = name.utf8.allSatisfy { isLetter($0) || isDigit($0) || "._-".utf8.contains($0) }
    guard isSound, !name.isEmpty else { return nil }
    return (environment["PATH"] ?? "").split(separator: ":").lazy
      .filter { $0.hasPrefix("/") }.map { "\($0)/\(program)" }
      .first { FileManager.default.isExecutableFile(atPath: $0) }
  }

  /// Runs a program to its end, within the time and the size of its output.
  private func run(
    _ path: String, _ program: String, _ server: String
  ) async throws -> (exitCode: Int32?, output: [UInt8]) {
    var variables: [Subprocess.Environment.Key: String] = [:]
    for (name, value) in environment { variables[.init(stringLiteral: name)] = value }
    let (inherited, time) = (variables, time)
    do {
      return try await withThrowingTaskGroup(of: (Int32?, [UInt8]).self) { group in
        group.addTask {
          let result = try await Subprocess.run(
            .path(FilePath(path)), arguments: ["get"], environment: .custom(inherited),
            input: .fileDescriptor(try Self.pipe(holding: server), closeAfterSpawningProcess: true),
            output: .bytes(limit: Self.outputBytes), error: .discarded)
          let code: Int32? =
            if case .exited(let code) = result.terminationStatus { code } else { nil }
          return (code, result.standardOutput)
        }
        group.addTask {
          try await Task.sleep(for: time)
          throw RegistryError.slowHelper(program, time)
        }
        defer { group.cancelAll() }
        return try await group.next() ?? (nil, [])
      }
    } catch let error as RegistryError {
      throw error
    } catch is CancellationError {
      throw CancellationError()
    } catch {
      throw RegistryError.failedHelper(program, nil)
    }
  }

  /// Returns the reading end of a pipe that holds a short text and ends.
  ///
  /// So a program that does not read it disturbs nobody.
  private static func pipe(holding text: String) throws -> FileDescriptor {
    let (reading, writing) = try FileDescriptor.pipe()
    do {
      try writing.closeAfter { _ = try writing.writeAll(text.utf8) }
      return reading
    } catch {
      try? reading.close()
      throw error
    }
  }
}
