/// Reads of the PEP 440 family.
extension VersionKeyReader {
  typealias Pep440 = VersionKey.Pep440Mark

  mutating func skipPep440() -> Void? {
    guard skipPep440Release() != nil, readPep440Stage() != nil else { return nil }
    while true {
      switch next() {
      case Mark.end: return ()
      case Pep440.localText: guard terminated() != nil else { return nil }
      case Pep440.localNumber: guard number() != nil else { return nil }
      default: return nil
      }
    }
  }

  private mutating func skipPep440Release() -> Void? {
    guard next() == Mark.pep440Family, number() != nil, number() != nil else { return nil }
    while skip(Mark.component) { guard number() != nil else { return nil } }
    return ()
  }

  mutating func pep440Number(_ index: Int) -> Slice<UnsafeRawBufferPointer>? {
    guard next() == Mark.pep440Family, number() != nil, var digits = number() else { return nil }
    for _ in 0..<index {
      guard skip(Mark.component), let further = number() else { return nil }
      digits = further
    }
    return digits
  }

  /// What makes the version a prerelease, in the normal form; empty for others.
  mutating func pep440Stage() -> String? {
    guard skipPep440Release() != nil, let stage = readPep440Stage() else { return nil }
    guard !stage.pre.isEmpty || !stage.dev.isEmpty else { return "" }
    let text = stage.pre + (stage.pre.isEmpty || stage.post.isEmpty ? "" : ".") + stage.post
    return text + (text.isEmpty || stage.dev.isEmpty ? "" : ".") + stage.dev
  }

  private mutating func readPep440Stage() -> (pre: String, post: String, dev: String)? {
    var stage = (pre: "", post: "", dev: "")
    switch next() {
    case Pep440.alpha: stage.pre = "a"
    case Pep440.beta: stage.pre = "b"
    case Pep440.candidate: stage.pre = "rc"
    case Pep440.onlyDev, Pep440.noPre: break
    default: return nil
    }
    if !stage.pre.isEmpty {
      guard let digits = number() else { return nil }
      stage.pre += Self.text(digits)
    }
    switch next() {
    case Pep440.noPost: break
    case Pep440.post:
      guard let digits = number() else { return nil }
      stage.post = "post" + Self.text(digits)
    default: return nil
    }
    switch next() {
    case Pep440.noDev: break
    case Pep440.dev:
      guard let digits = number() else { return nil }
      stage.dev = "dev" + Self.text(digits)
    default: return nil
    }
    return stage
  }

  private static func text(_ digits: Slice<UnsafeRawBufferPointer>) -> String {
    digits.isEmpty ? "0" : digits.asciiText
  }
}

/// Reads of the Debian family.
extension VersionKeyReader {
  typealias Debian = VersionKey.DebianMark

  mutating func skipDebian() -> Void? {
    guard debianEpoch() != nil, debianPart() != nil, debianPart() != nil else { return nil }
    return ()
  }

  mutating func debianEpoch() -> Slice<UnsafeRawBufferPointer>? {
    next() == Mark.debianFamily ? number() : nil
  }

  /// The text of a part; numbers have no leading zeros, and a zero at the end is there only where
  /// the text would else be empty or end in a dot.
  mutating func debianPart() -> [UInt8]? {
    var text: [UInt8] = []
    repeat {
      while !skip(Debian.endOfRun) {
        guard let code = next(), code != 0 else { return nil }
        text.append(Debian.byte(of: code))
      }
      guard let digits = number() else { return nil }
      let isNeeded = text.isEmpty || text.last == ASCII.dot || peek() != Debian.endOfRun
      if !digits.isEmpty { text += digits } else if isNeeded { text.append(ASCII.zero) }
    } while peek() != Debian.endOfRun && peek() != nil
    return skip(Debian.endOfRun) ? text : nil
  }

  mutating func debianNumber(_ index: Int) -> Slice<UnsafeRawBufferPointer>? {
    guard debianEpoch() != nil, skip(Debian.endOfRun), var digits = number() else { return nil }
    for _ in 0..<index {
      guard skip(Debian.code(of: ASCII.dot)), skip(Debian.endOfRun), let further = number() else {
        return nil
      }
      digits = further
    }
    return digits
  }

  /// What follows the first `~` of the upstream version.
  mutating func debianPrerelease() -> [UInt8]? {
    guard debianEpoch() != nil, let upstream = debianPart(),
      let tilde = upstream.firstIndex(of: ASCII.tilde)
    else { return nil }
    return Array(upstream[(tilde + 1)...])
  }
}

/// Reads of the natural family.
extension VersionKeyReader {
  typealias Natural = VersionKey.NaturalMark

  mutating func skipNatural() -> Void? {
    guard next() == Mark.naturalFamily else { return nil }
    return naturalText() == nil ? nil : ()
  }

  /// The text of the tokens up to the end, stages with a hyphen before them.
  mutating func naturalText() -> [UInt8]? {
    var text: [UInt8] = []
    while let mark = next() {
      switch mark {
      case Natural.end: return text
      case Natural.number:
        guard let digits = number() else { return nil }
        if digits.isEmpty { text.append(ASCII.zero) } else { text += digits }
      case Natural.lowByte, Natural.highByte:
        guard let byte = next() else { return nil }
        text.append(byte)
      default:
        guard let stage = Natural.stages.first(where: { $0.mark == mark }) else { return nil }
        text.append(ASCII.minus)
        text += stage.word.withUTF8Buffer { Array($0) }
      }
    }
    return nil
  }

  mutating func naturalNumber(_ index: Int) -> Slice<UnsafeRawBufferPointer>? {
    guard next() == Mark.naturalFamily, skip(Natural.number), var digits = number() else {
      return nil
    }
    for _ in 0..<index {
      guard skip(Natural.lowByte), skip(ASCII.dot), skip(Natural.number), let further = number()
      else { return nil }
      digits = further
    }
    return digits
  }

  /// The text from the first stage before the release on.
  mutating func naturalStage() -> [UInt8]? {
    guard next() == Mark.naturalFamily else { return nil }
    while let mark = peek(), mark != Natural.end {
      if mark < Natural.end { return naturalText().map { Array($0.dropFirst()) } }
      position += 1
      switch mark {
      case Natural.number: guard number() != nil else { return nil }
      case Natural.lowByte, Natural.highByte: guard next() != nil else { return nil }
      case Natural.post: break
      default: return nil
      }
    }
    return nil
  }
}
