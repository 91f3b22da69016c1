/// Reads any name by an order for names that keep to no scheme.
///
/// A name is a sequence of tokens:
///
/// - A run of digits is a number of any length. Leading zeros do not count: `1.01` equals `1.1`.
/// - A stage is one of the words `alpha`, `beta`, `pre`, `rc` and `post` in any case, if the letters
///   around it are no longer word and a number came before it. One separator (`-`, `.`, `_`, `~`,
///   `+`) before the word belongs to it, as does one of `-`, `.` and `_` between it and a number:
///   `1.0-rc.1`, `1.0rc1` and `1.0_RC1` are equal.
/// - Any other byte stands for itself.
///
/// Tokens compare one after the other in the order alpha, beta, pre, rc, the end of the name, post,
/// then bytes below the digits, numbers, bytes above the digits. A `v` before a digit at the start
/// is left out. The result is a total preorder.
enum NaturalReader {
  typealias Mark = VersionKey.NaturalMark

  static func read(_ text: VersionBytes, into key: inout KeyBuffer) throws(VersionFault) {
    if text.isEmpty { throw VersionFault(.empty, .version, at: 0) }
    key.append(VersionKey.Mark.naturalFamily)
    var i = text[0].isVersionV && text.at(1).isDigit ? 1 : 0
    var hasNumber = false
    while i < text.count {
      let byte = text[i]
      if byte.isDigit {
        let end = text.endOfDigits(i)
        key.append(Mark.number)
        key.append(number: i..<end, of: text)
        hasNumber = true
        i = end
      } else if hasNumber, let end = readStage(text, at: i, into: &key) {
        i = end
      } else {
        key.append(byte < ASCII.zero ? Mark.lowByte : Mark.highByte)
        key.append(byte)
        i += 1
      }
    }
    key.append(Mark.end)
  }

  /// Writes the stage that begins at an index and returns where it ends; nil if there is none.
  private static func readStage(
    _ text: VersionBytes, at start: Int, into key: inout KeyBuffer
  ) -> Int? {
    var i = start
    if isSeparator(text[i]) { i += 1 }
    guard text.at(i).isLetter, i == start + 1 || !text[start - 1].isLetter else { return nil }
    let end = text.endOfLetters(i)
    guard
      let word = Mark.stages.first(where: { stage in
        stage.word.utf8CodeUnitCount == end - i && text.hasWord(stage.word, at: i)
      })
    else { return nil }
    key.append(word.mark)
    let next = text.at(end)
    let isJoint = next == ASCII.dot || next == ASCII.minus || next == ASCII.underscore
    return isJoint && text.at(end + 1).isDigit ? end + 1 : end
  }

  private static func isSeparator(_ byte: UInt8) -> Bool {
    byte == ASCII.dot || byte == ASCII.minus || byte == ASCII.underscore || byte == ASCII.tilde
      || byte == ASCII.plus
  }
}
