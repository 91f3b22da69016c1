internal import StrictJSON

/// Finds the announcements in bytes that arrive in pieces, and reads them.
///
/// What it finds depends on the bytes alone, not on where the pieces end: an announcement is read
/// when it is complete, and where it is not, its end is searched for in what arrives.
struct AnnouncementScanner: ~Copyable {
  /// What may stand at the position.
  enum Place {
    /// An announcement or an array of them.
    case top
    /// The first element of an array, or its end.
    case firstElement
    case element
    /// A comma or the end of an array.
    case elementEnd
    /// The rest of a line that is passed over.
    case brokenLine
    /// Nothing is read any more.
    case nowhere
  }

  /// An announcement whose end has not arrived.
  struct Unfinished {
    var boundary = JSONBoundary()
    /// How many of its bytes were searched.
    var searched = 0
    /// Where its second line begins, if that was found.
    var secondLine: Int?
    /// Whether it was found to go on behind its first line.
    var hasFurtherLines = false
  }

  let limit: Int
  var place = Place.top
  var position = 0
  var unfinished: Unfinished?
  private var json = JSONReader()
  private var line = 1
  /// The number of bytes of the line that stand before those at hand, less the offset at which a
  /// line begins in them: with the position, the column.
  private var lineOffset = 0

  init(limit: Int) {
    self.limit = limit
  }

  var hasEnded: Bool { place == .nowhere }

  /// Reads what is complete; returns how many bytes are done with.
  ///
  /// - Parameter isFinal: Whether no further bytes will arrive.
  mutating func scan(
    _ bytes: UnsafeRawBufferPointer, isFinal: Bool, into collector: inout EventCollector
  ) -> Int {
    position = 0
    while !hasEnded, step(bytes, isFinal: isFinal, into: &collector) {}
    if isFinal, position == bytes.count {
      endArray(UnsafeRawBufferPointer(rebasing: bytes[position...]), into: &collector)
    }
    lineOffset += position
    return position
  }

  /// Reads what comes next; returns false if more bytes are needed for it.
  private mutating func step(
    _ bytes: UnsafeRawBufferPointer, isFinal: Bool, into collector: inout EventCollector
  ) -> Bool {
    if place == .brokenLine { return skipLine(bytes) }
    skipBlanks(bytes)
    guard position < bytes.count else { return false }
    let rest = UnsafeRawBufferPointer(rebasing: bytes[position...])
    switch (place, rest[0]) {
    case (.top, UInt8(ascii: "{")), (.firstElement, UInt8(ascii: "{")),
      (.element, UInt8(ascii: "{")):
      return readAnnouncement(rest, isFinal: isFinal, into: &collector)
    case (.top, UInt8(ascii: "[")): advance(to: .firstElement)
    case (.firstElement, UInt8(ascii: "]")), (.elementEnd, UInt8(ascii: "]")): advance(to: .top)
    case (.elementEnd, UInt8(ascii: ",")): advance(to: .element)
    case (.top, 0xEF) where rest.count < 3 && !isFinal: return false
    case (.top, 0xEF) where rest.prefix(3).elementsEqual([0xEF, 0xBB, 0xBF]): position += 3
    case (.top, _): stop(.notAnAnnouncement(rest), isLine: true, into: &collector)
    default: endArray(rest, into: &collector)
    }
    return true
  }

  /// Tells that an array, if one is open, does not go on as it should.
  private mutating func endArray(
    _ rest: UnsafeRawBufferPointer, into collector: inout EventCollector
  ) {
    switch place {
    case .firstElement: stop(.arrayGoesOn(rest, isFirst: true), isLine: false, into: &collector)
    case .element: stop(.arrayGoesOn(rest, isFirst: false), isLine: false, into: &collector)
    case .elementEnd: stop(.arrayEnds(rest), isLine: false, into: &collector)
    default: break
    }
  }

  private mutating func advance(to next: Place) {
    place = next
    position += 1
  }

  // MARK: Announcements

  /// Reads the announcement that `rest` begins with; returns false if more bytes are needed.
  private mutating func readAnnouncement(
    _ rest: UnsafeRawBufferPointer, isFinal: Bool, into collector: inout EventCollector
  ) -> Bool {
    let isCutOff = rest.count > limit
    let known = isCutOff ? UnsafeRawBufferPointer(rebasing: rest[..<limit]) : rest
    if unfinished != nil, !mayBeComplete(known), !isCutOff, !isFinal { return false }
    collector.line = line
    collector.column = lineOffset + position + 1
    do {
      let end = try json.readPrefix(known) { announcement, end in
        AnnouncementForms.read(announcement, into: &collector)
        return end
      }
      finish(rest, count: end)
    } catch let error as JSONError where error.code == .unexpectedEnd && !isFinal && !isCutOff {
      wait(known)
      return false
    } catch let error as JSONError {
      let isTooLarge = error.code == .unexpectedEnd && isCutOff
      fail(isTooLarge ? .tooLarge(limit: limit) : .malformed(error), error, known, &collector)
    } catch {
      // Nothing else is thrown.
      place = .nowhere
    }
    return true
  }

