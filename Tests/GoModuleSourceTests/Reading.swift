import Foundation
import Indexing

@testable import GoModuleSource

/// The files of a module cache or of a proxy, by their paths below it.
///
/// The contents of `list` and `.info` are those that Go 1.19 wrote for a public module.
enum Sample {
  static let path = "github.com/!acme/shop"
  static let module = "github.com/Acme/shop"
  static let goMod = "module github.com/Acme/shop\n"

  static let files: [String: String] = [
    "\(path)/@v/list": "v1.0.0\nv1.1.0\n",
    "\(path)/@v/v1.0.0.info": #"{"Version":"v1.0.0","Time":"2024-01-01T10:00:00Z"}"#,
    "\(path)/@v/v1.0.0.mod": goMod,
    "\(path)/@v/v1.0.0.ziphash": "h1:H1X4D3yHPaYrkL5X06Wh6xNVM/pX0Ft4RV0vMGvLBh8=",
    "\(path)/@v/v1.0.0.zip": "PK",
    "\(path)/@v/v1.0.0.lock": "",
    "\(path)/@v/v1.1.0.info": """
    {"Version":"v1.1.0","Time":"2024-02-20T15:44:29Z","Origin":{"VCS":"git",\
    "URL":"https://github.com/Acme/shop","Ref":"refs/tags/v1.1.0",\
    "Hash":"d43a9fa887d9284ba42fcd46d46e97c56b34e132"}}
    """,
    "\(path)/@v/v1.1.0.mod": """
    // Deprecated: use example.com/store instead.
    module github.com/Acme/shop

    retract v1.0.0 // Sums are wrong.
    """,
  ]

  /// Writes files into a folder.
  static func write(_ files: [String: String], in folder: String) throws {
    for (path, text) in files {
      let url = URL(filePath: "\(folder)/\(path)")
      try FileManager.default.createDirectory(
        at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
      try Data(text.utf8).write(to: url)
    }
  }

  /// What both sources have to make of the files, without checksums of contents.
  static func expect(_ look: ModuleLook) -> [ModuleVersion] {
    [
      ModuleVersion(
        version: "v1.0.0", time: Timestamp.microseconds(rfc3339: "2024-01-01T10:00:00Z"),
        modSum: ModuleReader<FolderFiles>.sum(ofGoMod: Array(goMod.utf8)),
        statement: ModuleStatement()),
      ModuleVersion(
        version: "v1.1.0", time: Timestamp.microseconds(rfc3339: "2024-02-20T15:44:29Z"),
        origin: ModuleOrigin(
          url: "https://github.com/Acme/shop", ref: "refs/tags/v1.1.0",
          commit: ObjectID(hex: Array("d43a9fa887d9284ba42fcd46d46e97c56b34e132".utf8))),
        modSum: look.versions.last?.modSum,
        statement: ModuleStatement(
          retractions: [.init(low: "v1.0.0", high: "v1.0.0", rationale: "Sums are wrong.")],
          deprecation: "use example.com/store instead.")),
    ]
  }
}
