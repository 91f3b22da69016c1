/// Draws what a name such as `latest` stood for as a line of steps: time to the right, versions in
/// their order upwards, with a mark where it went back.
struct MovesChart {
  private static let left = 1300
  private static let width = 9600
  private static let top = 150
  private static let height = 1700
  private static let markLimit = 150

  /// The moves of one name, oldest first.
  let moves: [HistoryReport.Move]
  let drawing: Drawing
  /// The name in the page's own ids.
  let id: String

  /// Writes the drawing; returns false if no move has a place on it.
  func write() -> Bool {
    let moves = moves.filter { $0.rank != nil && TimeAxis.isPlausible($0.at) }
    guard let axis = TimeAxis(moves.map(\.at), left: Self.left + 100, right: Self.width - 350)
    else {
      return false
    }
    // Versions that the name never stood for take no room.
    let ranks = Set(moves.compactMap(\.rank)).sorted()
    let places = Dictionary(uniqueKeysWithValues: ranks.enumerated().map { ($1, $0) })
    let bottom = Self.top + Self.height
    func y(_ move: HistoryReport.Move) -> Int {
      let place = places[move.rank ?? 0] ?? 0
      return ranks.count == 1
        ? Self.top + Self.height / 2 : bottom - place * Self.height / (ranks.count - 1)
    }
    let backward = moves.filter { $0.direction == .down }
    drawing.begin(
      id: id, width: Self.width, height: bottom + 320,
      title: "Versions that \(displayText(moves[0].name)) stood for",
      description: "\(LogWords.count(moves.count, "move")), \(backward.count) of them backward; "
        + "the table of moves has the same data.")
    for tick in axis.ticks {
      drawing.line(tick.x, Self.top - 60, tick.x, bottom + 60, class: "grid")
      drawing.text(tick.label, tick.x, bottom + 230, anchor: "middle")
    }
    writeLabels(moves, y)
    var points = moves.map { (x: axis.x($0.at), y: y($0)) }
    if let last = points.last { points.append((x: Self.width - 100, y: last.y)) }
    drawing.steps(points, class: "step")
    // Marks that touch each other hide the line; only those that went back stay, on top.
    if moves.count <= Self.markLimit {
      for move in moves { writeBound(move, axis, y(move)) }
      for move in moves where move.direction != .down { write(move, axis.x(move.at), y(move)) }
    }
    for move in backward { write(move, axis.x(move.at), y(move)) }
    drawing.end()
    return true
  }

  /// Writes how far back a move whose time is only bounded may have been.
  private func writeBound(_ move: HistoryReport.Move, _ axis: TimeAxis, _ y: Int) {
    guard let earliest = move.earliest, TimeAxis.isPlausible(earliest), earliest < move.at else {
      return
    }
    drawing.line(max(axis.left, axis.x(earliest)), y, axis.x(move.at), y, class: "bound")
  }

  private func write(_ move: HistoryReport.Move, _ x: Int, _ y: Int) {
    let isBackward = move.direction == .down
    var tip = (move.oldVersion ?? Array("nothing".utf8)) + Array(" → ".utf8)
    tip += move.newVersion ?? Array("nothing".utf8)
    tip += ", \(timeText(move.at)) (\(move.precision.rawValue))".utf8
    if isBackward { tip += ", backward".utf8 }
    drawing.mark(
      isBackward ? .down : .dot, x, y, class: isBackward ? "mark back" : "mark small", tip: tip)
  }

  /// Writes versions at the side where they have room: the highest, the lowest, and those between.
  private func writeLabels(_ moves: [HistoryReport.Move], _ y: (HistoryReport.Move) -> Int) {
    var names: [Int: [UInt8]] = [:]
    for move in moves { names[y(move)] = move.newVersion ?? [] }
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
