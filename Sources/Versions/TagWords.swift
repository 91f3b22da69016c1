/// Names of tags that are words, numbers of requests or ids, and words that follow a version.
enum TagWords {
  /// The class of a name that holds no version; nil if it may hold one.
  static func `class`(of name: ArraySlice<UInt8>) -> RefClass? {
    let lower = name.lowercased
    if channels.contains(lower) { return .channel }
    if branches.contains(lower) { return .branch }
    if isPullRequest(lower[...]) { return .pullRequest }
    if isCosign(name) { return .cosign }
    if name.starts(with: "sha-".utf8), isCommit(name.dropFirst(4)) { return .commit }
    if isCommit(name), name.contains(where: \.isLetter) { return .commit }
    if isDashedDate(name) { return .calver }
    return nil
  }

  /// The word and its separator before a date: `nightly-` of `nightly-20250101`.
  static func datedChannelPrefix(of name: ArraySlice<UInt8>) -> ArraySlice<UInt8>? {
    let word = name.prefix(while: \.isLetter)
    guard channels.contains(word.lowercased) || periods.contains(word.lowercased) else {
      return nil
    }
    let rest = name[word.endIndex...]
    guard let separator = rest.first, separators.contains(separator) else { return nil }
    let date = rest.dropFirst()
    guard isCompactDate(date) || isDashedDate(date) else { return nil }
    return name[..<date.startIndex]
  }

  /// Whether a hyphen-separated word after a version names a flavour, an edition of the system
  /// around it or a platform.
  ///
  /// The list is short on purpose: any other word after a git tag's version is a prerelease, as
  /// Semantic Versioning says.
  static func isFlavour(_ word: ArraySlice<UInt8>) -> Bool {
    if flavours.contains(word.lowercased) { return true }
    // alpine3.19, ubuntu22.04, jdk17
    let letters = word.prefix(while: \.isLetter)
    let number = word[letters.endIndex...]
    return !number.isEmpty && number.allSatisfy { $0.isDigit || $0 == ASCII.dot }
      && flavours.contains(letters.lowercased)
  }

  /// Whether the word is an edition, which tells nothing of the order.
  static func isEdition(_ word: ArraySlice<UInt8>) -> Bool {
    word.elementsEqual("ce".utf8) || word.elementsEqual("ee".utf8)
  }

  /// 7 to 40 (or 64) lower-case hexadecimal digits.
  static func isCommit(_ text: ArraySlice<UInt8>) -> Bool {
    (7...40).contains(text.count) && text.allSatisfy(\.isLowerHex)
      || text.count == 64 && text.allSatisfy(\.isLowerHex)
  }

  /// 20250405, or with a time of four or six digits after it.
  static func isCompactDate(_ text: ArraySlice<UInt8>) -> Bool {
    guard text.isAllDigits, [8, 12, 14].contains(text.count) else { return false }
    let start = text.startIndex
    return isYear(text[start..<start + 4]) && isMonth(text[(start + 4)..<(start + 6)])
      && isDay(text[(start + 6)..<(start + 8)])
  }

  /// 2016-07-28 or 28-mar-2016.
  static func isDashedDate(_ text: ArraySlice<UInt8>) -> Bool {
    let parts = text.split(separator: ASCII.minus, omittingEmptySubsequences: false)
    guard parts.count == 3 else { return false }
    return isYear(parts[0]) && isMonth(parts[1]) && isDay(parts[2])
      || isDay(parts[0]) && months.contains(parts[1].lowercased) && isYear(parts[2])
  }

  /// A year from 1990 to 2099 in four digits.
  static func isYear(_ text: ArraySlice<UInt8>) -> Bool {
    text.count == 4 && (1990...2099).contains(text.smallNumber ?? 0)
  }

  /// A month in one or two digits.
  static func isMonth(_ text: ArraySlice<UInt8>) -> Bool {
    text.count <= 2 && (1...12).contains(text.smallNumber ?? 0)
  }

  private static func isDay(_ text: ArraySlice<UInt8>) -> Bool {
    text.count <= 2 && (1...31).contains(text.smallNumber ?? 0)
  }

  private static func isPullRequest(_ name: ArraySlice<UInt8>) -> Bool {
    ["pr-", "pr/", "pull-", "pull/", "mr-", "mr/"].contains { start in
      name.starts(with: start.utf8) && name.dropFirst(start.utf8.count).isAllDigits
    }
  }

  private static func isCosign(_ name: ArraySlice<UInt8>) -> Bool {
    guard name.starts(with: "sha256-".utf8) else { return false }
    let digest = name.dropFirst(7).prefix(while: \.isLowerHex)
    let ending = name[digest.endIndex...]
    return digest.count == 64
      && ["", ".sig", ".att", ".sbom"].contains { ending.elementsEqual($0.utf8) }
  }

  private static let separators = Set("-._/".utf8)
  private static let channels = words(
    "latest stable unstable edge nightly canary next rolling testing lts current tip snapshot dev "
      + "alpha beta preview")
  private static let branches = words("main master trunk develop development head")
  private static let periods = words("daily weekly monthly")
  private static let months = words("jan feb mar apr may jun jul aug sep oct nov dec")
  private static let flavours = words(
    "alpine bionic bookworm bullseye buster centos debian distroless fedora focal jammy jessie "
      + "noble rhel slim stretch trixie ubi ubuntu xenial musl glibc "
      + "windows windowsservercore nanoserver linux darwin macos "
      + "amd64 arm64 armhf armv6 armv7 i386 ppc64le riscv64 s390x x64 x86 "
      + "fpm jdk jre cuda rocm sec fips")

  private static func words(_ list: String) -> Set<[UInt8]> {
    Set(list.utf8.split(separator: UInt8(ascii: " ")).map(Array.init))
  }
}
