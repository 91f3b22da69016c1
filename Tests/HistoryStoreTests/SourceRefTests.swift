import Foundation
import HistoryStore
import QueryLanguage
import Testing

/// Refs of image repositories, environments, Go modules, and digests.
@Suite("Refs of other sources")
struct SourceRefTests {
  private func expectRows(
    _ query: String, _ rows: [String], sourceLocation: SourceLocation = #_sourceLocation
  ) async throws {
    try await ShopHistory.with { history, _ in
      let found = try history.rows(query).map { $0.replacing(/0{20,}/, with: "…") }
      #expect(found == rows, "\(query)", sourceLocation: sourceLocation)
    }
  }

  @Test(
    "an image tag is named with its repository, a trailing part of its path, or that of --repo",
    arguments: [
      "image:shop:stable", "image:acme/shop:stable",
      "image:registry.example.com/acme/shop:stable", "image:stable",
      "\"image:shop:stable\"",
    ])
  func image(_ ref: String) async throws {
    try await expectRows(
      "repo acme/shop; image_tags of \(ref) | select name, digest",
      ["stable | sha256:4bf2c9…"])
  }

  @Test(
    "an image stands for the commit that it was built from",
    arguments: [
      "image:shop:v1.27.3..image:shop:stable", "v1.27.3..image:shop:stable",
      "go:example.com/shop@v1.27.3..sha256:4bf2c9", "sha256:aa27..v1.28.0",
      "image:shop@sha256:aa27..image:shop@sha256:4bf2c9",
    ])
  func commits(_ range: String) async throws {
    try await expectRows("repo acme/shop; commits in \(range) | count", ["3"])
  }

  @Test(
    "rows of a ref, a digest and a module",
    arguments: [
      (
        "images of image:shop:stable | select repo, version",
        [
          "mirror.example.com/acme/storefront | v1.28.0",
          "registry.example.com/acme/shop | v1.28.0",
        ]
      ),
      (
        "images of sha256:cc29 | select repo, version",
        [
          "mirror.example.com/acme/storefront | v1.29.0-rc.1"
        ]
      ),
      (
        "deploys of sha256:4bf2c9 | select env, service, version",
        [
          "prod | shop | v1.28.0", "staging | shop | v1.28.0",
        ]
      ),
      ("deploys of env:prod/web | select service, digest", ["web | sha256:d0e1…"]),
      ("refs of env:prod/shop | select name, target", ["prod/shop | sha256:aa27…"]),
      ("modules of go:example.com/shop@v1.28.0 | select version, retracted", ["v1.28.0 | true"]),
      ("commits of image:shop:latest | select subject", ["feat: sell things"]),
      ("changes of v1.27.3 | select text", ["Round prices half up"]),
    ])
  func rows(_ query: String, _ rows: [String]) async throws {
    try await expectRows(query, rows)
  }

  @Test(
    "links lead from one source to another",
    arguments: [
      (
        "releases | sort version | select version, image.digest",
        [
          "v1.27.3 | sha256:aa27…", "v1.28.0 | sha256:4bf2d…",
        ]
      ),
      (
        "refs of image:shop:latest | select image.version, commit.subject",
        [
          "v1.27.3 | feat: sell things"
        ]
      ),
      (
        "deploys as of now | where image.repo has \"registry\" | select env, release.version",
        [
          "prod | v1.27.3", "staging | v1.28.0",
        ]
      ),
      ("changes | where release.released_at > 2024-04-01 | count", ["3"]),
      ("image_tags | where image is null | select name", ["edge"]),
    ])
  func links(_ query: String, _ rows: [String]) async throws {
    try await expectRows(query, rows)
  }

  @Test(
    "digests and ids of objects compare, group and shorten as what they are",
    arguments: [
      ("history | where target = \"sha256:4bf2c9\" | count", ["4"]),
      ("refs | where target in (images | select digest) | count", ["7"]),
      ("images | where digest in (sha256:cc29, sha256:aa27) | count", ["2"]),
      (
        "images | summarize count() as n by digest | where digest = sha256:4bf2c9",
        [
          "sha256:4bf2c9… | 2"
        ]
      ),
      (
        "images | distinct digest | sort digest | select short(digest) as d | take 1",
        [
          "sha256:4bf2c9000000"
        ]
      ),
      (
        "refs | where name = \"v1.27.3\" | sort kind | select short(target) as t",
        [
          "sha256:aa2700000000", "1ea3946",
        ]
      ),
      (
        "refs | where kind = \"image\" | select target_kind(target) as k | distinct k",
        [
          "image", "null",
        ]
      ),
      ("images | summarize max(digest) as last | where last = sha256:cc29 | count", ["1"]),
      ("refs | where target = sha256:4bf2d0 or target = sha:19a9fd5 | select name", ["v1.28.0"]),
      ("param d: digest; images | where digest = $d | count", ["2"]),
      ("refs | where kind = \"image\" and target glob \"sha256:e*\" | select name", ["edge"]),
    ])
  func digests(_ query: String, _ rows: [String]) async throws {
    try await ShopHistory.with { history, _ in
      let answer = try history.ask(query, parameters: ["d": "sha256:4bf2c9"])
      #expect(answer.rows.map { $0.replacing(/0{20,}/, with: "…") } == rows, "\(query)")
    }
  }

  @Test("as of reads deployments, images, changes and modules by their own time")
  func asOf() async throws {
    try await expectRows(
      "deploys as of 2024-05-03T14:00Z | select env, until",
      [
        "prod | null", "staging | null",
      ])
    try await expectRows("as of 2024-04-27; images | count", ["2"])
    try await expectRows("changes as of 2024-04-01 | select text", ["Round prices half up"])
    try await expectRows("modules as of 2024-04-30 | count", ["2"])
    try await expectRows(
      "images of image:shop:latest as of 2024-05-01 | select version | take 1",
      [
        "v1.28.0"
      ])
  }

