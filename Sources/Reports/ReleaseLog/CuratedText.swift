import CCommonMark

/// A part of a curated text that stands on lines of its own.
indirect enum CuratedBlock: Equatable {
  case paragraph([CuratedInline])
  /// A list; numbered from `start` if that is not nil.
  case list(start: Int?, isTight: Bool, items: [[CuratedBlock]])
  case quote([CuratedBlock])
  /// Code with its line feeds, the last one left out.
  case code([UInt8])
}

/// A part of a line of a curated text.
indirect enum CuratedInline: Equatable {
  case text([UInt8])
  case code([UInt8])
  case emphasis([CuratedInline])
  case strong([CuratedInline])
  /// A link to a web page, whose address has only characters without a meaning in a document.
  case link(String, [CuratedInline])
}

/// Reads the CommonMark of a curated changelog and keeps what is safe to show.
///
/// Kept are paragraphs, lists, quotations, code, emphasis and links to `http` and `https`. A heading
/// becomes a strong paragraph, an image a link, raw HTML the text that it is; a line end inside of a
/// paragraph is a space. Nesting ends at 16: what lies deeper is shown as text.
enum CuratedText {
  static let maximalDepth = 16
  /// A longer text is shown as it stands: cmark 0.30 takes time by the square of the length for some
  /// texts that are made for it, a second for this one.
  static let maximalSize = 128 << 10

  /// Returns the blocks of a text.
  static func blocks(of bytes: [UInt8]) -> [CuratedBlock] {
    let text = cleaned(bytes)
    guard text.count <= maximalSize else { return [.paragraph([.text(text)])] }
    return parsed(text)
  }

  /// Returns the blocks of text that is clean UTF-8.
  static func parsed(_ text: [UInt8]) -> [CuratedBlock] {
    let document = text.withUnsafeBytes { bytes in
      cmark_parse_document(
        bytes.baseAddress?.assumingMemoryBound(to: CChar.self), bytes.count, CMARK_OPT_DEFAULT)
    }
    guard let document else { return [] }
    defer { cmark_node_free(document) }
    return blocks(under: document, depth: 0)
  }

  /// Writes out what cannot be seen; line ends become line feeds, and tabs stay for code.
  private static func cleaned(_ bytes: [UInt8]) -> [UInt8] {
    var text: [UInt8] = []
    text.reserveCapacity(bytes.count)
    var isAfterReturn = false
    bytes.withUnsafeBytes { bytes in
      forEachPiece(of: bytes) { piece in
        switch piece {
        case .control(0x0D): text.append(0x0A)
        case .control(0x0A): if !isAfterReturn { text.append(0x0A) }
        case .control(0x09): text.append(0x09)
        // The mark at the start of a file is no part of its text.
        case .hidden(0xFEFF) where text.isEmpty: break
        default: text.appendVisible(piece)
        }
        if case .control(0x0D) = piece { isAfterReturn = true } else { isAfterReturn = false }
      }
    }
    return text
  }

  private static func blocks(under node: OpaquePointer, depth: Int) -> [CuratedBlock] {
    var blocks: [CuratedBlock] = []
    forEachChild(of: node) { child in
      switch cmark_node_get_type(child) {
      case CMARK_NODE_PARAGRAPH:
        blocks.append(.paragraph(inlines(under: child, depth: depth)))
      case CMARK_NODE_HEADING:
        let content = inlines(under: child, depth: depth)
        if !content.isEmpty { blocks.append(.paragraph([.strong(content)])) }
      case CMARK_NODE_LIST where depth < maximalDepth:
        blocks.append(list(child, depth: depth))
      case CMARK_NODE_BLOCK_QUOTE where depth < maximalDepth:
        let content = Self.blocks(under: child, depth: depth + 1)
        if !content.isEmpty { blocks.append(.quote(content)) }
      case CMARK_NODE_CODE_BLOCK:
        var code = literal(child)
        if code.last == 0x0A { code.removeLast() }
        blocks.append(.code(code))
      case CMARK_NODE_HTML_BLOCK:
        let text = words(literal(child))
        if !text.isEmpty { blocks.append(.paragraph([.text(text)])) }
      case CMARK_NODE_THEMATIC_BREAK: break
      default:
        let text = words(allText(under: child))
        if !text.isEmpty { blocks.append(.paragraph([.text(text)])) }
      }
    }
    return blocks.filter { !isEmpty($0) }
  }

