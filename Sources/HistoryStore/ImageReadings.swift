internal import GRDB
internal import Indexing

/// What is known of an image, for the rows of its tags.
struct ImageReading: Hashable {
  var version: [UInt8]?
  var key: [UInt8]?
  var line: Int64?
  var source: [UInt8]?
  var commit: Int64?
}

/// The readings of numbered digests: each different one is kept once.
struct ImageReadings {
  private var readings = [ImageReading()]
  private var known: [ImageReading: Int32] = [ImageReading(): 0]
  /// By the number of the digest.
  private var numbers: [Int32]

  private static let columns = "version, version_key, version_line, version_source, commit_id"

  /// Reads the images of the digests: those of many as they lie in the table.
  init(_ digests: NumberedDigests, _ connection: OpaquePointer, isMany: Bool) throws {
    numbers = Array(repeating: 0, count: digests.count)
    if isMany {
      let all = try RawStatement(
        "SELECT \(Self.columns), digest, repo FROM image NOT INDEXED", on: connection)
      while try all.step() {
        guard let digest = Digest(bytes: all.bytes(5)),
          let number = digests.known(digest, in: all.integer(6))
        else { continue }
        set(number, all)
      }
    } else {
      let find = try RawStatement(
        "SELECT \(Self.columns) FROM image WHERE digest = ?1 AND repo = ?2", on: connection)
      for number in 0..<Int32(digests.count) {
        find.bindBlob(digests[number].bytes, 1)
        find.bind(digests.repos[Int(number)], 2)
        if try find.step() { set(number, find) }
        find.reset()
      }
    }
  }

  subscript(digest: Int32) -> ImageReading { readings[Int(numbers[Int(digest)])] }

  private mutating func set(_ digest: Int32, _ row: borrowing RawStatement) {
    let reading = ImageReading(
      version: row.bytes(orNull: 0), key: row.bytes(orNull: 1), line: row.integer(orNull: 2),
      source: row.bytes(orNull: 3), commit: row.integer(orNull: 4))
    if let number = known[reading] {
      numbers[Int(digest)] = number
      return
    }
    numbers[Int(digest)] = Int32(readings.count)
    known[reading] = Int32(readings.count)
    readings.append(reading)
  }
}
