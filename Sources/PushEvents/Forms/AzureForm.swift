internal import StrictJSON

/// Azure Container Registry: an event of Docker Distribution without its envelope.
///
/// See <https://learn.microsoft.com/azure/container-registry/container-registry-webhook-reference>.
enum AzureForm: AnnouncementForm {
  static let title = "Azure Container Registry"

  static func matches(_ announcement: JSONValue) -> Bool {
    announcement["target"].kind == .object && announcement["action"].text != nil
  }

  static func read(_ announcement: JSONValue, into collector: inout EventCollector) {
    DistributionForm.readEvent(announcement, format: "azure", into: &collector)
  }
}
