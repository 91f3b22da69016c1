/// Python versions in random spellings.
struct ReferencePep440: ReferenceVersion {
  let text: String
  private let epoch: String
  private let release: [String]
  /// The place of the prerelease (a 1, b 2, rc 3) and its number.
  private let pre: (place: Int, number: String)?
  private let post: String?
  private let dev: String?
  private let local: [String]

  init(_ random: inout SplitMix64) {
    epoch = random.chance(8) ? random.pick(["0", "1", "02"]) : "0"
    release = (0..<random.pick([1, 2, 3, 3, 4])).map { _ in random.digits(leadingZeros: true) }
    pre =
      random.chance(3) ? (random.pick([1, 2, 3]), random.pick(["", "0", "1", "2", "010"])) : nil
    post = random.chance(3) ? random.pick(["", "0", "1", "02", "10"]) : nil
    dev = random.chance(3) ? random.pick(["", "0", "1", "2", "10"]) : nil
    let words = ["1", "01", "10", "a", "Ab", "1a", "z"]
    let count = random.chance(4) ? Int.random(in: 1...3, using: &random) : 0
    local = (0..<count).map { _ in random.pick(words) }
    var text = random.pick(["", "v", " "])
    if epoch != "0" || random.chance(9) { text += epoch + "!" }
    text += release.joined(separator: ".")
    func mark(_ words: [String]) -> String {
      random.pick(["", ".", "-", "_"]) + random.pick(words)
    }
    if let pre {
      text += mark(
        [["a", "ALPHA"], ["b", "Beta"], ["rc", "c", "pre", "preview"]][pre.place - 1])
      text += (pre.number.isEmpty ? "" : random.pick(["", ".", "_"])) + pre.number
    }
    if let post {
      // A hyphen and a number right after the word of a prerelease would be the prerelease's.
      let needsWord = post.isEmpty || pre?.number == "" || random.chance(2)
      text += needsWord ? mark(["post", "rev", "R"]) + post : "-" + post
    }
    if let dev { text += mark(["dev", "DEV"]) + dev }
    if !local.isEmpty { text += "+" + local.joined(separator: random.pick([".", "-", "_"])) }
    self.text = text
  }

  static func compare(_ a: Self, _ b: Self) -> Int {
    var order = Reference.compareNumbers(a.epoch, b.epoch)
    for i in 0..<4 where order == 0 {
      order = Reference.compareNumbers(
        i < a.release.count ? a.release[i] : "0", i < b.release.count ? b.release[i] : "0")
    }
    if order == 0 { order = a.stage - b.stage }
    if order == 0 { order = Reference.compareNumbers(a.pre?.number ?? "", b.pre?.number ?? "") }
    if order == 0 { order = compareOptional(a.post, b.post, missing: -1) }
    if order == 0 { order = compareOptional(a.dev, b.dev, missing: 1) }
    return order != 0 ? order : compareLocal(a.local, b.local)
  }

  /// A development release alone comes before all prereleases, a release after them.
  private var stage: Int { pre?.place ?? (dev != nil && post == nil ? 0 : 4) }

  private static func compareOptional(_ a: String?, _ b: String?, missing: Int) -> Int {
    switch (a, b) {
    case (nil, nil): 0
    case (nil, _): missing
    case (_, nil): -missing
    case (let a?, let b?): Reference.compareNumbers(a, b)
    }
  }

  private static func compareLocal(_ a: [String], _ b: [String]) -> Int {
    Reference.compare(a, b) { x, y in
      switch (Reference.isNumber(x), Reference.isNumber(y)) {
      case (true, true): Reference.compareNumbers(x, y)
      case (true, false): 1
      case (false, true): -1
      case (false, false): Reference.compareBytes(x.lowercased(), y.lowercased())
      }
    }
  }
}

/// Debian versions, compared as the manual page tells.
struct ReferenceDebian: ReferenceVersion {
  let text: String
  private let epoch: String
  private let upstream: [UInt8]
  private let revision: [UInt8]

  init(_ random: inout SplitMix64) {
    epoch = random.chance(6) ? random.pick(["0", "1", "01", "10"]) : ""
    let pieces = [
      ".", ".", ".0", ".1", "1", "0", "00", "~", "~~", "a", "Z", "+", "+b1", "~rc1", "rc", "10",
    ]
    let revision =
      random.chance(2)
      ? (0..<random.pick([1, 2, 3])).map { _ in random.pick(pieces) }.joined() : ""
    var upstream = random.digits(leadingZeros: true)
    for _ in 0..<random.pick([0, 1, 2, 4]) { upstream += random.pick(pieces) }
    if !revision.isEmpty, random.chance(5) { upstream += "-1" }
    text = (epoch.isEmpty ? "" : epoch + ":") + upstream + (revision.isEmpty ? "" : "-" + revision)
    self.upstream = Array(upstream.utf8)
    self.revision = Array(revision.utf8)
  }

