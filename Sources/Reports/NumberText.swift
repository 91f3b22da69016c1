// Each function writes text at a place with room for `numberTextRoom` bytes and returns how many
// it wrote, so that the same code fills an output's buffer and a table's cell.

/// Room that every number, time and duration fits into.
let numberTextRoom = 48

/// Returns the lower-case hexadecimal digit of 0 to 15.
@inline(__always)
func hexDigit(_ value: UInt8) -> UInt8 {
  value < 10 ? 0x30 &+ value : 0x57 &+ value
}

/// Writes a whole number in decimal.
func writeInteger(_ value: Int64, _ place: UnsafeMutablePointer<UInt8>) -> Int {
  var rest = value.magnitude
  var digits = 1
  var scale = rest
  while scale >= 10 {
    scale /= 10
    digits &+= 1
  }
  var length = 0
  if value < 0 {
    place[0] = UInt8(ascii: "-")
    length = 1
  }
  var index = length &+ digits
  repeat {
    index &-= 1
    place[index] = 0x30 &+ UInt8(truncatingIfNeeded: rest % 10)
    rest /= 10
  } while rest > 0
  return length &+ digits
}

/// Writes a finite double in the shortest form that reads back as the same number.
///
/// The form is a number in JSON, too. Writes nothing when the value is not finite.
func writeReal(_ value: Double, _ place: UnsafeMutablePointer<UInt8>) -> Int {
  guard value.isFinite else { return 0 }
  return writeASCII(value.description, place)
}

/// Writes microseconds since 1970 as an RFC 3339 time in UTC such as `2025-03-17T17:17:29Z`.
///
/// A fraction is written only when it is not zero. Outside the years 0001 to 9999, which RFC 3339
/// cannot express, writes the number itself and returns a negative length.
func writeTime(_ microseconds: Int64, _ place: UnsafeMutablePointer<UInt8>) -> Int {
  guard microseconds >= -62_135_596_800_000_000, microseconds < 253_402_300_800_000_000 else {
    return -writeInteger(microseconds, place)
  }
  let (seconds, fraction) = floorDivide(microseconds, 1_000_000)
  let (days, second) = floorDivide(seconds, 86_400)
  let (year, month, day) = civilDate(daysSince1970: days)
  writeDigits(year, 4, place)
  place[4] = UInt8(ascii: "-")
  writeDigits(month, 2, place + 5)
  place[7] = UInt8(ascii: "-")
  writeDigits(day, 2, place + 8)
  place[10] = UInt8(ascii: "T")
  writeDigits(second / 3600, 2, place + 11)
  place[13] = UInt8(ascii: ":")
  writeDigits(second / 60 % 60, 2, place + 14)
  place[16] = UInt8(ascii: ":")
  writeDigits(second % 60, 2, place + 17)
  let length = 19 &+ writeFraction(UInt64(fraction), place + 19)
  place[length] = UInt8(ascii: "Z")
  return length &+ 1
}

/// Writes microseconds as seconds such as `90061.5`, exactly.
func writeSeconds(_ microseconds: Int64, _ place: UnsafeMutablePointer<UInt8>) -> Int {
  var length = 0
  if microseconds < 0 {
    place[0] = UInt8(ascii: "-")
    length = 1
  }
  let (seconds, fraction) = microseconds.magnitude.quotientAndRemainder(dividingBy: 1_000_000)
  length &+= writeInteger(Int64(seconds), place + length)
  return length &+ writeFraction(fraction, place + length)
}

/// Writes a duration for people: its two largest units, such as `3d 4h`, `1m 30s` or `0.25s`.
///
/// Smaller units are cut off, never rounded up.
func writeDuration(_ microseconds: Int64, _ place: UnsafeMutablePointer<UInt8>) -> Int {
  let magnitude = microseconds.magnitude
  if magnitude < 60_000_000 {
    let length = writeSeconds(microseconds, place)
    place[length] = UInt8(ascii: "s")
    return length &+ 1
  }
  let seconds = magnitude / 1_000_000
  let units: [(size: UInt64, next: UInt64, names: StaticString)] = [
    (86_400, 3600, "d h"), (3600, 60, "h m"), (60, 1, "m s"),
  ]
  var text = microseconds < 0 ? "-" : ""
  for unit in units where seconds >= unit.size {
    let names = unit.names.description.split(separator: " ")
    text += "\(seconds / unit.size)\(names[0])"
    let smaller = seconds % unit.size / unit.next
    if smaller > 0 { text += " \(smaller)\(names[1])" }
    break
  }
  return writeASCII(text, place)
}

/// Writes two hexadecimal digits per byte; needs room for twice the bytes.
func writeHex(_ bytes: UnsafeRawBufferPointer, _ place: UnsafeMutablePointer<UInt8>) -> Int {
  var index = 0
  while index < bytes.count {
    let byte = bytes[index]
    place[2 &* index] = hexDigit(byte >> 4)
    place[2 &* index &+ 1] = hexDigit(byte & 15)
    index &+= 1
  }
  return 2 &* bytes.count
}

private func writeASCII(_ text: String, _ place: UnsafeMutablePointer<UInt8>) -> Int {
  var length = 0
  for byte in text.utf8 where length < numberTextRoom {
    place[length] = byte
    length &+= 1
  }
  return length
}

/// Writes a point and up to six digits without zeros at the end; nothing for zero.
private func writeFraction(_ microseconds: UInt64, _ place: UnsafeMutablePointer<UInt8>) -> Int {
  if microseconds == 0 { return 0 }
  place[0] = UInt8(ascii: ".")
  writeDigits(Int64(microseconds), 6, place + 1)
  var length = 7
  while place[length &- 1] == UInt8(ascii: "0") { length &-= 1 }
  return length
}

@inline(__always)
private func writeDigits(_ value: Int64, _ count: Int, _ place: UnsafeMutablePointer<UInt8>) {
  var rest = value
  var index = count
  while index > 0 {
    index &-= 1
    place[index] = 0x30 &+ UInt8(truncatingIfNeeded: rest % 10)
    rest /= 10
  }
}

@inline(__always)
func floorDivide(_ value: Int64, _ divisor: Int64) -> (quotient: Int64, remainder: Int64) {
  var (quotient, remainder) = value.quotientAndRemainder(dividingBy: divisor)
  if remainder < 0 {
    quotient -= 1
    remainder += divisor
  }
  return (quotient, remainder)
}

/// Returns the date of the proleptic Gregorian calendar, from Howard Hinnant's
/// "chrono-Compatible Low-Level Date Algorithms": eras of 400 years that begin on 1 March.
@inline(__always)
func civilDate(daysSince1970: Int64) -> (year: Int64, month: Int64, day: Int64) {
  let (era, dayOfEra) = floorDivide(daysSince1970 &+ 719_468, 146_097)
  let yearOfEra =
    (dayOfEra &- dayOfEra / 1460 &+ dayOfEra / 36_524 &- dayOfEra / 146_096) / 365
  let dayOfYear = dayOfEra &- (365 &* yearOfEra &+ yearOfEra / 4 &- yearOfEra / 100)
  let shiftedMonth = (5 &* dayOfYear &+ 2) / 153
  let day = dayOfYear &- (153 &* shiftedMonth &+ 2) / 5 &+ 1
  let month = shiftedMonth < 10 ? shiftedMonth &+ 3 : shiftedMonth &- 9
  return (yearOfEra &+ era &* 400 &+ (month <= 2 ? 1 : 0), month, day)
}
