/// A value on the tape: 16 bytes.
///
/// The tape holds the values of a document in their order. Behind an array stand its elements,
/// behind an object its keys and values in turns. The words are packed so that a value needs no
/// allocation, and a whole one is skipped with one addition.
@usableFromInline
struct Node: BitwiseCopyable {
  /// The longest document: the span shares its word with the kind.
  static let maximumDocumentSize = 1 << 28 - 1

  /// Where the spelling of a number or the unescaped bytes of a text begin.
  @usableFromInline let text: UnsafePointer<UInt8>
  /// The number of those bytes; of an array or an object, the number of its elements or members.
  @usableFromInline var length: UInt32
  /// The kind in the upper four bits, the number of nodes of this value in the others.
  private var word: UInt32

  @inline(__always)
  init(_ kind: JSONValue.Kind, _ text: UnsafePointer<UInt8>, length: Int) {
    self.text = text
    self.length = UInt32(truncatingIfNeeded: length)
    word = UInt32(kind.rawValue) << 28 | 1
  }

  @usableFromInline var kind: JSONValue.Kind {
    JSONValue.Kind(rawValue: UInt8(truncatingIfNeeded: word >> 28)) ?? .missing
  }

  /// The number of nodes that this value takes, itself included.
  @usableFromInline var span: Int {
    @inline(__always) get { Int(word & 0x0FFF_FFFF) }
    @inline(__always) set {
      word = word & 0xF000_0000 | UInt32(truncatingIfNeeded: newValue)
    }
  }

  var bytes: UnsafeRawBufferPointer {
    UnsafeRawBufferPointer(start: text, count: Int(length))
  }
}
