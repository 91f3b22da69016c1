internal import Foundation
internal import GRDB
internal import Indexing
internal import Versions

/// What sources say of one version of a module: facts that never change once they are known.
struct ModuleFacts: Equatable {
  var time: Int64?
  var sum: String?
  var modSum: String?
  var originURL: String?
  var originRef: String?
  var originFolder: String?
  var originCommit: [UInt8]?
  /// What its go.mod withdraws, as the JSON array that is stored; null: the file was not read.
  var withdraws: String?
  var deprecates: String?

  /// The columns that facts are read from, in the order of ``arguments``.
  static let columns = """
    time, sum, mod_sum, origin_url, origin_ref, origin_folder, origin_commit, withdraws, deprecates
    """

  init(_ version: ModuleVersion) {
    time = version.time
    sum = version.sum
    modSum = version.modSum
    originURL = version.origin?.url
    originRef = version.origin?.ref
    originFolder = version.origin?.folder
    originCommit = version.origin?.commit?.bytes
    withdraws = version.statement.map { Self.json($0.retractions) }
    deprecates = version.statement?.deprecation
  }

  /// - Parameter row: The ``columns``.
  init(row: Row) {
    time = row[0]
    sum = row[1]
    modSum = row[2]
    originURL = row[3]
    originRef = row[4]
    originFolder = row[5]
    originCommit = row.bytes(6)
    withdraws = row[7]
    deprecates = row[8]
  }

  var arguments: StatementArguments {
    [
      time, sum, modSum, originURL, originRef, originFolder, originCommit?.data, withdraws,
      deprecates,
    ]
  }

  /// Whether all that a proxy has of a version is said.
  var isWhole: Bool { time != nil && modSum != nil }

  /// Returns these facts, and the other ones where these say nothing.
  func completed(by other: ModuleFacts) -> ModuleFacts {
    var facts = self
    facts.time = time ?? other.time
    facts.sum = sum ?? other.sum
    facts.modSum = modSum ?? other.modSum
    // Of two origins parts would make a third one.
    if originCommit == nil, originURL == nil, originRef == nil, originFolder == nil {
      facts.originURL = other.originURL
      facts.originRef = other.originRef
      facts.originFolder = other.originFolder
      facts.originCommit = other.originCommit
    }
    if withdraws == nil, modSum == nil || modSum == other.modSum {
      facts.withdraws = other.withdraws
      facts.deprecates = other.deprecates
    }
    return facts
  }

  /// Returns what the other facts say instead of these, which cannot both be.
  func contradictions(in other: ModuleFacts) -> [String] {
    func differ<Value: Equatable>(_ own: Value?, _ other: Value?) -> Bool {
      own != nil && other != nil && own != other
    }
    var texts: [String] = []
    if differ(sum, other.sum), let sum = other.sum { texts.append("sum \(sum)") }
    if differ(modSum, other.modSum), let sum = other.modSum { texts.append("go.mod \(sum)") }
    if differ(originCommit, other.originCommit),
      let commit = other.originCommit.flatMap({ ObjectID(bytes: $0) })
    {
      texts.append("commit \(commit)")
    }
    if differ(time, other.time), let time = other.time {
      texts.append("time \(Self.text(ofTime: time))")
    }
    return texts
  }

  /// What an observation of the facts tells in words.
  var detail: String {
    var lines: [String] = []
    if let sum { lines.append("sum \(sum)") }
    if let modSum { lines.append("go.mod \(modSum)") }
    if let originURL { lines.append("url \(originURL)") }
    if let originRef { lines.append("ref \(originRef)") }
    if let originFolder { lines.append("folder \(originFolder)") }
    if let withdraws, withdraws != "[]" { lines.append("withdraws \(withdraws)") }
    if let deprecates { lines.append("deprecated \(deprecates)") }
    return lines.joined(separator: "\n")
  }

  private static func text(ofTime time: Int64) -> String {
    let date = Date(timeIntervalSince1970: Double(time) / 1_000_000)
    return ISO8601DateFormatter().string(from: date)
  }

  // MARK: What a go.mod withdraws

  private static func json(_ retractions: [ModuleStatement.Retraction]) -> String {
    let list = retractions.map { [$0.low, $0.high, $0.rationale] }
    let encoder = JSONEncoder()
    encoder.outputFormatting = .withoutEscapingSlashes
    return (try? encoder.encode(list)).map { String(decoding: $0, as: UTF8.self) } ?? "[]"
  }

  /// Returns the retractions that a stored array tells.
  static func retractions(_ json: String) -> [GoRetraction] {
    let list = (try? JSONDecoder().decode([[String]].self, from: Data(json.utf8))) ?? []
    return list.filter { $0.count == 3 }
      .map { GoRetraction(low: $0[0], high: $0[1], rationale: $0[2]) }
  }
}
