import Foundation
import QueryLanguage

/// Texts that are nearly queries, from a generator whose cases depend on its seed alone.
struct QueryMutations {
  private var random: SplitMix64

  init(seed: UInt64) {
    random = SplitMix64(state: seed)
  }

  /// The queries of the program, of the documents and of the tests.
  static let seeds: [[UInt8]] = {
    let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent()
    func text(_ path: String) -> String {
      (try? String(contentsOf: root.appending(path: path), encoding: .utf8)) ?? ""
    }
    let files =
      (try? FileManager.default.contentsOfDirectory(
        atPath: root.appending(path: "queries").path())) ?? []
    let saved = files.sorted().map { text("queries/\($0)") }
    let documented = ["README.md", "docs/language.md", "docs/errors.md"].flatMap { path in
      text(path).matches(of: /stemma query '([^']+)'/).map { String($0.1) }
    }
    let habits = SQLHabitTests.clauses + WritingHabitTests.values + HabitTests.habits
    let all = saved + documented + RealQuestions.all + habits.map(\.query)
    return all.map { Array($0.utf8) }
  }()

  /// Pieces that mean something to the lexer.
  private static let pieces: [[UInt8]] =
    [
      "|", "(", ")", "..", "...", "\"", "'", "\\", " in ", " as of ", "v1.", "sha:", "sha256:", "^",
      "~", "-", "\u{200B}", "é", "e\u{301}", "日本", "\u{1F600}", "$", ";", "--", "\n", "\r\n",
      " not ", ",", "2024-", "2024-05-01", "99999999999999999999", "“", "”", "`", "«", "\u{202E}",
      "\t", "\u{0}", "*", " + ", "1d", "7d ago", "null", " and ", " or ", "= ", "== ", "<", "tag:",
      "branch:main", "v1.28.0", "v1.27.x", " | count", " | summarize count() as n by ", " | sort ",
      " | take 1 per ", "repo x; ", "param p: text = \"x\"; ", "commit.", "name", "if(", "max(",
      " matches \"(\"", " glob ", " is null", "\\u{D800}", "\\xFF", "HEAD", "containing ",
    ].map { Array($0.utf8) } + [[0xFF], [0xC3], [0xED, 0xA0, 0x80]]

  /// Returns the next text: random bytes once in eight times, else a query that was changed.
  mutating func next() -> [UInt8] {
    if random.below(8) == 0 { return (0..<random.below(60)).map { _ in UInt8(random.below(256)) } }
    var bytes = pick(Self.seeds)
    for _ in 0..<random.below(5) { mutate(&bytes) }
    return bytes
  }

  private mutating func mutate(_ bytes: inout [UInt8]) {
    let place = random.below(bytes.count + 1)
    switch random.below(7) {
    case 0: bytes.removeSubrange(place..<min(bytes.count, place + random.below(12)))
    case 1, 2: bytes.insert(contentsOf: pick(Self.pieces), at: place)
    case 3: if place < bytes.count { bytes[place] = UInt8(random.below(256)) }
    case 4:
      let end = min(bytes.count, place + random.below(40))
      bytes.insert(contentsOf: Array(bytes[place..<end]), at: random.below(bytes.count + 1))
    case 5: if random.below(4) == 0 { bytes.removeLast(bytes.count - place) }
    default:
      let other = pick(Self.seeds)
      bytes.insert(contentsOf: other[random.below(other.count)...], at: place)
    }
  }

  private mutating func pick(_ list: [[UInt8]]) -> [UInt8] {
    list[random.below(list.count)]
  }
}
