/// The trailers at the end of a commit message, by the rules of `git interpret-trailers`.
///
/// They are the last paragraph if all of its lines are trailers, or if at least a quarter are and one
/// of them is written by git itself (`Signed-off-by: `, `(cherry picked from commit `). A line that
/// begins with a blank continues the trailer before it. Lines of comments, a list of conflicts at the
/// end and what follows git's scissors do not count. Source: `git help interpret-trailers`.
/// It takes time linear in the size of the body.
enum TrailerBlock {
  /// Returns the trailers of a body, which begins after the blank line that follows the subject.
  static func read(_ body: ArraySlice<UInt8>) -> [Trailer] {
    let message = body[..<end(of: body)]
    guard let start = start(in: message) else { return [] }
    var trailers: [Trailer] = []
    var current: (token: ArraySlice<UInt8>, valueStart: Int, end: Int)?
    func close() {
      guard let trailer = current else { return }
      trailers.append(
        Trailer(
          token: trailer.token, value: message[trailer.valueStart..<trailer.end].trimmed()))
    }
    for line in Lines(message[start...]) {
      if current != nil, line.first?.isBlank ?? true {
        current?.end = line.endIndex
        continue
      }
      close()
      current = nil
      guard let separator = separator(in: line), !isComment(line) else { continue }
      current = (line[..<separator].trimmed(), separator + 1, line.endIndex)
    }
    close()
    return trailers
  }

  /// Returns where a message ends that comments, conflicts or cut text follow.
  private static func end(of body: ArraySlice<UInt8>) -> Int {
    var firstIgnored: Int?
    var isInConflicts = false
    for line in Lines(body) {
      if line.hasPrefix("# ------------------------ >8 ------------------------") {
        return firstIgnored ?? line.startIndex
      }
      if line.isEmpty || isComment(line) {
        firstIgnored = firstIgnored ?? line.startIndex
      } else if line.count == 10, line.hasPrefix("Conflicts:") {
        isInConflicts = true
        firstIgnored = firstIgnored ?? line.startIndex
      } else if !isInConflicts || line.first != UInt8(ascii: "\t") {
        firstIgnored = nil
        isInConflicts = false
      }
    }
    return firstIgnored ?? body.endIndex
  }

  /// What the lines of the last paragraph are, counted from the end.
  private struct Count {
    var trailers = 0
    var others = 0
    var continuations = 0
    var hasLineByGit = false

    mutating func add(_ line: ArraySlice<UInt8>) {
      if line.hasPrefix("Signed-off-by: ") || line.hasPrefix("(cherry picked from commit ") {
        hasLineByGit = true
        trailers += 1
        continuations = 0
      } else if isComment(line) {
        settle()
      } else if line.first?.isBlank ?? false {
        continuations += 1
      } else if separator(in: line) != nil {
        trailers += 1
        continuations = 0
      } else {
        others += 1
        settle()
      }
    }

    /// Lines that could have continued a trailer did not.
    mutating func settle() {
      others += continuations
      continuations = 0
    }

    var isBlock: Bool {
      hasLineByGit ? trailers * 3 >= others : trailers > 0 && others == 0
    }
  }

  /// Returns where the block begins, or null if there is none.
  private static func start(in message: ArraySlice<UInt8>) -> Int? {
    var count = Count()
    var end = message.endIndex
    var start: Int?
    while end > message.startIndex {
      let rest = message[..<(end - (message[end - 1] == UInt8(ascii: "\n") ? 1 : 0))]
      let lineStart = rest.lastIndex(of: UInt8(ascii: "\n")).map { $0 + 1 } ?? message.startIndex
      let line = rest[lineStart...]
      if !line.isBlank {
        count.add(line)
        start = lineStart
      } else if start != nil {
        break
      }
      end = lineStart
    }
    count.settle()
    return count.isBlock ? start : nil
  }

  private static func isComment(_ line: ArraySlice<UInt8>) -> Bool {
    line.first == UInt8(ascii: "#")
  }

  /// Returns where the colon of a trailer stands: after a word of letters, digits and hyphens, and
  /// blanks.
  private static func separator(in line: ArraySlice<UInt8>) -> Int? {
    let wordEnd =
      line.firstIndex { !($0.isLetter || $0.isDigit || $0 == UInt8(ascii: "-")) } ?? line.endIndex
    guard wordEnd > line.startIndex else { return nil }
    let end =
      line[wordEnd...].firstIndex { $0 != UInt8(ascii: " ") && $0 != UInt8(ascii: "\t") }
      ?? line.endIndex
    return end < line.endIndex && line[end] == UInt8(ascii: ":") ? end : nil
  }
}
