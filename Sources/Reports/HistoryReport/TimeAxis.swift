/// A span of time laid out over a width.
struct TimeAxis {
  /// A mark with its place and label.
  struct Tick {
    var x: Int
    var label: String
  }

  let first: Int64
  let last: Int64
  /// In tenths of a unit of the drawing.
  let left: Int
  let right: Int

  /// Creates an axis that holds all times; nil if there are none.
  ///
  /// Times before 1980 or after 2200, which a clock that is not set or a joke makes, are left out,
  /// since they would press all others into a corner.
  init?(_ times: some Sequence<Int64>, left: Int, right: Int) {
    let plausible = times.filter(Self.isPlausible)
    guard let first = plausible.min(), let last = plausible.max() else { return nil }
    let day: Int64 = 86_400_000_000
    let margin = max((last - first) / 50, day)
    self.first = first - margin
    self.last = last + margin
    self.left = left
    self.right = right
  }

  static func isPlausible(_ time: Int64) -> Bool {
    time >= 315_532_800_000_000 && time < 7_258_118_400_000_000
  }

  /// Returns the place of a time in tenths of a unit.
  func x(_ time: Int64) -> Int {
    let part = Double(time - first) / Double(last - first)
    return left + Int(part * Double(right - left))
  }

  /// At most some twelve marks, at the starts of months or years, or at days for a short span.
  var ticks: [Tick] {
    let start = CalendarMonth(at: first)
    let months = CalendarMonth(at: last).index - start.index
    if months < 2 { return dayTicks }
    let step = [1, 2, 3, 6, 12, 24, 60, 120, 240].first { months / $0 <= 12 } ?? 1200
    var tick = CalendarMonth(index: (start.index + step) / step * step)
    var ticks: [Tick] = []
    while tick.start < last {
      ticks.append(Tick(x: x(tick.start), label: step >= 12 ? "\(tick.year)" : tick.text))
      tick.index += step
    }
    return ticks
  }

  private var dayTicks: [Tick] {
    let day: Int64 = 86_400_000_000
    let step = max(1, (last - first) / day / 8)
    var time = (first / day + 1) * day
    var ticks: [Tick] = []
    while time < last {
      ticks.append(Tick(x: x(time), label: String(LogWords.day(time).dropFirst(5))))
      time += step * day
    }
    return ticks
  }
}
