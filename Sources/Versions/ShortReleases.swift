/// Tells releases of one or two numbers (`v6.1` of a kernel, `v250`) from series that move along
/// (`v1.2` of an action), which only the whole line shows.
enum ShortReleases {
  /// Fewer names than this are no habit.
  private static let fewest = 3

  /// Makes releases of the line's short names if it counts so.
  ///
  /// A series exists for the sake of its versions: for `1.2` there is `1.2.0` or `1.2.0-rc.1`, for
  /// `1` any version that begins with 1. Where at least four in five names have none, they are
  /// releases.
  static func promote(_ readings: inout [TagReading], _ indices: [Int]) {
    for count in 1...2 {
      let short = indices.filter { index in
        readings[index].tag.class == .float && readings[index].core?.numbers.count == count
      }
      guard short.count >= fewest else { continue }
      var longer: Set<[[UInt8]]> = []
      for index in indices {
        guard let numbers = readings[index].core?.numbers, numbers.count > count else { continue }
        if count == 2, numbers[2].contains(where: { $0 != ASCII.zero }) { continue }
        longer.insert(significant(numbers.prefix(count)))
      }
      let alone = short.filter { index in
        readings[index].core.map { !longer.contains(significant($0.numbers[...])) } ?? false
      }
      guard alone.count * 5 >= short.count * 4 else { continue }
      for index in alone { readings[index].promoteToRelease() }
    }
  }

  private static func significant(_ numbers: ArraySlice<ArraySlice<UInt8>>) -> [[UInt8]] {
    numbers.map { Array($0.significantDigits) }
  }
}
