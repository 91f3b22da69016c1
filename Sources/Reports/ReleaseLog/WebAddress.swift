/// Where a repository can be read in a browser.
///
/// It is made from the URL of a remote, without asking the host anything: the forge is known from
/// the host's name or told by the caller. Credentials in a remote's URL never get into it.
package struct WebAddress: Hashable, Sendable {
  /// The software of a forge, which decides what its addresses look like.
  package enum Forge: String, CaseIterable, Hashable, Sendable {
    case gitHub = "github"
    case gitLab = "gitlab"
    /// Gitea and Forgejo, whose addresses are the same.
    case gitea
    case bitbucket
    /// A page of the repository, below which no other address is known.
    case plain
  }

  package let forge: Forge
  /// The repository's page, without a slash at the end.
  package let base: String

  /// Creates an address from a remote's URL or its `host:path` form.
  ///
  /// Nil for a local path, for a URL that is no repository's, and for a host whose forge is not
  /// known while `forge` is nil. Known are github.com, gitlab.com, codeberg.org, gitea.com and
  /// bitbucket.org, and hosts that are named after the software, such as `gitlab.example.org`.
  package init?(remote: [UInt8], forge: Forge? = nil) {
    guard let parts = RemoteParts(remote), let forge = forge ?? Self.forge(of: parts.host) else {
      return nil
    }
    var names = parts.names
    guard var last = names.popLast() else { return nil }
    if last.hasSuffix(".git"), last.count > 4 { last.removeLast(4) }
    names.append(last)
    // A group of GitLab can lie in others; elsewhere a repository is an owner's.
    let isRepository =
      switch forge {
      case .gitHub, .gitea, .bitbucket: names.count == 2
      case .gitLab: names.count >= 2
      case .plain: true
      }
    guard isRepository else { return nil }
    self.forge = forge
    let path = names.map { percentEncoded(Array($0.utf8)) }.joined(separator: "/")
    base = "\(parts.scheme)://\(parts.host)\(parts.port)/\(path)"
  }

  private static func forge(of host: String) -> Forge? {
    switch host {
    case "github.com": return .gitHub
    case "gitlab.com": return .gitLab
    case "codeberg.org", "gitea.com": return .gitea
    case "bitbucket.org": return .bitbucket
    default: break
    }
    let labels = host.split(separator: ".")
    guard labels.count > 2 else { return nil }
    // Bitbucket's own server has other addresses than bitbucket.org.
    switch labels[0] {
    case "github": return .gitHub
    case "gitlab": return .gitLab
    case "gitea", "forgejo": return .gitea
    default: return nil
    }
  }
}

extension WebAddress {
  /// What stands before a commit's id in the address of its page; nil if that is not known.
  var commitPrefix: String? {
    switch forge {
    case .gitHub, .gitea: "\(base)/commit/"
    case .gitLab: "\(base)/-/commit/"
    case .bitbucket: "\(base)/commits/"
    case .plain: nil
    }
  }

  /// What stands before a pull or merge request's number in the address of its page.
  var pullRequestPrefix: String? {
    switch forge {
    case .gitHub: "\(base)/pull/"
    case .gitLab: "\(base)/-/merge_requests/"
    case .gitea: "\(base)/pulls/"
    case .bitbucket: "\(base)/pull-requests/"
    case .plain: nil
    }
  }

  /// What stands before an issue's number in the address of its page.
  var issuePrefix: String? {
    switch forge {
    case .gitHub, .gitea, .bitbucket: "\(base)/issues/"
    case .gitLab: "\(base)/-/issues/"
    case .plain: nil
    }
  }

  /// Returns the page of a commit; nil if the forge's addresses are not known.
  package func commit(_ sha: [UInt8]) -> String? {
    commitPrefix.map { $0 + hexText(sha) }
  }

  /// Returns the page of a pull or merge request.
  package func pullRequest(_ number: Int) -> String? {
    pullRequestPrefix.map { "\($0)\(number)" }
  }

  /// Returns the page of an issue of the same repository.
  ///
  /// Nil if `name` is no number: it is then an issue elsewhere, whose address is not known.
  package func issue(_ name: [UInt8]) -> String? {
    guard isIssueNumber(name) else { return nil }
    return issuePrefix.map { $0 + String(decoding: name, as: UTF8.self) }
  }

  /// Returns the page of a tag.
  package func tag(_ name: [UInt8]) -> String? {
    let tag = percentEncoded(name)
    return switch forge {
    case .gitHub: "\(base)/releases/tag/\(tag)"
    case .gitLab: "\(base)/-/tags/\(tag)"
    case .gitea: "\(base)/src/tag/\(tag)"
    case .bitbucket: "\(base)/commits/tag/\(tag)"
    case .plain: nil
    }
  }

  /// Returns the page that compares two refs: what `new` has that `old` has not.
  package func comparison(from old: [UInt8], to new: [UInt8]) -> String? {
    let (old, new) = (percentEncoded(old), percentEncoded(new))
    return switch forge {
    case .gitHub, .gitea: "\(base)/compare/\(old)...\(new)"
    case .gitLab: "\(base)/-/compare/\(old)...\(new)"
    case .bitbucket: "\(base)/branches/compare/\(new)%0D\(old)"
    case .plain: nil
    }
  }

