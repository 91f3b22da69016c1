import CommitGraph
import Testing

private func decoded(_ chunks: [CommitGraph.Chunk], base: Int64) throws -> CommitGraph {
  var decoder = CommitGraph.Decoder(base: base, expectedCount: 100)
  for chunk in chunks { try decoder.append(chunk) }
  return decoder.finish()
}

@Suite("The stored chunks of a graph")
struct ChunkTests {
  @Test("hold a distance for each parent, and 0 for a root")
  func bytes() {
    let graph = makeGraph([[], [0], [1, 0], []])
    #expect(graph.encodeChunks(base: 0) == [.init(id: 0, data: [0, 2, 3, 4, 0])])
  }

  @Test("use more bytes for distances above 63")
  func longDistance() throws {
    var parents = [[Int32]](repeating: [], count: 65)
    parents.append([1, 0])
    let chunks = makeGraph(parents).encodeChunks(base: 0)
    #expect(Array(chunks[0].data.suffix(4)) == [0x81, 0x01, 0x82, 0x01])
    #expect(try decoded(chunks, base: 0) == makeGraph(parents))
  }

  @Test(
    "give the same graph again",
    arguments: [0, 1, 4_095, 4_096, 4_097, 77, 1 << 40, 1 << 40 + 4_000] as [Int64],
    [0, 1, 19, 4_096, 10_500])
  func roundTrip(base: Int64, commits: Int) throws {
    var generator = SeededGenerator(seed: commits)
    let graph = makeGraph(randomParents(commits: commits, using: &generator))
    let chunks = graph.encodeChunks(base: base)
    #expect(try decoded(chunks, base: base) == graph)
    if commits > 0 {
      let last = (base + Int64(commits - 1)) >> 12
      #expect(chunks.map(\.id) == Array(base >> 12...last))
    }
  }

  @Test("are written again only from the first new commit's chunk on")
  func append() throws {
    var generator = SeededGenerator(seed: 5)
    let parents = randomParents(commits: 10_000, using: &generator)
    let whole = makeGraph(parents)
    let base: Int64 = 1_000
    for stored in [1, 3_095, 3_096, 3_097, 7_191, 7_192, 9_999] {
      let old = makeGraph(Array(parents[..<stored])).encodeChunks(base: base)
      let new = whole.encodeChunks(base: base, from: Int32(stored))
      let kept = old.filter { $0.id < new[0].id }
      #expect(try decoded(kept + new, base: base) == whole)
      #expect(new[0].id == (base + Int64(stored)) >> 12)
    }
    #expect(whole.encodeChunks(base: base, from: 10_000).isEmpty)
  }

  @Test("can be read from raw memory")
  func rawMemory() throws {
    let graph = makeGraph([[], [0], [1, 0]])
    var decoder = CommitGraph.Decoder(base: 0)
    try decoder.append(id: 0, data: UnsafeRawBufferPointer(start: nil, count: 0))
    try graph.encodeChunks(base: 0)[0].data.withUnsafeBytes { bytes in
      try decoder.append(id: 0, data: bytes)
    }
    #expect(decoder.finish() == graph)
  }

  @Test(
    "are refused if they are damaged",
    arguments: [
      ([2], .invalidDistance, 1),  // below the first commit
      ([0, 4], .invalidDistance, 2),
      ([0, 1], .invalidDistance, 2),  // distance 0
      ([0, 3, 0], .invalidDistance, 3),
      ([0, 3], .truncatedChunk, 2),  // another parent should follow
      ([0, 0x82], .truncatedChunk, 2),
      ([0, 0x82, 0x80, 0x80, 0x80, 0x80, 0x00], .invalidDistance, 6),
      ([0, 0xFF, 0xFF, 0xFF, 0xFF, 0x7F], .invalidDistance, 6),
    ] as [([UInt8], CommitGraphError.Code, Int)])
  func damage(data: [UInt8], code: CommitGraphError.Code, offset: Int) throws {
    let error = try #require(throws: CommitGraphError.self) {
      try decoded([.init(id: 7, data: data)], base: 7 << 12)
    }
    #expect(error.code == code)
    #expect(error.chunk == 7)
    #expect(error.offset == offset)
  }

  @Test(
    "give an error or a graph whose parents come first, whatever their bytes", arguments: 0..<200)
  func randomDamage(seed: Int) throws {
    var generator = SeededGenerator(seed: seed)
    let parents = randomParents(commits: 300, using: &generator)
    var chunk = makeGraph(parents).encodeChunks(base: 0)[0]
    for _ in 0...seed % 4 {
      let index = Int.random(in: chunk.data.indices, using: &generator)
      chunk.data[index] = UInt8.random(in: 0...255, using: &generator)
    }
    if seed % 3 == 0 {
      chunk.data.removeLast(Int.random(in: 0..<chunk.data.count, using: &generator))
    }
    do throws(CommitGraphError) {
      var decoder = CommitGraph.Decoder(base: 0)
      try decoder.append(chunk)
      let graph = decoder.finish()
      for commit in 0..<Int32(graph.count) {
        #expect(graph.parents(of: commit).allSatisfy { $0 >= 0 && $0 < commit })
      }
    } catch {
      #expect(error.code == .invalidDistance || error.code == .truncatedChunk)
      #expect(error.offset.map { $0 <= chunk.data.count } == true)
    }
  }

  @Test("are refused if one is missing, short, too long or out of place")
  func place() throws {
    let full = CommitGraph.Chunk(id: 0, data: [UInt8](repeating: 0, count: 4_096))
    let next = CommitGraph.Chunk(id: 1, data: [0])
    func code(_ chunks: [CommitGraph.Chunk], base: Int64 = 0) throws -> CommitGraphError.Code {
      try #require(throws: CommitGraphError.self) { try decoded(chunks, base: base) }.code
    }
    #expect(try decoded([full, next], base: 0).count == 4_097)
    #expect(try code([next]) == .misplacedChunk)
    #expect(try code([full, full]) == .misplacedChunk)
    #expect(try code([.init(id: 0, data: [0]), next]) == .misplacedChunk)
    #expect(try code([full], base: 1) == .oversizedChunk)
  }

  @Test("say in an error which chunk is damaged and where")
  func description() throws {
    let error = try #require(throws: CommitGraphError.self) {
      try decoded([.init(id: 0, data: [0, 3])], base: 0)
    }
    #expect(error.description == "the chunk ends within a commit (chunk 0, byte 2)")
  }
}
