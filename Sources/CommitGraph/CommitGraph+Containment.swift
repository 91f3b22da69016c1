/// Which of some commits are ancestors of which.
///
/// One bit for each pair: 1,000 commits take 125 KB.
package struct AncestorMatrix: Sendable {
  private let words: [UInt64]
  private let rowLength: Int

  init(words: [UInt64], rowLength: Int) {
    self.words = words
    self.rowLength = rowLength
  }

  /// Returns whether one commit is another's ancestor, or the same commit.
  ///
  /// Both are places in the list that the matrix was made from.
  package func isAncestor(_ ancestor: Int, of commit: Int) -> Bool {
    words[ancestor * rowLength + commit >> 6] &>> UInt64(commit & 63) & 1 != 0
  }
}

extension CommitGraph {
  /// Calls `body` with, for every commit of the graph, which commits of a list contain it.
  ///
  /// The list is taken in blocks of 64. `body` gets the place of a block's first commit and a word
  /// for each commit of the graph: bit `i` says whether it is commit `first + i` of the list or an
  /// ancestor of it.
  ///
  /// - Complexity: O((commits + edges) × blocks): 16 passes for 1,000 tags, each as long as one sweep.
  package func forEachBlock(
    of commits: [Int32], _ body: (_ first: Int, _ holders: [UInt64]) -> Void
  ) {
    var words = [UInt64](repeating: 0, count: count)
    for first in stride(from: 0, to: commits.count, by: 64) {
      if first > 0 { for index in words.indices { words[index] = 0 } }
      let block = commits[first..<Swift.min(first + 64, commits.count)]
      for (bit, commit) in block.enumerated() { words[Int(commit)] |= 1 &<< UInt64(bit) }
      spread(&words, from: block.max() ?? -1)
      body(first, words)
    }
  }

  /// Adds the bits of each commit to those of its parents, from a commit downwards.
  private func spread(_ words: inout [UInt64], from highest: Int32) {
    var holders = words.mutableSpan
    let starts = parentStart.span
    let edges = parents.span
    var commit = Int(highest)
    while commit >= 0 {
      let word = holders[commit]
      if word != 0 {
        var edge = Int(starts[commit])
        let end = Int(starts[commit + 1])
        while edge < end {
          holders[Int(edges[edge])] |= word
          edge &+= 1
        }
      }
      commit -= 1
    }
  }

  /// Returns which commits of a list are ancestors of which.
  ///
  /// - Complexity: As ``forEachBlock(of:_:)``, and the square of the list's length in bits.
  package func ancestorMatrix(of commits: [Int32]) -> AncestorMatrix {
    let rowLength = (commits.count + 63) >> 6
    var matrix = [UInt64](repeating: 0, count: rowLength * commits.count)
    forEachBlock(of: commits) { first, holders in
      for (row, commit) in commits.enumerated() {
        matrix[row * rowLength + first >> 6] = holders[Int(commit)]
      }
    }
    return AncestorMatrix(words: matrix, rowLength: rowLength)
  }
}
