internal import Indexing

/// What an announcement says of one event, before it is checked.
struct EventDraft {
  let format: String
  var action: PushEvent.Action
  var id: [UInt8]?
  var registry: String?
  var repository = FieldText.absent
  var tag = FieldText.absent
  var digest = FieldText.absent
  /// The digest, where it is not spelled as such.
  var knownDigest: Digest?
  var at: Int64?
  var actor: String?

  init(_ format: String, _ action: PushEvent.Action) {
    self.format = format
    self.action = action
  }

  /// Returns the event.
  ///
  /// A digest that stands in the place of the tag is taken as the digest.
  ///
  /// - Parameter describe: Tells what the announcement says of the manifest that was pushed.
  func event(
    describe: (inout ImageManifest) -> Void
  ) throws(EventFlaw) -> PushEvent {
    let repository = try repositoryName()
    var digest = knownDigest
    if let text = try self.digest.get("the digest") {
      guard let spelled = Digest(text) else { throw .digest(text) }
      digest = spelled
    }
    var tag: [UInt8]?
    if let text = try self.tag.get("the tag") {
      if let spelled = Digest(text) {
        if let digest, digest != spelled { throw .contradiction(digest, spelled) }
        digest = spelled
      } else if ImageNames.isTag(text) {
        tag = Array(text)
      } else {
        throw .tag(text)
      }
    }
    guard tag != nil || digest != nil else { throw .noTagOrDigest }
    var event = PushEvent(
      format: format, id: id, registry: registry, repository: repository, tag: tag, digest: digest,
      action: action, at: at, actor: actor)
    if action == .push, let digest {
      var manifest = ImageManifest(digest: digest)
      describe(&manifest)
      event.manifest = manifest
    }
    return event
  }

  private func repositoryName() throws(EventFlaw) -> String {
    guard let text = try repository.get("the repository") else { throw .noRepository }
    guard ImageNames.isRepository(text) else { throw .repository(text) }
    let name = String(decoding: text, as: UTF8.self)
    // Docker Hub keeps what has no namespace in one of this name.
    return registry == "docker.io" && !text.contains(UInt8(ascii: "/")) ? "library/\(name)" : name
  }
}
