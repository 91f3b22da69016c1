internal import GRDB
internal import Versions

/// Finds out which versions of a Go module are withdrawn, and whether it is deprecated.
struct ModuleRetractions {
  let db: Database

  /// An interval by the keys of its ends.
  private struct Interval {
    let low: [UInt8]
    let high: [UInt8]
    let rationale: String

    init?(_ retraction: GoRetraction) {
      guard let low = Version(retraction.low, scheme: .go)?.key.bytes,
        let high = Version(retraction.high, scheme: .go)?.key.bytes
      else { return nil }
      (self.low, self.high, rationale) = (low, high, retraction.rationale)
    }

    func contains(_ key: [UInt8]) -> Bool {
      !key.lexicographicallyPrecedes(low) && !high.lexicographicallyPrecedes(key)
    }
  }

  /// Takes what the go.mod file of the highest version says, of those whose file was read.
  func update(_ path: String) throws {
    let rows = try Row.fetchAll(
      db.cachedStatement(
        sql: """
          SELECT id, version, withdraws, deprecates, retracted, rationale, deprecated, kind,
            version_key
          FROM module_version WHERE path = ?
          """), arguments: [path])
    let files = rows.filter { ($0[2] as String?) != nil }
    let tagged = files.filter { $0[7] != "pseudo" }
    let highest = GoModuleLocation.authority(of: tagged.map { $0[1] as String })
    // Without tags the newest commit is the one that is asked.
    let authority =
      tagged.first { $0[1] == highest } ?? files.max { GoVersion.precedes($0[1], $1[1]) }
    let withdrawn = ((authority?[2] as String?).map(ModuleFacts.retractions) ?? [])
      .compactMap(Interval.init)
    let deprecation: String? = authority?[3]
    let update = try db.cachedStatement(
      sql: "UPDATE module_version SET retracted = ?, rationale = ?, deprecated = ? WHERE id = ?")
    for row in rows {
      let key = row.bytes(8) ?? []
      let covering = key.isEmpty ? [] : withdrawn.filter { $0.contains(key) }
      let reasons = covering.map(\.rationale).filter { !$0.isEmpty }
      let rationale = reasons.isEmpty ? nil : reasons.joined(separator: "; ")
      let isSame =
        row[4] == !covering.isEmpty && row[5] == rationale && row[6] == deprecation
      if isSame { continue }
      try update.execute(arguments: [!covering.isEmpty, rationale, deprecation, row[0] as Int64])
    }
  }
}
