/// The tags of a page, read strictly: what a browser would have to mend is a problem.
struct PageElements {
  /// Each opening tag with its attributes, such as `a href="#x"`.
  private(set) var tags: [String] = []
  /// The values of all addresses.
  private(set) var addresses: [String] = []
  private(set) var problems: [String] = []
  private(set) var ids: [String] = []

  init(_ page: String) {
    var open: [String] = []
    var rest = Substring(page)
    while let start = rest.firstIndex(of: "<") {
      rest = rest[rest.index(after: start)...]
      guard let end = Self.end(of: rest) else {
        problems.append("a tag does not end: \(rest.prefix(40))")
        return
      }
      let tag = rest[..<end]
      rest = rest[rest.index(after: end)...]
      if tag.hasPrefix("!DOCTYPE") { continue }
      let name = String(tag.drop { $0 == "/" }.prefix { $0.isLetter || $0.isNumber })
      if tag.hasPrefix("/") {
        if open.popLast() != name { problems.append("</\(name)> closes nothing") }
        continue
      }
      tags.append(String(tag))
      readAttributes(tag.dropFirst(name.count))
      // Only elements of a drawing may close themselves.
      if name != "meta", !tag.hasSuffix("/") { open.append(name) }
      // Neither is markup inside, and neither may end early.
      if name == "script" || name == "style" {
        guard let close = rest.firstRange(of: "</\(name)>") else {
          problems.append("<\(name)> does not end")
          return
        }
        rest = rest[close.lowerBound...]
      }
    }
    problems += open.map { "<\($0)> is not closed" }
    let twice = Dictionary(grouping: ids) { $0 }.filter { $1.count > 1 }.keys
    problems += twice.map { "the id \($0) occurs twice" }
    for address in addresses
    where address.hasPrefix("#") && !ids.contains(String(address.dropFirst())) {
      problems.append("\(address) leads nowhere")
    }
  }

  /// Returns where a tag ends, which is not inside of a quoted value.
  private static func end(of text: Substring) -> Substring.Index? {
    var isQuoted = false
    for index in text.indices {
      if text[index] == "\"" { isQuoted.toggle() }
      if text[index] == ">", !isQuoted { return index }
      if text[index] == "<", !isQuoted { return nil }
    }
    return nil
  }

  private mutating func readAttributes(_ text: Substring) {
    for match in text.matches(of: /([a-zA-Z-]+)="([^"]*)"/) {
      let (name, value) = (String(match.1), String(match.2))
      if name == "href" || name == "src" { addresses.append(value) }
      if name == "id" { ids.append(value) }
      if name.hasPrefix("on") || name == "style" { problems.append("an attribute \(name)") }
    }
    let left = text.replacing(/[a-zA-Z-]+="[^"]*"/, with: "").filter {
      $0 != "/" && !$0.isWhitespace
    }
    if !left.isEmpty { problems.append("not an attribute: \(left)") }
  }
}
