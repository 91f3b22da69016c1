/// Chooses the widths of a table's columns.
struct TableLayout {
  /// How far a column may be shortened.
  enum Flexibility {
    /// Free text: shortened first.
    case text
    /// Names of one form, such as times, ids and versions: shortened when nothing else is left.
    case form
    /// Numbers: never shortened, because a part of a number reads like another number.
    case number
  }

  /// Cells between two columns.
  static let gap = 2

  /// Returns widths with which all columns fit `available` cells, or come as near as they can.
  ///
  /// The widest columns are cut down first, evenly. Text keeps at least 12 cells as long as that
  /// is possible, then everything but numbers gets down to 3.
  static func fit(widths: [Int], flexibility: [Flexibility], available: Int) -> [Int] {
    let room = available - gap * max(0, widths.count - 1)
    var widths = widths
    for (floor, kinds) in [(12, [Flexibility.text]), (8, [.text, .form]), (3, [.text, .form])] {
      let flexible = widths.indices.filter { kinds.contains(flexibility[$0]) }
      shorten(&widths, flexible, room: room, floor: floor)
    }
    return widths
  }

  private static func shorten(_ widths: inout [Int], _ columns: [Int], room: Int, floor: Int) {
    var excess = widths.reduce(0, +) - room
    while excess > 0 {
      guard let widest = columns.map({ widths[$0] }).max(), widest > floor else { return }
      let top = columns.filter { widths[$0] == widest }
      let next = max(floor, columns.map { widths[$0] }.filter { $0 < widest }.max() ?? floor)
      let step = min(widest - next, (excess + top.count - 1) / top.count)
      for column in top {
        let cut = min(step, excess)
        widths[column] -= cut
        excess -= cut
      }
    }
  }
}
