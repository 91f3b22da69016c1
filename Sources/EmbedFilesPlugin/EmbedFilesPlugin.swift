import Foundation
import PackagePlugin

/// Turns `migrations/` and `queries/` into Swift source, so that the program is one file.
@main
struct EmbedFilesPlugin: BuildToolPlugin {
  func createBuildCommands(context: PluginContext, target: any Target) throws -> [Command] {
    try ["migrations", "queries"].map { name in
      let folder = context.package.directoryURL.appending(path: name, directoryHint: .isDirectory)
      let files = try Self.files(below: folder)
      let output = context.pluginWorkDirectoryURL.appending(path: "EmbeddedFiles+\(name).swift")
      return .buildCommand(
        displayName: "Embedding \(name)",
        executable: try context.tool(named: "embed-files").url,
        arguments: [name, output.path(percentEncoded: false), folder.path(percentEncoded: false)]
          + files.map { $0.path(percentEncoded: false) },
        inputFiles: files,
        outputFiles: [output])
    }
  }

  /// Returns the files to embed, sorted by path: all but hidden ones, at any depth.
  private static func files(below folder: URL) throws -> [URL] {
    let options: FileManager.DirectoryEnumerationOptions = [.skipsHiddenFiles]
    guard
      let walker = FileManager.default.enumerator(
        at: folder, includingPropertiesForKeys: [.isRegularFileKey], options: options)
    else { return [] }
    return try walker.compactMap { $0 as? URL }
      .filter { try $0.resourceValues(forKeys: [.isRegularFileKey]).isRegularFile == true }
      .sorted { $0.path(percentEncoded: false) < $1.path(percentEncoded: false) }
  }
}
