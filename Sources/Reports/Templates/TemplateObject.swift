import Mustache

/// An object of a template, which finds its members when they are named.
///
/// A member of its shape that has no value is null: the name means this object, and is not looked for
/// in those around it.
struct TemplateObject: MustacheParent, MustacheCustomRenderable, MustacheTransformable {
  let shape: TemplateShape
  private let words: (() -> String)?
  private let member: (String) -> Any?
  /// Whether sections take the object for nothing: an empty text.
  let isNull: Bool

  init(
    _ shape: TemplateShape, text: (() -> String)? = nil, isNull: Bool = false,
    _ member: @escaping (String) -> Any?
  ) {
    self.shape = shape
    self.isNull = isNull
    words = text
    self.member = member
  }

  func child(named name: String) -> Any? {
    guard shape.members[name] != nil else { return nil }
    guard let value = member(name) else { return TemplateNull() }
    if let text = value as? String, text.isEmpty { return TemplateNull() }
    return value
  }

  /// What the object is where its name stands alone: nothing, except for text.
  var renderText: String { words?() ?? "" }

  func transform(_ name: String) -> Any? { words?().transform(name) }
}

/// What stands for a member without a value: it is written as nothing, and false for sections.
struct TemplateNull: MustacheParent, MustacheCustomRenderable, MustacheTransformable {
  var renderText: String { "" }
  var isNull: Bool { true }

  func child(named name: String) -> Any? { nil }

  func transform(_ name: String) -> Any? { name == "empty" ? true : nil }
}
