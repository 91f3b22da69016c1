internal import Foundation

/// Where user names and passwords for registries come from: the files that docker and podman keep.
///
/// Of a file, the helper of the host (`credHelpers`) comes first, then the general helper
/// (`credsStore`), then what the file itself holds (`auths`). The first file with an answer counts.
public struct CredentialStore: Sendable {
  private let files: [String]
  private let helpers: CredentialHelper

  /// Makes a store that has no credentials for any host.
  public init() {
    self.init(files: [], environment: [:])
  }

  /// Makes a store of files, of which those that do not exist are skipped.
  ///
  /// - Parameters:
  ///   - files: paths, in the form of docker's `config.json`.
  ///   - environment: that of the programs that keep credentials; its `PATH` says where they are.
  public init(files: [String], environment: [String: String]) {
    self.init(files: files, helpers: CredentialHelper(environment: environment))
  }

  init(files: [String], helpers: CredentialHelper) {
    self.files = files
    self.helpers = helpers
  }

  /// Makes the store of a user: `config.json` in `DOCKER_CONFIG` or `~/.docker`, then
  /// `REGISTRY_AUTH_FILE`, or podman's `containers/auth.json`.
  public static func ofUser(environment: [String: String]) -> CredentialStore {
    func value(_ name: String) -> String? {
      environment[name].flatMap { $0.isEmpty ? nil : $0 }
    }
    var files: [String] = []
    if let folder = value("DOCKER_CONFIG") ?? value("HOME").map({ "\($0)/.docker" }) {
      files.append("\(folder)/config.json")
    }
    if let file = value("REGISTRY_AUTH_FILE") {
      files.append(file)
    } else {
      let folders = [
        value("XDG_RUNTIME_DIR"), value("XDG_CONFIG_HOME") ?? value("HOME").map { "\($0)/.config" },
      ]
      files += folders.compactMap { $0.map { "\($0)/containers/auth.json" } }
    }
    return CredentialStore(files: files, environment: environment)
  }

  /// Returns what is configured for a repository's registry, or null.
  func credentials(for reference: RepositoryReference) async throws -> Credentials? {
    for path in files {
      guard let file = try CredentialFile(path: path) else { continue }
      if let helper = file.helper(for: reference) {
        if let found = try await helpers.credentials(helper, server: Self.server(reference)) {
          return found
        }
      }
      if let found = try file.credentials(for: reference) { return found }
    }
    return nil
  }

  /// The name by which helpers know a registry.
  private static func server(_ reference: RepositoryReference) -> String {
    reference.host == RepositoryReference.hub ? "https://index.docker.io/v1/" : reference.host
  }
}

/// A file in the form of docker's `config.json`.
private struct CredentialFile {
  private struct Contents: Decodable {
    var auths: [String: Entry]?
    var credHelpers: [String: String]?
    var credsStore: String?
  }

  private struct Entry: Decodable {
    var auth: String?
    var username: String?
    var password: String?
    var identitytoken: String?
  }

  private let path: String
  private let contents: Contents

  /// Reads a file; null if there is none.
  ///
  /// - Throws: `RegistryError`, which holds nothing of the contents.
  init?(path: String) throws {
    let data: Data
    do {
      let file = try FileHandle(forReadingFrom: URL(fileURLWithPath: path))
      defer { try? file.close() }
      data = try file.read(upToCount: Self.limit + 1) ?? Data()
    } catch {
      let cocoa = error as? CocoaError
      if cocoa?.code == .fileReadNoSuchFile || cocoa?.code == .fileNoSuchFile { return nil }
      throw RegistryError.unreadableCredentials(path)
    }
    guard data.count <= Self.limit,
      let contents = try? JSONDecoder().decode(Contents.self, from: data)
    else { throw RegistryError.malformedCredentials(path) }
    self.path = path
    self.contents = contents
  }

  private static let limit = 4 << 20

  /// Returns the name of the helper that has a registry's credentials.
  func helper(for reference: RepositoryReference) -> String? {
    let named = contents.credHelpers?.first { Self.bare($0.key) == reference.host }?.value
    return (named ?? contents.credsStore).flatMap { $0.isEmpty ? nil : $0 }
  }

  /// Returns what the file itself holds; of several entries, that of the longest path.
  func credentials(for reference: RepositoryReference) throws -> Credentials? {
    let entries = (contents.auths ?? [:]).filter { key, _ in
      let key = Self.bare(key)
      return key == reference.host || reference.name == key || reference.name.hasPrefix("\(key)/")
    }
    guard let (_, entry) = entries.max(by: { Self.bare($0.key).count < Self.bare($1.key).count })
    else { return nil }
    if let token = entry.identitytoken, !token.isEmpty { return .identityToken(token) }
    if let user = entry.username, let secret = entry.password, !user.isEmpty {
      return .password(user: user, secret: secret)
    }
    guard let auth = entry.auth, !auth.isEmpty else { return nil }
    guard let data = Data(base64Encoded: auth), let text = String(data: data, encoding: .utf8),
      let colon = text.firstIndex(of: ":")
    else { throw RegistryError.malformedCredentials(path) }
    return .password(
      user: String(text[..<colon]), secret: String(text[text.index(after: colon)...]))
  }

  /// Returns a key without what older programs wrote around a host.
  private static func bare(_ key: String) -> String {
    var text = key[...]
    for scheme in ["https://", "http://"] where text.hasPrefix(scheme) {
      text = text.dropFirst(scheme.count)
    }
    while text.hasSuffix("/") { text = text.dropLast() }
    for version in ["/v1", "/v2"] where text.hasSuffix(version) {
      text = text.dropLast(version.count)
    }
    return text == "index.docker.io" ? RepositoryReference.hub : String(text)
  }
}

/// Returns the Base64 form of a text (RFC 4648).
func base64(_ text: String) -> String {
  Data(text.utf8).base64EncodedString()
}