  /// Searches on for the end of an announcement; returns whether it is worth reading it again.
  private mutating func mayBeComplete(_ known: UnsafeRawBufferPointer) -> Bool {
    guard var state = unfinished else { return true }
    let searchedBefore = state.searched
    defer { unfinished = state }
    while true {
      switch state.boundary.scan(known, from: state.searched) {
      case .end, .broken: return true
      case nil:
        state.searched = known.count
        // A first line that is not complete may be followed by another announcement.
        guard !state.hasFurtherLines, let secondLine = state.secondLine else { return false }
        return known[max(secondLine, searchedBefore)...].contains { !Self.isBlank($0) }
      case .lineFeed(let offset):
        state.searched = offset + 1
        state.secondLine = state.secondLine ?? offset + 1
      }
    }
  }

  private mutating func wait(_ known: UnsafeRawBufferPointer) {
    var state = unfinished ?? Unfinished()
    state.hasFurtherLines = Self.secondLine(known) != nil
    unfinished = state
  }

  private mutating func finish(_ rest: UnsafeRawBufferPointer, count: Int) {
    unfinished = nil
    place = place == .top ? .top : .elementEnd
    let lineFeeds = LineFeeds(in: UnsafeRawBufferPointer(rebasing: rest[..<count]))
    if let last = lineFeeds.last {
      line += lineFeeds.count
      lineOffset = -(position + last + 1)
    }
    position += count
  }

  /// Tells what is wrong with the announcement at the position, and goes on behind its line if
  /// there is a next one.
  private mutating func fail(
    _ flaw: EventFlaw, _ error: JSONError, _ known: UnsafeRawBufferPointer,
    _ collector: inout EventCollector
  ) {
    unfinished = nil
    let lineEnd = known.firstIndex(of: UInt8(ascii: "\n")) ?? known.count
    let isNext = error.offset > lineEnd && error.offset == Self.secondLine(known)
    if place == .top, isNext, error.offset < known.count, known[error.offset] == UInt8(ascii: "{") {
      // The next line begins an announcement of its own: this one was cut off.
      let line = UnsafeRawBufferPointer(rebasing: known[..<lineEnd])
      do {
        try json.readPrefix(line) { _, _ in }
      } catch let error as JSONError {
        report(.endOfLine(error), error, into: &collector)
      } catch {
        // Nothing else is thrown.
      }
      place = .brokenLine
      return
    }
    if flaw.code == .tooLarge {
      collector.report(flaw)
    } else {
      report(flaw, error, into: &collector)
    }
    place = place == .top && error.offset <= lineEnd ? .brokenLine : .nowhere
  }

  private func report(
    _ flaw: EventFlaw, _ error: JSONError, into collector: inout EventCollector
  ) {
    let column = error.line > 1 ? error.column : lineOffset + position + error.column
    collector.report(flaw, line: line + error.line - 1, column: column)
  }

  /// Returns the offset of the first byte behind the first line that is no blank, or null.
  private static func secondLine(_ bytes: UnsafeRawBufferPointer) -> Int? {
    guard let lineEnd = bytes.firstIndex(of: UInt8(ascii: "\n")) else { return nil }
    return bytes[lineEnd...].firstIndex { !isBlank($0) }
  }

  // MARK: Lines

  private static func isBlank(_ byte: UInt8) -> Bool {
    byte == UInt8(ascii: " ") || byte == UInt8(ascii: "\n") || byte == UInt8(ascii: "\r")
      || byte == UInt8(ascii: "\t")
  }

  private mutating func skipBlanks(_ bytes: UnsafeRawBufferPointer) {
    while position < bytes.count, Self.isBlank(bytes[position]) {
      position += 1
      if bytes[position - 1] == UInt8(ascii: "\n") { beginLine() }
    }
  }

  private mutating func beginLine() {
    line += 1
    lineOffset = -position
  }

  /// Tells what is wrong at the position; goes on behind the line, or not at all.
  private mutating func stop(
    _ flaw: EventFlaw, isLine: Bool, into collector: inout EventCollector
  ) {
    collector.report(flaw, line: line, column: lineOffset + position + 1)
    place = isLine ? .brokenLine : .nowhere
  }

  private mutating func skipLine(_ bytes: UnsafeRawBufferPointer) -> Bool {
    guard let end = bytes[position...].firstIndex(of: UInt8(ascii: "\n")) else {
      position = bytes.count
      return false
    }
    position = end + 1
    beginLine()
    place = .top
    return true
  }
}
