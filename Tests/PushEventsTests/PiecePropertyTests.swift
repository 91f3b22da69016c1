import Indexing
import PushEvents
import Testing

/// Bytes of random shapes, some of them broken, in random pieces.
@Suite("Random pieces")
struct PiecePropertyTests {
  private static let units: [[UInt8]] = {
    let samples = Sample.all.flatMap { sample in
      [sample.text, sample.text.replacing("\n", with: " ")]
    }
    let good = [ShapeTests.one, ShapeTests.two, ShapeTests.three] + samples
    let broken = [
      "{", "}", "[", "]", ",", "\"", "x", "{\"repository\":\"a\",", "{\"repository\":",
      "{\"a\":\"x",
      "{\"a\":[", "{\"events\":[\n", "{}", "[]", "{\"a\":1}}", "\\", "\u{FEFF}",
      "{\"a\":1,\"a\":2}",
    ]
    return (good + good + good + broken).map { Array($0.utf8) }
  }()

  private static let separators: [[UInt8]] = [
    "\n", "\n", "\n", "\r\n", "", " ", "\n\n", ",", "\n ,\n",
  ]
  .map { Array($0.utf8) }

  private static func bytes(_ random: inout SplitMix64) -> [UInt8] {
    var bytes: [UInt8] = []
    let isArray = random.below(3) == 0
    if isArray { bytes.append(UInt8(ascii: "[")) }
    for index in 0..<1 + random.below(8) {
      if isArray, index > 0, random.below(10) > 0 { bytes.append(UInt8(ascii: ",")) }
      let isClean = random.below(3) > 0
      bytes += units[random.below(isClean ? units.count - 18 : units.count)]
      bytes += isArray ? [] : separators[random.below(random.below(3) > 0 ? 4 : separators.count)]
    }
    if isArray, random.below(5) > 0 { bytes.append(UInt8(ascii: "]")) }
    if random.below(4) == 0 {
      let place = random.below(bytes.count)
      bytes[place] = UInt8(random.below(256))
    }
    return bytes
  }

  @Test("Where the pieces end changes nothing", arguments: 0..<8)
  func pieces(seed: UInt64) {
    var random = SplitMix64(state: seed)
    var events = 0
    var problems = 0
    for _ in 0..<120 {
      let bytes = Self.bytes(&random)
      let limit = random.below(4) == 0 ? 300 : 10_000
      let whole = read(bytes, pieces: [max(1, bytes.count)], maximumSize: limit)
      events += whole.events.count
      problems += whole.problems.count
      for most in [1, 9, 300] {
        let sizes = (0..<40).map { _ in 1 + random.below(most) }
        let pieced = read(bytes, pieces: sizes, maximumSize: limit)
        #expect(
          pieced.events == whole.events && pieced.problems == whole.problems
            && pieced.ignored == whole.ignored,
          "\(lines(whole)) \(lines(pieced)) of \(String(decoding: bytes, as: UTF8.self))")
      }
    }
    #expect(events > 150)
    #expect(problems > 20)
  }

  @Test("An array of any length is read in little memory")
  func longArray() {
    var reader = PushEventReader(maximumSize: 200)
    var events = 0
    var largest = 0
    func use(_ batch: PushEventBatch) {
      events += batch.events.count
      largest = max(largest, batch.events.count)
      #expect(batch.problems.isEmpty)
    }
    use(reader.read(Array("[".utf8)))
    let piece = Array(
      (0..<100).map { #"{"repository":"acme/shop","tag":"v\#($0)"},"# }.joined().utf8)
    for _ in 0..<300 { use(reader.read(piece)) }
    use(reader.read(Array(#"{"repository":"acme/shop","tag":"last"}]"#.utf8)))
    use(reader.finish())
    #expect(events == 30_001)
    #expect(largest <= 101)
  }
}
