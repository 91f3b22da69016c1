/// Writes the elements of an SVG drawing; places are in tenths of a unit.
struct Drawing {
  let output: ByteWriter

  /// Begins a drawing that is read aloud as its title and description.
  ///
  /// `id` names it in the page.
  func begin(id: String, width: Int, height: Int, title: String, description: String) {
    output.append("<svg class=\"chart\" role=\"img\" viewBox=\"0 0 ")
    number(width)
    output.append(" ")
    number(height)
    output.append("\" aria-labelledby=\"\(id)-title \(id)-text\">\n<title id=\"\(id)-title\">")
    output.appendHTML(title)
    output.append("</title>\n<desc id=\"\(id)-text\">")
    output.appendHTML(description)
    output.append("</desc>\n")
  }

  func end() {
    output.append("</svg>\n")
  }

  /// Writes a number of tenths such as `12.5`.
  func number(_ tenths: Int) {
    if tenths < 0 { output.append("-") }
    output.append(Int(tenths.magnitude) / 10)
    if tenths % 10 != 0 {
      output.append(".")
      output.append(Int(tenths.magnitude) % 10)
    }
  }

  func line(_ x1: Int, _ y1: Int, _ x2: Int, _ y2: Int, class name: String) {
    output.append("<path class=\"\(name)\" d=\"M")
    point(x1, y1)
    output.append("L")
    point(x2, y2)
    output.append("\"/>\n")
  }

  /// Writes a line through points that moves first along and then up or down.
  func steps(_ points: [(x: Int, y: Int)], class name: String) {
    guard let first = points.first else { return }
    output.append("<path class=\"\(name)\" d=\"M")
    point(first.x, first.y)
    for next in points.dropFirst() {
      output.append("H")
      number(next.x)
      output.append("V")
      number(next.y)
    }
    output.append("\"/>\n")
  }

  func text(
    _ text: String, _ x: Int, _ y: Int, class name: String = "", anchor: String = "start"
  ) {
    output.append("<text")
    if !name.isEmpty { output.append(" class=\"\(name)\"") }
    output.append(" text-anchor=\"\(anchor)\" x=\"")
    number(x)
    output.append("\" y=\"")
    number(y)
    output.append("\">")
    output.appendHTML(text)
    output.append("</text>\n")
  }

  /// Writes a mark with a text that a pointer brings up.
  func mark(_ shape: Shape, _ x: Int, _ y: Int, class name: String, tip: [UInt8]) {
    output.append("<path class=\"\(name)\" d=\"M")
    point(x, y)
    output.append(shape.path)
    output.append("\"><title>")
    output.appendHTML(tip)
    output.append("</title></path>\n")
  }

  func bar(_ x: Int, _ y: Int, width: Int, height: Int, class name: String, tip: [UInt8]) {
    output.append("<rect class=\"\(name)\" x=\"")
    number(x)
    output.append("\" y=\"")
    number(y)
    output.append("\" width=\"")
    number(width)
    output.append("\" height=\"")
    number(height)
    output.append("\"><title>")
    output.appendHTML(tip)
    output.append("</title></rect>\n")
  }

  private func point(_ x: Int, _ y: Int) {
    number(x)
    output.append(" ")
    number(y)
  }

  /// The shapes of marks, so that no meaning rests on a colour alone.
  enum Shape {
    case dot
    case ring
    case cross
    case down
    case stroke
    case shortStroke

    /// The path from the middle of the mark.
    var path: String {
      switch self {
      case .dot, .ring: "m-4.5 0a4.5 4.5 0 1 0 9 0a4.5 4.5 0 1 0 -9 0"
      case .cross: "m-4 -4l8 8m0 -8l-8 8"
      case .down: "m-6 -5l12 0l-6 10z"
      case .stroke: "m0 -7v14"
      case .shortStroke: "m0 -3v6"
      }
    }
  }
}

/// Round steps of a scale of counts.
enum CountScale {
  /// Returns two to six round values from 0 to at least `largest`.
  static func ticks(upTo largest: Int) -> [Int] {
    var step = 1
    var factors = [2, 5, 10]
    var unit = 1
    while largest > step * 5 {
      step = unit * factors.removeFirst()
      if factors.isEmpty {
        unit = step
        factors = [2, 5, 10]
      }
    }
    let top = max(1, (largest + step - 1) / step)
    return (0...top).map { $0 * step }
  }
}
