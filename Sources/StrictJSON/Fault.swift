/// What a document lacks, and where: small, so that it costs nothing until a message is made of it.
struct Fault: Error {
  enum Kind: UInt8 {
    // What was expected at the offset.
    case value, element, key, firstKey, colon, objectEnd, arrayEnd, digit, escape, hexDigit
    case lowSurrogate, textEnd, trueWord, falseWord, nullWord, end
    // What is wrong with what begins at the offset.
    case controlCharacter, invalidUTF8, lowSurrogateAlone, leadingZero, numberTooLarge
    case duplicateKey, tooDeep, tooLarge
  }

  var kind: Kind
  var offset: Int

  @inline(__always)
  init(_ kind: Kind, _ offset: Int) {
    self.kind = kind
    self.offset = offset
  }
}
