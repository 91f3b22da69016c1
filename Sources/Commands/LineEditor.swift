internal import CEditLine

#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Darwin)
  internal import Darwin
#endif

/// Reads lines from a terminal with libedit: editing, history, and completion with Tab.
final class LineEditor {
  enum Line {
    case text(String)
    /// Ctrl-C.
    case cancelled
    /// Ctrl-D on an empty line, or a closed terminal.
    case end
  }

  /// What Tab is answered with: what a line can be completed with at an offset in bytes.
  var complete: (_ line: String, _ offset: Int) -> EditedCompletion = { _, offset in
    EditedCompletion(lower: offset, candidates: [])
  }

  private let editor: OpaquePointer
  private let history: OpaquePointer?
  private var prompt: UnsafeMutablePointer<CChar>?
  private var isCancelled = false

  /// How many lines can be called back.
  static let historySize = 1_000

  /// Returns nil if the terminal cannot be used.
  init?() {
    guard let input = fdopen(STDIN_FILENO, "r"), let output = fdopen(STDOUT_FILENO, "w"),
      let errors = fdopen(STDERR_FILENO, "w")
    else { return nil }
    // libedit reads characters by the locale; the program itself knows only UTF-8.
    if setlocale(LC_CTYPE, "") == nil || !Self.isUTF8 { setlocale(LC_CTYPE, "C.UTF-8") }
    guard let editor = el_init("stemma", input, output, errors) else { return nil }
    self.editor = editor
    history = history_init()
    stemma_edit_set_client(editor, Unmanaged.passUnretained(self).toOpaque())
    stemma_edit_set_prompt(editor) { LineEditor.of($0)?.prompt }
    stemma_edit_use_keys(editor)
    if let history {
      _ = stemma_history_set_size(history, Int32(Self.historySize))
      _ = stemma_history_leave_out_repeats(history)
      stemma_edit_use_history(editor, history)
    }
    el_source(editor, nil)
    bindKeys()
    stemma_edit_watch_signals(editor)
  }

  deinit {
    el_end(editor)
    if let history { history_end(history) }
    free(prompt)
  }

  private static var isUTF8: Bool {
    guard let name = nl_langinfo(nl_item(CODESET)) else { return false }
    return String(cString: name).lowercased().contains("utf")
  }

  private static func of(_ editor: OpaquePointer?) -> LineEditor? {
    editor.flatMap { stemma_edit_client($0) }.map {
      Unmanaged<LineEditor>.fromOpaque($0).takeUnretainedValue()
    }
  }

  private func bindKeys() {
    _ = stemma_edit_add_function(editor, "stemma-complete", "Complete the word") { editor, _ in
      LineEditor.of(editor)?.completeWord() ?? UInt8(CC_ERROR)
    }
    _ = stemma_edit_add_function(editor, "stemma-cancel", "Leave the line") { editor, _ in
      LineEditor.of(editor)?.isCancelled = true
      return UInt8(CC_EOF)
    }
    _ = stemma_edit_add_function(editor, "stemma-suspend", "Stop the program") { _, _ in
      kill(0, SIGTSTP)
      return UInt8(CC_REDISPLAY)
    }
    // Ctrl-C is a key while a line is edited, and a signal while a query runs.
    _ = stemma_edit_set_terminal(editor, "-isig")
    for (key, function) in [
      ("^I", "stemma-complete"), ("^C", "stemma-cancel"), ("^Z", "stemma-suspend"),
      ("^R", "em-inc-search-prev"),
      ("^W", "ed-delete-prev-word"), ("\\e[1;5C", "em-next-word"), ("\\e[1;5D", "ed-prev-word"),
      ("\\e[3~", "ed-delete-next-char"), ("\\e[H", "ed-move-to-beg"), ("\\e[F", "ed-move-to-end"),
    ] {
      _ = stemma_edit_bind(editor, key, function)
    }
  }

  // MARK: Lines

  /// Reads one line behind a prompt.
  func readLine(_ prompt: String) -> Line {
    free(self.prompt)
    self.prompt = strdup(prompt)
    isCancelled = false
    var count: Int32 = 0
    // libedit does it behind the prompt: a Ctrl-D or Ctrl-C in between would be the terminal's.
    stemma_edit_prepare_terminal(editor)
    errno = 0
    let line = el_gets(editor, &count)
    if isCancelled || line == nil && errno == EINTR { return .cancelled }
    guard let line, count > 0 else { return .end }
    var text = String(cString: line)
    while text.last == "\n" || text.last == "\r\n" { text.removeLast() }
    return .text(text)
  }

  /// Whether keys wait to be read, as those of a text that was pasted do.
  var hasMore: Bool {
    var request = pollfd(fd: STDIN_FILENO, events: Int16(POLLIN), revents: 0)
    return poll(&request, 1, 0) > 0
  }

  /// Lets a line be called back.
  func remember(_ line: String) {
    guard let history else { return }
    _ = stemma_history_add(history, line)
  }

  // MARK: Completion

  private func completeWord() -> UInt8 {
    guard let info = el_line(editor) else { return UInt8(CC_ERROR) }
    let start = info.pointee.buffer
    guard let start, let cursor = info.pointee.cursor, let end = info.pointee.lastchar else {
      return UInt8(CC_ERROR)
    }
    let bytes = UnsafeRawBufferPointer(start: start, count: end - start)
    let offset = cursor - start
    let line = String(decoding: bytes, as: UTF8.self)
    let completion = complete(line, offset)
    let lower = min(max(completion.lower, 0), offset)
    let written = String(decoding: bytes[lower..<offset], as: UTF8.self)
    guard let replacement = completion.replacement(of: written) else { return UInt8(CC_ERROR) }
    if replacement == written {
      return show(completion)
    }
    el_deletestr(editor, Int32(written.unicodeScalars.count))
    // Bytes of the line, not of its copy: the cursor has moved.
    let isFollowedBySpace = offset < bytes.count && bytes[offset] == UInt8(ascii: " ")
    let text =
      replacement.hasSuffix(" ") && isFollowedBySpace
      ? String(replacement.dropLast()) : replacement
    return UInt8(el_insertstr(editor, text) == 0 ? CC_REFRESH : CC_ERROR)
  }

  /// Lists the candidates below the line, which is drawn again under them.
  private func show(_ completion: EditedCompletion) -> UInt8 {
    let list = completion.list(width: Console.outputWidth ?? 80)
    try? Console.print("\n" + list)
    return UInt8(CC_REDISPLAY)
  }
}
