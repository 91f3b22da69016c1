/// Draws every release as a mark at its date, in a lane for each line of versions.
struct TimelineChart {
  private static let laneHeight = 300
  private static let left = 1300
  private static let width = 9600

  /// The looks of marks: dots, or strokes where dots would hide each other.
  struct Looks {
    typealias Look = (name: String, shape: Drawing.Shape)

    var release: Look
    var prerelease: Look
    let yanked: Look = ("mark yanked", .cross)
  }

  let releases: [ReleaseLog.Release]
  let figures: ReportFigures
  let drawing: Drawing
  private let axis: TimeAxis

  /// Creates the drawing; nil if no release has a date.
  init?(releases: [ReleaseLog.Release], figures: ReportFigures, drawing: Drawing) {
    let dates = figures.released.compactMap { releases[$0].date }
    guard let axis = TimeAxis(dates, left: Self.left + 100, right: Self.width - 350) else {
      return nil
    }
    self.releases = releases
    self.figures = figures
    self.drawing = drawing
    self.axis = axis
  }

  var looks: Looks {
    figures.released.count > 300
      ? Looks(release: ("stroke", .stroke), prerelease: ("stroke soft", .shortStroke))
      : Looks(release: ("mark", .dot), prerelease: ("mark ring", .ring))
  }

  func write() {
    let bottom = 100 + figures.lanes.count * Self.laneHeight
    drawing.begin(
      id: "timeline", width: Self.width, height: bottom + 260,
      title: "Releases over time",
      description: "\(LogWords.count(figures.released.count, "version")), "
        + "\(figures.taggedCount) of them with a tag, in "
        + "\(LogWords.count(figures.lanes.count, "lane")); the table of releases has the same dates."
    )
    for tick in axis.ticks {
      drawing.line(tick.x, 60, tick.x, bottom, class: "grid")
      drawing.text(tick.label, tick.x, bottom + 180, anchor: "middle")
    }
    for (index, lane) in figures.lanes.enumerated() {
      let y = 100 + index * Self.laneHeight + Self.laneHeight / 2
      drawing.line(Self.left, y, Self.width - 50, y, class: "lane")
      drawing.text(shortened(lane.label), Self.left - 120, y + 45, anchor: "end")
      for place in lane.releases { write(releases[place], y) }
    }
    drawing.end()
  }

  private func write(_ release: ReleaseLog.Release, _ y: Int) {
    guard let date = release.date, TimeAxis.isPlausible(date) else { return }
    var tip = release.title + Array(", \(LogWords.day(date))".utf8)
    if release.isWithoutTag { tip += ", no tag".utf8 }
    if release.isYanked {
      tip += ", yanked".utf8
    } else if release.isPrerelease {
      tip += ", prerelease".utf8
    }
    let look =
      release.isYanked ? looks.yanked : release.isPrerelease ? looks.prerelease : looks.release
    drawing.mark(look.shape, axis.x(date), y, class: look.name, tip: tip)
  }
}

/// Returns visible text of at most 18 characters.
func shortened(_ text: [UInt8]) -> String {
  let shown = displayText(text)
  return shown.count > 18 ? shown.prefix(17) + "…" : shown
}
