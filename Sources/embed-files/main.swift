// Writes a Swift file with a list of `EmbeddedFile`s.
//
// Arguments: the name of the list, the file to write, the folder that names are relative to, and
// the files to embed.
import Foundation

let arguments = CommandLine.arguments
guard arguments.count >= 4 else {
  FileHandle.standardError.write(Data("usage: embed-files LIST OUTPUT FOLDER [FILE]...\n".utf8))
  exit(64)
}
let list = arguments[1]
let folder = URL(filePath: arguments[3], directoryHint: .isDirectory)
let prefix = folder.path(percentEncoded: false)

var text = """
  // Generated from \(list)/. Do not edit.
  extension EmbeddedFiles {
    /// The files of `\(list)/`, sorted by name.
    public static let \(list): [EmbeddedFile] = [

  """
for path in arguments.dropFirst(4) {
  let contents = try String(contentsOf: URL(filePath: path), encoding: .utf8)
  let name = path.hasPrefix(prefix) ? String(path.dropFirst(prefix.count)) : path
  // A raw literal with more #s than the text has in a row holds it without escapes.
  let hashes = String(repeating: "#", count: 6)
  text += "    EmbeddedFile(\n      name: \(hashes)\"\(name)\"\(hashes),\n"
  text += "      contents: \(hashes)\"\"\"\n\(contents)\n\"\"\"\(hashes)),\n"
}
text += "  ]\n}\n"
try text.write(toFile: arguments[2], atomically: true, encoding: .utf8)
