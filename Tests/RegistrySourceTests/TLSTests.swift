import Foundation
import HTTPTestSupport
import Indexing
import NIOSSL
import RegistrySource
import TestSupport
import Testing

@Suite("Registries with TLS")
struct TLSTests {
  /// Makes a key and a certificate that signs itself, for these names.
  private static func certificate(
    in folder: String, names: String
  ) async throws -> (context: NIOSSLContext, path: String) {
    let (key, path) = ("\(folder)/key.pem", "\(folder)/certificate.pem")
    let result = try await runProgram(
      "openssl",
      [
        "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-days",
        "3650", "-subj", "/CN=registry", "-addext", "subjectAltName=\(names)", "-keyout", key,
        "-out", path,
      ])
    try #require(result.exitCode == 0, "openssl: \(result.errorText)")
    let certificates = try NIOSSLCertificate.fromPEMFile(path).map {
      NIOSSLCertificateSource.certificate($0)
    }
    let configuration = TLSConfiguration.makeServerConfiguration(
      certificateChain: certificates,
      privateKey: .privateKey(try NIOSSLPrivateKey(file: key, format: .pem)))
    return (try NIOSSLContext(configuration: configuration), path)
  }

  private func look(
    certificate names: String, host: String = "127.0.0.1", trusts: Bool, isNamed: Bool = false,
    plain: Bool = false
  ) async throws -> (tags: Int, asked: Int) {
    let repository = FakeRepository("1.0")
    return try await withTemporaryFolder { folder in
      let (context, path) = try await Self.certificate(in: folder, names: names)
      return try await FakeServer.with(security: plain ? nil : context, repository.reply) {
        server in
        let reference = try RepositoryReference("\(host):\(server.port)/acme/shop")
        let client = RegistryClient(
          options: RegistryOptions(
            insecureHosts: isNamed ? [reference.host] : [], trustRoots: trusts ? path : nil,
            limits: .patient))
        do {
          let look = try await client.look(reference, now: { lookTime })
          return (look.tags.count, server.requests.count)
        } catch {
          #expect(server.requests.isEmpty)
          throw error
        }
      }
    }
  }

  @Test("A certificate that nobody trusts is refused")
  func untrusted() async throws {
    let error = await #expect(throws: RegistryError.self) {
      try await look(certificate: "IP:127.0.0.1", trusts: false)
    }
    #expect(error?.code == .untrustedServer)
    #expect(error?.cause == "CERTIFICATE_VERIFY_FAILED")
  }

  @Test("A certificate of a trusted authority of one's own is taken")
  func trusted() async throws {
    let (tags, asked) = try await look(certificate: "IP:127.0.0.1", trusts: true)
    #expect(tags == 1)
    #expect(asked > 1)
  }

  @Test(
    "A trusted certificate for another name is refused",
    arguments: [
      "DNS:other.io", "IP:127.0.0.2", "DNS:127.0.0.1.other.io",
    ])
  func otherName(names: String) async throws {
    let error = await #expect(throws: RegistryError.self) {
      try await look(certificate: names, trusts: true)
    }
    #expect(error?.code == .untrustedServer)
  }

  @Test("A server without TLS is not spoken to without it, unless it is named")
  func downgrade() async throws {
    let error = await #expect(throws: RegistryError.self) {
      try await look(certificate: "IP:127.0.0.1", trusts: true, plain: true)
    }
    #expect(error?.code == .untrustedServer)
    let (tags, _) = try await look(
      certificate: "IP:127.0.0.1", trusts: true, isNamed: true, plain: true)
    #expect(tags == 1)
  }

  @Test(
    "A realm with TLS whose name leads to this machine is not asked, though its name is allowed")
  func realmInside() async throws {
    try await withTemporaryFolder { folder in
      let (context, path) = try await Self.certificate(in: folder, names: "DNS:localhost")
      try await FakeServer.with(security: context, { _ in .json("{\"token\":\"t\"}") }) { realm in
        let address = "https://localhost:\(realm.port)/token"
        try await FakeServer.with({ _ in
          .status(401, [("WWW-Authenticate", "Bearer realm=\"\(address)\"")])
        }) { server in
          let port = server.port
          let error = await #expect(throws: RegistryError.self) {
            try await server.look(outside: [port]) {
              $0.realmHosts = [server.host: ["localhost"]]
              $0.trustRoots = path
            }
          }
          #expect(error?.code == .refusedAddress)
          #expect(
            error?.message
              == "localhost is on this machine, where a registry may not send a request")
          #expect(realm.requests.isEmpty)
          // With the same settings, a realm elsewhere is asked.
          _ = try? await server.look(outside: [server.port, realm.port]) {
            $0.realmHosts = [server.host: ["localhost"]]
            $0.trustRoots = path
          }
          #expect(realm.lines == ["GET /token?scope=repository%3Aacme%2Fshop%3Apull"])
        }
      }
    }
  }

  @Test("A file of certificates that holds none is an error")
  func roots() async throws {
    try await withTemporaryFolder { folder in
      try writeFile("\(folder)/empty.pem", "nothing")
      for path in ["\(folder)/empty.pem", "\(folder)/absent.pem"] {
        let client = RegistryClient(options: RegistryOptions(trustRoots: path))
        let error = await #expect(throws: RegistryError.self) {
          try await client.look(RepositoryReference("localhost:1/x"), now: { lookTime })
        }
        #expect(error?.code == .invalidOption)
        #expect(error?.message.hasPrefix(path) == true)
      }
    }
  }
}
