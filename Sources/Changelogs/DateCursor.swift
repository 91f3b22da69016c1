/// Takes the parts of a date one after the other.
struct DateCursor {
  let bytes: ArraySlice<UInt8>
  var place: Int

  init(_ bytes: ArraySlice<UInt8>) {
    self.bytes = bytes
    place = bytes.startIndex
  }

  private var next: UInt8? { place < bytes.endIndex ? bytes[place] : nil }

  /// Takes a number of at most so many digits, all that stand there; returns it with their count.
  mutating func number(maximum: Int) -> (value: Int, digits: Int)? {
    let start = place
    var value = 0
    while let byte = next, byte.isDigit {
      guard place - start < maximum else {
        place = start
        return nil
      }
      value = value * 10 + byte.digit
      place += 1
    }
    return place > start ? (value, place - start) : nil
  }

  mutating func take(_ byte: UInt8) -> Bool {
    guard next == byte else { return false }
    place += 1
    return true
  }

  mutating func take(ideograph: StaticString) -> Bool {
    guard bytes[place...].begins(with: ideograph) else { return false }
    place += ideograph.utf8CodeUnitCount
    return true
  }

  /// Takes what stands between the numbers of a date; 0 stands for the sign of a year.
  mutating func separator() -> UInt8? {
    if take(ideograph: "年") { return 0 }
    guard let byte = next, byte.isOne(of: "-/.") else { return nil }
    place += 1
    return byte
  }

  /// Takes the blanks, commas, dots and hyphens between parts.
  mutating func skipGap() {
    while let byte = next, byte.isBlank || byte.isOne(of: ",.-") { place += 1 }
    if bytes[place...].beginsAnyCase(with: "of ") { place += 3 }
  }

  mutating func skipBlanks() {
    while let byte = next, byte.isBlank { place += 1 }
  }

  mutating func skipOrdinal() {
    for ending: StaticString in ["st", "nd", "rd", "th"]
    where bytes[place...].beginsAnyCase(with: ending) {
      let end = place + 2
      if end == bytes.endIndex || !bytes[end].isLetter { place = end }
      return
    }
  }

  /// Takes the name of a month, whole or by at least three letters.
  mutating func monthName() -> (month: Int, name: ArraySlice<UInt8>)? {
    let word = bytes[place...].prefix(while: \.isLetter)
    guard let month = Self.index(of: word, among: Self.months) else { return nil }
    place = word.endIndex
    return (month + 1, word)
  }

  /// Takes the name of a day of the week and what separates it; returns whether there was one.
  mutating func skipWeekday() -> Bool { weekday() != nil }

  /// Takes the name of a day of the week and what separates it; returns 0 for Monday.
  mutating func weekday() -> Int? {
    let word = bytes[place...].prefix(while: \.isLetter)
    guard let day = Self.index(of: word, among: Self.weekdays) else { return nil }
    place = word.endIndex
    skipGap()
    return day
  }

  private static func index(of word: ArraySlice<UInt8>, among names: [StaticString]) -> Int? {
    guard word.count >= 3 else { return nil }
    return names.firstIndex { name in
      name.withUTF8Buffer { name in
        word.count <= name.count && zip(word, name).allSatisfy { $0.lowercased == $1 }
      }
    }
  }

  private static let months: [StaticString] = [
    "january", "february", "march", "april", "may", "june", "july", "august", "september",
    "october", "november", "december",
  ]

  private static let weekdays: [StaticString] = [
    "monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday",
  ]

  // MARK: Time of day

  /// Takes what separates a time of day from its date; returns whether there was something.
  mutating func skipTimeMark() -> Bool {
    if take(UInt8(ascii: "T")) || take(UInt8(ascii: "t")) { return true }
    let start = place
    if next == .comma { place += 1 }
    while let byte = next, byte == .space || byte == 0x09 { place += 1 }
    if bytes[place...].beginsAnyCase(with: "at ") { place += 3 }
    return place > start
  }

  /// Takes a time of day; returns the microseconds since midnight.
  ///
  /// It is written `10:00`, `10:00:00` or `10:00:00.25`. What is smaller is cut off.
  mutating func clock() -> Int? {
    let start = place
    guard let (hour, digits) = number(maximum: 2), digits <= 2, take(.colon),
      let (minute, count) = number(maximum: 2), count == 2, hour < 24, minute < 60
    else {
      place = start
      return nil
    }
    guard take(.colon) else { return (hour * 60 + minute) * 60_000_000 }
    guard let (second, secondDigits) = number(maximum: 2), secondDigits == 2, second <= 60 else {
      place = start
      return nil
    }
    var fraction = 0
    if take(.dot) {
      var unit = 100_000
      while let byte = next, byte.isDigit {
        fraction += byte.digit * unit
        unit /= 10
        place += 1
      }
    }
    return ((hour * 60 + minute) * 60 + second) * 1_000_000 + fraction
  }

  /// Takes a zone; returns the seconds that it is ahead of UTC, or null for a name of doubtful
  /// meaning, which is taken all the same.
  mutating func zone() -> Int? {
    if take(UInt8(ascii: "Z")) || take(UInt8(ascii: "z")) { return 0 }
    let start = place
    let word = bytes[place...].prefix(while: \.isLetter)
    if !word.isEmpty {
      guard word.count <= 5 else { return nil }
      place = word.endIndex
      return word.isWord("utc") || word.isWord("gmt") ? 0 : nil
    }
    let isAhead = take(UInt8(ascii: "+"))
    guard isAhead || take(.hyphen), let (number, digits) = number(maximum: 4) else {
      place = start
      return nil
    }
    var (hours, minutes) = (number / 100, number % 100)
    if digits == 2 {
      hours = number
      minutes = 0
      if take(.colon) { minutes = self.number(maximum: 2)?.value ?? 60 }
    }
    guard digits == 4 || digits == 2, hours < 24, minutes < 60 else {
      place = start
      return nil
    }
    return (isAhead ? 1 : -1) * (hours * 60 + minutes) * 60
  }
}
