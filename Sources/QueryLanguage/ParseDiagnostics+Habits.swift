internal import Versions

// What the habits of other languages meant, where the grammar has no place for them.
extension ParseDiagnostics {
  /// Where in a query a token was met that had no place there.
  struct Surroundings {
    /// The stage that the token is in or behind; nil: behind the source.
    var stage: String?
    /// The token after it.
    var next: Token
  }

  /// Returns the way out for a word that cannot stand where it was found, or nil.
  static func label(
    forWord word: String, expected: String, _ place: Surroundings
  ) -> String? {
    let lower = word.lowercased()
    let endsStage = expected.hasPrefix("\"|\"")
    let isForeign = !Words.relations.contains(word)
    if lower != word, isForeign, isKeyword(lower) {
      return "keywords are in lower case: \(lower)"
    }
    if endsStage, let label = label(forWord: lower, in: place.stage) { return label }
    if Words.stages.contains(word) {
      return expected == "a value" ? nil : "write \"|\" before it"
    }
    if endsStage, let synonym = stage(meantBy: lower, next: place.next) {
      return "write | \(synonym)"
    }
    switch (expected, lower) {
    case ("\"null\" after \"is\"", "none"), ("\"null\" after \"is\"", "nil"),
      ("\"null\" after \"is\"", "undefined"):
      return "write null"
    case (_, "descending"), (_, "ascending"):
      return "write \(lower.prefix(lower == "descending" ? 4 : 3))"
    default:
      // A single word behind a column of select is a name, as SQL allows.
      guard endsStage, place.stage == "select", !Words.reserved.contains(word) else { return nil }
      return "write as \(word)"
    }
  }

  private static func label(forWord word: String, in stage: String?) -> String? {
    switch (word, stage) {
    case ("asof", _): "write as of"
    case ("from", _): "a query starts with the relation"
    case ("by", "count"?): "write summarize count() as n by …"
    case ("by", "take"?): "write per"
    case ("desc", let stage) where stage != "sort", ("asc", let stage) where stage != "sort":
      "write | sort KEY \(word)"
    default: nil
    }
  }

  /// Returns the way out for any other token that cannot stand where it was found, or nil.
  static func label(
    for kind: TokenKind, text: String, expected: String, _ place: Surroundings
  ) -> String? {
    let endsStage = expected.hasPrefix("\"|\"")
    switch (kind, place.stage) {
    case (.punctuation(.comma), "where"?) where endsStage: return "write and"
    case (.punctuation(.open), "count"?) where endsStage: return "write count without parentheses"
    case (.punctuation(.open), "distinct"?) where endsStage:
      return "write the columns without parentheses"
    case (.versionRange, _) where endsStage: return "write in before it"
    case (.string(let bytes), _) where expected == "a name after \"as\"":
      let isName =
        bytes.first.map(ASCII.isWordStart) == true && bytes.allSatisfy(ASCII.isWord)
      return isName
        ? "write \(String(decoding: bytes, as: UTF8.self)) without quotes"
        : "a name has letters, digits and _"
    case (.string, _) where expected == "\"null\" after \"is\"": return "write = or !="
    case (.integer, _) where expected == "\"null\" after \"is\"": return "write = or !="
    case (.string, _) where expected == "a number of rows",
      (.real, _) where expected == "a number of rows":
      return "write a whole number"
    case (.punctuation(.slash), _):
      return place.next.kind == .punctuation(.slash) || place.next.kind == .punctuation(.star)
        ? "write --" : nil
    case (.string(let bytes), _) where expected == "a list, a range of versions or a pipeline":
      return versionRange(in: String(decoding: bytes, as: UTF8.self)).map { "write \($0)" }
    default: return nil
    }
  }

  /// Returns the range of versions that a text holds, as it is written in a query.
  private static func versionRange(in text: String) -> String? {
    guard text.utf8.count < 40 else { return nil }
    if VersionRange(text) != nil { return text }
    let digits = text.firstIndex { $0.isNumber } ?? text.startIndex
    let fixed = text[..<digits] + "v" + text[digits...]
    return VersionRange(String(fixed)) == nil ? nil : String(fixed)
  }

  private static func isKeyword(_ word: String) -> Bool {
    Words.reserved.contains(word) || Words.stages.contains(word)
      || ["asc", "desc", "per", "glob", "matches", "has", "containing"].contains(word)
  }

  /// Returns what the name of a stage elsewhere is called here; `group by` and `order by` are two
  /// words.
  static func stage(meantBy word: String, next: Token) -> String? {
    guard let synonym = NearNames.stageSynonym(word) else { return nil }
    if word.lowercased() == "group" { return "summarize count() as n by …" }
    return synonym
  }

  /// Returns how a query that starts with `select` is written: relation first.
  static func relationFirst(_ relation: String?, _ word: String) -> String {
    guard let relation else { return "such as: commits | where author = \"…\" | select sha" }
    return "write: \(relation) | \(word == "select" ? "where … | select …" : "…")"
  }
}
