/// A piece of SQL: static text, generated names and bindings.
///
/// Text can only come from string literals of this module's source (`StaticString`), so that no
/// byte of a query or of the data can reach the text of a statement. Fragments are composed by
/// interpolation, `"\(column) IS \(binding)"`, which takes fragments, bindings and names only.
struct SQLFragment: Hashable, Sendable {
  fileprivate enum Segment: Hashable, Sendable {
    case text(String)
    case binding(SQLBinding)
  }

  fileprivate var segments: [Segment] = []

  /// Makes an empty fragment.
  init() {}

  /// Makes a fragment that is one `?n`.
  init(_ binding: SQLBinding) {
    segments = [.binding(binding)]
  }

  var isEmpty: Bool { segments.isEmpty }

  /// The fragment as a term of `GROUP BY` or `ORDER BY`, where SQLite takes a bare number for that of
  /// a column of the result.
  var term: SQLFragment {
    guard segments.count == 1, case .text(let text) = segments[0],
      text.utf8.allSatisfy(ASCII.isDigit)
    else { return self }
    return "\(self) + 0"
  }

  /// The size of the text in bytes, to refuse statements that grow too large.
  var size: Int {
    segments.reduce(0) { sum, segment in
      switch segment {
      case .text(let text): sum + text.utf8.count
      case .binding: sum + 3
      }
    }
  }

  fileprivate mutating func append(text: String) {
    guard !text.isEmpty else { return }
    if case .text(let last)? = segments.last {
      segments[segments.count - 1] = .text(last + text)
    } else {
      segments.append(.text(text))
    }
  }

  mutating func append(_ other: SQLFragment) {
    for segment in other.segments {
      switch segment {
      case .text(let text): append(text: text)
      case .binding: segments.append(segment)
      }
    }
  }

  /// Returns the text with numbered bindings, and the bindings in the order of their numbers.
  ///
  /// Equal bindings share a number.
  func assembled() -> (sql: String, bindings: [SQLBinding]) {
    var sql = ""
    var bindings: [SQLBinding] = []
    var numbers: [SQLBinding: Int] = [:]
    for segment in segments {
      switch segment {
      case .text(let text):
        sql += text
      case .binding(let binding):
        let number = numbers[binding] ?? bindings.count + 1
        if number > bindings.count {
          bindings.append(binding)
          numbers[binding] = number
        }
        sql += "?\(number)"
      }
    }
    return (sql, bindings)
  }
}

extension SQLFragment: ExpressibleByStringInterpolation {
  typealias StringLiteralType = StaticString
  typealias ExtendedGraphemeClusterLiteralType = StaticString
  typealias UnicodeScalarLiteralType = StaticString

  struct StringInterpolation: StringInterpolationProtocol {
    typealias StringLiteralType = StaticString

    fileprivate var fragment = SQLFragment()

    init(literalCapacity: Int, interpolationCount: Int) {}

    mutating func appendLiteral(_ literal: StaticString) {
      fragment.append(text: String(describing: literal))
    }

    mutating func appendInterpolation(_ other: SQLFragment) {
      fragment.append(other)
    }

    mutating func appendInterpolation(_ binding: SQLBinding) {
      fragment.append(SQLFragment(binding))
    }

    mutating func appendInterpolation(_ name: SQLName) {
      fragment.append(text: String(describing: name.prefix) + String(name.number))
    }
  }

  init(stringLiteral value: StaticString) {
    append(text: String(describing: value))
  }

  init(stringInterpolation: StringInterpolation) {
    self = stringInterpolation.fragment
  }
}

extension [SQLFragment] {
  /// Returns the fragments with a separator between them.
  func joined(separator: SQLFragment) -> SQLFragment {
    var result = SQLFragment()
    for (index, fragment) in enumerated() {
      if index > 0 { result.append(separator) }
      result.append(fragment)
    }
    return result
  }
}

/// A generated name of a table or column: a fixed word and a number.
struct SQLName: Hashable, Sendable {
  fileprivate let prefix: SQLWord
  fileprivate let number: Int

  init(_ prefix: SQLWord, _ number: Int) {
    self.prefix = prefix
    self.number = number
  }
}

/// A word that comes from the source of this module.
struct SQLWord: Hashable, Sendable, ExpressibleByStringLiteral, CustomStringConvertible {
  let description: String

  init(stringLiteral value: StaticString) {
    description = String(describing: value)
  }
}

/// SQL with holes, such as `{span}.until > {asof}`, that comes from the source of this module.
struct SQLTemplate: Hashable, Sendable, ExpressibleByStringLiteral {
  fileprivate enum Part: Hashable, Sendable {
    case text(String)
    case hole(String)
  }

  fileprivate let parts: [Part]

  init(stringLiteral value: StaticString) {
    var parts: [Part] = []
    var rest = Substring(String(describing: value))
    while let open = rest.firstIndex(of: "{"), let close = rest[open...].firstIndex(of: "}") {
      if open > rest.startIndex { parts.append(.text(String(rest[..<open]))) }
      parts.append(.hole(String(rest[rest.index(after: open)..<close])))
      rest = rest[rest.index(after: close)...]
    }
    if !rest.isEmpty { parts.append(.text(String(rest))) }
    self.parts = parts
  }

  /// The names in the holes, in order.
  var holes: [String] {
    parts.compactMap { part in
      if case .hole(let name) = part { name } else { nil }
    }
  }

  /// Whether an operator stands outside of parentheses.
  var isOperation: Bool {
    var depth = 0
    for case .text(let text) in parts {
      for byte in text.utf8 {
        switch byte {
        case UInt8(ascii: "("): depth += 1
        case UInt8(ascii: ")"): depth -= 1
        case UInt8(ascii: " ") where depth == 0: return true
        default: break
        }
      }
    }
    return false
  }

  /// Returns the fragment with every hole replaced.
  func filled(_ fill: (String) throws -> SQLFragment) rethrows -> SQLFragment {
    var result = SQLFragment()
    for part in parts {
      switch part {
      case .text(let text): result.append(text: text)
      case .hole(let name): result.append(try fill(name))
      }
    }
    return result
  }
}
