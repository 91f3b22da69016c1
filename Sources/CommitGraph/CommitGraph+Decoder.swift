extension CommitGraph {
  /// Builds a graph from its stored chunks, which are given in the order of their ids.
  ///
  /// Every edge is checked to lead to an earlier commit, so that the graph is always well formed.
  /// Whether the last chunk is complete shows only in the number of commits, which the caller
  /// compares with the one it knows. After an error the decoder is of no use any more.
  ///
  /// 203,352 commits take about a millisecond.
  package struct Decoder: Sendable {
    private let base: Int64
    private var parentStart: [Int32] = [0]
    private var parents: [Int32] = []

    /// Creates a decoder.
    ///
    /// - Parameters:
    ///   - base: The id of ordinal 0.
    ///   - expectedCount: The number of commits, as far as it is known; reserves memory.
    package init(base: Int64, expectedCount: Int = 0) {
      self.base = base
      parentStart.reserveCapacity(expectedCount + 1)
      parents.reserveCapacity(expectedCount + expectedCount / 3)
    }

    /// Adds the commits of the next chunk.
    package mutating func append(_ chunk: Chunk) throws(CommitGraphError) {
      try append(id: chunk.id, data: chunk.data.span)
    }

    /// Adds the commits of the next chunk from memory that lives through the call.
    package mutating func append(
      id: Int64, data: UnsafeRawBufferPointer
    ) throws(CommitGraphError) {
      try append(id: id, data: data.assumingMemoryBound(to: UInt8.self).span)
    }

    /// Adds the commits of the next chunk.
    ///
    /// - Complexity: O(bytes).
    package mutating func append(id: Int64, data: Span<UInt8>) throws(CommitGraphError) {
      let firstID = base + Int64(parentStart.count - 1)
      let isFollowing = parentStart.count == 1 || firstID & (1 << CommitGraph.chunkBits - 1) == 0
      guard id == firstID >> CommitGraph.chunkBits, isFollowing else {
        throw CommitGraphError(
          code: .misplacedChunk, message: "the chunk does not start at commit \(firstID)",
          chunk: id)
      }
      // A commit and an edge take a byte or more: room for the most that there can be, so that the
      // loop writes without growing the arrays.
      let room = min(data.count, Int(((id + 1) << CommitGraph.chunkBits) - firstID))
      var cursor = Cursor(commit: parentStart.count, edge: parents.count)
      parentStart.append(contentsOf: repeatElement(0, count: room))
      parents.append(contentsOf: repeatElement(0, count: data.count))
      let fault = cursor.decode(data, parentStart: &parentStart, parents: &parents)
      if let fault {
        throw CommitGraphError(
          code: fault, message: Self.message(of: fault), chunk: id, offset: cursor.offset)
      }
      parentStart.removeLast(parentStart.count - cursor.commit)
      parents.removeLast(parents.count - cursor.edge)
    }

    /// Returns the graph of the chunks so far.
    package consuming func finish() -> CommitGraph {
      CommitGraph(checkedParentStart: parentStart, parents: parents)
    }

    private static func message(of code: CommitGraphError.Code) -> String {
      switch code {
      case .truncatedChunk: "the chunk ends within a commit"
      case .oversizedChunk: "the chunk holds more commits than its ids allow"
      default: "a distance to a parent is not possible"
      }
    }
  }

  /// A place in a chunk and in the rows that it is decoded to.
  private struct Cursor {
    /// The next byte.
    var offset = 0

    /// The ordinal of the next commit, plus 1: the element of the rows where its end belongs.
    var commit: Int

    /// The place of the next edge.
    var edge: Int

    init(commit: Int, edge: Int) {
      self.commit = commit
      self.edge = edge
    }

    /// Decodes all commits of a chunk; returns what is wrong with it, if anything.
    mutating func decode(
      _ data: Span<UInt8>, parentStart: inout [Int32], parents: inout [Int32]
    ) -> CommitGraphError.Code? {
      var starts = parentStart.mutableSpan
      var edges = parents.mutableSpan
      while offset < data.count {
        guard commit < starts.count else { return .oversizedChunk }
        if data[offset] == 0 {
          offset &+= 1
        } else if let fault = decodeParents(data, &edges) {
          return fault
        }
        starts[commit] = Int32(truncatingIfNeeded: edge)
        commit &+= 1
      }
      return nil
    }

    /// Decodes the parents of a commit that has some.
    @inline(__always)
    private mutating func decodeParents(
      _ data: Span<UInt8>, _ edges: inout MutableSpan<Int32>
    ) -> CommitGraphError.Code? {
      let ordinal = UInt32(truncatingIfNeeded: commit &- 1)
      var value: UInt32
      repeat {
        guard offset < data.count else { return .truncatedChunk }
        value = UInt32(data[offset])
        offset &+= 1
        if value >= 0x80, let fault = Self.decodeRest(data, at: &offset, of: &value) {
          return fault
        }
        let distance = value &>> 1
        // Distance 0 wraps around.
        guard distance &- 1 < ordinal else { return .invalidDistance }
        edges[edge] = Int32(truncatingIfNeeded: ordinal &- distance)
        edge &+= 1
      } while value & 1 != 0
      return nil
    }

    /// Decodes the second to fifth byte of a number.
    private static func decodeRest(
      _ data: Span<UInt8>, at offset: inout Int, of value: inout UInt32
    ) -> CommitGraphError.Code? {
      var total = UInt64(value & 0x7F)
      var shift: UInt64 = 7
      while shift < 35 {
        guard offset < data.count else { return .truncatedChunk }
        let byte = UInt64(data[offset])
        offset &+= 1
        total |= (byte & 0x7F) &<< shift
        if byte < 0x80 {
          guard let number = UInt32(exactly: total) else { return .invalidDistance }
          value = number
          return nil
        }
        shift &+= 7
      }
      return .invalidDistance
    }
  }
}
