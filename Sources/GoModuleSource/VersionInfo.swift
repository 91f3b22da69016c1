internal import Foundation
internal import Indexing

/// The JSON object that a proxy says of one version.
///
/// `Origin` is what the Go command writes since 1.20; the form is that of
/// https://go.dev/ref/mod#goproxy-protocol.
struct VersionInfo: Decodable {
  private struct Source: Decodable {
    var system: String?
    var url: String?
    var ref: String?
    var hash: String?
    var folder: String?

    enum CodingKeys: String, CodingKey {
      case system = "VCS"
      case url = "URL"
      case ref = "Ref"
      case hash = "Hash"
      case folder = "Subdir"
    }
  }

  let version: String
  /// The time of the commit, as it is written.
  let timeText: String?
  private let source: Source?

  enum CodingKeys: String, CodingKey {
    case version = "Version"
    case timeText = "Time"
    case source = "Origin"
  }

  /// Reads the object; null if the bytes spell none.
  init?(_ bytes: [UInt8]) {
    guard let info = try? JSONDecoder().decode(Self.self, from: Data(bytes)) else { return nil }
    self = info
  }

  /// The time of the commit, in microseconds since 1970 UTC.
  var time: Int64? { timeText.flatMap(Timestamp.microseconds(rfc3339:)) }

  /// Where it was taken from, if that is a git repository.
  var origin: ModuleOrigin? {
    guard let source, source.system == "git" else { return nil }
    let origin = ModuleOrigin(
      url: source.url.flatMap(ProxyAddress.withoutSecrets), ref: source.ref,
      folder: source.folder.flatMap { $0.isEmpty ? nil : $0 },
      commit: source.hash.flatMap { ObjectID(hex: Array($0.utf8)) })
    return origin == ModuleOrigin() ? nil : origin
  }
}
