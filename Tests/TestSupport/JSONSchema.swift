import Foundation

/// A JSON Schema, as far as the published ones use the language: any other keyword is refused, so
/// that nothing is thought to be checked that is not.
public struct JSONSchema {
  private let root: [String: Any]

  public init(path: String) throws {
    let data = try Data(contentsOf: URL(filePath: path))
    guard let object = try JSONSerialization.jsonObject(with: data) as? [String: Any] else {
      throw JSONSchemaError("\(path) holds no object")
    }
    root = object
  }

  /// Returns what is wrong with a document, each with its place; empty if it is valid.
  public func problems(in document: [UInt8]) throws -> [String] {
    let value = try JSONSerialization.jsonObject(
      with: Data(document), options: [.fragmentsAllowed])
    var problems: [String] = []
    try check(value, root, "$", &problems)
    return problems
  }

  private func check(
    _ value: Any, _ schema: [String: Any], _ place: String, _ problems: inout [String]
  ) throws {
    for (keyword, rule) in schema {
      switch keyword {
      case "$schema", "$defs", "title", "description": break
      case "$ref": try check(value, definition(rule), place, &problems)
      case "type":
        let names = (rule as? [String]) ?? [rule as? String ?? ""]
        if !names.contains(where: { Self.isOfType(value, $0) }) {
          problems.append("\(place) is not \(names.joined(separator: " or "))")
        }
      case "const", "enum":
        let allowed = keyword == "const" ? [rule] : rule as? [Any] ?? []
        if !allowed.contains(where: { Self.isSame($0, value) }) {
          problems.append("\(place) is \(value), which is not allowed")
        }
      case "pattern":
        guard let text = value as? String, let pattern = rule as? String else { break }
        if text.range(of: pattern, options: .regularExpression) == nil {
          problems.append("\(place) is \(text), which \(pattern) does not match")
        }
      case "minimum":
        guard let least = rule as? Double else { throw JSONSchemaError("minimum: \(rule)") }
        if let number = value as? Double, number < least {
          problems.append("\(place) is below \(least)")
        }
      case "minItems":
        if let items = value as? [Any], let least = rule as? Int, items.count < least {
          problems.append("\(place) has fewer than \(least) items")
        }
      case "items":
        guard let items = value as? [Any], let rule = rule as? [String: Any] else { break }
        for (index, item) in items.enumerated() {
          try check(item, rule, "\(place)[\(index)]", &problems)
        }
      case "anyOf": try checkAny(value, rule as? [[String: Any]] ?? [], place, &problems)
      case "required":
        guard let object = value as? [String: Any] else { break }
        for name in rule as? [String] ?? [] where object[name] == nil {
          problems.append("\(place) has no \(name)")
        }
      case "properties", "additionalProperties": break
      default: throw JSONSchemaError("the keyword \(keyword) is not known")
      }
    }
    try checkMembers(value, schema, place, &problems)
  }

  private func checkAny(
    _ value: Any, _ choices: [[String: Any]], _ place: String, _ problems: inout [String]
  ) throws {
    for choice in choices {
      var found: [String] = []
      try check(value, choice, place, &found)
      if found.isEmpty { return }
    }
    problems.append("\(place) is none of the \(choices.count) forms it may have")
  }

  private func checkMembers(
    _ value: Any, _ schema: [String: Any], _ place: String, _ problems: inout [String]
  ) throws {
    guard let object = value as? [String: Any] else { return }
    let known = schema["properties"] as? [String: [String: Any]] ?? [:]
    for (name, member) in object {
      if let rule = known[name] {
        try check(member, rule, "\(place).\(name)", &problems)
      } else if let rule = schema["additionalProperties"] as? [String: Any] {
        try check(member, rule, "\(place).\(name)", &problems)
      } else if schema["additionalProperties"] as? Bool == false {
        problems.append("\(place) has a member \(name) that is not described")
      }
    }
  }

  private func definition(_ rule: Any) throws -> [String: Any] {
    let name = (rule as? String ?? "").replacingOccurrences(of: "#/$defs/", with: "")
    guard let all = root["$defs"] as? [String: [String: Any]], let found = all[name] else {
      throw JSONSchemaError("there is no definition \(rule)")
    }
    return found
  }

  private static func isSame(_ first: Any, _ second: Any) -> Bool {
    isOfType(first, "boolean") == isOfType(second, "boolean")
      && (first as? NSObject) == (second as? NSObject)
  }

  private static func isOfType(_ value: Any, _ name: String) -> Bool {
    let isBoolean = (value as? NSNumber).map { CFBoolean.isBoolean($0) } ?? false
    switch name {
    case "object": return value is [String: Any]
    case "array": return value is [Any]
    case "string": return value is String
    case "null": return value is NSNull
    case "boolean": return isBoolean
    case "number": return value is NSNumber && !isBoolean
    case "integer":
      guard let number = value as? NSNumber, !isBoolean else { return false }
      return number.doubleValue.rounded() == number.doubleValue
    default: return false
    }
  }
}

/// Tells a boolean from a number, which JSONSerialization reads into one class.
private enum CFBoolean {
  static func isBoolean(_ number: NSNumber) -> Bool {
    String(cString: number.objCType) == "c" || String(cString: number.objCType) == "B"
  }
}

public struct JSONSchemaError: Error, CustomStringConvertible {
  public let description: String

  init(_ description: String) { self.description = description }
}
