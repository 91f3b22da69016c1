internal import Foundation

/// A report as a table for people.
struct ReportTable {
  var report: Report

  var text: String {
    let subject =
      report.commits > 0 ? "\(report.repository): \(grouped(report.commits)) commits, " : ""
    let heading = """
      \(subject)\(report.git)
      medians of \(report.rounds) interleaved rounds (\(report.rounds * 4) of short processes), \
      page cache warm; below 1.00 × Stemma is the faster or smaller one, except for rows/s
      """
    var text = heading + "\n"
    if let floor = report.processFloor {
      text += "included in every time: \(shown(floor, .seconds)) to start and await a program\n"
    }
    let states = report.measurements.map(\.state)
    for (index, state) in states.enumerated() where !states[..<index].contains(state) {
      text += "\n\(state)\n" + table(report.measurements.filter { $0.state == state })
    }
    for skipped in report.skipped { text += "\nskipped: \(skipped)\n" }
    return text
  }

  private func table(_ measurements: [Measurement]) -> String {
    let header = ["what", "stemma", "peer", "", "ratio", "target", ""]
    let rows = [header] + measurements.map(row)
    let widths = header.indices.map { column in rows.map { $0[column].count }.max() ?? 0 }
    return rows.map { row in
      let cells = row.indices.map { column in
        let padding = String(repeating: " ", count: widths[column] - row[column].count)
        let isNumber = [1, 2, 4].contains(column)
        return isNumber ? padding + row[column] : row[column] + padding
      }
      return "  " + cells.joined(separator: "  ").trimmingSuffix() + "\n"
    }.joined()
  }

  private func row(_ measurement: Measurement) -> [String] {
    let verdict =
      switch measurement.isMet {
      case true?: "met"
      case false?: "NOT MET"
      case nil: "not judged"
      }
    return [
      measurement.what,
      measurement.stemma.isEmpty ? "unknown" : shown(measurement.median, measurement.unit),
      measurement.peerMedian.map { shown($0, measurement.unit) } ?? "",
      measurement.peerName ?? "",
      measurement.ratio.map { String(format: "%.2f ×", $0) } ?? "",
      measurement.target,
      verdict,
    ]
  }

  private func shown(_ value: Double, _ unit: Measurement.Unit) -> String {
    switch unit {
    case .seconds where value < 1: String(format: "%.1f ms", value * 1_000)
    case .seconds: String(format: "%.2f s", value)
    case .bytes: String(format: "%.1f MB", value / 1_000_000)
    case .rowsPerSecond: grouped(Int(value / 1_000) * 1_000) + " rows/s"
    }
  }

  private func grouped(_ number: Int) -> String {
    var digits = String(number)
    var position = digits.count - 3
    while position > 0 {
      digits.insert(",", at: digits.index(digits.startIndex, offsetBy: position))
      position -= 3
    }
    return digits
  }
}

extension String {
  fileprivate func trimmingSuffix() -> String {
    var text = self
    while text.hasSuffix(" ") { text.removeLast() }
    return text
  }
}
