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

  /// The bytes; a detail that would exceed the limit is cut.
  private(set) var bytes = Array("OBS1".utf8)
  private var last: UInt8 = 0

  /// Appends a field; those of an observation are set in the order of their tags, each once.
  ///
  /// Without an intermediate form, since a million announcements are a million bodies.
  mutating func set(_ field: Field, _ value: some Collection<UInt8>) {
    precondition(field.rawValue > last, "fields come in the order of their tags")
    guard bytes.count + 5 <= Self.maximumCount else { return }
    last = field.rawValue
    let count = min(value.count, Self.maximumCount - bytes.count - 5)
    bytes.append(field.rawValue)
    append(UInt64(count), count: 4)
    bytes.append(contentsOf: value.prefix(count))
  }

  mutating func set(_ field: Field, _ value: [UInt8]?) {
    if let value { set(field, value[...]) }
  }

  mutating func set(_ field: Field, _ text: String) {
    set(field, text.utf8)
  }

  mutating func set(_ field: Field, _ number: Int64?) {
    guard let number else { return }
    precondition(field.rawValue > last, "fields come in the order of their tags")
    last = field.rawValue
    bytes.append(field.rawValue)
    append(8, count: 4)
    append(UInt64(bitPattern: number), count: 8)
  }

  private mutating func append(_ value: UInt64, count: Int) {
    for index in 0..<count {
      bytes.append(UInt8(truncatingIfNeeded: value >> UInt64(8 * (count - 1 - index))))
    }
  }
}
