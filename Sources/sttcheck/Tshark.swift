internal import Exchange
internal import Foundation
internal import Timeline

/// Has `tshark` take a capture of packets apart: it knows every link, puts streams together and decrypts TLS with a key log.
enum Tshark {
  private static let name = "tshark"

  /// - Parameters:
  ///   - info: The import as a run.
  ///   - keyLog: The keys of TLS connections, as `SSLKEYLOGFILE` names them.
  static func recording(of capture: String, keyLog: String?, _ info: RunInfo) async throws(CommandFailure) -> Recording {
    if let keyLog { _ = try Files.read(keyLog, "key log") }
    // A file's name that begins with a dash is no option.
    let file = capture.hasPrefix("-") ? "./" + capture : capture
    let index = CaptureIndex(try await ask(CaptureIndex.question(file, keyLog: keyLog), capture))
    var followed = FollowedConnections([])
    if let question = index.question(file, keyLog: keyLog) { followed = FollowedConnections(try await ask(question, capture)) }
    do throws(ExchangeFault) {
      return try CaptureReader(run: info).read(index, followed) { Console.note("\(capture): \($0)") }
    } catch { throw CommandFailure(code: .usage, text: "\(capture): \(error.text)") }
  }

  /// - Returns: What it prints.
  private static func ask(_ words: [String], _ capture: String) async throws(CommandFailure) -> [UInt8] {
    guard let program = path else {
      throw CommandFailure(
        code: .usage,
        text: "\(capture): a capture of packets is read by tshark, which is not here; install it (Debian: apt-get install tshark)")
    }
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent("sttcheck-\(UUID().uuidString)").path
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let (output, notes) = (folder + "/output", folder + "/notes")
    // What it prints is what the capture holds: nobody else's to read.
    guard
      (try? FileManager.default.createDirectory(
        atPath: folder, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])) != nil,
      FileManager.default.createFile(atPath: output, contents: nil), FileManager.default.createFile(atPath: notes, contents: nil),
      let printed = FileHandle(forWritingAtPath: output), let noted = FileHandle(forWritingAtPath: notes)
    else {
      throw CommandFailure(code: .internalFault, text: "\(folder): can't be written; make room, or set TMPDIR to another folder")
    }
    let status = await ChildProgram.run(program, words, output: printed, notes: noted)
    let found = Files.contents(output) ?? []
    guard status != 0 else { return found }
    // Its own words, without the remarks that it makes of who runs it.
    let said = String(decoding: Files.contents(notes) ?? [], as: UTF8.self).split(separator: "\n").first { $0.hasPrefix("\(name): ") }
    let why =
      said.map { "tshark says: \($0.dropFirst(name.count + 2))" }
      ?? "tshark can't read it (\(status.map { "exit \($0)" } ?? "it does not start"))"
    // Whoever captures is often ended in the midst of a packet: all before it is there.
    guard !found.isEmpty, said?.contains("cut short") == true else { throw CommandFailure(code: .usage, text: "\(capture): \(why)") }
    return found
  }

  private static var path: String? {
    (ProcessInfo.processInfo.environment["PATH"] ?? "").split(separator: ":").map { "\($0)/\(name)" }
      .first { FileManager.default.isExecutableFile(atPath: $0) }
  }
}
