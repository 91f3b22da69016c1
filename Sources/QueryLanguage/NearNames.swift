/// Suggestions for misspelt names.
public enum NearNames {
  /// How many names a message lists before "and n more".
  public static let shown = 5

  /// Returns the candidates that are one or two typing errors away, nearest first; of equally near
  /// ones, those that begin alike come first.
  ///
  /// The distance counts insertions, deletions, replacements and swaps of neighbours, without
  /// regard to case: at most 2, and 1 for names of up to three characters.
  public static func matches(
    _ name: String, among candidates: some Sequence<String>
  ) -> [String] {
    let wanted = Array(name.lowercased().unicodeScalars)
    let allowed = wanted.count <= 3 ? 1 : 2
    var found: [(distance: Int, prefix: Int, name: String)] = []
    for candidate in candidates {
      let scalars = Array(candidate.lowercased().unicodeScalars)
      guard abs(scalars.count - wanted.count) <= allowed else { continue }
      let distance = distance(wanted, scalars)
      guard distance <= allowed else { continue }
      let prefix = zip(wanted, scalars).prefix { $0 == $1 }.count
      found.append((distance, prefix, candidate))
    }
    found.sort { ($0.distance, -$0.prefix, $0.name) < ($1.distance, -$1.prefix, $1.name) }
    return found.map(\.name)
  }

  /// Returns a label such as `did you mean "released_at"?`, or nil when no name is near.
  public static func label(_ name: String, among candidates: some Sequence<String>) -> String? {
    let near = matches(name, among: candidates)
    if near.isEmpty { return nil }
    return "did you mean \(list(near.map { "\"\($0)\"" }, last: "or"))?"
  }

  /// Returns names in a row, at most five and then "and n more".
  ///
  /// - Parameter last: The word before the last name when all are shown; a comma when nil.
  public static func list(_ names: [String], last: String? = nil) -> String {
    if names.count > shown {
      return names.prefix(shown).joined(separator: ", ") + " and \(names.count - shown) more"
    }
    guard let last, let final = names.last, names.count > 1 else {
      return names.joined(separator: ", ")
    }
    return names.dropLast().joined(separator: ", ") + " \(last) \(final)"
  }

  /// Returns the number of edits between two texts (optimal string alignment).
  ///
  /// O(n × m) time, O(m) space.
  static func distance(_ a: [Unicode.Scalar], _ b: [Unicode.Scalar]) -> Int {
    if a.isEmpty || b.isEmpty { return max(a.count, b.count) }
    var beforeLast: [Int] = []
    var last = Array(0...b.count)
    for i in 1...a.count {
      var row = [i]
      row.reserveCapacity(b.count + 1)
      for j in 1...b.count {
        let replaced = last[j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1)
        var best = min(replaced, last[j] + 1, row[j - 1] + 1)
        if i > 1, j > 1, a[i - 1] == b[j - 2], a[i - 2] == b[j - 1] {
          best = min(best, beforeLast[j - 2] + 1)
        }
        row.append(best)
      }
      (beforeLast, last) = (last, row)
    }
    return last[b.count]
  }

  // MARK: Words of other languages

  /// Returns what a stage of another language is called here, such as `take` for `limit`.
  public static func stageSynonym(_ word: String) -> String? {
    switch word.lowercased() {
    case "limit", "head", "top", "first", "fetch": "take"
    case "group", "groupby", "group_by", "aggregate", "summarise", "agg": "summarize"
    case "order", "orderby", "order_by", "arrange": "sort"
    case "filter", "having", "search", "grep": "where"
    case "project", "columns", "fields", "pick", "keep": "select"
    case "extend", "derive", "mutate", "compute", "eval", "with": "add"
    case "unique", "uniq", "dedup", "dedupe": "distinct"
    case "size", "length", "tally": "count"
    default: nil
    }
  }

  /// Returns what an infix word of another language is called here, such as `glob` for `like`.
  public static func operatorSynonym(_ word: String) -> [String] {
    switch word.lowercased() {
    case "like", "ilike": ["glob", "has"]
    case "contains", "includes", "containsstring": ["has"]
    case "regex", "regexp", "rlike", "match", "similar": ["matches"]
    case "startswith", "starts_with", "endswith", "ends_with": ["glob"]
    case "eq", "equals": ["="]
    case "ne", "neq": ["!="]
    case "lt": ["<"]
    case "le", "lte": ["<="]
    case "gt": [">"]
    case "ge", "gte": [">="]
    case "between": [">=", "<="]
    default: []
    }
  }
}
