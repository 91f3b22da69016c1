import Testing

/// A question, its answer in the history of the shop, and what its plan may do.
struct ShopQuestion: Sendable, CustomTestStringConvertible {
  let number: Int
  let title: String
  let query: String
  /// One row on each line; `…` stands for the zeros of a digest.
  let rows: String
  /// The codes of the notes.
  let notes: [String]
  /// The table that has to be read as a whole, and the reason after a comma.
  let reads: String?
  /// Whether rows are sorted or grouped that no index holds in that order.
  let sorts: Bool

  var testDescription: String { "\(number). \(title)" }

  init(
    _ number: Int, _ title: String, _ query: String, rows: String, notes: [String] = [],
    reads: String? = nil, sorts: Bool = false
  ) {
    self.number = number
    self.title = title
    self.query = query
    self.rows = rows
    self.notes = notes
    self.reads = reads
    self.sorts = sorts
  }
}
