internal import Indexing
internal import StrictJSON

/// Amazon's Elastic Container Registry, through EventBridge.
///
/// See <https://docs.aws.amazon.com/AmazonECR/latest/userguide/ecr-eventbridge.html>.
enum ElasticRegistryForm: AnnouncementForm {
  static let title = "Amazon ECR"

  static func matches(_ announcement: JSONValue) -> Bool {
    announcement["source"].isText("aws.ecr") && announcement["detail"].kind == .object
  }

  static func read(_ announcement: JSONValue, into collector: inout EventCollector) {
    let detail = announcement["detail"]
    let action: PushEvent.Action
    if detail["action-type"].isText("PUSH") {
      action = .push
    } else if detail["action-type"].isText("DELETE") {
      action = .delete
    } else {
      return collector.ignore()
    }
    guard announcement["detail-type"].isText("ECR Image Action"),
      detail["result"].isText("SUCCESS")
    else { return collector.ignore() }
    var draft = EventDraft("ecr", action)
    draft.id = announcement["id"].nonEmptyBytes
    draft.registry = host(account: announcement["account"], region: announcement["region"])
    draft.repository = FieldText(detail["repository-name"])
    draft.tag = FieldText(detail["image-tag"])
    draft.digest = FieldText(detail["image-digest"])
    draft.at = EventTime.microseconds(announcement["time"])
    collector.add(draft) {
      $0.mediaType = MediaType.name(detail["manifest-media-type"])
      $0.artifactType = detail["artifact-media-type"].nonEmptyString
    }
  }

  /// Returns the host of an account's registry; that of China has an ending of its own.
  private static func host(account: JSONValue, region: JSONValue) -> String? {
    guard let number = account.nonEmptyText, let place = region.nonEmptyString,
      number.allSatisfy({ $0 &- UInt8(ascii: "0") < 10 })
    else { return nil }
    let domain = region.hasPrefix("cn-") ? "amazonaws.com.cn" : "amazonaws.com"
    let host = "\(String(decoding: number, as: UTF8.self)).dkr.ecr.\(place).\(domain)"
    return Array(host.utf8).withUnsafeBytes { ImageNames.host($0) }
  }
}
