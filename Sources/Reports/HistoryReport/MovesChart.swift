/// Draws what a name such as `latest` stood for as lines of steps: time to the right, versions in their
/// order upwards, with a mark where it went back; a line ends where the name was deleted or came to
/// stand for no version.
struct MovesChart {
  private static let left = 1300
  private static let width = 9600
  private static let top = 150
  private static let height = 1700
  private static let markLimit = 150
  private static let bottom = top + height

  /// A move with its place in the drawing.
  private struct Mark {
    var move: HistoryReport.Move
    var x: Int
    var y: Int

    /// Whether the name stands for no version from then on.
    var isEnd: Bool { move.rank == nil }
    var isBackward: Bool { move.direction == .down }
  }

  /// All moves of the name, oldest first.
  private let moves: [HistoryReport.Move]
  private let drawing: Drawing
  private let id: String
  private let axis: TimeAxis
  private let marks: [Mark]

  /// Creates the drawing; nil if no move has a place on it.
  ///
  /// - Parameters:
  ///   - moves: The moves of one name, oldest first.
  ///   - id: The name in the page's own ids.
  init?(moves: [HistoryReport.Move], drawing: Drawing, id: String) {
    // What ends before anything began has no place.
    let drawn = moves.filter { TimeAxis.isPlausible($0.at) }.drop { $0.rank == nil }
    guard let axis = TimeAxis(drawn.map(\.at), left: Self.left + 100, right: Self.width - 350)
    else {
      return nil
    }
    // Versions of times that cannot be take no room.
    let ranks = Set(drawn.compactMap(\.rank)).sorted()
    let places = Dictionary(uniqueKeysWithValues: ranks.enumerated().map { ($1, $0) })
    var y = Self.bottom
    var marks: [Mark] = []
    for move in drawn {
      if let place = move.rank.flatMap({ places[$0] }) {
        y =
          ranks.count == 1
          ? Self.top + Self.height / 2 : Self.bottom - place * Self.height / (ranks.count - 1)
      }
      marks.append(Mark(move: move, x: axis.x(move.at), y: y))
    }
    self.moves = moves
    self.drawing = drawing
    self.id = id
    self.axis = axis
    self.marks = marks
  }

  /// Whether a line ends because the name was deleted.
  var hasDeletion: Bool { marks.contains { $0.isEnd && $0.move.change == .delete } }
  /// Whether a line ends because the name came to stand for no version.
  var hasUnknown: Bool { marks.contains { $0.isEnd && $0.move.change != .delete } }
  var hasBackward: Bool { marks.contains { $0.isBackward } }

  func write() {
    drawing.begin(
      id: id, width: Self.width, height: Self.bottom + 320,
      title: "Versions that \(displayText(moves[0].name)) stood for", description: description)
    for tick in axis.ticks {
      drawing.line(tick.x, Self.top - 60, tick.x, Self.bottom + 60, class: "grid")
      drawing.text(tick.label, tick.x, Self.bottom + 230, anchor: "middle")
    }
    writeLabels()
    writeSteps()
    // Marks that touch each other hide the line; only those that tell most stay, on top.
    let isSparse = marks.count <= Self.markLimit
    if isSparse {
      for mark in marks { writeBound(mark) }
      for mark in marks where !mark.isBackward && !mark.isEnd { write(mark) }
    }
    for mark in marks where mark.isBackward || mark.isEnd { write(mark) }
    drawing.end()
  }

  private var description: String {
    let deletions = moves.count { $0.change == .delete }
    var text = LogWords.count(moves.count, "move")
    text += ", \(moves.count { $0.direction == .down }) of them backward"
    if deletions > 0 { text += ", \(LogWords.count(deletions, "deletion"))" }
    let missing = moves.count - marks.count
    if missing > 0 { text += ", \(missing) without a place here" }
    return text + "; the table of moves has the same data."
  }

  /// Writes a line for each stretch of time in which the name stood for versions.
  private func writeSteps() {
    var points: [(x: Int, y: Int)] = []
    for mark in marks {
      points.append((mark.x, mark.y))
      guard mark.isEnd else { continue }
      if points.count > 1 { drawing.steps(points, class: "step") }
      points = []
    }
    guard let last = points.last else { return }
    drawing.steps(points + [(x: Self.width - 100, y: last.y)], class: "step")
  }

  /// Writes how far back a move whose time is only bounded may have been.
  private func writeBound(_ mark: Mark) {
    guard let earliest = mark.move.earliest, TimeAxis.isPlausible(earliest),
      earliest < mark.move.at
    else { return }
    drawing.line(max(axis.left, axis.x(earliest)), mark.y, mark.x, mark.y, class: "bound")
  }

  private func write(_ mark: Mark) {
    let move = mark.move
    var tip = (move.oldVersion ?? Array("nothing".utf8)) + Array(" → ".utf8)
    let end = move.change == .delete ? "deleted" : "no version"
    tip += move.newVersion ?? Array(end.utf8)
    tip += ", \(timeText(move.at)) (\(move.precision.rawValue))".utf8
    if mark.isBackward { tip += ", backward".utf8 }
    let look: (name: String, shape: Drawing.Shape) =
      if mark.isEnd {
        move.change == .delete ? ("mark yanked", .cross) : ("mark ring", .ring)
      } else {
        mark.isBackward ? ("mark back", .down) : ("mark small", .dot)
      }
    drawing.mark(look.shape, mark.x, mark.y, class: look.name, tip: tip)
  }

  /// Writes versions at the side where they have room: the highest, the lowest, and those between.
  private func writeLabels() {
    var names: [Int: [UInt8]] = [:]
    for mark in marks where !mark.isEnd { names[mark.y] = mark.move.newVersion ?? [] }
    let lowest = names.keys.max() ?? 0
    var last = -Self.height
    for place in names.keys.sorted() where place == lowest || place - last >= 220 {
      if place != lowest, lowest - place < 220 { continue }
      last = place
      drawing.text(shortened(names[place] ?? []), Self.left - 120, place + 45, anchor: "end")
      drawing.line(Self.left, place, Self.width - 50, place, class: "grid")
    }
  }
}
