import Versions

@testable import QueryLanguage

/// A compact text of syntax trees, for tests.
enum TreeText {
  static func query(_ query: QuerySyntax) -> String {
    (query.headers.map(header) + [pipeline(query.pipeline)]).joined(separator: "; ")
  }

  static func header(_ header: Header) -> String {
    switch header {
    case .asOf(let time, _): return "as-of \(self.time(time))"
    case .repository(let ref, _): return "repo \(self.ref(ref))"
    case .definition(let name, let pipeline, _):
      return "let \(name.text) = \(self.pipeline(pipeline))"
    case .parameter(let p):
      var text = "param \(p.name.text): \(p.type.rawValue)"
      if let value = p.defaultValue { text += " = \(expression(value))" }
      if !p.choices.isEmpty { text += " in [\(p.choices.map(expression).joined(separator: " "))]" }
      return text
    }
  }

  static func pipeline(_ pipeline: Pipeline) -> String {
    ([source(pipeline.source)] + pipeline.stages.map(stage)).joined(separator: " | ")
  }

  static func source(_ source: Source) -> String {
    switch source {
    case .nested(let inner): return "(\(pipeline(inner)))"
    case .relation(let name, let selector, let asOf):
      var text = name.text
      switch selector {
      case .range(let range): text += " in \(self.range(range))"
      case .containing(let ref, let orEquivalent, _):
        text += " containing \(self.ref(ref))" + (orEquivalent ? " or equivalent" : "")
      case .reachableFrom(let ref, _): text += " reachable-from \(self.ref(ref))"
      case .of(let ref, _): text += " of \(self.ref(ref))"
      case nil: break
      }
      if let asOf { text += " as-of \(time(asOf))" }
      return text
    }
  }

  static func range(_ range: RangeSyntax) -> String {
    (range.lower.map(ref) ?? "") + ".." + ref(range.upper)
      + (range.firstParent ? " first-parent" : "")
  }

  static func ref(_ ref: RefSyntax) -> String {
    let kind = ref.kind.map { "<\($0.rawValue)>" } ?? ""
    switch ref.target {
    case .name(let bytes): return kind + String(decoding: bytes, as: UTF8.self)
    case .parameter(let name): return "$" + name
    case .mergeBase(let a, let b): return "(merge-base \(self.ref(a)) \(self.ref(b)))"
    }
  }

  static func time(_ time: TimeSyntax) -> String {
    let offset = time.offset == 0 ? "" : " \(time.offset)"
    switch time.atom {
    case .instant(let micros): return "@\(micros)" + offset
    case .now: return "now" + offset
    case .today: return "today" + offset
    case .yesterday: return "yesterday" + offset
    case .ago(let micros): return "ago(\(micros))" + offset
    case .parameter(let name): return "$\(name)" + offset
    }
  }

  static func stage(_ stage: Stage) -> String {
    func named(_ items: [NamedExpression]) -> String {
      items.map { "\(expression($0.expression)):\($0.name.text)" }.joined(separator: " ")
    }
    func columns(_ items: [SelectItem]) -> String {
      items.map { item in
        switch item {
        case .named(let item): named([item])
        case .path(let path): expression(path)
        case .all: "*"
        }
      }.joined(separator: " ")
    }
    func list(_ items: [Expression]) -> String { items.map(expression).joined(separator: " ") }
    switch stage {
    case .filter(let predicate, _): return "where \(expression(predicate))"
    case .select(let items, _): return "select \(columns(items))"
    case .add(let items, _): return "add \(named(items))"
    case .sort(let keys, _):
      return "sort "
        + keys.map { expression($0.expression) + ($0.descending ? "-" : "+") }
        .joined(separator: " ")
    case .take(let count, let groups, _):
      let number =
        switch count {
        case .number(let value, _): "\(value)"
        case .parameter(let name): "$\(name.text)"
        }
      return "take \(number)" + (groups.isEmpty ? "" : " per \(list(groups))")
    case .summarize(let items, let groups, _):
      return "summarize \(named(items))" + (groups.isEmpty ? "" : " by \(columns(groups))")
    case .distinct(let paths, _): return paths.isEmpty ? "distinct" : "distinct \(list(paths))"
    case .count: return "count"
    case .expand(let link, let alias, _):
      return "expand \(link.text)" + (alias.map { " as \($0.text)" } ?? "")
    case .union(let other, _): return "union {\(pipeline(other))}"
    case .join(let join, _):
      let alias = join.name.map { " as \($0.text)" } ?? ""
      let condition =
        switch join.condition {
        case .columns(let names): names.map(\.text).joined(separator: " ")
        case .predicate(let predicate): expression(predicate)
        }
      return "join\(join.keepsUnmatched ? " left" : "") {\(pipeline(join.pipeline))}\(alias) on "
        + condition
    }
  }

  static func expression(_ expression: Expression) -> String {
    func list(_ items: [Expression]) -> String {
      items.map { self.expression($0) }.joined(separator: " ")
    }
    let text = self.expression
    switch expression {
    case .literal(let literal, _): return self.literal(literal)
    case .time(let time): return self.time(time)
    case .parameter(let name): return "$" + name.text
    case .path(let parts): return parts.map(\.text).joined(separator: ".")
    case .call(let name, let arguments, _):
      return "(\(name.text)\(arguments.isEmpty ? "" : " " + list(arguments)))"
    case .callStar(let name, _): return "(\(name.text) *)"
    case .negate(let operand, _): return "(neg \(text(operand)))"
    case .arithmetic(let op, let a, let b, _): return "(\(op.rawValue) \(text(a)) \(text(b)))"
    case .comparison(let op, let a, let b, _): return "(\(op.rawValue) \(text(a)) \(text(b)))"
    case .not(let operand, _): return "(not \(text(operand)))"
    case .and(let a, let b): return "(and \(text(a)) \(text(b)))"
    case .or(let a, let b): return "(or \(text(a)) \(text(b)))"
    case .isNull(let a, let negated, _):
      return "(\(negated ? "is-not-null" : "is-null") \(text(a)))"
    case .inList(let a, let items, let negated, _):
      return "(\(negated ? "not-in" : "in") \(text(a)) [\(list(items))])"
    case .inVersionRange(let a, let range, let negated, _):
      return "(\(negated ? "not-in" : "in") \(text(a)) \(range.text))"
    case .inPipeline(let a, let inner, let negated, _):
      return "(\(negated ? "not-in" : "in") \(text(a)) {\(pipeline(inner))})"
    case .textMatch(let op, let a, let b, _): return "(\(op.rawValue) \(text(a)) \(text(b)))"
    case .conditional(let c, let a, let b, _): return "(if \(text(c)) \(text(a)) \(text(b)))"
    case .graph(.range(let range), _): return "(in-range \(self.range(range)))"
    case .graph(.containing(let ref, let orEquivalent), _):
      return "(containing \(self.ref(ref))\(orEquivalent ? " or equivalent" : ""))"
    case .graph(.reachableFrom(let ref), _): return "(reachable-from \(self.ref(ref)))"
    }
  }

  static func literal(_ literal: Literal) -> String {
    switch literal {
    case .string(let bytes): "'\(String(decoding: bytes, as: UTF8.self))'"
    case .integer(let value): "\(value)"
    case .real(let value): "\(value)"
    case .boolean(let value): "\(value)"
    case .null: "null"
    case .time(let micros): "@\(micros)"
    case .duration(let micros): "\(micros)us"
    case .version(let version): version.text
    case .sha(let hex): "sha:" + hex
    case .digest(let hex): "sha256:" + hex
    }
  }
}
