internal import CCommonMark

/// Reads Markdown as CommonMark 0.30 defines it, by its reference parser.
enum MarkdownBlocks {
  /// Returns the blocks of the lines from `start` on, link definitions among them.
  ///
  /// Each line that is not blank is in a block. O(n) in the number of bytes for texts within
  /// `MarkdownLimits`.
  static func read(_ source: SourceText, from start: Int = 0) -> [Block] {
    guard start < source.lineCount else { return [] }
    let document = source.bytes(from: start).withUnsafeBytes { bytes in
      cmark_parse_document(
        bytes.baseAddress?.assumingMemoryBound(to: CChar.self), bytes.count, CMARK_OPT_DEFAULT)
    }
    guard let document else { return [] }
    defer { cmark_node_free(document) }
    var blocks: [Block] = []
    var node = cmark_node_first_child(document)
    while let current = node {
      append(current, start, to: &blocks)
      node = cmark_node_next(current)
    }
    return LinkDefinitions.completed(blocks, in: source, from: start)
  }

  /// Appends the block of a node, or those of the items of a list.
  private static func append(_ node: OpaquePointer, _ start: Int, to blocks: inout [Block]) {
    let kind: Block.Kind
    switch cmark_node_get_type(node) {
    case CMARK_NODE_LIST:
      var item = cmark_node_first_child(node)
      while let current = item {
        blocks.append(block(current, .item, start))
        item = cmark_node_next(current)
      }
      return
    case CMARK_NODE_HEADING: kind = .heading(Int(cmark_node_get_heading_level(node)))
    case CMARK_NODE_BLOCK_QUOTE: kind = .quote
    case CMARK_NODE_CODE_BLOCK: kind = .code
    case CMARK_NODE_HTML_BLOCK: kind = .markup
    case CMARK_NODE_THEMATIC_BREAK: kind = .rule
    default: kind = .paragraph
    }
    blocks.append(block(node, kind, start))
  }

  private static func block(_ node: OpaquePointer, _ kind: Block.Kind, _ start: Int) -> Block {
    let first = start + Int(cmark_node_get_start_line(node)) - 1
    let end = start + Int(cmark_node_get_end_line(node))
    let text = kind == .rule ? RichText() : MarkdownText.read(node)
    // A line of anchors alone is a paragraph without words.
    let kind = kind == .paragraph && text.bytes.isEmpty ? .markup : kind
    return Block(kind: kind, text: text, lines: first..<max(first + 1, end))
  }
}

/// Writes what lies in a node as one line.
private enum MarkdownText {
  static func read(_ root: OpaquePointer) -> RichText {
    var text = RichText()
    if cmark_node_get_type(root) == CMARK_NODE_HTML_BLOCK {
      HTMLText.append(literal(root), to: &text)
      return text
    }
    // Where the marked texts begin that are open.
    var starts: [Int] = []
    guard let iterator = cmark_iter_new(root) else { return text }
    defer { cmark_iter_free(iterator) }
    while true {
      let event = cmark_iter_next(iterator)
      guard event != CMARK_EVENT_DONE, let node = cmark_iter_get_node(iterator) else { break }
      if event == CMARK_EVENT_ENTER {
        enter(node, isRoot: node == root, &text, &starts)
      } else {
        leave(node, &text, &starts)
      }
    }
    text.trim()
    return text
  }

  private static func enter(
    _ node: OpaquePointer, isRoot: Bool, _ text: inout RichText, _ starts: inout [Int]
  ) {
    switch cmark_node_get_type(node) {
    case CMARK_NODE_TEXT: text.append(literal(node))
    case CMARK_NODE_CODE:
      let start = text.bytes.count
      text.append(literal(node))
      text.addCode(start..<text.bytes.count)
    case CMARK_NODE_SOFTBREAK, CMARK_NODE_LINEBREAK:
      text.appendSpace()
      text.lineCount += 1
    case CMARK_NODE_HTML_INLINE:
      if Array(literal(node))[...].beginsAnyCase(with: "<br") {
        text.appendSpace()
      }
    case CMARK_NODE_CODE_BLOCK:
      if !isRoot { text.beginBlock(isItem: false) }
      let start = text.bytes.count
      text.append(literal(node))
      text.trim()
      text.addCode(start..<max(start, text.bytes.count))
    case CMARK_NODE_PARAGRAPH, CMARK_NODE_HEADING:
      if !isRoot { text.beginBlock(isItem: false) }
    case CMARK_NODE_ITEM:
      if !isRoot { text.beginBlock(isItem: true) }
    case CMARK_NODE_LINK, CMARK_NODE_STRONG, CMARK_NODE_EMPH: starts.append(text.bytes.count)
    default: break
    }
  }

  private static func leave(
    _ node: OpaquePointer, _ text: inout RichText, _ starts: inout [Int]
  ) {
    let kind: RichText.Span.Kind
    switch cmark_node_get_type(node) {
    case CMARK_NODE_LINK: kind = .link(cmark_node_get_url(node).map { String(cString: $0) } ?? "")
    case CMARK_NODE_STRONG: kind = .strong
    case CMARK_NODE_EMPH: kind = .emphasis
    default: return
    }
    guard let start = starts.popLast(), start <= text.bytes.count else { return }
    text.spans.append(RichText.Span(kind: kind, range: start..<text.bytes.count))
  }

  fileprivate static func literal(_ node: OpaquePointer) -> UnsafeBufferPointer<UInt8> {
    guard let start = cmark_node_get_literal(node) else {
      return UnsafeBufferPointer(start: nil, count: 0)
    }
    var count = 0
    while start[count] != 0 { count += 1 }
    return start.withMemoryRebound(to: UInt8.self, capacity: count) {
      UnsafeBufferPointer(start: $0, count: count)
    }
  }
}

/// Finds the words between the tags and comments of HTML.
private enum HTMLText {
  static func append(_ html: UnsafeBufferPointer<UInt8>, to text: inout RichText) {
    var place = 0
    while place < html.count {
      if html[place] == UInt8(ascii: "<") {
        place = tagEnd(html, place)
        text.appendSpace()
      } else {
        let end = html[place...].firstIndex(of: UInt8(ascii: "<")) ?? html.count
        text.append(UnsafeBufferPointer(rebasing: html[place..<end]))
        place = end
      }
    }
    text.trim()
  }

  /// Returns where a tag or a comment ends; one without an end goes on to the end.
  private static func tagEnd(_ html: UnsafeBufferPointer<UInt8>, _ start: Int) -> Int {
    let isComment = html[start...].starts(with: "<!--".utf8)
    var place = isComment ? start + 4 : start + 1
    while place < html.count {
      if html[place] == UInt8(ascii: ">") {
        guard isComment else { return place + 1 }
        if html[place - 1] == .hyphen, html[place - 2] == .hyphen { return place + 1 }
      }
      place += 1
    }
    return html.count
  }
}
