import Indexing
import Testing

@Suite("Ids of objects")
struct ObjectIDTests {
  static let sha1 = "00112233445566778899aabbccddeeff01fe02fd"
  static let sha256 = "00112233445566778899aabbccddeeff01fe02fd03fc04fb05fa06f907f8f7e6"

  @Test("An id spells itself as it was spelled", arguments: [sha1, sha256])
  func roundTrip(text: String) throws {
    let id = try #require(ObjectID(hex: text))
    #expect(id.description == text)
    #expect(id.count == text.utf8.count / 2)
    #expect(id.bytes.first == 0x00)
    #expect(id.bytes[1] == 0x11)
    #expect(ObjectID(bytes: id.bytes) == id)
    #expect(ObjectID(bytes: ([1, 2, 3] + id.bytes)[3...]) == id)
    #expect(ObjectID(hex: text.uppercased()) == id)
    // A collection that has no contiguous storage.
    #expect(ObjectID(bytes: id.bytes.lazy.map { $0 }) == id)
  }

  // Beside wrong lengths, the characters next to the digits and letters in ASCII.
  static let notIDs: [String] =
    ["", "00", "\(sha1.dropLast())", "\(sha1)0", "é\(sha1.dropFirst(2))"]
    + ["g", "G", ":", "@", "/", "`", " "].flatMap { wrong in
      ["\(sha1.dropLast())\(wrong)", "\(wrong)\(sha256.dropFirst())"]
    }

  @Test("What does not spell an id is refused", arguments: notIDs)
  func refused(text: String) {
    #expect(ObjectID(hex: text) == nil)
  }

  @Test("Each byte is a digit with its value, or none, wherever it stands", arguments: [40, 64])
  func digits(count: Int) {
    let zeros = [UInt8](repeating: UInt8(ascii: "0"), count: count)
    for place in 0..<count {
      for byte in UInt8.min...UInt8.max {
        var digits = zeros
        digits[place] = byte
        let scalar = Character(Unicode.Scalar(byte))
        let value = scalar.isASCII ? scalar.hexDigitValue : nil
        var bytes = [UInt8](repeating: 0, count: count / 2)
        bytes[place / 2] = UInt8((value ?? 0) << (place % 2 == 0 ? 4 : 0))
        let expected = value == nil ? nil : ObjectID(bytes: bytes)
        if ObjectID(hex: digits) != expected { Issue.record("\(byte) at \(place)") }
      }
    }
  }

  @Test("Another number of bytes is no id", arguments: [0, 4, 8, 16, 19, 21, 24, 31, 33])
  func refusedBytes(count: Int) {
    #expect(ObjectID(bytes: [UInt8](repeating: 7, count: count)) == nil)
  }

  @Test("Ids order as their bytes do, the shorter of two alike first")
  func order() throws {
    let low = try #require(ObjectID(hex: Self.sha1))
    let high = try #require(ObjectID(hex: "ff" + Self.sha1.dropFirst(2)))
    let padded = try #require(ObjectID(hex: Self.sha1 + String(repeating: "0", count: 24)))
    #expect(low < high)
    #expect(low < padded)
    #expect(low != padded)
    #expect([high, padded, low].sorted() == [low, padded, high])
  }
}
