/// An announcement of each form, as its sender writes it, with values of an invented company.
struct Sample: Sendable {
  var name: String
  var text: String
  /// What `lines` makes of it.
  var lines: [String]
}

extension Sample {
  static let all =
    [distribution, distributionDeletion, azure, harbor, harborEvent, dockerHub, gitHub, elastic]
    + [googleMessage, googlePush, quay, artifactory, nexus, generic]

  private static let distribution = Sample(
    name: "distribution",
    text: """
      {"events": [{
        "id": "c656783f", "timestamp": "2024-05-01T12:00:00.5587682Z", "action": "push",
        "target": {
          "mediaType": "application/vnd.oci.image.manifest.v1+json", "size": 484, "length": 484,
          "digest": "\(digest("aa"))", "repository": "acme/shop", "tag": "v1.2.0",
          "url": "http://registry.acme.example:5000/v2/acme/shop/manifests/\(digest("aa"))",
          "references": [
            {"mediaType": "application/vnd.oci.image.config.v1+json", "size": 630,
             "digest": "\(digest("c0"))"},
            {"mediaType": "application/vnd.oci.image.layer.v1.tar+gzip", "size": 157,
             "digest": "\(digest("1a"))"}]},
        "request": {"id": "21fe16bf", "addr": "10.0.0.7:40494", "method": "PUT",
          "host": "registry.acme.example:5000", "useragent": "skopeo/1.9.3"},
        "actor": {"name": "ci"}, "source": {"addr": "vm:5000", "instanceID": "c7b89754"}}]}
      """,
    lines: [
      "push registry.acme.example:5000/acme/shop:v1.2.0@aa at 1714564800558768 by ci (c656783f)"
    ])

  private static let distributionDeletion = Sample(
    name: "deletion of distribution",
    text: """
      {"events": [
        {"id": "8f", "timestamp": "2024-05-01T12:00:00Z", "action": "delete",
         "target": {"digest": "\(digest("aa"))", "repository": "acme/shop"},
         "request": {"host": "127.0.0.1:5055"}, "actor": {}},
        {"id": "9f", "timestamp": "2024-05-01T12:00:00Z", "action": "delete",
         "target": {"repository": "acme/shop", "tag": "latest"},
         "request": {"host": "127.0.0.1:5055"}, "actor": {}},
        {"id": "af", "timestamp": "2024-05-01T12:00:00Z", "action": "pull",
         "target": {"repository": "acme/shop", "tag": "latest"}}]}
      """,
    lines: [
      "delete 127.0.0.1:5055/acme/shop@aa at 1714564800000000 (8f)",
      "delete 127.0.0.1:5055/acme/shop:latest at 1714564800000000 (9f)", "ignored 1",
    ])

  private static let azure = Sample(
    name: "azure",
    text: """
      {"id": "831e1650", "timestamp": "2024-05-01T12:00:00.0000000Z", "action": "push",
       "target": {"mediaType": "application/vnd.docker.distribution.manifest.v2+json",
         "size": 524, "length": 524, "digest": "\(digest("ab"))", "repository": "acme/shop",
         "tag": "v1"},
       "request": {"id": "7c641d86", "host": "Acme.azurecr.io", "method": "PUT",
         "useragent": "docker/18.09.0"}}
      """,
    lines: ["push acme.azurecr.io/acme/shop:v1@ab at 1714564800000000 (831e1650)"])

  private static let harbor = Sample(
    name: "harbor",
    text: """
      {"type": "PUSH_ARTIFACT", "occur_at": 1714564800, "operator": "jo",
       "event_data": {
         "resources": [
           {"digest": "\(digest("aa"))", "tag": "v1",
            "resource_url": "hub.acme.example/acme/shop:v1"},
           {"digest": "\(digest("bb"))", "tag": "\(digest("bb"))",
            "resource_url": "hub.acme.example/acme/shop@\(digest("bb"))"}],
         "repository": {"date_created": 1714564700, "name": "shop", "namespace": "acme",
           "repo_full_name": "acme/shop", "repo_type": "private"}}}
      """,
    lines: [
      "push hub.acme.example/acme/shop:v1@aa at 1714564800000000 by jo",
      "push hub.acme.example/acme/shop@bb at 1714564800000000 by jo",
    ])

  private static let harborEvent = Sample(
    name: "harbor-cloudevents",
    text: """
      {"specversion": "1.0", "id": "4b2f89a6", "requestid": "9fa6e3b7",
       "source": "/projects/2/webhook/policies/15", "type": "harbor.artifact.deleted",
       "datacontenttype": "application/json", "time": "2024-05-01T12:00:00Z",
       "data": {
         "resources": [
           {"digest": "\(digest("aa"))", "tag": "v1",
            "resource_url": "hub.acme.example/acme/shop:v1"},
           {"digest": "\(digest("aa"))", "tag": "v2",
            "resource_url": "hub.acme.example/acme/shop:v2"}],
         "repository": {"name": "shop", "namespace": "acme", "repo_type": "private"}},
       "operator": "jo"}
      """,
    lines: [
      "delete hub.acme.example/acme/shop:v1@aa at 1714564800000000 by jo (4b2f89a6#1)",
      "delete hub.acme.example/acme/shop:v2@aa at 1714564800000000 by jo (4b2f89a6#2)",
    ])

  private static let dockerHub = Sample(
    name: "docker-hub",
    text: """
      {"callback_url": "https://registry.hub.docker.com/u/acme/shop/hook/2141b5bi5i5b02bec/",
       "push_data": {"pushed_at": 1.714564800e+09, "pusher": "jo", "tag": "latest", "images": []},
       "repository": {"repo_name": "acme/shop", "namespace": "acme", "name": "shop",
         "repo_url": "https://hub.docker.com/r/acme/shop", "owner": "acme", "is_private": false}}
      """,
    lines: ["push docker.io/acme/shop:latest at 1714564800000000 by jo"])

