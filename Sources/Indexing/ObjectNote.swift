/// A note of git on a commit or a tag object.
public struct ObjectNote: Hashable, Sendable {
  /// The object that it is about.
  public var object: ObjectID
  /// The id of its content.
  public var blob: ObjectID
  public var text: [UInt8]

  public init(object: ObjectID, blob: ObjectID, text: [UInt8]) {
    self.object = object
    self.blob = blob
    self.text = text
  }
}
