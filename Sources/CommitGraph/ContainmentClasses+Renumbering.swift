extension ContainmentClasses {
  /// Returns the same classes with numbers that agree with labels stored earlier, as far as they
  /// can.
  ///
  /// A new tag changes the *sets* of most classes (each ancestor is now contained in one tag more)
  /// but hardly moves commits between classes. If the numbers stay, only the few labels of commits
  /// that did change class have to be written again, not one per commit of the history: with the
  /// newest tag of a history of 203,352 commits, 34 labels change instead of 81,353.
  ///
  /// A class takes the number that its lowest old commit carried, unless a class with a lower
  /// commit took it; any other class gets the lowest number that neither the old labels nor another
  /// class uses. So no number changes its meaning from one class to an unrelated one at once,
  /// and holes are filled later. Class 0 stays that of no tags.
  ///
  /// - Parameter oldLabels: The stored labels of the first commits, which have the same ordinals
  ///   now. Numbers out of proportion to the number of classes are not kept.
  /// - Complexity: O(commits + classes × slots / 64).
  package func renumbered(keeping oldLabels: [Int32]) -> ContainmentClasses {
    let largestKept = Int32(clamping: 4 * count + 4_096)
    var numbers = [Int32](repeating: -1, count: count)
    var isSettled = [Bool](repeating: false, count: count)
    var isTaken = [Bool](repeating: false, count: Int(largestKept) + 1)
    numbers[0] = 0
    isSettled[0] = true
    isTaken[0] = true
    for commit in 0..<min(labels.count, oldLabels.count) {
      let label = Int(labels[commit])
      if isSettled[label] { continue }
      isSettled[label] = true
      let old = oldLabels[commit]
      if old > 0, old <= largestKept, !isTaken[Int(old)] {
        numbers[label] = old
        isTaken[Int(old)] = true
      }
    }
    for old in oldLabels where old > 0 && old <= largestKept { isTaken[Int(old)] = true }
    fillHoles(&numbers, &isTaken)
    return renumbered(numbers)
  }

  private func fillHoles(_ numbers: inout [Int32], _ isTaken: inout [Bool]) {
    var next = 1
    for label in numbers.indices where numbers[label] < 0 {
      while next < isTaken.count, isTaken[next] { next += 1 }
      numbers[label] = Int32(next)
      next += 1
    }
  }

  private func renumbered(_ numbers: [Int32]) -> ContainmentClasses {
    var result = self
    let numberCount = Int(numbers.max() ?? 0) + 1
    result.sets = [UInt64](repeating: 0, count: numberCount * wordsPerSet)
    for (old, new) in numbers.enumerated() {
      for word in 0..<wordsPerSet {
        result.sets[Int(new) * wordsPerSet + word] = sets[old * wordsPerSet + word]
      }
    }
    result.labels = labels.map { numbers[Int($0)] }
    return result
  }
}
