/// Draws counts as bars over a scale that begins at nothing.
struct BarChart {
  /// A bar; the part that is told apart stands on top of the rest.
  struct Bar {
    var label: String
    var count: Int
    /// How much of the count is told apart, such as prereleases.
    var part = 0
    var tip: [UInt8]
  }

  private static let left = 600
  private static let width = 9600
  private static let top = 120
  private static let height = 1500

  let bars: [Bar]
  let drawing: Drawing
  let id: String
  let title: String
  let description: String

  func write() {
    let largest = bars.map(\.count).max() ?? 0
    let scale = CountScale.ticks(upTo: largest)
    let top = scale.last ?? 1
    let bottom = Self.top + Self.height
    func height(_ count: Int) -> Int { count * Self.height / top }
    drawing.begin(
      id: id, width: Self.width, height: bottom + 260, title: title, description: description)
    for count in scale {
      drawing.line(
        Self.left, bottom - height(count), Self.width - 50, bottom - height(count), class: "grid")
      drawing.text("\(count)", Self.left - 80, bottom - height(count) + 45, anchor: "end")
    }
    let room = Self.width - 50 - Self.left
    // As many labels as have room, and bars no wider than the eye expects.
    let longest = bars.map(\.label.count).max() ?? 0
    let every = max(1, (bars.count * (longest * 75 + 250) + room - 1) / room)
    for (index, bar) in bars.enumerated() {
      let start = Self.left + index * room / bars.count
      let step = Self.left + (index + 1) * room / bars.count - start
      let width = max(6, min(400, step - max(2, step / 5)))
      let x = start + (step - width) / 2
      let rest = height(bar.count - bar.part)
      if bar.count > bar.part {
        drawing.bar(x, bottom - rest, width: width, height: rest, class: "bar", tip: bar.tip)
      }
      if bar.part > 0 {
        drawing.bar(
          x, bottom - height(bar.count), width: width, height: height(bar.count) - rest,
          class: "bar part", tip: bar.tip)
      }
      if index % every == 0 {
        drawing.text(bar.label, start + step / 2, bottom + 180, anchor: "middle")
      }
    }
    drawing.end()
  }
}

/// The bars of the two plots about releases.
enum ReleaseBars {
  static let releaseLimit = 200

  /// Whether a release counts: one that a tag publishes.
  ///
  /// A version that only a changelog or an image knows may never have been out.
  private static func isCounted(_ release: ReleaseLog.Release) -> Bool {
    release.tag != nil && !release.isUnreleased
  }

  /// Returns how many releases there were in each month, or in each quarter or year where the months
  /// are too many, with the word for the span; nil without dates.
  static func cadence(
    _ releases: [ReleaseLog.Release]
  ) -> (span: String, bars: [BarChart.Bar])? {
    let dated = releases.compactMap { release -> (month: CalendarMonth, isPrerelease: Bool)? in
      guard let date = release.date, TimeAxis.isPlausible(date), isCounted(release) else {
        return nil
      }
      return (CalendarMonth(at: date), release.isPrerelease)
    }
    guard let first = dated.map(\.month).min(), let last = dated.map(\.month).max() else {
      return nil
    }
    let months = last.index - first.index + 1
    let (span, length) =
      months <= 72 ? ("month", 1) : months <= 216 ? ("quarter", 3) : ("year", 12)
    let start = first.index / length
    var bars = (start...last.index / length).map { place in
      let month = CalendarMonth(index: place * length)
      let label =
        switch length {
        case 1: month.text
        case 3: "\(month.year) Q\(month.month / 3 + 1)"
        default: "\(month.year)"
        }
      return BarChart.Bar(label: label, count: 0, tip: [])
    }
    for release in dated {
      let place = release.month.index / length - start
      bars[place].count += 1
      if release.isPrerelease { bars[place].part += 1 }
    }
    for index in bars.indices {
      let bar = bars[index]
      let more = bar.part == 0 ? "" : ", \(LogWords.count(bar.part, "prerelease")) among them"
      bars[index].tip = Array("\(bar.label): \(LogWords.count(bar.count, "release"))\(more)".utf8)
    }
    return (span, bars)
  }

  /// Returns the number of commits in each of the newest releases, oldest first.
  static func sizes(_ releases: [ReleaseLog.Release]) -> [BarChart.Bar] {
    releases.lazy.filter(isCounted).prefix(releaseLimit).reversed().map { release in
      BarChart.Bar(
        label: shortened(release.title), count: release.commitCount,
        tip: release.title + Array(": \(LogWords.count(release.commitCount, "commit"))".utf8))
    }
  }
}
