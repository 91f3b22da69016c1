internal import GRDB
internal import GRDBSQLite
public import Indexing

extension HistoryWriter {
  /// Returns the versions of a module of which a place told all that it has.
  ///
  /// What another place told has to be compared with what this one says.
  public func knownModuleVersions(of path: String, at location: [UInt8]) throws -> Set<String> {
    try read(ifNew: []) { db in
      try String.fetchSet(
        db,
        sql: """
          SELECT v.version FROM source AS s
          JOIN module_version_source AS t ON t.source = s.id
          JOIN module_version AS v ON v.id = t.version
          WHERE v.path = ? AND s.location = CAST(? AS TEXT)
          """, arguments: [path, location.data])
    }
  }

  /// Returns the paths of the modules that were read at a place, in their order.
  public func modules(readAt location: [UInt8]) throws -> [String] {
    try read(ifNew: []) { db in
      try String.fetchAll(
        db,
        sql: """
          SELECT substr(r.name, 4) FROM source AS s JOIN repo AS r ON r.id = s.repo
          WHERE s.location = CAST(? AS TEXT) AND r.kind = 'module' ORDER BY 1
          """, arguments: [location.data])
    }
  }

  /// Records a look at a Go module and all that follows from it, in one transaction.
  ///
  /// - Parameter project: The project that the module shall belong to; null leaves it where it is,
  ///   or has it join that of the git repository that its versions are of.
  public func record(_ look: ModuleLook, project: String? = nil) throws -> ModuleSummary {
    try record([look], project: project)[0]
  }

  /// Records looks at several modules in one transaction.
  public func record(_ looks: [ModuleLook], project: String? = nil) throws -> [ModuleSummary] {
    try transaction { db in
      guard let pointer = db.sqliteConnection else {
        throw StoreError(.environment, "the connection is closed")
      }
      var summaries: [ModuleSummary] = []
      var changed: [ModuleProjection.Changed] = []
      for look in looks {
        var recorder = try ModuleRecorder(db: db, look: look, project: project)
        let (summary, change) = try recorder.record()
        summaries.append(summary)
        if let change { changed.append(change) }
      }
      try ModuleProjection(db: db, connection: pointer).update(changed)
      for index in summaries.indices { try ModuleRecorder.complete(&summaries[index], in: db) }
      return summaries
    }
  }

  /// Records that a module could not be looked at: a gap of its source, if it was looked at before.
  ///
  /// - Parameters:
  ///   - location: The address of the proxy, or the path of the folder.
  ///   - reason: One sentence that says why.
  ///   - lookedAt: The time of the clock, in microseconds since 1970 UTC.
  public func recordFailedLook(
    atModule path: String, location: [UInt8], reason: String, lookedAt: Int64
  ) throws {
    try recordFailedLook(
      at: ModuleRecorder.repository(of: path), location: location, reason: reason,
      lookedAt: lookedAt)
  }
}

/// What recording a look at a Go module did.
public struct ModuleSummary: Sendable {
  /// The path of the module.
  public var path: String
  /// The git repository that its versions are of; null if none is known.
  public var repository: String?
  /// The project that it belongs to.
  public var project = ""
  /// Versions that are known now.
  public var versions = 0
  /// How many of them are withdrawn.
  public var retracted = 0
  /// Versions that were seen for the first time.
  public var created = 0
  /// Versions of which more is known than before.
  public var completed = 0
  /// Versions of which something else was said before, with what is said now.
  public var conflicts: [String] = []
  public var problems: [SourceProblem] = []
}
