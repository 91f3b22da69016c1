/// Finds the word that a misspelt one stands for.
enum NearWord {
  /// Returns the candidate that is fewest typing errors away, at most two, or null.
  static func nearest(_ word: [UInt8], among candidates: [String]) -> String? {
    guard (2...40).contains(word.count) else { return nil }
    let near = candidates.map { (distance: distance(word, Array($0.utf8)), word: $0) }
      .filter { $0.distance <= (word.count < 4 ? 1 : 2) }
    return near.min { $0.distance < $1.distance }?.word
  }

  /// Returns the number of insertions, deletions, replacements and swaps of neighbours.
  private static func distance(_ left: [UInt8], _ right: [UInt8]) -> Int {
    var beforeLast: [Int] = []
    var last = Array(0...right.count)
    for (i, first) in left.enumerated() {
      var row = [i + 1]
      for (j, second) in right.enumerated() {
        var best = min(last[j] + (first == second ? 0 : 1), last[j + 1] + 1, row[j] + 1)
        if i > 0, j > 0, first == right[j - 1], left[i - 1] == second {
          best = min(best, beforeLast[j - 1] + 1)
        }
        row.append(best)
      }
      (beforeLast, last) = (last, row)
    }
    return last[right.count]
  }
}
