// Parsing a document onto the tape. Hot: state lives in one local struct whose methods are inlined,
// so that it stays in registers; what is rare is a function of its own on values. On the events of
// a registry it reads 1 GB/s on one core.

/// Parses one document.
struct JSONParser {
  let base: UnsafePointer<UInt8>
  let end: Int
  let maximumDepth: Int
  let workspace: Workspace
  var position = 0
  private var nodes: UnsafeMutablePointer<Node>
  private var nodeCount = 0
  private var nodeCapacity: Int
  private var keyCount = 0
  private var depth = 0
  private var container = Workspace.Container(node: 0, isObject: false, firstKey: 0)

  /// Puts the values of the document on the workspace's tape; returns the offset behind it.
  ///
  /// - Parameter isWhole: Whether only blanks may follow the document.
  static func parse(
    _ bytes: UnsafeRawBufferPointer, isWhole: Bool, maximumDepth: Int, workspace: Workspace
  ) throws(Fault) -> Int {
    guard bytes.count <= Node.maximumDocumentSize else { throw Fault(.tooLarge, 0) }
    guard let base = bytes.baseAddress else { throw Fault(.value, 0) }
    workspace.reset()
    var parser = JSONParser(
      base: base.assumingMemoryBound(to: UInt8.self), end: bytes.count,
      maximumDepth: maximumDepth, workspace: workspace)
    try parser.parseDocument()
    let end = parser.position
    if isWhole {
      parser.skipBlanks()
      guard parser.position == parser.end else { throw Fault(.end, parser.position) }
    }
    return end
  }

  private init(
    base: UnsafePointer<UInt8>, end: Int, maximumDepth: Int, workspace: Workspace
  ) {
    self.base = base
    self.end = end
    self.maximumDepth = maximumDepth
    self.workspace = workspace
    nodes = workspace.nodes
    nodeCapacity = workspace.nodeCapacity
  }

  @inline(__always)
  private mutating func parseDocument() throws(Fault) {
    skipBlanks()
    try parseValue(.value)
    while depth > 0 {
      skipBlanks()
      if container.isObject {
        try parseMember()
      } else {
        try parseElement()
      }
    }
  }

  @inline(__always)
  mutating func skipBlanks() {
    while position < end {
      let byte = base[position]
      if byte > UInt8(ascii: " ") { return }
      guard
        byte == UInt8(ascii: " ") || byte == UInt8(ascii: "\n") || byte == UInt8(ascii: "\r")
          || byte == UInt8(ascii: "\t")
      else { return }
      position &+= 1
    }
  }

  /// Parses the next member of the open object, or its end.
  @inline(__always)
  private mutating func parseMember() throws(Fault) {
    let isFirst = container.count == 0
    guard position < end else { throw Fault(isFirst ? .firstKey : .objectEnd, position) }
    var byte = base[position]
    if byte == UInt8(ascii: "}") { return try close() }
    if !isFirst {
      guard byte == UInt8(ascii: ",") else { throw Fault(.objectEnd, position) }
      position &+= 1
      skipBlanks()
      guard position < end else { throw Fault(.key, position) }
      byte = base[position]
    }
    guard byte == UInt8(ascii: "\"") else { throw Fault(isFirst ? .firstKey : .key, position) }
    let start = position
    try parseText()
    try noteKey(start)
    skipBlanks()
    guard position < end, base[position] == UInt8(ascii: ":") else {
      throw Fault(.colon, position)
    }
    position &+= 1
    skipBlanks()
    try parseValue(.value)
  }

  /// Parses the next element of the open array, or its end.
  @inline(__always)
  private mutating func parseElement() throws(Fault) {
    let isFirst = container.count == 0
    guard position < end else { throw Fault(isFirst ? .element : .arrayEnd, position) }
    if base[position] == UInt8(ascii: "]") { return try close() }
    if !isFirst {
      guard base[position] == UInt8(ascii: ",") else { throw Fault(.arrayEnd, position) }
      position &+= 1
      skipBlanks()
    }
    container.count &+= 1
    try parseValue(isFirst ? .element : .value)
  }