  private static let gitHub = Sample(
    name: "ghcr",
    text: """
      {"action": "published", "package": {"id": 10696, "name": "Shop", "namespace": "Acme",
        "ecosystem": "CONTAINER", "package_type": "CONTAINER",
        "html_url": "https://github.com/Acme/Shop/packages/10696",
        "package_version": {"id": 44001, "version": "\(digest("aa"))", "name": "\(digest("aa"))",
          "body": {}, "target_commitish": "main", "created_at": "0001-01-01T00:00:00Z",
          "updated_at": "2024-05-01T12:00:00Z",
          "container_metadata": {
            "tag": {"name": "v1.2.0", "digest": "\(digest("aa"))"},
            "labels": {"description": "", "source": "https://github.com/acme/shop",
              "revision": "c0ffee", "all_labels": {"org.opencontainers.image.version": "1.2.0"}},
            "manifest": {"digest": "\(digest("aa"))", "size": 500,
              "media_type": "application/vnd.oci.image.manifest.v1+json",
              "config": {"digest": "\(digest("c0"))", "size": 40},
              "layers": [{"digest": "\(digest("1a"))", "size": 2}]}},
          "package_url": "ghcr.io/acme/shop:v1.2.0"}},
       "repository": {"full_name": "Acme/Shop"}, "sender": {"login": "jo"}}
      """,
    lines: [
      "push ghcr.io/acme/shop:v1.2.0@aa at 1714564800000000 by jo "
        + "(44001/v1.2.0/2024-05-01T12:00:00Z)"
    ])

  private static let elastic = Sample(
    name: "ecr",
    text: """
      {"version": "0", "id": "13cde686", "detail-type": "ECR Image Action", "source": "aws.ecr",
       "account": "123456789012", "time": "2024-05-01T12:00:00Z", "region": "eu-west-1",
       "resources": [],
       "detail": {"result": "SUCCESS", "repository-name": "acme/shop", "action-type": "PUSH",
         "image-digest": "\(digest("aa"))", "image-tag": "latest"}}
      """,
    lines: [
      "push 123456789012.dkr.ecr.eu-west-1.amazonaws.com/acme/shop:latest@aa at 1714564800000000 "
        + "(13cde686)"
    ])

  private static let googleMessage = Sample(
    name: "google",
    text: """
      {"action": "INSERT", "digest": "europe-docker.pkg.dev/acme/web/shop@\(digest("aa"))",
       "tag": "europe-docker.pkg.dev/acme/web/shop:v1"}
      """,
    lines: ["push europe-docker.pkg.dev/acme/web/shop:v1@aa"])

  // {"action":"DELETE","tag":"gcr.io/acme/shop:v1"}
  private static let googlePush = Sample(
    name: "google push",
    text: """
      {"message": {"data": "eyJhY3Rpb24iOiJERUxFVEUiLCJ0YWciOiJnY3IuaW8vYWNtZS9zaG9wOnYxIn0=",
        "messageId": "2070443601311540", "message_id": "2070443601311540",
        "publishTime": "2024-05-01T12:00:00.905Z", "publish_time": "2024-05-01T12:00:00.905Z"},
       "subscription": "projects/acme/subscriptions/images"}
      """,
    lines: ["delete gcr.io/acme/shop:v1 at 1714564800905000 (2070443601311540)"])

  private static let quay = Sample(
    name: "quay",
    text: """
      {"name": "shop", "repository": "acme/shop", "namespace": "acme",
       "docker_url": "quay.io/acme/shop", "homepage": "https://quay.io/repository/acme/shop",
       "updated_tags": ["latest", "v1"]}
      """,
    lines: ["push quay.io/acme/shop:latest", "push quay.io/acme/shop:v1"])

  private static let artifactory = Sample(
    name: "jfrog",
    text: """
      {"domain": "docker", "event_type": "pushed",
       "data": {"repo_key": "docker-local", "image_name": "acme/shop", "tag": "v1",
         "event_type": "pushed", "path": "acme/shop/v1/list.manifest.json",
         "name": "list.manifest.json", "sha256": "\(digest("aa").dropFirst(7))", "size": 743,
         "platforms": [{"architecture": "amd64", "os": "linux"}]},
       "subscription_key": "images", "jpd_origin": "https://acme.jfrog.io/artifactory",
       "source": "jfrog/jo"}
      """,
    lines: ["push acme.jfrog.io/docker-local/acme/shop:v1@aa"])

  private static let nexus = Sample(
    name: "nexus",
    text: """
      {"timestamp": "2024-05-01T12:00:00.000+0000", "nodeId": "7FFA7361", "initiator": "jo",
       "repositoryName": "docker-hosted", "action": "CREATED",
       "component": {"id": "08909bf0", "format": "docker", "name": "acme/shop", "group": null,
         "version": "v1"}}
      """,
    lines: ["push ?/acme/shop:v1 at 1714564800000000 by jo"])

  private static let generic = Sample(
    name: "generic",
    text: """
      {"registry": "ghcr.io", "repository": "acme/shop", "tag": "v1.2.0",
       "digest": "\(digest("aa"))", "at": "2024-05-01T14:00:00+02:00", "action": "push",
       "actor": "ci", "id": "run-7", "size": 123, "labels": {"a": "1"},
       "media_type": "application/vnd.oci.image.index.v1+json"}
      """,
    lines: ["push ghcr.io/acme/shop:v1.2.0@aa at 1714564800000000 by ci (run-7)"])
}
