/// A mention of an issue, or of a pull or merge request, in a commit message.
package struct Reference: Hashable, Sendable {
  /// What the message says about it.
  package enum Role: Hashable, Sendable {
    /// The commit came in by this request: ` (#12)` at the end of the subject,
    /// `Merge pull request #12 from …`, `See merge request group/project!12`.
    case ownRequest
    /// A closing keyword stands before it or before the list it is in: `Closes #1, #2`.
    case closes
    /// It is reverted, perhaps in part: `Reverts #12`, `This reverts merge request !12`.
    case reverts
    /// The commit brings it to another branch: `Backport of #12`, `Automated cherry pick of #12`.
    case backports
    case mentions
  }

  /// What the writing tells of the kind of thing.
  package enum Target: Hashable, Sendable {
    /// `#12`, `GH-12`: hosts number issues and requests together.
    case issueOrRequest
    case issue
    /// A pull request or merge request.
    case request
  }

  package let role: Role
  package let target: Target
  package let number: UInt64
  /// The path on the host as it is written (`owner/repo`); null where it is that of the commit.
  package let repository: ArraySlice<UInt8>?
  /// The host of a URL.
  package let host: ArraySlice<UInt8>?

  package init(
    role: Role, target: Target, number: UInt64, repository: ArraySlice<UInt8>? = nil,
    host: ArraySlice<UInt8>? = nil
  ) {
    self.role = role
    self.target = target
    self.number = number
    self.repository = repository
    self.host = host
  }

  /// The same mention with another role.
  func with(role: Role) -> Reference {
    Reference(
      role: role, target: role == .ownRequest ? .request : target, number: number,
      repository: repository, host: host)
  }
}

extension Reference {
  /// Returns the mentions in a message, each once for each role, in their order.
  ///
  /// What has a role is not listed as a mere mention, too. It takes time linear in the message.
  static func read(subject: ArraySlice<UInt8>, body: ArraySlice<UInt8>) -> [Reference] {
    let subject = subject.trimmedAtEnd()
    var found = ReferenceRoles.assigned(to: ReferenceScanner.scan(subject), in: subject)
    ReferenceRoles.takeSuffix(&found, of: subject)
    if let number = azureRequest(subject) {
      found.append(
        (subject, Reference(role: .ownRequest, target: .request, number: number)))
    }
    found += ReferenceRoles.assigned(to: ReferenceScanner.scan(body), in: body)
    let withRole = Set(
      found.lazy.filter { $0.reference.role != .mentions }.map { Thing($0.reference) })
    var seen: Set<Reference> = []
    return found.compactMap { _, reference in
      guard reference.role != .mentions || !withRole.contains(Thing(reference)) else { return nil }
      return seen.insert(reference).inserted ? reference : nil
    }
  }

  /// What is mentioned, whatever is said of it.
  private struct Thing: Hashable {
    let number: UInt64
    let repository: ArraySlice<UInt8>?
    let host: ArraySlice<UInt8>?

    init(_ reference: Reference) {
      number = reference.number
      repository = reference.repository
      host = reference.host
    }
  }

  /// Returns the number in `Merged PR 12: …`, the one form without a sign before the number.
  private static func azureRequest(_ subject: ArraySlice<UInt8>) -> UInt64? {
    guard let rest = subject.dropping("Merged PR "),
      let (number, end) = ReferenceScanner.number(in: rest, at: rest.startIndex),
      end < rest.endIndex, rest[end] == UInt8(ascii: ":")
    else { return nil }
    return number
  }
}