  @Test("errors tell what was meant", arguments: wrongRefs)
  func wrongRef(_ query: String, _ text: String) async throws {
    try await ShopHistory.with { history, _ in
      var found = ""
      do {
        found = try history.rows(query).joined(separator: "\n")
      } catch let error as QueryError {
        found = DiagnosticRenderer(source: query).text(error.diagnostics)
      }
      #expect(found == text + "\n")
    }
  }
}

/// Wrong refs and the texts of their errors.
private let wrongRefs = [
  (
    "images of acme/shop:latest",
    """
    error[E201]: no ref matches "acme/shop:latest"
      | images of acme/shop:latest
      |           ^^^^^^^^^^^^^^^^ did you mean image:registry.example.com/acme/shop:latest?
    """
  ),
  (
    "tags containing deadbeef",
    """
    error[E201]: no ref matches "deadbeef"
      | tags containing deadbeef
      |                 ^^^^^^^^
      no commit that is known has such an id either; stemma index reads what is new
    """
  ),
  (
    "refs of image:shop:lates",
    """
    error[E201]: no ref matches "image:shop:lates"
      | refs of image:shop:lates
      |         ^^^^^^^^^^^^^^^^ did you mean image:registry.example.com/acme/shop:latest?
    """
  ),
  (
    "refs of image:shop/latest",
    """
    error[E206]: no image repository is named "shop/latest"
      | refs of image:shop/latest
      |         ^^^^^^^^^^^^^^^^^
      image repositories: mirror.example.com/acme/storefront, registry.example.com/acme/shop
    """
  ),
  (
    "refs of image:acme/shop",
    """
    error[E201]: no ref matches "image:acme/shop"
      | refs of image:acme/shop
      |         ^^^^^^^^^^^^^^^ did you mean \
    image:registry.example.com/acme/shop:v1.28.0?  nearest: \
    image:registry.example.com/acme/shop:v1.28.0, \
    image:registry.example.com/acme/shop:v1.27.3, \
    image:registry.example.com/acme/shop:latest, image:registry.example.com/acme/shop:stable
    """
  ),
  (
    "refs of image:shpo:latest",
    """
    error[E206]: no image repository is named "shpo"
      | refs of image:shpo:latest
      |         ^^^^^^^^^^^^^^^^^ did you mean "shop"?
      image repositories: mirror.example.com/acme/storefront, registry.example.com/acme/shop
    """
  ),
  (
    "refs of image:latest",
    """
    error[E202]: "image:latest" is ambiguous
      | refs of image:latest
      |         ^^^^^^^^^^^^ write image:registry.example.com/acme/shop:latest or \
    image:mirror.example.com/acme/storefront:latest
      --repo NAME, or the header repo NAME; looks names up in one repository
    """
  ),
  (
    "refs of env:prod",
    """
    error[E202]: "env:prod" is ambiguous
      | refs of env:prod
      |         ^^^^^^^^ write env:prod/shop or env:prod/web
    """
  ),
  (
    "refs of env:pord",
    """
    error[E201]: no ref matches "env:pord"
      | refs of env:pord
      |         ^^^^^^^^ did you mean env:prod?
    """
  ),
  (
    "commits of env:prod/web",
    """
    error[E203]: env prod/web points at no commit
      | commits of env:prod/web
      |            ^^^^^^^^^^^^
    """
  ),
  (
    "modules of go:example.com/shop@v1.28.1",
    """
    error[E201]: no ref matches "go:example.com/shop@v1.28.1"
      | modules of go:example.com/shop@v1.28.1
      |            ^^^^^^^^^^^^^^^^^^^^^^^^^^^ did you mean go:example.com/shop@v1.28.0?  \
    nearest: go:example.com/shop@v1.28.0, go:example.com/shop@v1.27.3
    """
  ),
  (
    "modules of go:example.com/shpo@v1.28.0",
    """
    error[E201]: no ref matches "go:example.com/shpo@v1.28.0"
      | modules of go:example.com/shpo@v1.28.0
      |            ^^^^^^^^^^^^^^^^^^^^^^^^^^^ did you mean go:example.com/shop@v1.28.0?
    """
  ),
  (
    "images of sha256:4bf2",
    """
    error[E202]: sha256:4bf2 is ambiguous (2 images)
      | images of sha256:4bf2
      |           ^^^^^^^^^^^ sha256:4bf2c9000000, sha256:4bf2d0000000
    """
  ),
  (
    "images of sha256:beef",
    """
    error[E201]: no image matches sha256:beef
      | images of sha256:beef
      |           ^^^^^^^^^^^
    """
  ),
  (
    "images | where digest = sha256:4bf2c9 or digest = sha256:4bf2",
    """
    error[E202]: sha256:4bf2 is ambiguous (2 images)
      | images | where digest = sha256:4bf2c9 or digest = sha256:4bf2
      |                                                   ^^^^^^^^^^^ \
    sha256:4bf2c9000000, sha256:4bf2d0000000
    """
  ),
  (
    "commits in v1.27.3..image:storefront:latest",
    """
    error[E203]: image mirror.example.com/acme/storefront:latest points at no commit
      | commits in v1.27.3..image:storefront:latest
      |                     ^^^^^^^^^^^^^^^^^^^^^^^
    """
  ),
  (
    "history of image:shop:latest as of 2023-01-01 | where target = sha256:0000",
    """
    error[E201]: no image matches sha256:0000
      | history of image:shop:latest as of 2023-01-01 | where target = sha256:0000
      |                                                                ^^^^^^^^^^^
    """
  ),
]
