extension JSONValue {
  /// The elements of an array, in their order; none for another value.
  public var elements: Elements { Elements(kind == .array ? node : nil) }

  /// The members of an object, in their order; none for another value.
  public var members: Members { Members(kind == .object ? node : nil) }

  /// The elements of an array.
  public struct Elements: Sequence, IteratorProtocol {
    private var place: UnsafePointer<Node>?
    private let end: UnsafePointer<Node>?

    init(_ array: UnsafePointer<Node>?) {
      place = array.map { $0 + 1 }
      end = array.map { $0 + $0.pointee.span }
    }

    /// Returns the next element, or null behind the last.
    public mutating func next() -> JSONValue? {
      guard let node = place, node != end else { return nil }
      place = node + node.pointee.span
      return JSONValue(node: node)
    }
  }

  /// A key and its value.
  public struct Member {
    /// The key, which is a text.
    public let key: JSONValue
    public let value: JSONValue
  }

  /// The members of an object.
  public struct Members: Sequence, IteratorProtocol {
    private var place: UnsafePointer<Node>?
    private let end: UnsafePointer<Node>?

    init(_ object: UnsafePointer<Node>?) {
      place = object.map { $0 + 1 }
      end = object.map { $0 + $0.pointee.span }
    }

    /// Returns the next member, or null behind the last.
    public mutating func next() -> Member? {
      guard let node = place, node != end else { return nil }
      let value = node + 1
      place = value + value.pointee.span
      return Member(key: JSONValue(node: node), value: JSONValue(node: value))
    }
  }
}
