import CCommonMark

/// What a reader of CommonMark makes of a document, as one line an element.
enum RenderedMarkdown {
  /// Returns the elements of a document in order, indented by their depth; texts side by side are
  /// one, and text is given as it is seen.
  static func outline(_ markdown: String) -> [String] {
    var lines: [String] = []
    var depth = 0
    walk(markdown) { node, isEntered in
      let type = cmark_node_get_type(node)
      let indent = String(repeating: " ", count: depth)
      if let literal = cmark_node_get_literal(node) {
        let text = String(cString: literal)
        if type == CMARK_NODE_TEXT, let last = lines.last, last.hasPrefix("\(indent)text ") {
          lines[lines.count - 1] = last + text
        } else {
          lines.append("\(indent)\(name(node)) \(text)")
        }
        return
      }
      if !isEntered {
        depth -= 1
        return
      }
      let url = cmark_node_get_url(node).map { " \(String(cString: $0))" } ?? ""
      lines.append("\(indent)\(name(node))\(url)")
      let isLeaf =
        type == CMARK_NODE_SOFTBREAK || type == CMARK_NODE_LINEBREAK
        || type == CMARK_NODE_THEMATIC_BREAK
      if !isLeaf { depth += 1 }
    }
    return lines
  }

  /// Returns the names of all elements but texts and code.
  static func elements(_ markdown: String) -> [String] {
    var names: [String] = []
    walk(markdown) { node, isEntered in
      if isEntered, cmark_node_get_literal(node) == nil { names.append(name(node)) }
    }
    return names
  }

  /// Returns all text, that of code included.
  static func text(_ markdown: String) -> String {
    var text = ""
    walk(markdown) { node, isEntered in
      if isEntered, let literal = cmark_node_get_literal(node) { text += String(cString: literal) }
    }
    return text
  }

  private static func name(_ node: OpaquePointer) -> String {
    String(cString: cmark_node_get_type_string(node))
  }

  private static func walk(_ markdown: String, _ body: (OpaquePointer, Bool) -> Void) {
    let bytes = Array(markdown.utf8)
    let document = bytes.withUnsafeBytes {
      cmark_parse_document(
        $0.baseAddress?.assumingMemoryBound(to: CChar.self), $0.count, CMARK_OPT_DEFAULT)
    }
    defer { cmark_node_free(document) }
    let iterator = cmark_iter_new(document)
    defer { cmark_iter_free(iterator) }
    while true {
      let event = cmark_iter_next(iterator)
      if event == CMARK_EVENT_DONE { return }
      if let node = cmark_iter_get_node(iterator) { body(node, event == CMARK_EVENT_ENTER) }
    }
  }
}
