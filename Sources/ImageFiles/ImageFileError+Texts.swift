internal import ImageManifests
internal import Indexing
internal import LocalFiles

// The texts of the messages that users see.
extension ImageFileError {
  static func unreadable(_ path: [UInt8], _ failure: FileFailure) -> ImageFileError {
    ImageFileError(
      failure.isTooLarge ? .tooLarge : .system, "\(text(path)) cannot be read",
      cause: failure.cause, path: path)
  }

  static func notFound(_ path: [UInt8], _ failure: FileFailure) -> ImageFileError {
    ImageFileError(
      .notFound, "\(text(path)) cannot be opened", cause: failure.cause, path: path)
  }

  static func invalidRepository(_ name: String) -> ImageFileError {
    ImageFileError(
      .wrongKind, "\"\(name)\" is no name of an image repository",
      hints: ["a name is a host and a path in small letters: ghcr.io/acme/shop"])
  }

  static func invalidHost(_ host: String) -> ImageFileError {
    ImageFileError(
      .wrongKind, "\"\(host)\" is no host of a registry",
      hints: ["a host has a dot or a port, or is localhost: ghcr.io, registry:5000"])
  }

  static func compressed(_ path: [UInt8], _ compression: Compression) -> ImageFileError {
    let program =
      switch compression {
      case .gzip: "gunzip"
      case .zstd: "unzstd"
      case .xz: "unxz"
      case .bzip2: "bunzip2"
      }
    return ImageFileError(
      .unsupported, "\(text(path)) is compressed with \(compression.rawValue)", path: path,
      hints: ["\(program) makes the archive that can be read; layers in it stay compressed"])
  }

  static func notAnArchive(_ path: [UInt8], offset: Int64) -> ImageFileError {
    ImageFileError(
      offset == 0 ? .wrongKind : .malformed,
      offset == 0
        ? "\(text(path)) is neither a folder nor a tar archive"
        : "the tar archive \(text(path)) is damaged: there is no header at byte \(offset)",
      path: path)
  }

  static func cutOff(_ path: [UInt8], offset: Int64) -> ImageFileError {
    ImageFileError(
      .malformed,
      "the tar archive \(text(path)) is cut off: the file at byte \(offset) goes on behind its end",
      path: path)
  }

  static func longHeader(_ path: [UInt8], size: Int64) -> ImageFileError {
    ImageFileError(
      .tooLarge, "the tar archive \(text(path)) has a header of \(size) bytes", path: path)
  }

  static func manyEntries(_ path: [UInt8], limit: Int) -> ImageFileError {
    ImageFileError(
      .tooLarge, "the tar archive \(text(path)) has more than \(limit) entries", path: path)
  }

  static func notALayout(_ path: [UInt8], isDockerArchive: Bool) -> ImageFileError {
    ImageFileError(
      .wrongKind, "\(text(path)) is no OCI image layout: it has no file oci-layout", path: path,
      hints: isDockerArchive
        ? [
          "it is an archive of docker; skopeo copy docker-archive:FILE oci-archive:NEW makes a layout"
        ] : ["skopeo copy docker://NAME oci:FOLDER:TAG makes a layout"])
  }

  static func layoutVersion(_ path: [UInt8], _ version: String?) -> ImageFileError {
    ImageFileError(
      .unsupported,
      version.map { "\(text(path)) is an image layout of version \($0.prefix(40))" }
        ?? "the file oci-layout of \(text(path)) names no version",
      path: path, hints: ["layouts of version 1 can be read"])
  }

  static func noIndex(_ path: [UInt8], cause: String) -> ImageFileError {
    ImageFileError(
      .malformed, "index.json of the image layout \(text(path)) cannot be read", cause: cause,
      path: path)
  }

  static func notAStorage(_ path: [UInt8]) -> ImageFileError {
    ImageFileError(
      .wrongKind, "\(text(path)) is no storage of a registry: no docker/registry/v2/repositories",
      path: path,
      hints: ["the folder is the one that the registry's setting rootdirectory names"])
  }

  static func noRepository(_ path: [UInt8], _ name: String) -> ImageFileError {
    ImageFileError(
      .notFound, "the registry's storage \(text(path)) has no repository \(name)", path: path)
  }

  static func longListing(_ size: Int, limit: Int) -> ImageFileError {
    ImageFileError(.tooLarge, "the listing has \(size) bytes; the limit is \(limit)")
  }

  static func longObject(line: Int, limit: Int) -> ImageFileError {
    ImageFileError(
      .tooLarge, "line \(line): the JSON object has more than \(limit) bytes", line: line)
  }

