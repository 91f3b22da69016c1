package import QueryLanguage

/// What an answer says about its question.
package struct AnswerMetadata: Hashable, Sendable {
  /// A parameter of the question.
  package struct Parameter: Hashable, Sendable {
    package var name: String
    /// The value as it was written; nil when it is null.
    package var value: String?

    package init(name: String, value: String?) {
      self.name = name
      self.value = value
    }
  }

  /// The text of the query.
  package var query: String
  /// The parameters in the order in which they are declared.
  package var parameters: [Parameter]
  /// The time the whole question was asked for, in microseconds since 1970; nil for now.
  package var asOf: Int64?
  /// The name of the repository the question was narrowed to.
  package var repository: String?

  package init(
    query: String, parameters: [Parameter] = [], asOf: Int64? = nil, repository: String? = nil
  ) {
    self.query = query
    self.parameters = parameters
    self.asOf = asOf
    self.repository = repository
  }
}

/// Writes one answer in one format: `begin` once, `row` for each row, `end` once.
///
/// A failed write is thrown by the call during which it became known, at the latest by `end`,
/// which hands on everything that was collected.
package protocol AnswerWriter {
  /// Starts the answer.
  mutating func begin(columns: [AnswerColumn], metadata: AnswerMetadata) throws
  /// Adds a row.
  mutating func row(_ row: borrowing some AnswerRow) throws
  /// Finishes the answer; `complete` is false when it was cut off or touches a gap.
  mutating func end(notes: [AnswerNote], complete: Bool) throws
}

/// The forms in which an answer can be written.
package enum AnswerFormat: String, CaseIterable, Hashable, Sendable {
  /// Aligned columns for people.
  case table
  /// One object with the question, the columns, the rows and the notes.
  case json
  /// One object a line and row, without the notes.
  case jsonl
  /// Comma-separated values, safe to open in a spreadsheet, without the notes.
  case csv
  /// Tab-separated values, one line a row, without the notes.
  case tsv
  /// A table of GitHub Flavored Markdown, with the notes below.
  case markdown
  /// A page of its own, with the notes below.
  case html

  /// Returns whether the notes are part of what is written; if not, they belong on stderr.
  package var includesNotes: Bool {
    switch self {
    case .json, .markdown, .html: true
    case .table, .jsonl, .csv, .tsv: false
    }
  }

  /// Returns a writer to `output`.
  package func writer(
    to output: ByteWriter, options: AnswerOptions = AnswerOptions()
  )
    -> any AnswerWriter
  {
    switch self {
    case .table: TableWriter(output: output, terminalWidth: options.terminalWidth)
    case .json: JSONWriter(output: output)
    case .jsonl: JSONLinesWriter(output: output)
    case .csv: CSVWriter(output: output, isRaw: options.rawCSV)
    case .tsv: TSVWriter(output: output)
    case .markdown: MarkdownWriter(output: output)
    case .html: HTMLWriter(output: output)
    }
  }
}

/// What a caller may choose about a format.
package struct AnswerOptions: Hashable, Sendable {
  /// The cells of a terminal line, which a table then fits; nil when the output is no terminal.
  package var terminalWidth: Int?
  /// Whether CSV keeps every byte, for machines: no prefix before formulas, no visible escapes.
  package var rawCSV: Bool

  package init(terminalWidth: Int? = nil, rawCSV: Bool = false) {
    self.terminalWidth = terminalWidth
    self.rawCSV = rawCSV
  }
}