  /// Parses a scalar, or the beginning of an array or object.
  @inline(__always)
  private mutating func parseValue(_ expected: Fault.Kind) throws(Fault) {
    guard position < end else { throw Fault(expected, position) }
    switch base[position] {
    case UInt8(ascii: "\""): try parseText()
    case UInt8(ascii: "{"): try open(isObject: true)
    case UInt8(ascii: "["): try open(isObject: false)
    case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"):
      let number = try NumberScanner.scan(base, position, end)
      append(Node(number.kind, base + position, length: number.end &- position))
      position = number.end
    case UInt8(ascii: "t"): try parseWord("true", .trueWord, .boolean)
    case UInt8(ascii: "f"): try parseWord("false", .falseWord, .boolean)
    case UInt8(ascii: "n"): try parseWord("null", .nullWord, .null)
    default: throw Fault(expected, position)
    }
  }

  private mutating func parseWord(
    _ word: StaticString, _ expected: Fault.Kind, _ kind: JSONValue.Kind
  ) throws(Fault) {
    let start = position
    for offset in 0..<word.utf8CodeUnitCount {
      guard position < end, base[position] == word.utf8Start[offset] else {
        throw Fault(expected, position)
      }
      position &+= 1
    }
    append(Node(kind, base + start, length: position &- start))
  }

  /// Parses the text whose opening quote is at the position.
  @inline(__always)
  private mutating func parseText() throws(Fault) {
    let start = position &+ 1
    let stop = TextScanner.plainEnd(base, start, end)
    if stop < end, base[stop] == UInt8(ascii: "\"") {
      append(Node(.string, base + start, length: stop &- start))
      position = stop &+ 1
      return
    }
    let scanned = try TextScanner.scan(base, start, stop, end, workspace)
    append(Node(.string, scanned.text, length: scanned.length))
    position = scanned.end
  }

  @inline(__always)
  private mutating func append(_ node: Node) {
    if nodeCount == nodeCapacity {
      workspace.growNodes()
      nodes = workspace.nodes
      nodeCapacity = workspace.nodeCapacity
    }
    nodes[nodeCount] = node
    nodeCount &+= 1
  }

  @inline(__always)
  private mutating func open(isObject: Bool) throws(Fault) {
    guard depth < maximumDepth else { throw Fault(.tooDeep, position) }
    workspace.containers[depth] = container
    depth &+= 1
    container = Workspace.Container(node: nodeCount, isObject: isObject, firstKey: keyCount)
    append(Node(isObject ? .object : .array, base + position, length: 0))
    position &+= 1
  }

  @inline(__always)
  private mutating func close() throws(Fault) {
    if container.isObject {
      if container.count > KeySearch.maximumLinear {
        try KeySearch.checkMany(workspace, container.firstKey..<keyCount, nodes)
      }
      keyCount = container.firstKey
    }
    nodes[container.node].length = UInt32(truncatingIfNeeded: container.count)
    nodes[container.node].span = nodeCount &- container.node
    position &+= 1
    depth &-= 1
    container = workspace.containers[depth]
  }

  /// Notes the key that was parsed last, and refuses it if the open object has it already.
  @inline(__always)
  private mutating func noteKey(_ start: Int) throws(Fault) {
    let node = nodes[nodeCount &- 1]
    let hash = KeySearch.hash(node.text, Int(node.length))
    let bit: UInt64 = 1 &<< UInt64(hash &>> 26)
    if container.keyMask & bit != 0, container.count <= KeySearch.maximumLinear {
      let isKnown = KeySearch.contains(
        node, hash, workspace.keys, container.firstKey..<keyCount, nodes)
      if isKnown { throw Fault(.duplicateKey, start) }
    }
    container.keyMask |= bit
    container.count &+= 1
    if keyCount == workspace.keyCapacity { workspace.growKeys() }
    workspace.keys[keyCount] = Workspace.Key(
      hash: hash, node: UInt32(truncatingIfNeeded: nodeCount &- 1),
      start: UInt32(truncatingIfNeeded: start))
    keyCount &+= 1
  }
}
