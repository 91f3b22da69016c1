import Foundation
import StrictJSON
import Testing

/// Random documents, read beside Foundation's reader.
@Suite("Random documents")
struct JSONPropertyTests {
  @Test("Foundation and this reader find the same values", arguments: 0..<8)
  func roundTrip(seed: UInt64) throws {
    var random = RandomDocument(seed: seed)
    for _ in 0..<150 {
      let object = random.value(depth: 0)
      for options in [[.sortedKeys], [.sortedKeys, .prettyPrinted]]
        as [JSONSerialization.WritingOptions]
      {
        let data = try JSONSerialization.data(
          withJSONObject: ["root": object], options: options)
        let bytes = Array(data)
        var reader = JSONReader()
        let read = try reader.read(bytes) { Self.object($0["root"]) }
        let expected = try JSONSerialization.jsonObject(with: data) as? [String: Any]
        #expect(Self.isEqual(read, expected?["root"]), "\(String(decoding: bytes, as: UTF8.self))")
      }
    }
  }

  @Test("Each beginning of a document is cut off, and nothing else", arguments: 0..<4)
  func beginnings(seed: UInt64) throws {
    var random = RandomDocument(seed: seed &+ 100)
    for _ in 0..<6 {
      let bytes = Array(
        try JSONSerialization.data(withJSONObject: ["a": random.value(depth: 1)]))
      for count in 0..<bytes.count {
        guard case .failure(let error) = outcome(Array(bytes[..<count])) else {
          Issue.record("\(count) of \(bytes.count) bytes were read")
          continue
        }
        #expect(error.code == .unexpectedEnd)
        #expect(error.offset == count)
      }
    }
  }

  @Test("What is accepted after mutations Foundation accepts, too", arguments: 0..<8)
  func mutations(seed: UInt64) throws {
    var random = RandomDocument(seed: seed &+ 200)
    var reader = JSONReader()
    var accepted = 0
    for _ in 0..<800 {
      var bytes = Array(
        try JSONSerialization.data(
          withJSONObject: [random.value(depth: 1)], options: [.prettyPrinted]))
      for _ in 0...random.numbers.below(3) { random.mutate(&bytes) }
      do {
        let text = try reader.read(bytes, written)
        accepted += 1
        #expect(
          (try? JSONSerialization.jsonObject(with: Data(bytes), options: .fragmentsAllowed)) != nil,
          "\(text)")
      } catch let error as JSONError {
        #expect((0...bytes.count).contains(error.offset))
        #expect(error.message.utf8.allSatisfy { $0 >= 0x20 })
        #expect((error.code == .unexpectedEnd) == (error.offset == bytes.count))
      }
    }
    #expect((20..<800).contains(accepted))
  }

  @Test("The end of a document is found in pieces of any size", arguments: 0..<4)
  func boundaries(seed: UInt64) throws {
    var random = RandomDocument(seed: seed &+ 300)
    for _ in 0..<60 {
      let document = Array(
        try JSONSerialization.data(
          withJSONObject: ["a": random.value(depth: 0)], options: [.prettyPrinted]))
      let bytes = document + Array(" {}]".utf8)
      var boundary = JSONBoundary()
      var lines = 0
      var position = 0
      var available = 0
      var end: Int?
      while end == nil, available < bytes.count {
        available = min(bytes.count, available + 1 + random.numbers.below(40))
        let stop = bytes.withUnsafeBytes {
          boundary.scan(UnsafeRawBufferPointer(rebasing: $0[..<available]), from: position)
        }
        switch stop {
        case .end(let offset): end = offset
        case .lineFeed(let offset):
          lines += 1
          position = offset + 1
          available = position
        case .broken(let offset): Issue.record("broken at \(offset)")
        case nil: position = available
        }
      }
      #expect(end == document.count)
      #expect(lines == document.count { $0 == UInt8(ascii: "\n") })
    }
  }

  @Test("A control character in a text ends the search for the end")
  func broken() {
    var boundary = JSONBoundary()
    let stop = Array("{\"a\\\"\\\\b\n\"}".utf8).withUnsafeBytes { boundary.scan($0, from: 0) }
    #expect(stop == .broken(8))
  }

  // MARK: Comparing

  private static func object(_ value: JSONValue) -> Any {
    switch value.kind {
    case .missing, .null: NSNull()
    case .boolean: value.boolean as Any
    case .integer: value.integer as Any
    case .real: value.real as Any
    case .string: value.string as Any
    case .array: value.elements.map { object($0) }
    case .object:
      Dictionary(
        uniqueKeysWithValues: value.members.map { ($0.key.string ?? "", object($0.value)) })
    }
  }

  private static func isEqual(_ left: Any, _ right: Any?) -> Bool {
    switch (left, right) {
    case (is NSNull, is NSNull): return true
    case (let left as [Any], let right as [Any]):
      return left.count == right.count && zip(left, right).allSatisfy { isEqual($0, $1) }
    case (let left as [String: Any], let right as [String: Any]):
      return left.count == right.count
        && left.allSatisfy { key, value in isEqual(value, right[key]) }
    case (let left as String, let right as String):
      return left.utf8.elementsEqual(right.utf8)
    case (let left as Bool, let right as NSNumber): return left == right.boolValue
    case (let left as Int64, let right as NSNumber): return left == right.int64Value
    case (let left as Double, let right as NSNumber): return left == right.doubleValue
    default: return false
    }
  }
}
