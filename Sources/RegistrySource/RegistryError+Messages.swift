internal import ImageManifests
internal import Indexing

/// The texts of the errors about names, options and credentials.
extension RegistryError {
  static func emptyReference() -> RegistryError {
    RegistryError(.invalidReference, "an empty text names no image repository", hints: [example])
  }

  static func longReference(_ text: String) -> RegistryError {
    RegistryError(
      .invalidReference,
      "the name of an image repository has \(text.utf8.count) bytes; 255 are allowed")
  }

  static func invalidHost(_ host: String, in text: String) -> RegistryError {
    RegistryError(
      .invalidReference, "\"\(host)\" in \"\(text)\" is no host of a registry", hints: [example])
  }

  static func invalidPath(_ path: String, in text: String) -> RegistryError {
    RegistryError(
      .invalidReference, "\"\(path)\" in \"\(text)\" is no path of an image repository",
      hints: [
        "a path has lower-case letters and digits, with single `.`, `_` or hyphens between, and `/`"
      ])
  }

  static func schemeInReference(_ text: String, rest: String) -> RegistryError {
    RegistryError(
      .invalidReference, "\"\(text)\" is an address, not the name of an image repository",
      hints: ["without the scheme it is \(rest)"])
  }

  static func partInReference(_ text: String, part: String, rest: String) -> RegistryError {
    RegistryError(
      .invalidReference, "\"\(text)\" names \"\(part)\" beside the image repository",
      hints: ["all tags are read: \(rest) is enough"])
  }

  private static let example = "such a name is ghcr.io/acme/shop, or redis on Docker Hub"

  static func unreadableRoots(_ path: String) -> RegistryError {
    RegistryError(
      .invalidOption, "\(path) holds no certificates in PEM form that could be read",
      hints: ["such a file has lines of `-----BEGIN CERTIFICATE-----`"])
  }

  static func unreadableCredentials(_ path: String) -> RegistryError {
    RegistryError(.credentials, "the credentials in \(path) cannot be read")
  }

  static func malformedCredentials(_ path: String) -> RegistryError {
    RegistryError(
      .credentials, "\(path) does not have the form of docker's config.json",
      hints: ["`docker login` or `podman login` writes such a file"])
  }

  static func missingHelper(_ program: String) -> RegistryError {
    RegistryError(
      .credentials,
      "the program \"\(program)\" that keeps credentials is not in the folders of PATH")
  }

  static func failedHelper(_ program: String, _ exitCode: Int32?) -> RegistryError {
    let end = exitCode.map { "ended with exit code \($0)" } ?? "could not be run to its end"
    return RegistryError(.credentials, "the program \(program) that keeps credentials \(end)")
  }

  static func malformedHelper(_ program: String) -> RegistryError {
    RegistryError(
      .credentials,
      "the program \(program) that keeps credentials wrote no user name with a secret")
  }

  static func slowHelper(_ program: String, _ time: Duration) -> RegistryError {
    RegistryError(
      .credentials,
      "the program \(program) that keeps credentials took more than \(seconds(time))")
  }
}

/// The texts of the errors about a repository and how it is asked for.
extension RegistryError {
  static func repositoryNotFound(
    _ reference: RepositoryReference, _ answer: Answer, usedCredentials: Bool,
    credentialFailure: RegistryError?
  ) -> RegistryError {
    let hint =
      if usedCredentials {
        "the configured credentials for \(reference.host) may not read it"
      } else {
        "a private repository needs credentials: `docker login \(reference.host)` stores them"
      }
    return RegistryError(
      .repositoryNotFound,
      "\(reference.host) shows no repository \(reference.path): it answered \(status(answer))",
      cause: credentialFailure?.message,
      hints: ["registries answer alike for a repository that does not exist", hint])
  }

  static func refusedHalfway(
    _ reference: RepositoryReference, _ answer: Answer
  ) -> RegistryError {
    RegistryError(
      .repositoryNotFound,
      "\(reference.host) refused a request for \(reference.path) halfway: it answered "
        + status(answer))
  }

  static func refusedCredentials(
    _ reference: RepositoryReference, _ realm: WebAddress
  ) -> RegistryError {
    RegistryError(
      .credentials, "\(realm.origin) refused the configured credentials for \(reference.host)",
      hints: ["`docker login \(reference.host)` stores others"])
  }

  static func tokenStatus(_ realm: WebAddress, _ answer: Answer) -> RegistryError {
    RegistryError(
      answer.status == 429 ? .rateLimited : .unexpectedResponse,
      "\(realm.origin) gave no token: it answered \(status(answer))")
  }

  static func malformedToken(_ realm: WebAddress) -> RegistryError {
    RegistryError(.unexpectedResponse, "the answer of \(realm.origin) holds no token")
  }

  static func malformedRealm(_ registry: WebAddress) -> RegistryError {
    RegistryError(
      .unexpectedResponse, "\(registry.origin) demands a token, but names no address to get it from"
    )
  }

  static func lyingDigest(_ tag: String, named: Digest, actual: Digest) -> RegistryError {
    RegistryError(
      .unexpectedResponse,
      "the registry names the digest \(named) for tag \(tag), but its bytes have \(actual)")
  }

  static func unusableDigest(_ text: String) -> RegistryError {
    RegistryError(.unexpectedResponse, "\"\(text.prefix(160))\" is no SHA-256 digest")
  }

  static func noRegistry(_ address: WebAddress) -> RegistryError {
    RegistryError(
      .unexpectedResponse, "\(address.origin) does not answer as a registry does",
      hints: ["the host of an image is that in front of the first `/` of its name"])
  }

  /// An answer with a status that is not expected for what was asked.
  static func status(_ answer: Answer, _ what: String) -> RegistryError {
    RegistryError(
      answer.status == 429 ? .rateLimited : .unexpectedResponse,
      "\(answer.address.origin) answered \(status(answer)) to a request for \(what)")
  }

  /// The status, and the code of the API if the answer has one.
  ///
  /// Nothing else of the answer is shown: a server could repeat what it was sent.
  private static func status(_ answer: Answer) -> String {
    let code = JSONObject(answer.body)?.objects("errors")?.first?.text("code")
    return code.flatMap { codes.contains($0) ? "\(answer.status) (\($0))" : nil }
      ?? "\(answer.status)"
  }

  /// The codes of the API (OCI Distribution, "Error Codes").
  private static let codes: Set<String> = [
    "BLOB_UNKNOWN", "DENIED", "DIGEST_INVALID", "MANIFEST_BLOB_UNKNOWN", "MANIFEST_INVALID",
    "MANIFEST_UNKNOWN", "NAME_INVALID", "NAME_UNKNOWN", "PAGINATION_NUMBER_INVALID",
    "TOOMANYREQUESTS",
    "UNAUTHORIZED", "UNKNOWN", "UNSUPPORTED",
  ]

  /// A time as messages show it, such as `30 s`.
  static func seconds(_ time: Duration) -> String {
    let parts = time.components
    return parts.attoseconds == 0
      ? "\(parts.seconds) s"
      : "\(parts.seconds * 1_000 + parts.attoseconds / 1_000_000_000_000_000) ms"
  }
}
