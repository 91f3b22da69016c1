internal import Foundation

#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Darwin)
  internal import Darwin
#endif

/// A look at an unchanged repository of 200 tags beside curl and skopeo.
struct RegistryRaces {
  var stemma: Program
  var workplace: Workplace
  var rounds: Int

  private static let accept = """
    application/vnd.oci.image.index.v1+json, application/vnd.oci.image.manifest.v1+json, \
    application/vnd.docker.distribution.manifest.list.v2+json, \
    application/vnd.docker.distribution.manifest.v2+json
    """

  /// Returns the measurements; none where a tool is absent.
  func measurements() async throws -> [Measurement]? {
    guard let shell = Program.named("sh"), let curl = Program.named("curl"),
      Program.named("docker-registry") != nil, Program.named("skopeo") != nil
    else { return nil }
    Progress.say("filling a registry with 200 tags")
    let folder = try workplace.emptyFolder("registry")
    let script = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .deletingLastPathComponent().deletingLastPathComponent().appendingPathComponent("registry.sh")
    let answer = try await shell.with(script.path, folder).output()
      .split(whereSeparator: \.isWhitespace)
    guard answer.count == 2, let process = pid_t(answer[1]) else {
      throw BenchmarkError(message: "the registry said neither its address nor its process")
    }
    defer { kill(process, SIGTERM) }
    let host = String(answer[0])
    let look = stemma.with(
      "index", "image", "\(host)/bench/app", "--insecure-http", host, "--db",
      "\(folder)/history.db", "--quiet")
    _ = try await look.output()
    let heads = curl.with("-s", "-I", "-f", "-H", "Accept: \(Self.accept)", "-K", "\(folder)/heads")
    Progress.say("an unchanged repository of 200 tags beside curl")
    let besideCurl = try await Race(stemma: look, peer: heads).run(rounds: rounds)
    let loop = shell.with(
      "-c",
      """
      number=0
      while [ $number -lt 200 ]; do
        skopeo inspect --tls-verify=false docker://\(host)/bench/app:1.0.$number
        number=$((number + 1))
      done
      """)
    Progress.say("the same beside skopeo inspect for each tag")
    let besideSkopeo = try await Race(stemma: look, peer: loop).run(rounds: 1)
    return [
      measurement(besideCurl, "one curl, 200 HEAD", 1.5),
      measurement(besideSkopeo, "200 × skopeo inspect", 0.1),
    ]
  }

  private func measurement(
    _ times: (stemma: [Double], peer: [Double]), _ peer: String, _ limit: Double
  ) -> Measurement {
    var result = Measurement(
      what: "index image, 200 tags, nothing new", state: "any", unit: .seconds,
      stemma: times.stemma, peerName: peer, peer: times.peer, target: "≤ \(limit) × \(peer)")
    result.isMet = result.ratio.map { $0 <= limit }
    return result
  }
}
