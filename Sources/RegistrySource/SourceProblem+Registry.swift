internal import Indexing

/// The texts of the problems of a look at a registry.
extension SourceProblem {
  static func incompleteList(
    _ reference: RepositoryReference, read: Int, _ error: RegistryError
  ) -> SourceProblem {
    SourceProblem(
      code: .incomplete,
      message: "the list of \(reference)'s tags was read only up to \(read): \(error.message)")
  }

  static func unusableTags(_ reference: RepositoryReference, _ count: Int) -> SourceProblem {
    SourceProblem(
      code: .unreadable,
      message: "\(count) entries of the list of \(reference)'s tags can be the name of no tag")
  }

  static func vanishedTag(_ tag: String) -> SourceProblem {
    SourceProblem(
      code: .missing, ref: Array(tag.utf8),
      message: "tag \(tag) is listed, but the registry says that it is not there")
  }

  static func unlistedTag(_ tag: String, _ digest: Digest) -> SourceProblem {
    SourceProblem(
      code: .incomplete, ref: Array(tag.utf8),
      message: "tag \(tag) is not listed, but is there with \(digest): the list is not believed")
  }

  static func unresolvedTag(_ tag: String, _ error: RegistryError) -> SourceProblem {
    SourceProblem(
      code: error.code == .tooLarge ? .tooLarge : .unreadable, ref: Array(tag.utf8),
      message: "tag \(tag) could not be resolved: \(error.message)")
  }

  static func skippedTags(
    _ count: Int, of total: Int, _ error: RegistryError
  ) -> SourceProblem {
    SourceProblem(
      code: .incomplete,
      message: "\(count) of \(total) tags were not resolved: \(error.message)")
  }

  static func skippedManifests(
    _ count: Int, of total: Int, _ error: RegistryError
  ) -> SourceProblem {
    SourceProblem(
      code: .incomplete,
      message: "\(count) of \(total) new digests were not read: \(error.message)")
  }

  static func unbelieved(_ digest: Digest, actual: Digest) -> SourceProblem {
    SourceProblem(
      code: .mismatched, object: ObjectID(bytes: digest.bytes),
      message: "the bytes named \(digest) have the digest \(actual): they are not believed")
  }

  static func manyAttachments(_ subject: Digest, _ limit: Int) -> SourceProblem {
    SourceProblem(
      code: .tooLarge, object: ObjectID(bytes: subject.bytes),
      message: "more is attached to \(subject) than the \(limit) artifacts that were read")
  }

  static func unreadableReferrers(_ subject: Digest, _ error: RegistryError) -> SourceProblem {
    SourceProblem(
      code: .unreadable, object: ObjectID(bytes: subject.bytes),
      message: "what is attached to \(subject) could not be listed: \(error.message)")
  }

  static func more(_ count: Int) -> SourceProblem {
    SourceProblem(code: .incomplete, message: "and \(count) more problems")
  }
}
