/// Suggestions for misspelt names.
public enum NearNames {
  /// How many names a message lists before "and n more".
  public static let shown = 5

  /// Returns the candidates that are one or two typing errors away, nearest first; of equally near
  /// ones, those that begin alike come first.
  ///
  /// The distance counts insertions, deletions, replacements and swaps of neighbours, without
  /// regard to case: at most 2, 1 for names of up to three characters, none for a single one.
  public static func matches(
    _ name: String, among candidates: some Sequence<String>
  ) -> [String] {
    let wanted = Array(name.lowercased().unicodeScalars)
    let allowed = wanted.count < 2 ? 0 : wanted.count <= 3 ? 1 : 2
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

  /// Returns the candidates that are fewest typing errors away; several if none is nearer.
  public static func nearest(
    _ name: String, among candidates: some Sequence<String>
  ) -> [String] {
    let near = matches(name, among: candidates)
    guard let first = near.first else { return [] }
    func errors(_ candidate: String) -> Int {
      distance(
        Array(name.lowercased().unicodeScalars), Array(candidate.lowercased().unicodeScalars))
    }
    let fewest = errors(first)
    return near.filter { errors($0) == fewest }
  }

  /// Returns a label such as `did you mean "released_at"?`, or nil when no name is near.
  public static func label(_ name: String, among candidates: some Sequence<String>) -> String? {
    question(nearest(name, among: candidates).map { "\"\($0)\"" })
  }

  /// Returns `did you mean A, B or C?`, or nil without names.
  static func question(_ names: [String]) -> String? {
    names.isEmpty ? nil : "did you mean \(list(names, last: "or"))?"
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
    case "group", "groupby", "group_by", "aggregate", "summarise", "agg", "sum": "summarize"
    case "order", "orderby", "order_by", "arrange": "sort"
    case "filter", "having", "search", "grep": "where"
    case "project", "columns", "fields", "pick", "keep": "select"
    case "extend", "derive", "mutate", "compute", "eval", "with": "add"
    case "unique", "uniq", "dedup", "dedupe": "distinct"
    case "size", "length", "tally": "count"
    default: nil
    }
  }

  /// Returns the relation that another name for it means, such as `releases` for `versions`.
  static func relationSynonym(_ word: String) -> String? {
    switch word.lowercased() {
    case "version", "versions": "releases"
    case "repository", "repositories": "repos"
    case "log", "revisions": "commits"
    case "heads": "branches"
    case "events", "reflog": "moves"
    default: nil
    }
  }

  /// Returns what a type of another language is called here, such as `text` for `string`.
  static func typeSynonym(_ word: String) -> String? {
    switch word.lowercased() {
    case "string", "str", "varchar", "char": "text"
    case "integer", "number", "long", "int64", "bigint": "int"
    case "float", "double", "decimal", "numeric": "real"
    case "boolean": "bool"
    case "date", "datetime", "timestamp", "instant": "time"
    case "interval", "timespan": "duration"
    case "semver": "version"
    case "sha", "oid", "hash": "commit"
    case "tag", "branch": "ref"
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