  static func compare(_ a: Self, _ b: Self) -> Int {
    let epoch = Reference.compareNumbers(a.epoch, b.epoch)
    if epoch != 0 { return epoch }
    let upstream = comparePart(a.upstream, b.upstream)
    return upstream != 0 ? upstream : comparePart(a.revision, b.revision)
  }

  private static func comparePart(_ a: [UInt8], _ b: [UInt8]) -> Int {
    var (x, y) = (a[...], b[...])
    while !x.isEmpty || !y.isEmpty {
      let (p, q) = (takeRun(&x, ofDigits: false), takeRun(&y, ofDigits: false))
      for i in 0..<max(p.count, q.count) {
        let order = weight(i < p.count ? p[i] : nil) - weight(i < q.count ? q[i] : nil)
        if order != 0 { return order }
      }
      let (m, n) = (takeRun(&x, ofDigits: true), takeRun(&y, ofDigits: true))
      let order = Reference.compareNumbers(
        String(decoding: m, as: UTF8.self), String(decoding: n, as: UTF8.self))
      if order != 0 { return order }
    }
    return 0
  }

  private static func takeRun(_ rest: inout ArraySlice<UInt8>, ofDigits: Bool) -> [UInt8] {
    let run = rest.prefix { (48...57).contains($0) == ofDigits }
    rest = rest[run.endIndex...]
    return Array(run)
  }

  private static func weight(_ byte: UInt8?) -> Int {
    guard let byte else { return 0 }
    if byte == UInt8(ascii: "~") { return -1 }
    let isLetter = (65...90).contains(byte) || (97...122).contains(byte)
    return Int(byte) + (isLetter ? 0 : 256)
  }
}

/// Names as sequences of tokens of known places.
struct ReferenceNatural: ReferenceVersion {
  private enum Token {
    case number(String)
    /// alpha 0, beta 1, pre 2, rc 3, post 5; the end of a name is 4.
    case stage(Int)
    case byte(UInt8)
  }

  let text: String
  private let tokens: [Token]

  init(_ random: inout SplitMix64) {
    var text = random.pick(["", "v", "V"])
    var tokens: [Token] = []
    func addNumber() {
      let digits = random.digits(leadingZeros: true)
      text += digits
      tokens.append(.number(digits))
    }
    addNumber()
    for _ in 0..<random.pick([0, 1, 2, 3]) {
      switch random.pick([0, 0, 1, 2]) {
      case 0:
        text += "."
        // Between a stage and a number the dot is of the stage.
        if case .stage = tokens[tokens.count - 1] {
        } else {
          tokens.append(.byte(UInt8(ascii: ".")))
        }
        addNumber()
      case 1:
        let place = random.pick([0, 1, 2, 3, 5])
        let word = ["alpha", "beta", "pre", "rc", "", "post"][place]
        text += random.pick(["-", ".", "_", "~", "+"]) + random.pick([word, word.uppercased()])
        tokens.append(.stage(place))
        if random.chance(2) {
          text += random.pick(["", ".", "-", "_"])
          addNumber()
        }
      default:
        let bytes = random.pick(["-x", "_foo", "/", "~~z", "é-", ".-", "@q"])
        text += bytes
        tokens += bytes.utf8.map { .byte($0) }
      }
    }
    self.text = text
    self.tokens = tokens
  }

  static func compare(_ a: Self, _ b: Self) -> Int {
    for i in 0..<min(a.tokens.count, b.tokens.count) {
      if case .number(let x) = a.tokens[i], case .number(let y) = b.tokens[i] {
        let order = Reference.compareNumbers(x, y)
        if order != 0 { return order }
      } else if place(a.tokens[i]) != place(b.tokens[i]) {
        return place(a.tokens[i]) - place(b.tokens[i])
      }
    }
    let count = min(a.tokens.count, b.tokens.count)
    return place(count < a.tokens.count ? a.tokens[count] : nil)
      - place(count < b.tokens.count ? b.tokens[count] : nil)
  }

  private static func place(_ token: Token?) -> Int {
    switch token {
    case nil: 4
    case .stage(let place): place
    case .number: 1_000 + 48
    case .byte(let byte): 1_000 + Int(byte)
    }
  }
}
