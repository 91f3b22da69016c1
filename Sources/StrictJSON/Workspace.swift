/// The memory of a reader, kept from document to document.
final class Workspace {
  /// An array or an object whose end has not been met.
  struct Container {
    var node: Int
    var count = 0
    var isObject: Bool
    /// A bit for each key that was met, by its hash: most keys are new by that alone.
    var keyMask: UInt64 = 0
    /// Where its keys begin among those of all open objects.
    var firstKey: Int
  }

  /// A key of an open object.
  struct Key {
    var hash: UInt32
    var node: UInt32
    /// The offset of the opening quote in the document.
    var start: UInt32
  }

  private(set) var nodes: UnsafeMutablePointer<Node>
  private(set) var nodeCapacity = 256
  private(set) var keys: UnsafeMutablePointer<Key>
  private(set) var keyCapacity = 64
  let containers: UnsafeMutablePointer<Container>
  // Room for unescaped texts. It does not move while a document is read, since values point to it.
  private var text: UnsafeMutablePointer<UInt8>
  private var textCapacity = 0
  private var textCount = 0

  init(maximumDepth: Int) {
    nodes = .allocate(capacity: nodeCapacity)
    keys = .allocate(capacity: keyCapacity)
    containers = .allocate(capacity: maximumDepth + 1)
    text = .allocate(capacity: 1)
  }

  deinit {
    nodes.deallocate()
    keys.deallocate()
    containers.deallocate()
    text.deallocate()
  }

  /// Forgets the texts of the document before.
  func reset() {
    textCount = 0
  }

  @inline(never)
  func growNodes() {
    nodes = Self.grown(nodes, from: nodeCapacity, to: nodeCapacity * 2)
    nodeCapacity *= 2
  }

  @inline(never)
  func growKeys() {
    keys = Self.grown(keys, from: keyCapacity, to: keyCapacity * 2)
    keyCapacity *= 2
  }

  private static func grown<Element: BitwiseCopyable>(
    _ old: UnsafeMutablePointer<Element>, from count: Int, to capacity: Int
  ) -> UnsafeMutablePointer<Element> {
    let new = UnsafeMutablePointer<Element>.allocate(capacity: capacity)
    new.update(from: old, count: count)
    old.deallocate()
    return new
  }

  /// Returns the place for the next unescaped text of a document of `size` bytes.
  ///
  /// No text is longer than its spelling, so room for the document is room for all its texts.
  func textPlace(documentSize size: Int) -> UnsafeMutablePointer<UInt8> {
    if textCount == 0, textCapacity < size {
      text.deallocate()
      text = .allocate(capacity: size)
      textCapacity = size
    }
    return text + textCount
  }

  /// Keeps the `count` bytes that were written at the place.
  func keepText(_ count: Int) {
    textCount += count
  }
}