  private static func isEmpty(_ block: CuratedBlock) -> Bool {
    switch block {
    case .paragraph(let parts): parts.isEmpty
    case .list(_, _, let items): items.isEmpty
    case .quote(let blocks): blocks.isEmpty
    case .code: false
    }
  }

  private static func list(_ node: OpaquePointer, depth: Int) -> CuratedBlock {
    var items: [[CuratedBlock]] = []
    forEachChild(of: node) { items.append(blocks(under: $0, depth: depth + 1)) }
    items.removeAll(where: \.isEmpty)
    let isNumbered = cmark_node_get_list_type(node) == CMARK_ORDERED_LIST
    return .list(
      start: isNumbered ? Int(cmark_node_get_list_start(node)) : nil,
      isTight: cmark_node_get_list_tight(node) != 0, items: items)
  }

  private static func inlines(
    under node: OpaquePointer, depth: Int, isInLink: Bool = false
  ) -> [CuratedInline] {
    var line = InlineBuilder(findsAddresses: !isInLink)
    forEachChild(of: node) { child in
      switch cmark_node_get_type(child) {
      case CMARK_NODE_TEXT, CMARK_NODE_HTML_INLINE:
        // An entity such as `&#x202E;` brings back what was written out before.
        line.add(.text(visible(literal(child))))
      case CMARK_NODE_SOFTBREAK, CMARK_NODE_LINEBREAK: line.add(.text([0x20]))
      case CMARK_NODE_CODE: line.add(.code(visible(literal(child))))
      case CMARK_NODE_EMPH where depth < maximalDepth:
        line.add(.emphasis(inlines(under: child, depth: depth + 1, isInLink: isInLink)))
      case CMARK_NODE_STRONG where depth < maximalDepth:
        line.add(.strong(inlines(under: child, depth: depth + 1, isInLink: isInLink)))
      case CMARK_NODE_LINK where depth < maximalDepth, CMARK_NODE_IMAGE where depth < maximalDepth:
        for part in link(child, depth: depth) { line.add(part) }
      default: line.add(.text(visible(allText(under: child))))
      }
    }
    return line.finish()
  }

  /// Returns a link or an image as a link, or its text where the address is no web page's.
  private static func link(_ node: OpaquePointer, depth: Int) -> [CuratedInline] {
    let address = cmark_node_get_url(node).map { Array(String(cString: $0).utf8) } ?? []
    // No link can stand in another one, as it could in the description of an image.
    var content: [CuratedInline]
    if cmark_node_get_type(node) == CMARK_NODE_IMAGE {
      let text = visible(allText(under: node))
      content = text.isEmpty ? [] : [.text(text)]
    } else {
      content = inlines(under: node, depth: depth + 1, isInLink: true)
    }
    guard let address = webAddress(address) else { return content }
    if content.isEmpty { content = [.text(Array(address.utf8))] }
    return [.link(address, content)]
  }

  /// Returns the address of a web page with every byte that could mean something encoded.
  static func webAddress(_ bytes: [UInt8]) -> String? {
    let text = String(decoding: bytes, as: UTF8.self)
    let scheme = text.prefix { $0 != ":" }.lowercased()
    guard scheme == "http" || scheme == "https", text.dropFirst(scheme.count).hasPrefix("://"),
      bytes.count <= 4096
    else { return nil }
    var address = ""
    for byte in text.utf8 {
      let isPlain = isWordByte(byte) || "-._~:/?#[]@!$&+,;=%".utf8.contains(byte)
      if isPlain, byte != 0x5B, byte != 0x5D {
        address.unicodeScalars.append(Unicode.Scalar(byte))
      } else {
        address += percentEncoded([byte])
      }
    }
    return address
  }
}

