internal import LocalFiles

/// Goes from header to header of a tar archive (POSIX.1-2017, `pax`; GNU tar, `Basic Tar Format`).
struct TarScan {
  struct Entry {
    var name: [UInt8]
    var offset: Int64
    var size: Int64
    var isRegular: Bool
  }

  private static let block: Int64 = 512
  /// The bytes of an extended header.
  private static let extensionLimit: Int64 = 1 << 20

  let file: OpenFile
  let path: [UInt8]
  private var position: Int64 = 0
  private var longName: [UInt8]?
  private var longSize: Int64?
  private var isSparse = false

  init(file: OpenFile, path: [UInt8]) {
    self.file = file
    self.path = path
  }

  /// Returns the next entry, or null at the end.
  mutating func next() throws(ImageFileError) -> Entry? {
    while true {
      let start = position
      let header = try Self.bytes(file, at: start, count: Int(Self.block), path)
      // Two blocks of zeros end an archive; some programs write one, or none.
      if header.allSatisfy({ $0 == 0 }) {
        if start == 0 { throw .notAnArchive(path, offset: start) }
        if longName != nil || longSize != nil { throw .cutOff(path, offset: start) }
        return nil
      }
      guard header.count == Self.block else { throw .notAnArchive(path, offset: start) }
      guard Self.hasChecksum(header), let size = Self.number(header[124..<136]), size >= 0 else {
        throw .notAnArchive(path, offset: start)
      }
      let kind = header[156]
      let content = start + Self.block
      if Self.isExtension(kind) {
        try readExtension(kind, at: content, size: size)
        try advance(to: content, size: size, from: start)
        continue
      }
      let isRegular = kind == UInt8(ascii: "0") || kind == 0 || kind == UInt8(ascii: "7")
      // Links, devices and folders have no content, whatever their header says.
      let isEmpty = (UInt8(ascii: "1")...UInt8(ascii: "6")).contains(kind)
      let actual = isEmpty ? 0 : longSize ?? size
      try advance(to: content, size: actual, from: start)
      let entry = Entry(
        name: longName ?? Self.name(header), offset: content, size: actual,
        isRegular: isRegular && !isSparse)
      longName = nil
      longSize = nil
      isSparse = false
      return entry
    }
  }

  private mutating func advance(
    to content: Int64, size: Int64, from start: Int64
  ) throws(ImageFileError) {
    let (end, isTooLarge) = content.addingReportingOverflow(size)
    guard !isTooLarge, size >= 0, end <= file.size else { throw .cutOff(path, offset: start) }
    position = content + (size + Self.block - 1) / Self.block * Self.block
  }

  private static func isExtension(_ kind: UInt8) -> Bool {
    "xgLK".utf8.contains(kind)
  }

  private mutating func readExtension(
    _ kind: UInt8, at offset: Int64, size: Int64
  ) throws(ImageFileError) {
    guard size <= Self.extensionLimit else { throw .longHeader(path, size: size) }
    let content = try Self.bytes(file, at: offset, count: Int(size), path)
    switch kind {
    case UInt8(ascii: "L"): longName = Array(content.prefix { $0 != 0 })
    case UInt8(ascii: "x"): readRecords(content)
    // Long targets of links, and what holds for the whole archive.
    default: break
    }
  }

  /// Reads records of the form `LENGTH NAME=VALUE` and a line end.
  private mutating func readRecords(_ content: [UInt8]) {
    var rest = content[...]
    while let space = rest.firstIndex(of: UInt8(ascii: " ")) {
      let digits = String(decoding: rest[..<space], as: UTF8.self)
      guard let length = Int(digits), length > digits.utf8.count + 1, length <= rest.count else {
        return
      }
      let record = rest[(space + 1)..<(rest.startIndex + length)].dropLast()
      rest = rest.dropFirst(length)
      guard let equals = record.firstIndex(of: UInt8(ascii: "=")) else { continue }
      let value = record[(equals + 1)...]
      switch String(decoding: record[..<equals], as: UTF8.self) {
      case "path": longName = Array(value)
      case "size": longSize = Int64(String(decoding: value, as: UTF8.self))
      case let name where name.hasPrefix("GNU.sparse."): isSparse = true
      default: break
      }
    }
  }

  /// Returns the name in a header, in ustar with the folders that stand apart.
  private static func name(_ header: [UInt8]) -> [UInt8] {
    let name = Array(header[..<100].prefix { $0 != 0 })
    // GNU's older form has other fields in the place of the folders.
    guard header[257..<263].elementsEqual("ustar\0".utf8) else { return name }
    let folders = Array(header[345..<500].prefix { $0 != 0 })
    return folders.isEmpty ? name : folders + [UInt8(ascii: "/")] + name
  }

  /// Returns the number in a field: octal digits, or with the first bit set, as GNU writes large
  /// numbers, the bytes themselves; null for neither.
  private static func number(_ field: ArraySlice<UInt8>) -> Int64? {
    if let first = field.first, first & 0x80 != 0 {
      guard first == 0x80, field.dropFirst().dropLast(8).allSatisfy({ $0 == 0 }) else { return nil }
      let value = field.suffix(8).reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
      return Int64(exactly: value)
    }
    let digits = field.drop { $0 == UInt8(ascii: " ") }.prefix { $0 != 0 && $0 != 0x20 }
    return digits.isEmpty ? 0 : Int64(String(decoding: digits, as: UTF8.self), radix: 8)
  }

  /// Returns whether a header has the sum of its bytes in it, its own field counted as spaces.
  private static func hasChecksum(_ header: [UInt8]) -> Bool {
    guard let stated = number(header[148..<156]) else { return false }
    var sum: Int64 = 8 * 0x20
    for (index, byte) in header.enumerated() where !(148..<156).contains(index) {
      sum += Int64(byte)
    }
    return sum == stated
  }

  static func bytes(
    _ file: OpenFile, at offset: Int64, count: Int, _ path: [UInt8]
  ) throws(ImageFileError) -> [UInt8] {
    do {
      return try file.read(at: offset, count: count)
    } catch {
      throw .unreadable(path, error)
    }
  }
}
