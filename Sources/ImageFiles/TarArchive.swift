internal import LocalFiles

/// The regular files in a tar archive, by name, read where they lie.
///
/// Read are the forms ustar, pax and GNU's. Links, devices and sparse files count as absent; nothing
/// is unpacked. Of two files with the same name the last counts.
struct TarArchive: Sendable {
  private struct Member {
    var offset: Int64
    var size: Int64
  }

  /// How many entries an archive has at most.
  static let entryLimit = 200_000

  private let file: OpenFile
  private var members: [[UInt8]: Member] = [:]

  /// Lists the archive.
  ///
  /// - Parameter path: for messages.
  /// - Throws: `ImageFileError` if it is compressed, damaged, cut off or no archive.
  init(_ file: OpenFile, path: [UInt8]) throws(ImageFileError) {
    self.file = file
    let start = try TarScan.bytes(file, at: 0, count: 8, path)
    if let compression = Compression(start) { throw .compressed(path, compression) }
    var scan = TarScan(file: file, path: path)
    var count = 0
    while let entry = try scan.next() {
      count += 1
      guard count <= Self.entryLimit else { throw .manyEntries(path, limit: Self.entryLimit) }
      guard let name = Self.normal(entry.name) else { continue }
      members[name] =
        entry.isRegular ? Member(offset: entry.offset, size: entry.size) : nil
    }
  }

  /// Returns the contents of a file, or null if the archive has none of that name.
  func contents(_ name: String, limit: Int) throws(FileFailure) -> [UInt8]? {
    guard let member = members[Array(name.utf8)] else { return nil }
    guard member.size <= limit else {
      throw FileFailure("it has \(member.size) bytes; the limit is \(limit)", isTooLarge: true)
    }
    let bytes = try file.read(at: member.offset, count: Int(member.size))
    guard bytes.count == member.size else { throw FileFailure("the archive was cut off") }
    return bytes
  }

  func has(_ name: String) -> Bool {
    members[Array(name.utf8)] != nil
  }

  /// Returns a name without `./` before it; null for a name that leads elsewhere.
  private static func normal(_ name: [UInt8]) -> [UInt8]? {
    let slash = UInt8(ascii: "/")
    guard name.first != slash else { return nil }
    let parts = name.split(separator: slash).filter { !$0.elementsEqual(".".utf8) }
    if parts.isEmpty || parts.contains(where: { $0.elementsEqual("..".utf8) }) { return nil }
    return Array(parts.joined(separator: [slash]))
  }
}

/// How a file is compressed, by its first bytes.
enum Compression: String {
  case gzip, zstd, xz, bzip2

  init?(_ start: [UInt8]) {
    if start.starts(with: [0x1F, 0x8B]) {
      self = .gzip
    } else if start.starts(with: [0x28, 0xB5, 0x2F, 0xFD]) {
      self = .zstd
    } else if start.starts(with: [0xFD, 0x37, 0x7A, 0x58, 0x5A, 0x00]) {
      self = .xz
    } else if start.starts(with: "BZh".utf8) {
      self = .bzip2
    } else {
      return nil
    }
  }
}
