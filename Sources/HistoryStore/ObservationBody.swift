/// The canonical bytes of an observation, which are what a hash or a signature covers.
///
/// The magic `OBS1`, then fields in ascending order of their tags, each as `tag (1 byte) ‖ length
/// (4 bytes, big-endian) ‖ bytes`. Integers are 8 bytes, big-endian, two's complement. An absent
/// field is left out. Binary, because names may hold any byte.
struct ObservationBody {
  /// What a field holds; the raw values are part of the format and never change.
  enum Field: UInt8, CaseIterable {
    case log = 1
    case repository = 2
    case source = 3
    case kind = 4
    case subject = 5
    case claimedAt = 6
    case observedAt = 7
    case grade = 8
    /// The object that a ref names.
    case target = 16
    /// The object behind any tag objects.
    case peeled = 17
    /// What the ref named before.
    case previousTarget = 18
    /// Text such as the reason of a gap.
    case detail = 19
    /// Who made the change.
    case actor = 20
    /// What the sender of an announcement calls it.
    case event = 21
  }

  /// The longest body: an entry of a Merkle log has a length of 16 bits.
  static let maximumCount = 65_535

  private var fields: [Field: [UInt8]] = [:]

  mutating func set(_ field: Field, _ bytes: [UInt8]?) {
    fields[field] = bytes
  }

  mutating func set(_ field: Field, _ text: String) {
    fields[field] = Array(text.utf8)
  }

  mutating func set(_ field: Field, _ number: Int64?) {
    fields[field] = number.map { Self.bigEndian(UInt64(bitPattern: $0), count: 8) }
  }

  /// The bytes; a detail that would exceed the limit is cut.
  var bytes: [UInt8] {
    var result = Array("OBS1".utf8)
    for field in Field.allCases {
      guard let value = fields[field] else { continue }
      let room = Self.maximumCount - result.count - 5
      let kept = value.prefix(max(0, room))
      result.append(field.rawValue)
      result += Self.bigEndian(UInt64(kept.count), count: 4)
      result += kept
    }
    return result
  }

  private static func bigEndian(_ value: UInt64, count: Int) -> [UInt8] {
    (0..<count).map { UInt8(truncatingIfNeeded: value >> UInt64(8 * (count - 1 - $0))) }
  }
}
