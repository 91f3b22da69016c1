extension VersionKey {
  /// The marks of the semantic family, of which the other families share the first ones.
  enum Mark {
    static let semanticFamily = Family.semantic.rawValue
    static let pep440Family = Family.pep440.rawValue
    static let debianFamily = Family.debian.rawValue
    static let naturalFamily = Family.natural.rawValue
    static let end: UInt8 = 0x00
    static let numericIdentifier: UInt8 = 0x10
    static let textIdentifier: UInt8 = 0x20
    static let release: UInt8 = 0xF0
    static let letters: UInt8 = 0xF4
    static let component: UInt8 = 0xF8
    static let longNumber: UInt8 = 0xFE
  }

  enum Pep440Mark {
    static let onlyDev: UInt8 = 0x10
    static let alpha: UInt8 = 0x20
    static let beta: UInt8 = 0x30
    static let candidate: UInt8 = 0x40
    static let noPre: UInt8 = 0xA0
    static let noPost: UInt8 = 0x10
    static let post: UInt8 = 0x20
    static let dev: UInt8 = 0x10
    static let noDev: UInt8 = 0xF0
    static let localText: UInt8 = 0x10
    static let localNumber: UInt8 = 0x20
  }

  enum DebianMark {
    static let tilde: UInt8 = 0x01
    /// The end of a run, and after a number the end of the part: above `~`, below all else.
    static let endOfRun: UInt8 = 0x02
    private static let other: UInt8 = 0x80

    static func code(of byte: UInt8) -> UInt8 {
      if byte == ASCII.tilde { return tilde }
      return byte.isLetter ? byte : byte | other
    }

    static func byte(of code: UInt8) -> UInt8 { code == tilde ? ASCII.tilde : code & ~other }
  }

  enum NaturalMark {
    static let end: UInt8 = 0x20
    static let post: UInt8 = 0x28
    static let lowByte: UInt8 = 0x30
    static let number: UInt8 = 0x40
    static let highByte: UInt8 = 0x50

    /// The words of stages with their marks; those below `end` come before the release.
    static let stages: [(word: StaticString, mark: UInt8)] = [
      ("alpha", 0x10), ("beta", 0x11), ("pre", 0x12), ("rc", 0x13), ("post", post),
    ]
  }
}
