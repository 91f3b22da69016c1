import Foundation
import Indexing
import PushEvents
import Testing

/// Each value of each sample is replaced by values of all types.
@Suite("Values of wrong types")
struct FieldMutationTests {
  private static var values: [Any] {
    [
      NSNull(), true, -1, 7, 1.5, 1e300, "", "x", "\u{0}", "é/../\u{202E}",
      String(repeating: "y", count: 300),
      [Any](), [1, "x", NSNull()] as [Any], [String: Any](), ["a": ["b": 1]],
    ]
  }

  /// Returns all values that differ from `value` in one place.
  private static func mutations(of value: Any) -> [Any] {
    var all = values
    if let object = value as? [String: Any] {
      for (key, inner) in object {
        for mutation in mutations(of: inner) {
          var copy = object
          copy[key] = mutation
          all.append(copy)
        }
        var copy = object
        copy[key] = nil
        all.append(copy)
      }
    } else if let array = value as? [Any] {
      for (index, inner) in array.enumerated() {
        for mutation in mutations(of: inner) {
          var copy = array
          copy[index] = mutation
          all.append(copy)
        }
      }
    }
    return all
  }

  @Test(
    "A value of a wrong type yields an event, a problem or nothing to tell", arguments: Sample.all)
  func mutated(sample: Sample) throws {
    let value = try JSONSerialization.jsonObject(with: Data(sample.text.utf8))
    var problems = 0
    for mutation in Self.mutations(of: value) {
      guard let object = mutation as? [String: Any] else { continue }
      let text = try JSONSerialization.data(withJSONObject: object, options: .sortedKeys)
      let batch = PushEventReader.read(all: Array(text))
      let told = batch.events.count + batch.problems.count + batch.ignored
      let isEmptyList =
        (object["events"] as? [Any])?.isEmpty == true
        || String(decoding: text, as: UTF8.self).contains(#""resources":[]"#)
      #expect(told > 0 || isEmptyList, "\(String(decoding: text, as: UTF8.self))")
      problems += batch.problems.count
      for event in batch.events {
        #expect(event.tag != nil || event.digest != nil)
        #expect(!event.repository.isEmpty)
        #expect(event.repository.utf8.allSatisfy { $0 > 0x20 && $0 < 0x7F })
        #expect(event.manifest == nil || event.manifest?.digest == event.digest)
        #expect(event.at.map { $0 >= 631_152_000_000_000 } ?? true)
      }
      for problem in batch.problems {
        #expect(problem.message.utf8.allSatisfy { $0 >= 0x20 })
        #expect(problem.message.utf8.count < 1_000)
        #expect(problem.message.unicodeScalars.allSatisfy { $0.isASCII || $0 == "…" })
      }
    }
    #expect(problems > 10)
  }

  @Test("Cut off anywhere, an announcement is one problem", arguments: Sample.all)
  func cutOff(sample: Sample) {
    let bytes = Array(sample.text.replacing("\n", with: " ").utf8)
    for count in stride(from: 1, to: bytes.count, by: 7) {
      let batch = PushEventReader.read(all: Array(bytes[..<count]))
      #expect(batch.events.isEmpty)
      #expect(batch.problems.map(\.code) == [.malformed])
    }
  }
}
