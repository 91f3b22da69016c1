import QueryLanguage
import Testing

@testable import Reports

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

@Suite("Output")
struct ByteWriterTests {
  @Test("Bytes of any number arrive in order")
  func order() throws {
    let output = ByteWriter()
    var expected: [UInt8] = []
    for size in [0, 1, 7, 4096, ByteWriter.capacity - 1, ByteWriter.capacity * 2 + 5, 3] {
      let part = (0..<size).map { UInt8(truncatingIfNeeded: $0 &* 31) }
      output.append(part)
      expected += part
    }
    try output.flush()
    #expect(output.contents == expected)
  }

  #if os(Linux)
    @Test("A full device is an error, at the latest at the end", arguments: AnswerFormat.allCases)
    func fullDevice(format: AnswerFormat) throws {
      let descriptor = open("/dev/full", O_WRONLY)
      try #require(descriptor >= 0)
      defer { close(descriptor) }
      var writer = format.writer(to: ByteWriter(descriptor: descriptor))
      let error = #expect(throws: OutputError.self) {
        try writer.begin(
          columns: [AnswerColumn(name: "s", type: .text)], metadata: AnswerMetadata(query: "tags"))
        try FakeRow.withRow([.text("x")]) { try writer.row($0) }
        try writer.end(notes: [], complete: true)
      }
      #expect(error?.code == .writeFailed)
      #expect(error?.systemError == ENOSPC)
      #expect(error?.message == "cannot write the output: No space left on device")
      #expect(throws: OutputError.self) { try writer.end(notes: [], complete: true) }
    }

    @Test("A full device stops a long answer before its end")
    func fullDeviceStopsRows() throws {
      let descriptor = open("/dev/full", O_WRONLY)
      try #require(descriptor >= 0)
      defer { close(descriptor) }
      var writer = AnswerFormat.jsonl.writer(to: ByteWriter(descriptor: descriptor))
      try writer.begin(
        columns: [AnswerColumn(name: "s", type: .text)], metadata: AnswerMetadata(query: "tags"))
      let text = Value.text(String(repeating: "x", count: 1000))
      #expect(throws: OutputError.self) {
        for _ in 0..<1000 { try FakeRow.withRow([text]) { try writer.row($0) } }
      }
    }
  #endif

  @Test("A reader that went away is told from a failed write")
  func readerGone() throws {
    signal(SIGPIPE, SIG_IGN)
    var ends: [Int32] = [0, 0]
    try #require(pipe(&ends) == 0)
    close(ends[0])
    defer { close(ends[1]) }
    let output = ByteWriter(descriptor: ends[1])
    output.append("x")
    let error = #expect(throws: OutputError.self) { try output.flush() }
    #expect(error?.code == .readerGone)
    output.append("y")
    #expect(throws: OutputError.self) { try output.flush() }
  }
}
