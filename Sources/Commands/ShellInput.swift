internal import QueryLanguage

#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Darwin)
  internal import Darwin
#endif

/// Where a shell reads its lines.
protocol ShellLines {
  /// Returns the next line; `isContinued` when it goes on with a query.
  mutating func line(isContinued: Bool) -> LineEditor.Line
  /// Whether the next line can be looked at before the query is answered.
  var canLookAhead: Bool { get }
}

/// Puts lines together to queries and commands.
struct ShellInput {
  enum Statement {
    case query(String)
    /// A line that begins with a dot or a backslash.
    case command(String)
    case cancelled
    case end
  }

  private var lines: any ShellLines
  /// A line that was looked at and belongs to the next statement.
  private var pending: LineEditor.Line?
  /// The lines of the query so far, for completion.
  private let draft: Draft

  /// What was entered of a query before the line that is being edited.
  final class Draft {
    var text = ""
  }

  init(_ lines: some ShellLines, draft: Draft) {
    self.lines = lines
    self.draft = draft
  }

  /// Reads the next statement.
  ///
  /// A line is one, unless the query cannot end there, or the next line begins with `|`; an empty
  /// line ends every query.
  mutating func next() -> Statement {
    draft.text = ""
    while true {
      let line = pending ?? lines.line(isContinued: !draft.text.isEmpty)
      pending = nil
      switch line {
      case .cancelled: return .cancelled
      case .end:
        if QueryText.isEmpty(draft.text) { return .end }
        pending = .end
        return .query(draft.text)
      case .text(let text):
        if let statement = take(text) { return statement }
      }
    }
  }

  private mutating func take(_ line: String) -> Statement? {
    let isBlank = line.allSatisfy(\.isWhitespace)
    // Comments alone begin nothing.
    if QueryText.isEmpty(draft.text) {
      if isBlank { return nil }
      let start = line.drop(while: \.isWhitespace)
      if start.hasPrefix(".") || start.hasPrefix("\\") { return .command(String(start)) }
      draft.text = draft.text.isEmpty ? line : draft.text + "\n" + line
    } else if isBlank {
      return .query(draft.text)
    } else {
      draft.text += "\n" + line
    }
    if QueryText.goesOn(draft.text) { return nil }
    if endsQuery(line) || !lines.canLookAhead { return .query(draft.text) }
    return lookAhead() ? nil : .query(draft.text)
  }

  /// Reads the next line, and comments before it; returns whether it goes on with the query.
  private mutating func lookAhead() -> Bool {
    while true {
      let next = lines.line(isContinued: true)
      if case .text(let text) = next, !text.allSatisfy(\.isWhitespace), QueryText.isEmpty(text) {
        draft.text += "\n" + text
        continue
      }
      pending = next
      if case .text(let text) = next { return QueryText.continuesQuery(text) }
      return false
    }
  }

  private func endsQuery(_ line: String) -> Bool {
    line.reversed().first { !$0.isWhitespace } == ";"
  }
}

/// Lines that are edited at a terminal.
struct EditedLines: ShellLines {
  let editor: LineEditor
  /// Returns what stands before a line.
  let prompt: (_ isContinued: Bool) -> String

  mutating func line(isContinued: Bool) -> LineEditor.Line {
    editor.readLine(prompt(isContinued))
  }

  var canLookAhead: Bool { editor.hasMore }
}

/// Lines of the standard input as it is.
struct PlainLines: ShellLines {
  private var buffer: [UInt8] = []
  private var isAtEnd = false
  private let isTerminal = isatty(STDIN_FILENO) != 0

  mutating func line(isContinued: Bool) -> LineEditor.Line {
    var scanned = 0
    while true {
      if let end = buffer[scanned...].firstIndex(of: 0x0A) {
        let line = String(decoding: buffer[..<end], as: UTF8.self)
        buffer.removeFirst(end + 1)
        return .text(line.hasSuffix("\r") ? String(line.dropLast()) : line)
      }
      scanned = buffer.count
      if isAtEnd {
        guard !buffer.isEmpty else { return .end }
        defer { buffer = [] }
        return .text(String(decoding: buffer, as: UTF8.self))
      }
      fill()
    }
  }

  /// A person at a terminal waits for the answer to each line.
  var canLookAhead: Bool { !isTerminal }

  private mutating func fill() {
    var chunk = [UInt8](repeating: 0, count: 65_536)
    let count = read(STDIN_FILENO, &chunk, chunk.count)
    if count > 0 {
      buffer += chunk[..<count]
    } else if count == 0 || errno != EINTR {
      isAtEnd = true
    }
  }
}
