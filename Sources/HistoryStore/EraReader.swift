internal import GRDB
internal import Versions

/// Finds the epoch of each tag: which of a line's declared eras it belongs to.
///
/// A tag belongs to the last era whose first tag is no later than its own commit and no higher
/// than its own version. A project that goes from 6.0.1 back to 1.6.0 has old tags that are higher
/// but older, and new ones that are later.
struct EraReader {
  private let rules: RepositoryRules
  /// The committer's times of the commits that the tags named last, by the tags' row ids.
  private let times: [Int64: Int64]

  private struct Start {
    let key: VersionKey
    let time: Int64
    let epoch: Int
  }

  init(db: Database, repo: Int64, rules: RepositoryRules) throws {
    self.rules = rules
    times = try Self.commitTimes(db, repo)
  }

  func time(of tag: Int64) -> Int64? { times[tag] }

  func epochs(
    _ names: [[UInt8]], _ tags: [TagClassification], ids: [Int64], notes: inout [String]
  ) -> [Int] {
    var epochs = [Int](repeating: 0, count: names.count)
    for (key, eras) in rules.eras.sorted(by: { $0.key.lexicographicallyPrecedes($1.key) }) {
      var starts: [Start] = []
      for era in eras {
        guard let index = names.firstIndex(of: era.from), tags[index].lineKey == key,
          let version = tags[index].version, let time = times[ids[index]]
        else {
          notes.append(
            "the era that begins with \(String(decoding: era.from, as: UTF8.self)) was left out: "
              + "the line has no such version")
          continue
        }
        starts.append(Start(key: version.key, time: time, epoch: era.epoch))
      }
      for index in names.indices where tags[index].lineKey == key {
        guard let version = tags[index].version, let time = times[ids[index]] else { continue }
        epochs[index] =
          starts.filter { $0.time <= time && $0.key <= version.key }.map(\.epoch).max() ?? 0
      }
    }
    return epochs
  }

  private static func commitTimes(_ db: Database, _ repo: Int64) throws -> [Int64: Int64] {
    let rows = try Row.fetchAll(
      db.cachedStatement(
        sql: """
          SELECT r.id, c.committer_time FROM ref AS r
          JOIN ref_span AS s
            ON s.ref = r.id AND s.seq = (
              SELECT seq FROM ref_span WHERE ref = r.id
              ORDER BY until IS NULL DESC, until DESC LIMIT 1)
          JOIN commit_object AS c ON c.id = s.commit_id
          WHERE r.repo = ? AND r.kind = 'tag' AND c.committer_time IS NOT NULL
          """), arguments: [repo])
    return Dictionary(uniqueKeysWithValues: rows.map { ($0[0], $0[1]) })
  }
}