  static func notJSON(line: Int) -> ImageFileError {
    ImageFileError(.malformed, "line \(line): the JSON object is malformed or cut off", line: line)
  }

  static func unknownObject(line: Int) -> ImageFileError {
    ImageFileError(
      .malformed,
      "line \(line): the JSON object is neither of skopeo inspect nor of skopeo list-tags",
      line: line,
      hints: [
        "skopeo inspect prints Name and Digest, skopeo list-tags Repository and Tags; --raw and "
          + "--config print something else"
      ])
  }

  static func malformedLine(_ line: Int, _ content: some StringProtocol) -> ImageFileError {
    ImageFileError(
      .malformed, "line \(line): \"\(content.prefix(120))\" names no image with its digest",
      line: line,
      hints: [
        "a line is REPOSITORY:TAG@sha256:…, REPOSITORY@sha256:…, or REPOSITORY:TAG and sha256:… "
          + "with a space or a tab between them"
      ])
  }

  static func invalidValue(line: Int, _ what: String, _ value: String) -> ImageFileError {
    ImageFileError(
      .malformed, "line \(line): \"\(value.prefix(160))\" is no \(what)", line: line)
  }

  static func text(_ path: [UInt8]) -> String {
    String(decoding: path, as: UTF8.self)
  }
}

extension ManifestError {
  /// Says that the system did not give a blob.
  init(_ failure: FileFailure, _ subject: Subject, _ digest: Digest) {
    self =
      failure.isTooLarge
      ? .tooLarge(subject, digest, size: nil)
      : .unreadable(subject, digest, cause: failure.cause)
  }
}

// The texts of the problems that users see.
extension SourceProblem {
  static func repeatedName(_ tag: [UInt8], _ place: String, last: Digest) -> SourceProblem {
    SourceProblem(
      code: .mismatched, object: ObjectID(bytes: last.bytes), ref: tag,
      message: "\(place) names \(text(tag)) more than once, with different digests; the last, "
        + "\(last), counts")
  }

  static func noTag(_ name: String, _ digest: String) -> SourceProblem {
    SourceProblem(
      code: .unsupported, object: Digest(digest).flatMap { ObjectID(bytes: $0.bytes) },
      message: "index.json names \(digest.prefix(160)) \"\(name.prefix(160))\", which is no tag")
  }

  static func otherRepository(
    _ name: String, _ repository: String, digest: String
  ) -> SourceProblem {
    SourceProblem(
      code: .wrongKind, object: Digest(digest).flatMap { ObjectID(bytes: $0.bytes) },
      message: "index.json has images of several repositories; \(name.prefix(320)) is not one of "
        + repository)
  }

  static func otherDigest(_ text: String, tag: [UInt8]?) -> SourceProblem {
    SourceProblem(
      code: .unsupported, ref: tag,
      message: "index.json has the digest \"\(text.prefix(160))\", which is no SHA-256")
  }

  static func manyDescriptors(_ count: Int, limit: Int) -> SourceProblem {
    SourceProblem(
      code: .incomplete, message: "index.json has \(count) entries, of which \(limit) are read")
  }

  static func invalidPart(_ path: [UInt8], _ what: String) -> SourceProblem {
    SourceProblem(
      code: .unsupported,
      message: "the name of \(text(path.suffix(320))) is no \(what); it is left out")
  }

  static func unreadableFile(
    _ path: String, tag: [UInt8]? = nil, cause: String
  ) -> SourceProblem {
    SourceProblem(code: .unreadable, ref: tag, message: "\(path) cannot be read: \(cause)")
  }

  static func noDigest(_ path: String, tag: [UInt8]? = nil) -> SourceProblem {
    SourceProblem(code: .unreadable, ref: tag, message: "\(path) holds no SHA-256 digest")
  }

  static func lostTimes(_ tag: [UInt8], _ reason: String) -> SourceProblem {
    SourceProblem(
      code: .implausible, ref: tag,
      message: "the times at which \(text(tag)) was pushed were not kept: \(reason)")
  }

  static func lostTimes(more count: Int) -> SourceProblem {
    SourceProblem(
      code: .implausible, message: "the times of \(count) more tags were not kept")
  }

  static func goneManifests(_ count: Int, example: Digest) -> SourceProblem {
    SourceProblem(
      code: .missing, object: ObjectID(bytes: example.bytes),
      message: "\(count) manifests that tags pointed at before are not there any more, such as "
        + "\(example)")
  }

  private static func text(_ name: [UInt8]) -> String {
    String(decoding: name, as: UTF8.self)
  }
}
