/// Names and messages of a made-up project, the same for the same seed.
struct SyntheticText {
  /// `Name <address>` of every person; the first ones write most.
  let persons: [[UInt8]]
  private let words: [[UInt8]]

  init(persons count: Int) {
    words = Self.words.split(separator: " ").map { Array($0.utf8) }
    let first = Self.firstNames.split(separator: " ")
    let last = Self.lastNames.split(separator: " ")
    persons = (0..<count).map { number in
      // 61 and 67 have no common divisor, so that no pair of remainders comes twice.
      let (a, b) = (number % first.count, number % last.count)
      let given = first[a].lowercased().filter(\.isASCII)
      let family = last[b].lowercased().filter(\.isASCII)
      return Array(
        "\(first[a]) \(last[b]) <\(given).\(family)@host\(number % 97).example>".utf8)
    }
  }

  /// Returns the message of an ordinary commit: a subject, mostly paragraphs, often trailers.
  func message(_ random: inout SplitMix64) -> [UInt8] {
    var text = Array(Self.areas[random.skewed(below: Self.areas.count)].utf8)
    text += Array(": ".utf8)
    append(words: 3 + random.next(below: 6), to: &text, &random)
    text.append(UInt8(ascii: "\n"))
    if random.chance(0.15) { return text }
    var paragraphs = 1
    while random.chance(0.4) { paragraphs += 1 }
    for _ in 0..<paragraphs {
      text.append(UInt8(ascii: "\n"))
      appendParagraph(words: 25 + random.next(below: 80), to: &text, &random)
    }
    if random.chance(0.7) {
      text += Array("\nSigned-off-by: ".utf8)
      text += persons[random.skewed(below: persons.count)]
      text.append(UInt8(ascii: "\n"))
    }
    return text
  }

  func mergeMessage(topic: Int, _ random: inout SplitMix64) -> [UInt8] {
    var text = Array("Merge branch 'topic-\(topic)'\n\n* topic-\(topic):\n".utf8)
    for _ in 0...random.next(below: 5) {
      text += Array("  ".utf8)
      append(words: 5 + random.next(below: 4), to: &text, &random)
      text.append(UInt8(ascii: "\n"))
    }
    return text
  }

  /// Returns the message of a commit that was copied to a release branch.
  func backportMessage(_ random: inout SplitMix64) -> [UInt8] {
    var text = message(&random)
    text += Array("\n(cherry picked from commit ".utf8)
    for _ in 0..<5 {
      let digits = String(random.next() & 0xFFFF_FFFF, radix: 16)
      text += Array((String(repeating: "0", count: 8 - digits.count) + digits).utf8)
    }
    return text + Array(")\n".utf8)
  }

  private func append(words count: Int, to text: inout [UInt8], _ random: inout SplitMix64) {
    for index in 0..<count {
      if index > 0 { text.append(UInt8(ascii: " ")) }
      text += words[random.skewed(below: words.count)]
    }
  }

  private func appendParagraph(
    words count: Int, to text: inout [UInt8], _ random: inout SplitMix64
  ) {
    var column = 0
    for index in 0..<count {
      let word = words[random.skewed(below: words.count)]
      if index > 0 {
        let wraps = column + word.count > 72
        text.append(UInt8(ascii: wraps ? "\n" : " "))
        if wraps { column = 0 }
      }
      text += word
      column += word.count + 1
    }
    text += Array(".\n".utf8)
  }

  private static let areas = [
    "core", "net", "store", "parser", "docs", "tests", "cli", "cache", "build", "api", "log",
    "auth", "index", "pack", "refs", "http", "sched", "ui", "ci", "sql", "i18n", "deps",
  ]

  private static let firstNames = """
    Ada Alan Barbara Carl Chen Dana Donald Edsger Elif Emeka Fatima Fran Grace Grażyna Hana Hugo \
    Ida Ines Ivan Jana Jean John José Jürgen Kaito Karin Ken Lars Leslie Lin Lucia Mani Marek \
    Margaret María Mei Mina Mohamed Niklaus Nina Noor Olga Omar Otto Paul Petra Priya Radia Rosa \
    Sam Sofia Søren Tariq Tim Tomás Ursula Vera Wei Yuki Zeynep Zoë
    """

  private static let lastNames = """
    Abebe Adams Ahmed Allen Bauer Berg Björk Brown Chen Clarke Costa Cruz Demir Dijkstra Diaz \
    Dubois Evans Fischer Fox Garcia Green Gupta Haas Hansen Hopper Ito Ivanova Jansen Jones Kaya \
    Keller Kim Klein Knuth Koch Kumar Lamport Larsen Lee Lindqvist Liu Lopez Marin Meyer Moreau \
    Müller Nagy Ndiaye Nguyen Novak Okafor Olsen Park Patel Perlman Popov Rossi Sato Schmidt \
    Silva Singh Smith Sousa Tanaka Turing Wang Zhang
    """

  private static let words = """
    the to a of is and in that for it this with be not as we on when are an if from by but so \
    have can use was which or commit at all file will one only does instead should no has there \
    function code test change now also into because make more option case same error than used \
    before after call still since let return new do tests path object line without any set other \
    been already even would where command name just how add check then first string need fix data \
    could two both users output different default however value buffer means read list each those \
    pass long work given patch caller such while like see time their version current remove branch \
    may variable over directory once index number until some information between user might result \
    note simply entry config message allow made second want exist struct another memory possible \
    avoid support behavior right always show way way though documentation argument very input most \
    rather being doing write point server process pointer key problem again cannot end local start \
    remote empty good added tree existing up out off under size hash cache lookup table store page \
    cursor stream socket thread lock queue signal timeout retry limit bound range loop block frame \
    layer driver module library header field column row record token lexer grammar compiler linker \
    binary package release upgrade migration schema transaction journal checkpoint snapshot replica \
    cluster shard partition leader follower heartbeat election quorum consensus latency throughput \
    benchmark profile allocation arena pool slab garbage reference ownership lifetime borrow mutable \
    immutable constant literal integer overflow underflow encoding decoding unicode normalization \
    locale timezone calendar duration interval sentinel iterator generator closure callback future \
    promise executor scheduler priority deadline backpressure rate window threshold percentile \
    histogram counter gauge metric trace span context request response status redirect cookie \
    session credential permission policy audit signature certificate digest checksum archive \
    compression dictionary entropy prefix suffix substring pattern wildcard expression predicate \
    aggregate projection selection join subquery planner optimizer statistics cardinality
    """
}
