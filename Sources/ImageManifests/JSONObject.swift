internal import Foundation

/// A JSON object from an untrusted source: a member counts only if it has the type that is asked for.
package struct JSONObject {
  private let members: [String: Any]

  /// Reads the object that bytes spell, or returns null if they spell none, or nest too deeply.
  package init?(_ bytes: some Sequence<UInt8>) {
    guard let value = try? JSONSerialization.jsonObject(with: Data(bytes)),
      let members = value as? [String: Any]
    else { return nil }
    self.members = members
  }

  private init(_ members: [String: Any]) {
    self.members = members
  }

  /// Returns whether there is a member of that name that is not null.
  package func has(_ name: String) -> Bool {
    members[name].map { !($0 is NSNull) } ?? false
  }

  /// Returns whether there is a member of that name, null or not.
  package func contains(_ name: String) -> Bool {
    members[name] != nil
  }

  /// Returns a string, or null.
  package func text(_ name: String) -> String? {
    members[name] as? String
  }

  /// Returns a whole number, or null.
  package func integer(_ name: String) -> Int64? {
    guard let number = members[name] as? NSNumber else { return nil }
    return Int64(exactly: number.doubleValue) == nil ? nil : number.int64Value
  }

  /// Returns an object, or null.
  package func object(_ name: String) -> JSONObject? {
    (members[name] as? [String: Any]).map(JSONObject.init)
  }

  /// Returns the objects of an array, without its other elements; null if there is no array.
  package func objects(_ name: String) -> [JSONObject]? {
    (members[name] as? [Any])?.compactMap { ($0 as? [String: Any]).map(JSONObject.init) }
  }

  /// Returns the strings of an array, without its other elements; null if there is no array.
  package func texts(_ name: String) -> [String]? {
    (members[name] as? [Any])?.compactMap { $0 as? String }
  }

  /// Returns the members that are objects.
  package var objectMembers: [String: JSONObject] {
    members.compactMapValues { ($0 as? [String: Any]).map(JSONObject.init) }
  }

  /// Returns the members that are strings.
  package var textMembers: [String: String] {
    members.compactMapValues { $0 as? String }
  }
}
