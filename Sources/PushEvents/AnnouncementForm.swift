internal import StrictJSON

/// A form in which registries, or those who speak for them, announce what happened.
protocol AnnouncementForm: SendableMetatype {
  /// What messages call the form.
  static var title: String { get }

  /// Returns whether an announcement has this form, by the keys that only it has.
  static func matches(_ announcement: JSONValue) -> Bool

  /// Adds the events of an announcement that has this form.
  static func read(_ announcement: JSONValue, into collector: inout EventCollector)
}

/// All forms that are known.
enum AnnouncementForms {
  /// The first that matches is taken: the general form at the end knows no keys but its own.
  static let all: [any AnnouncementForm.Type] = [
    DistributionForm.self, HarborForm.self, HarborCloudEventForm.self, DockerHubForm.self,
    GitHubForm.self, ElasticRegistryForm.self, GooglePubSubForm.self, GoogleMessageForm.self,
    QuayForm.self, AzureForm.self, ArtifactoryForm.self, NexusForm.self, GenericForm.self,
  ]

  /// Adds the events of one announcement.
  static func read(_ announcement: JSONValue, into collector: inout EventCollector) {
    for form in all where form.matches(announcement) {
      form.read(announcement, into: &collector)
      return
    }
    collector.report(.unknownForm(announcement))
  }
}
