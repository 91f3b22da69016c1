/// Returns how many cells of a terminal a visible scalar takes: 0, 1 or 2.
///
/// Combining marks and presentation selectors take none; East Asian wide and full-width characters
/// and emoji take two (Unicode Standard Annex 11). Characters of ambiguous width count as one.
func cellWidth(_ scalar: UInt32) -> Int {
  if scalar < 0x300 { return 1 }
  if isWide(scalar) { return 2 }
  guard let scalar = Unicode.Scalar(scalar) else { return 1 }
  switch scalar.properties.generalCategory {
  case .nonspacingMark, .enclosingMark: return 0
  default: return (0x1160...0x11FF).contains(scalar.value) ? 0 : 1
  }
}

/// Returns how many cells visible text takes.
func cellWidth(_ text: UnsafeRawBufferPointer) -> Int {
  var width = 0
  forEachPiece(of: text) { piece in
    if case .visible(let scalar, _) = piece { width += cellWidth(scalar) } else { width += 1 }
  }
  return width
}

/// Returns how many bytes at the start of visible text take at most `width` cells, and how many
/// cells these are; a mark stays with the character it belongs to.
func prefix(
  of text: UnsafeRawBufferPointer, width: Int
) -> (bytes: Int, cells: Int) {
  var bytes = 0
  var cells = 0
  var isFull = false
  forEachPiece(of: text) { piece in
    var size = 1
    var step = 1
    if case .visible(let scalar, let raw) = piece {
      size = raw.count
      step = cellWidth(scalar)
    }
    if isFull || cells + step > width {
      isFull = true
    } else {
      bytes += size
      cells += step
    }
  }
  return (bytes, cells)
}

/// The blocks of wide characters; emoji that are shown as pictures by default included.
private let wideRanges: [ClosedRange<UInt32>] = [
  0x1100...0x115F, 0x231A...0x231B, 0x2329...0x232A, 0x23E9...0x23EC, 0x23F0...0x23F0,
  0x23F3...0x23F3, 0x25FD...0x25FE, 0x2614...0x2615, 0x2630...0x2637, 0x2648...0x2653,
  0x267F...0x267F, 0x268A...0x268F, 0x2693...0x2693, 0x26A1...0x26A1, 0x26AA...0x26AB,
  0x26BD...0x26BE, 0x26C4...0x26C5, 0x26CE...0x26CE, 0x26D4...0x26D4, 0x26EA...0x26EA,
  0x26F2...0x26F3, 0x26F5...0x26F5, 0x26FA...0x26FA, 0x26FD...0x26FD, 0x2705...0x2705,
  0x270A...0x270B, 0x2728...0x2728, 0x274C...0x274C, 0x274E...0x274E, 0x2753...0x2755,
  0x2757...0x2757, 0x2795...0x2797, 0x27B0...0x27B0, 0x27BF...0x27BF, 0x2B1B...0x2B1C,
  0x2B50...0x2B50, 0x2B55...0x2B55, 0x2E80...0x303E, 0x3041...0x33FF, 0x3400...0x4DBF,
  0x4DC0...0x4DFF, 0x4E00...0xA4CF, 0xA960...0xA97F, 0xAC00...0xD7A3, 0xF900...0xFAFF,
  0xFE10...0xFE19, 0xFE30...0xFE6F, 0xFF01...0xFF60, 0xFFE0...0xFFE6, 0x16FE0...0x18AFF,
  0x18B00...0x18CFF, 0x1AFF0...0x1B2FF, 0x1D300...0x1D376, 0x1F004...0x1F004,
  0x1F0CF...0x1F0CF, 0x1F18E...0x1F18E, 0x1F191...0x1F19A, 0x1F200...0x1F320,
  0x1F32D...0x1F335, 0x1F337...0x1F37C, 0x1F37E...0x1F393, 0x1F3A0...0x1F3CA,
  0x1F3CF...0x1F3D3, 0x1F3E0...0x1F3F0, 0x1F3F4...0x1F3F4, 0x1F3F8...0x1F43E,
  0x1F440...0x1F440, 0x1F442...0x1F4FC, 0x1F4FF...0x1F53D, 0x1F54B...0x1F54E,
  0x1F550...0x1F567, 0x1F57A...0x1F57A, 0x1F595...0x1F596, 0x1F5A4...0x1F5A4,
  0x1F5FB...0x1F64F, 0x1F680...0x1F6C5, 0x1F6CC...0x1F6CC, 0x1F6D0...0x1F6D2,
  0x1F6D5...0x1F6D7, 0x1F6DC...0x1F6DF, 0x1F6EB...0x1F6EC, 0x1F6F4...0x1F6FC,
  0x1F7E0...0x1F7EB, 0x1F7F0...0x1F7F0, 0x1F90C...0x1F93A, 0x1F93C...0x1F945,
  0x1F947...0x1F9FF, 0x1FA70...0x1FAFF, 0x20000...0x3FFFD,
]

private func isWide(_ scalar: UInt32) -> Bool {
  if scalar < 0x1100 { return false }
  var low = 0
  var high = wideRanges.count
  while low < high {
    let middle = (low + high) / 2
    if wideRanges[middle].upperBound < scalar { low = middle + 1 } else { high = middle }
  }
  guard low < wideRanges.count, wideRanges[low].lowerBound <= scalar else { return false }
  // Marks inside the blocks, such as the voiced sound mark U+3099, take no cell of their own.
  return !(0x302A...0x302F).contains(scalar) && !(0x3099...0x309A).contains(scalar)
}
