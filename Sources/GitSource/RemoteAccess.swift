/// The settings and the environment that let git reach one remote repository, and nothing else.
///
/// Nothing secret stands in them but in the environment, which only the same user can see: an
/// argument can be read by everybody on the machine.
struct RemoteAccess: Sendable {
  /// Faults of objects that common old tools left in sound histories: hosts of git let them pass.
  ///
  /// What the reader of commits makes of them is recorded. All other faults refuse the fetch.
  static let harmlessFaults = [
    "badDate", "badDateOverflow", "badEmail", "badName", "badTimezone", "missingEmail",
    "missingNameBeforeEmail", "missingSpaceBeforeDate", "missingSpaceBeforeEmail",
    "missingTaggerEntry", "multipleAuthors", "nullSha1", "zeroPaddedDate", "zeroPaddedFilemode",
  ]

  private static let settings = [
    "fetch.fsckObjects=true", "transfer.fsckObjects=true", "fetch.recurseSubmodules=false",
    "submodule.recurse=false", "fetch.showForcedUpdates=false", "fetch.writeCommitGraph=false",
    "transfer.bundleURI=false", "gc.auto=0", "maintenance.auto=false",
    // Always one pack, which is easily removed when a fetch breaks off.
    "fetch.unpackLimit=1",
    "http.followRedirects=initial",
    // A server that sends less than 1,000 bytes a second for a minute is given up.
    "http.lowSpeedLimit=1000", "http.lowSpeedTime=60",
  ]

  /// What of the user's environment a transport needs: proxies and authorities of certificates.
  private static let httpsVariables = [
    "https_proxy", "HTTPS_PROXY", "all_proxy", "ALL_PROXY", "no_proxy", "NO_PROXY",
    "GIT_SSL_CAINFO", "GIT_SSL_CAPATH", "SSL_CERT_FILE", "SSL_CERT_DIR",
  ]

  /// What of the user's environment ssh, or a credential helper, needs.
  static let userVariables = [
    "HOME", "USER", "LOGNAME", "SSH_AUTH_SOCK", "XDG_CONFIG_HOME", "XDG_CACHE_HOME",
    "XDG_RUNTIME_DIR", "DBUS_SESSION_BUS_ADDRESS", "DISPLAY", "WAYLAND_DISPLAY",
  ]

  /// Whether a stalled connection ends, and nothing is ever asked.
  private static let sshCommand =
    "ssh -oBatchMode=yes -oConnectTimeout=30 -oServerAliveInterval=15 -oServerAliveCountMax=4"

  let url: RemoteURL
  /// The settings of the user's git about credentials, as pairs of a key and a value; null if its
  /// helpers shall not be asked.
  var userCredentials: [(key: String, value: String)]?

  /// The options of git, which overrule what other settings say of transports.
  var flags: [String] {
    let faults = Self.harmlessFaults.map { "fetch.fsck.\($0)=warn" }
    let transport = "protocol.\(url.transport.rawValue).allow=always"
    return (Self.settings + faults + [transport]).flatMap { ["-c", $0] }
  }

  /// The variables that are added to those of every git, or replace them.
  var variables: [[UInt8]] {
    var variables = [text("GIT_ALLOW_PROTOCOL=\(url.transport.rawValue)")]
    var names: [String] = []
    switch url.transport {
    case .file: break
    case .ssh:
      names = Self.userVariables
      variables.append(text("GIT_SSH_COMMAND=\(Self.sshCommand)"))
    case .https:
      names = Self.httpsVariables + (userCredentials == nil ? [] : Self.userVariables)
      variables += credentialVariables
    }
    for name in names {
      if let value = environmentValue(name) { variables.append(text("\(name)=") + value) }
    }
    return variables
  }

  /// The settings about credentials, which git reads from numbered variables.
  ///
  /// What the address says is answered by a helper that is bound to its host, so that a redirection
  /// to another one is not told.
  private var credentialVariables: [[UInt8]] {
    // Without a value, the list of helpers begins anew.
    var settings = [(key: "credential.helper", value: "")] + (userCredentials ?? [])
    var variables: [[UInt8]] = []
    if let given = url.credentials {
      let scope = "credential.\(origin)"
      if let password = given.password {
        settings.append(("\(scope).helper", Self.helper))
        variables.append(text("STEMMA_REMOTE_PASSWORD=\(password)"))
      } else if userCredentials == nil {
        // The one part is a token, whatever the server calls it.
        settings.append(("\(scope).helper", Self.helper))
      } else {
        settings.append(("\(scope).username", given.user))
      }
      variables.append(text("STEMMA_REMOTE_USER=\(given.user)"))
    }
    variables.append(text("GIT_CONFIG_COUNT=\(settings.count)"))
    for (index, setting) in settings.enumerated() {
      variables.append(text("GIT_CONFIG_KEY_\(index)=\(setting.key)"))
      variables.append(text("GIT_CONFIG_VALUE_\(index)=\(setting.value)"))
    }
    return variables
  }

  private static let helper =
    #"!f() { test "$1" = get && printf 'username=%s\npassword=%s\n' "#
    + #""$STEMMA_REMOTE_USER" "$STEMMA_REMOTE_PASSWORD"; }; f"#

  /// The scheme, the host and the port.
  private var origin: String {
    let start = url.location.index(url.location.startIndex, offsetBy: "https://".count)
    let end = url.location[start...].firstIndex(of: "/") ?? url.location.endIndex
    return String(url.location[..<end])
  }

  /// Returns what git said, as far as it tells why it failed: without progress, advice and the
  /// secrets of the address, in at most four lines.
  func cause(of exit: GitExit) -> String {
    var lines = exit.text.split(whereSeparator: \.isNewline).map(String.init)
    let isTelling = { (line: String) in
      line.hasPrefix("fatal:") || line.hasPrefix("error:") || line.hasPrefix("remote:")
        || line.hasPrefix("ssh:") || line.contains("Permission denied")
        || line.contains("verification failed")
    }
    if lines.contains(where: isTelling) { lines = lines.filter(isTelling) }
    var text = lines.suffix(4).map { $0.count > 300 ? $0.prefix(300) + "…" : $0 }
      .joined(separator: "\n")
    // A server may repeat what it was told.
    if let secret = url.credentials.map({ $0.password ?? $0.user }) {
      text = text.replacing(secret, with: "***")
    }
    return text
  }

  private func text(_ string: String) -> [UInt8] {
    Array(string.utf8)
  }
}
