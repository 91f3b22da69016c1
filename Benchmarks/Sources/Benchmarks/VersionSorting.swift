internal import Foundation

/// The sorting of a million versions beside `sort -V` of coreutils.
struct VersionSorting {
  static let count = 1_000_000

  var stemma: Program
  var workplace: Workplace
  var rounds: Int

  func measurement() async throws -> Measurement? {
    guard let shell = Program.named("sh"), Program.named("sort") != nil else { return nil }
    Progress.say("sorting \(Self.count) versions")
    let file = try workplace.emptyFolder("versions") + "/versions.txt"
    try Data(Self.text().utf8).write(to: URL(fileURLWithPath: file))
    // Both through one shell, which hands over the file as standard input.
    let own = shell.with("-c", #"exec "$0" version sort <"$1""#, stemma.path, file)
    let peer = shell.with("-c", #"LC_ALL=C exec sort -V <"$0""#, file)
    let misplaced = try await wrongPairs(shell, file)
    let times = try await Race(stemma: own, peer: peer).run(rounds: rounds)
    var result = Measurement(
      what: "sorting 1,000,000 versions (sort -V misplaces \(misplaced))", state: "any",
      unit: .seconds, stemma: times.stemma, peerName: "sort -V", peer: times.peer,
      target: "≤ 1.0 × sort -V")
    if let peerMedian = result.peerMedian { result.isMet = result.median <= peerMedian }
    return result
  }

  /// How many neighbours in the order of `sort -V` stand the wrong way round.
  private func wrongPairs(_ shell: Program, _ file: String) async throws -> Int {
    let sorted = file + ".sorted"
    let script = #"""
      LC_ALL=C sort -V <"$1" >"$2"
      tail -n +2 "$2" | paste "$2" - | head -n -1 | "$0" version compare --scheme semver | grep -c '>'
      """#
    let text = try await shell.with("-c", script, stemma.path, file, sorted).output()
    return Int(text.trimmingCharacters(in: .whitespacesAndNewlines)) ?? 0
  }

  /// Versions as repositories have them: releases, prereleases, build metadata.
  private static func text() -> String {
    var random = SplitMix64(seed: 29)
    func below(_ limit: UInt64) -> UInt64 { random.next() % limit }
    var text = ""
    for _ in 0..<count {
      text += "\(below(30)).\(below(60)).\(below(100))"
      switch below(20) {
      case 0...2: text += "-rc.\(1 + below(15))"
      case 3: text += "-alpha.\(1 + below(9))"
      case 4: text += "+git.\(below(100))"
      default: break
      }
      text += "\n"
    }
    return text
  }
}
