import Foundation

extension GitFixture {
  /// Commits files to the checked-out branch, beside those that are there; returns the commit's id.
  ///
  /// - Parameter files: the contents by their paths. Without any, the commit changes nothing.
  @discardableResult
  public func commit(
    _ message: String, files: [String: String] = [:], date: String = GitFixture.date
  ) async throws -> String {
    for (name, contents) in files { try writeFile("\(path)/\(name)", contents) }
    if !files.isEmpty { try await git("add", "--all") }
    try await git(
      ["commit", "--quiet", "--allow-empty", "--allow-empty-message", "--cleanup=verbatim", "-F-"],
      input: Array(message.utf8), date: date)
    return try await id("HEAD")
  }

  /// Merges refs into the checked-out branch, always with a merge commit; returns the commit's id.
  @discardableResult
  public func merge(
    _ refs: String..., message: String = "Merge", date: String = GitFixture.date
  ) async throws -> String {
    try await git(["merge", "--quiet", "--no-ff", "-m", message] + refs, date: date)
    return try await id("HEAD")
  }

  /// Makes a tag: an annotated one if there is a message, else a lightweight one.
  ///
  /// - Returns: the id that the ref holds, of an annotated tag that of the tag object.
  @discardableResult
  public func tag(
    _ name: String, at target: String = "HEAD", message: String? = nil,
    date: String = GitFixture.date, force: Bool = false
  ) async throws -> String {
    let options = (force ? ["--force"] : []) + (message.map { ["-a", "-m", $0] } ?? [])
    try await git(["tag"] + options + ["--", name, target], date: date)
    return try await id("refs/tags/\(name)")
  }

  /// Deletes a tag.
  public func deleteTag(_ name: String) async throws {
    try await git("tag", "--delete", "--", name)
  }

  /// Makes a branch, or moves it, without checking it out.
  public func branch(_ name: String, at target: String = "HEAD") async throws {
    try await git("branch", "--quiet", "--force", "--", name, target)
  }

  /// Checks out a branch, or with `detached` the commit that a name leads to.
  public func checkout(_ name: String, detached: Bool = false) async throws {
    try await git(["checkout", "--quiet"] + (detached ? ["--detach"] : []) + [name])
  }

  /// Returns the id that a name stands for.
  public func id(_ name: String) async throws -> String {
    try await git("rev-parse", "--verify", "--end-of-options", name)
  }

  /// Returns the id that a name stands for, or null if it stands for none.
  public func idIfAny(_ name: String) async throws -> String? {
    let result = try await run(["rev-parse", "--verify", "--quiet", "--end-of-options", name])
    return result.exitCode == 0 ? String(result.outputText.dropLast()) : nil
  }

  /// Stores an object with exactly these bytes, sound or not; returns its id.
  ///
  /// - Parameter type: `commit`, `tag`, `tree` or `blob`.
  @discardableResult
  public func rawObject(_ type: String, _ contents: some Sequence<UInt8>) async throws -> String {
    try await git("hash-object", "--literally", "-t", type, "-w", "--stdin", input: Array(contents))
  }

  /// Sets a ref, by its full name, to an id; git refuses what is not a ref name.
  public func updateRef(_ name: String, _ id: String) async throws {
    try await updateRef(Array(name.utf8), id)
  }

  /// Sets a ref whose name need not be UTF-8 to an id.
  public func updateRef(_ name: [UInt8], _ id: String) async throws {
    let line = Array("update ".utf8) + name + Array(" \(id)\n".utf8)
    try await git("update-ref", "--stdin", input: line)
  }

  /// Makes refs and objects by a script for `git fast-import`.
  public func fastImport(_ script: String) async throws {
    try await fastImport(Array(script.utf8))
  }

  /// Makes refs and objects by a script for `git fast-import`.
  public func fastImport(_ script: [UInt8]) async throws {
    try await git("fast-import", "--quiet", "--force", input: script)
  }

  /// Clones the repository, through its `file://` address, beside it.
  ///
  /// - Parameter options: of `git clone`, such as `--depth=1` or `--mirror`.
  public func clone(_ name: String = "clone", _ options: [String] = []) async throws -> GitFixture {
    let isBare = options.contains { $0 == "--bare" || $0 == "--mirror" }
    let target = "\(folder)/\(name)"
    try await git(["clone", "--quiet"] + options + ["file://\(path)", target])
    return GitFixture(folder: folder, path: target, isBare: isBare)
  }

  /// Adds a linked working tree beside the repository; returns its path.
  public func addWorktree(_ name: String, at target: String = "HEAD") async throws -> String {
    let worktree = "\(folder)/\(name)"
    try await git("worktree", "add", "--quiet", "--detach", worktree, target)
    return worktree
  }

  /// Writes a file in the git directory, such as `info/grafts`.
  public func writeGitFile(_ name: String, _ contents: String) throws {
    try writeFile("\(gitDirectory)/\(name)", contents)
  }

  /// Adds text to the repository's settings.
  public func appendConfiguration(_ text: String) throws {
    let url = URL(fileURLWithPath: "\(gitDirectory)/config")
    var contents = try Data(contentsOf: url)
    contents.append(contentsOf: Array("\n\(text)\n".utf8))
    try contents.write(to: url)
  }

  /// The path of the file of an object that is not in a pack.
  public func looseObject(_ id: String) -> String {
    "\(gitDirectory)/objects/\(id.prefix(2))/\(id.dropFirst(2))"
  }

  /// Removes the file of an object that is not in a pack.
  public func removeLooseObject(_ id: String) throws {
    try FileManager.default.removeItem(atPath: looseObject(id))
  }
}