extension CuratedText {
  /// Returns the text of inline parts without their markup.
  static func text(of parts: [CuratedInline]) -> [UInt8] {
    var text: [UInt8] = []
    for part in parts {
      switch part {
      case .text(let bytes), .code(let bytes): text += bytes
      case .emphasis(let parts), .strong(let parts), .link(_, let parts):
        text += CuratedText.text(of: parts)
      }
    }
    return text
  }

  private static func forEachChild(of node: OpaquePointer, _ body: (OpaquePointer) -> Void) {
    var child = cmark_node_first_child(node)
    while let current = child {
      body(current)
      child = cmark_node_next(current)
    }
  }

  private static func literal(_ node: OpaquePointer) -> [UInt8] {
    guard let text = cmark_node_get_literal(node) else { return [] }
    return Array(
      UnsafeBufferPointer(start: text, count: length(text)).map { UInt8(bitPattern: $0) })
  }

  private static func length(_ text: UnsafePointer<CChar>) -> Int {
    var end = text
    while end.pointee != 0 { end += 1 }
    return end - text
  }

  /// Returns the text below a node, however deep, without walking by recursion.
  private static func allText(under node: OpaquePointer) -> [UInt8] {
    guard let iterator = cmark_iter_new(node) else { return [] }
    defer { cmark_iter_free(iterator) }
    var text: [UInt8] = []
    while true {
      let event = cmark_iter_next(iterator)
      if event == CMARK_EVENT_DONE { return text }
      guard event == CMARK_EVENT_ENTER, let current = cmark_iter_get_node(iterator) else {
        continue
      }
      switch cmark_node_get_type(current) {
      case CMARK_NODE_SOFTBREAK, CMARK_NODE_LINEBREAK, CMARK_NODE_PARAGRAPH: text.append(0x20)
      default: text += literal(current)
      }
    }
  }

  /// Writes out what cannot be seen; line feeds and tabs become spaces.
  private static func visible(_ bytes: [UInt8]) -> [UInt8] {
    var text: [UInt8] = []
    bytes.withUnsafeBytes { bytes in
      forEachPiece(of: bytes) { piece in
        switch piece {
        case .control(0x0A), .control(0x09), .control(0x0D): text.append(0x20)
        default: text.appendVisible(piece)
        }
      }
    }
    return text
  }

  /// Returns visible text without spaces at its ends.
  private static func words(_ bytes: [UInt8]) -> [UInt8] {
    let text = visible(bytes)
    let start = text.firstIndex { $0 != 0x20 } ?? text.endIndex
    let end = text.lastIndex { $0 != 0x20 }.map { $0 + 1 } ?? start
    return Array(text[start..<end])
  }
}

/// Collects the parts of a line: texts side by side become one, empty parts none.
struct InlineBuilder {
  /// Whether an address that stands in the text becomes a link.
  let findsAddresses: Bool
  private var parts: [CuratedInline] = []
  private var text: [UInt8] = []

  init(findsAddresses: Bool) {
    self.findsAddresses = findsAddresses
  }

  mutating func add(_ part: CuratedInline) {
    switch part {
    case .text(let bytes):
      text += bytes
      return
    case .code(let bytes): if bytes.isEmpty { return }
    case .emphasis(let content), .strong(let content), .link(_, let content):
      if content.isEmpty { return }
    }
    closeText()
    parts.append(part)
  }

  mutating func finish() -> [CuratedInline] {
    closeText()
    return parts
  }

  private mutating func closeText() {
    if text.isEmpty { return }
    parts += findsAddresses ? BareAddress.linked(text) : [.text(text)]
    text = []
  }
}
