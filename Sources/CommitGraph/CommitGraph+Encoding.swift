// The stored form of the edges.
//
// A commit's id is `base + ordinal`, and a chunk holds the commits of 4,096 consecutive ids
// (`id >> 12`); the first chunk starts at the base, which need not be a multiple of 4,096. A root
// is the number 0; any other commit is one number per parent, `distance << 1 | more`, where the
// distance is the commit's id less the parent's, and `more` is 1 if another parent follows. Numbers
// are little-endian base 128 (7 bits a byte, high bit set on all but the last byte). Histories are
// nearly linear, so that most commits take one byte: 203,352 commits are 0.30 MB.

extension CommitGraph {
  /// The binary logarithm of the number of ids in a chunk.
  package static let chunkBits = 12

  /// The edges of up to 4,096 commits with consecutive ids.
  package struct Chunk: Sendable, Equatable {
    /// The commits' ids, shifted right by 12.
    package var id: Int64

    /// The encoded edges.
    package var data: [UInt8]

    /// Creates a chunk.
    package init(id: Int64, data: [UInt8]) {
      self.id = id
      self.data = data
    }
  }

  /// Returns the chunks from the one that holds a commit on, each of them whole.
  ///
  /// After commits were appended, only these chunks have to be written. The result is empty if
  /// there is no such commit.
  ///
  /// - Parameters:
  ///   - base: The id of ordinal 0.
  ///   - firstOrdinal: The first commit that is not stored yet.
  /// - Complexity: O(commits and edges from the chunk's first commit on); 200,000 commits take
  ///   about a millisecond.
  package func encodeChunks(base: Int64, from firstOrdinal: Int32 = 0) -> [Chunk] {
    guard firstOrdinal < Int32(count) else { return [] }
    var chunks: [Chunk] = []
    var id = (base + Int64(firstOrdinal)) >> Self.chunkBits
    let lastID = (base + Int64(count - 1)) >> Self.chunkBits
    while id <= lastID {
      let first = max(0, (id << Self.chunkBits) - base)
      let end = min(Int64(count), ((id + 1) << Self.chunkBits) - base)
      chunks.append(Chunk(id: id, data: encode(Int(first)..<Int(end))))
      id += 1
    }
    return chunks
  }

  private func encode(_ commits: Range<Int>) -> [UInt8] {
    let starts = parentStart.span
    let edges = parents.span
    var data: [UInt8] = []
    data.reserveCapacity(commits.count * 2)
    var edge = Int(starts[commits.lowerBound])
    var commit = commits.lowerBound
    while commit < commits.upperBound {
      let end = Int(starts[commit + 1])
      if edge == end { data.append(0) }
      while edge < end {
        let more: UInt32 = edge + 1 < end ? 1 : 0
        var value = UInt32(truncatingIfNeeded: commit &- Int(edges[edge])) &<< 1 | more
        while value >= 0x80 {
          data.append(UInt8(truncatingIfNeeded: value) | 0x80)
          value &>>= 7
        }
        data.append(UInt8(truncatingIfNeeded: value))
        edge += 1
      }
      commit += 1
    }
    return data
  }
}
