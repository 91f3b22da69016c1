internal import ArgumentParser
internal import Foundation
internal import QueryLanguage

/// Writes queries in their canonical form.
struct FormatCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "fmt", _superCommandName: "stemma",
    abstract: "Format the text of queries.",
    discussion: """
      Files are rewritten in place; without any, the standard input is formatted to the standard \
      output. Only white space changes: names, values and comments stay as they are.

        stemma fmt queries/*.stq
        stemma fmt --check queries/*.stq
        echo 'tags|select name' | stemma fmt
      """)

  @Argument(
    help: ArgumentHelp("The files (default: the standard input).", valueName: "file"),
    completion: .file(extensions: ["stq"]))
  var files: [String] = []

  @Flag(help: "Rewrite nothing; name the files that are not in canonical form and end with 1.")
  var check = false

  func run() throws {
    var differing: [String] = []
    var failures: [ExitStatus] = []
    for file in files.isEmpty ? ["-"] : files {
      do {
        if try !format(file) { differing.append(file) }
      } catch let status as ExitStatus {
        failures.append(status)
      } catch let error as UserError {
        Console.warn(error.text)
        failures.append(error.status)
      }
    }
    if check, !differing.isEmpty {
      try Console.print(
        differing.map { $0 == "-" ? "(standard input)" : $0 }.joined(separator: "\n"))
    }
    if let failure = failures.first { throw failure }
    if check, !differing.isEmpty { throw ExitStatus.finding }
  }

  /// Formats one file; returns whether it was in canonical form.
  private func format(_ file: String) throws -> Bool {
    let bytes = try file == "-" ? Console.readInput() : Console.readFile(file)
    let formatted: String
    do {
      formatted = try QueryFormatter.format(bytes: bytes)
    } catch {
      let shown = String(DiagnosticRenderer(source: bytes).text(error.diagnostics).dropLast())
      Console.warn(file == "-" ? shown : "\(file):\n\(shown)")
      throw ExitStatus.wrongQuery
    }
    let isCanonical = formatted.utf8.elementsEqual(bytes)
    if file == "-" {
      if !check { try Console.print(String(formatted.dropLast())) }
    } else if !isCanonical, !check {
      do {
        try Self.replace(file, with: formatted)
      } catch {
        throw UserError(
          "cannot write \(file)", cause: error.localizedDescription, status: .environment)
      }
    }
    return isCanonical
  }

  /// Puts a text in place of a file's, behind symbolic links, with the file's own permissions.
  private static func replace(_ file: String, with text: String) throws {
    let target = URL(filePath: file).resolvingSymlinksInPath()
    let mode = try FileManager.default.attributesOfItem(atPath: target.path)[.posixPermissions]
    try Data(text.utf8).write(to: target, options: .atomic)
    if let mode {
      try FileManager.default.setAttributes([.posixPermissions: mode], ofItemAtPath: target.path)
    }
  }
}
