/// A value of a document, or the absence of one.
///
/// It points into the memory of the reader and is valid as long as the reader says. Asking for what
/// is not there yields a missing value, so that look-ups can be chained:
/// `root["target"]["digest"].string` is null unless all of it is there.
public struct JSONValue {
  /// What a value is.
  public enum Kind: UInt8, Sendable {
    /// There is no value.
    case missing
    case null
    case boolean
    /// A number without a fraction or exponent that fits in 64 bits.
    case integer
    /// Any other number.
    case real
    case string
    case array
    case object
  }

  @usableFromInline let node: UnsafePointer<Node>?

  @usableFromInline
  init(node: UnsafePointer<Node>?) {
    self.node = node
  }

  /// What the value is.
  public var kind: Kind { node?.pointee.kind ?? .missing }

  /// Whether there is no value, or null stands for it.
  public var isAbsent: Bool { kind == .missing || kind == .null }

  /// True or false, or null for another value.
  public var boolean: Bool? {
    guard let node, node.pointee.kind == .boolean else { return nil }
    return node.pointee.text.pointee == UInt8(ascii: "t")
  }

  /// The whole number, or null for another value.
  ///
  /// A number with a fraction or an exponent is whole if a Double holds it exactly, below 2⁵³.
  public var integer: Int64? {
    switch kind {
    case .integer: return node.flatMap { NumberScanner.integer($0.pointee.bytes) }
    case .real: return real.flatMap { $0.magnitude <= 0x1p53 ? Int64(exactly: $0) : nil }
    default: return nil
    }
  }

  /// The nearest Double of a number, or null for another value.
  public var real: Double? {
    guard let node, kind == .integer || kind == .real else { return nil }
    return NumberScanner.real(node.pointee.bytes)
  }

  /// The bytes of a text without its escapes, which are UTF-8, or null for another value.
  ///
  /// They are valid as long as the value is.
  public var text: UnsafeRawBufferPointer? {
    guard let node, node.pointee.kind == .string else { return nil }
    return node.pointee.bytes
  }

  /// A copy of the bytes of a text, or null for another value.
  public var bytes: [UInt8]? { text.map { Array($0) } }

  /// The text, or null for another value.
  public var string: String? { text.map { String(decoding: $0, as: UTF8.self) } }

  /// Returns whether the value is the given text.
  public func isText(_ other: StaticString) -> Bool {
    guard let node, node.pointee.kind == .string else { return false }
    return Self.isEqual(node, other)
  }

  /// The number of elements of an array or members of an object; 0 for another value.
  public var count: Int {
    guard let node else { return 0 }
    switch node.pointee.kind {
    case .array, .object: return Int(node.pointee.length)
    default: return 0
    }
  }

  /// The member of an object, or a missing value.
  ///
  /// O(n) in the number of members.
  public subscript(key: StaticString) -> JSONValue {
    guard let node, node.pointee.kind == .object else { return JSONValue(node: nil) }
    var member = node + 1
    let end = node + node.pointee.span
    while member < end {
      if Self.isEqual(member, key) { return JSONValue(node: member + 1) }
      member += 1 + (member + 1).pointee.span
    }
    return JSONValue(node: nil)
  }

  @inline(__always)
  private static func isEqual(_ node: UnsafePointer<Node>, _ other: StaticString) -> Bool {
    let count = other.utf8CodeUnitCount
    guard Int(node.pointee.length) == count else { return false }
    let (left, right) = (node.pointee.text, other.utf8Start)
    var offset = 0
    while offset < count {
      if left[offset] != right[offset] { return false }
      offset &+= 1
    }
    return true
  }
}