  /// The sign before the number of a pull or merge request.
  package var pullRequestSign: String { forge == .gitLab ? "!" : "#" }
}

/// Whether an issue's name is a number of the same repository.
func isIssueNumber(_ name: [UInt8]) -> Bool {
  !name.isEmpty && name.count <= 18 && name.allSatisfy { (0x30...0x39).contains($0) }
}

/// The parts of a remote's address that its web page has in common with it.
private struct RemoteParts {
  var scheme: String
  /// In lower case.
  var host: String
  /// Such as `:8443`; empty for the usual one.
  var port: String
  var names: [String]

  private typealias Split = (
    scheme: String, host: Substring, port: String, path: Substring
  )

  init?(_ remote: [UInt8]) {
    guard remote.count <= 4096, let text = String(validating: remote, as: UTF8.self),
      text.utf8.allSatisfy({ $0 > 0x20 && $0 != 0x7F && $0 != 0x5C }),
      let split = text.contains("://") ? Self.splitURL(text) : Self.splitSSH(text),
      let host = Self.hostName(split.host)
    else { return nil }
    // No forge has these in a name. What is percent-encoded already would come to mean another name if it were encoded again.
    guard !split.path.contains(where: { "?#%:".contains($0) }) else { return nil }
    scheme = split.scheme
    self.host = host
    port = split.port
    names = split.path.split(separator: "/").map(String.init)
    let isHome = names.first?.hasPrefix("~") == true
    guard !names.isEmpty, !isHome, !names.contains("."), !names.contains("..") else { return nil }
  }

  private static func splitURL(_ text: String) -> Split? {
    guard let mark = text.firstRange(of: "://") else { return nil }
    let rest = text[mark.upperBound...]
    let path = rest.firstIndex(of: "/") ?? rest.endIndex
    let parts = withoutUser(rest[..<path]).split(separator: ":", omittingEmptySubsequences: false)
    let port = parts.count == 2 ? String(parts[1]) : ""
    guard parts.count <= 2, port.utf8.count <= 5,
      port.utf8.allSatisfy({ (0x30...0x39).contains($0) })
    else { return nil }
    switch text[..<mark.lowerBound].lowercased() {
    case "https", "git+https":
      return ("https", parts[0], port.isEmpty || port == "443" ? "" : ":\(port)", rest[path...])
    case "http", "git+http":
      return ("http", parts[0], port.isEmpty || port == "80" ? "" : ":\(port)", rest[path...])
    case "ssh", "git+ssh", "ssh+git", "git":
      // The port of SSH or of git's own protocol is not the page's.
      return ("https", parts[0], "", rest[path...])
    default: return nil
    }
  }

  /// Splits `user@host:path`, as SSH takes it: the colon comes before any slash.
  private static func splitSSH(_ text: String) -> Split? {
    guard let colon = text.firstIndex(of: ":"), !text[..<colon].contains("/") else { return nil }
    let host = withoutUser(text[..<colon])
    // One letter is a drive of Windows.
    return host.utf8.count < 2 ? nil : ("https", host, "", text[text.index(after: colon)...])
  }

  /// Drops the user's name and password, which must get into no document.
  private static func withoutUser(_ authority: Substring) -> Substring {
    guard let at = authority.lastIndex(of: "@") else { return authority }
    return authority[authority.index(after: at)...]
  }

  /// Returns a host in lower case, by the name under which its pages are; nil if it is no name.
  private static func hostName(_ text: Substring) -> String? {
    let name = text.lowercased()
    let isName = name.utf8.allSatisfy { byte in
      (0x61...0x7A).contains(byte) || (0x30...0x39).contains(byte) || byte == 0x2D || byte == 0x2E
    }
    guard isName, !name.isEmpty, !name.hasPrefix("."), !name.hasPrefix("-"), !name.contains("..")
    else { return nil }
    switch name {
    case "ssh.github.com", "www.github.com": return "github.com"
    case "altssh.gitlab.com", "www.gitlab.com": return "gitlab.com"
    case "altssh.bitbucket.org", "www.bitbucket.org": return "bitbucket.org"
    default: return name
    }
  }
}

/// Returns bytes with all but unreserved characters (RFC 3986, section 2.3) and slashes as `%2B`.
///
/// What is left has no meaning in Markdown's link destinations and in HTML.
func percentEncoded(_ bytes: [UInt8]) -> String {
  var text: [UInt8] = []
  for byte in bytes {
    switch byte {
    case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, 0x2D, 0x2E, 0x2F, 0x5F, 0x7E: text.append(byte)
    default:
      let digits = Array("0123456789ABCDEF".utf8)
      text += [0x25, digits[Int(byte >> 4)], digits[Int(byte & 15)]]
    }
  }
  return String(decoding: text, as: UTF8.self)
}

/// Returns bytes as lower-case hexadecimal digits.
func hexText(_ bytes: [UInt8]) -> String {
  var text: [UInt8] = []
  text.reserveCapacity(2 * bytes.count)
  for byte in bytes { text += [hexDigit(byte >> 4), hexDigit(byte & 15)] }
  return String(decoding: text, as: UTF8.self)
}
