import Testing
import Versions

@Suite("Sorting lines by version")
struct VersionSorterTests {
  @Test("Lines are ordered by version, build metadata and bytes, others last by bytes")
  func order() {
    let sorter = VersionSorter(scheme: .semver)
    let lines =
      "1.10.0\nx\n1.9.0\n\n1.0.0+b\nv1.0.0\n1.0.0+a.10\n1.0.0+a.9\n1.0.0-rc10\n1.0.0-rc2\na"
    #expect(
      sort(lines, sorter)
        == "1.0.0-rc10\n1.0.0-rc2\nv1.0.0\n1.0.0+a.9\n1.0.0+a.10\n1.0.0+b\n1.9.0\n1.10.0\n\na\nx\n")
    #expect(sort("", sorter).isEmpty)
  }

  @Test("The order names the lines by their places and counts the versions")
  func permutation() {
    let bytes = Array("2.0.0 x 1.0.0 1.0.0 ".utf8)
    let order = bytes.withUnsafeBytes {
      VersionSorter(scheme: .semver, separator: UInt8(ascii: " ")).order(of: $0)
    }
    #expect(order.lines == [0..<5, 6..<7, 8..<13, 14..<19])
    #expect(order.permutation == [2, 3, 0, 1])
    #expect(order.versionCount == 3)
  }

  @Test(
    "Sorting lines is sorting versions, for every scheme",
    arguments: [
      VersionScheme.semver, .semverLoose, .pep440, .debian, .calver, .natural,
    ])
  func agreement(scheme: VersionScheme) throws {
    var random = SplitMix64(seed: 90)
    let texts = (0..<20_000).map { index in
      switch scheme {
      case .pep440: ReferencePep440(&random).text
      case .debian: ReferenceDebian(&random).text
      case .calver: ReferenceCalendar(&random).text
      case .natural: ReferenceNatural(&random).text
      // Few distinct numbers, so that large groups tie in the first bytes.
      default:
        index % 2 == 0 ? ReferenceSemantic(&random).text : "1.0.\(index % 97)-rc.\(index % 89)"
      }
    }
    let expected = try texts.map { try #require(Version($0, scheme: scheme)) }.sorted()
    let sorter = VersionSorter(scheme: scheme)
    let result = sort(texts.joined(separator: "\n"), sorter).split(separator: "\n")
    #expect(result.count == texts.count)
    #expect(result.map(String.init) == expected.map(\.text))
  }

  private func sort(_ text: String, _ sorter: VersionSorter) -> String {
    String(decoding: sorter.sorted(Array(text.utf8)), as: UTF8.self)
  }
}
