internal import ArgumentParser
internal import Audio
internal import Foundation
internal import Lab
internal import NIOPosix
internal import Running
internal import Scenarios

struct LabMatrixCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "matrix", abstract: "Play every fault, diagnose it, and hold the answer against the truth.",
    discussion: "In virtual time unless --sockets is given. Prints nothing that varies between runs; exits 1 where a diagnosis disagrees.")

  @Argument(help: "Names from 'sttcheck lab faults', and 'healthy'. Default: all.") var faults: [String] = []
  @Flag(help: "Play over real sockets, many faults side by side.") var sockets = false
  @Flag(help: "Diagnose from the client hop alone, as with a deployed relay.") var clientHopOnly = false
  @Option(help: "What the diagnosis gets of the audio in virtual time: whole, or digest. Default: whole.") var recordAudio: String?
  @Flag(help: "Two independent faults at a time: both must be named.") var pairs = false
  @Option(help: "The scenarios played for each fault; those in which it shows are added. Default: the widest suite.")
  var suite: String?
  @Option(help: "The dialect that client and relay speak (see `sttcheck profiles`).") var client: String?
  @Option(help: "Opus in a container in place of samples, as a browser's recorder sends it: webm or ogg.") var container: String?
  @Option(help: "terminal or markdown.") var format = "terminal"

  func run() async throws {
    let formats = MatrixTable.Format.allCases.map(\.rawValue)
    guard let format = MatrixTable.Format(rawValue: format) else {
      let near = NearestName.find(format, among: formats).map { "; did you mean '\($0)'?" } ?? ""
      throw CommandFailure(code: .usage, text: "--format: '\(format)' is not known; allowed: \(formats.joined(separator: ", "))\(near)")
    }
    let suite = try chosenSuite()
    var profile = Profile()
    if let client {
      profile.speak(try RunSettings.dialect(client))
      // The times in which faults are told are made for chunks of 23 ms.
      profile.chunkSamples = min(profile.chunkSamples, profile.audio.sampleRate * 1024 / 44_100)
    }
    if let container { profile.contain(in: try RunSettings.container(container, profile)) }
    let isSealed = try RunSettings.recordAudio(recordAudio) == .digest
    guard !isSealed || !sockets else { throw CommandFailure(code: .usage, text: "--record-audio digest: not with --sockets") }
    let worlds = try chosenWorlds()
    let rows: [Matrix.Row]
    do {
      if sockets {
        rows = try await overSockets(worlds, suite, profile)
      } else {
        let player: Matrix.Player = { plan in
          let recording = try VirtualRun.play(plan, toolVersion: toolVersion)
          return isSealed ? Seal.recording(recording, format: plan.profile.audio) : recording
        }
        rows = try await Matrix.rows(
          worlds, suite: suite, profile: profile, clientHopOnly: clientHopOnly, toolVersion: toolVersion, player: player)
      }
    } catch let error as ConfigurationError {
      throw CommandFailure(code: .internalFault, text: error.text)
    }
    let played = ["suite \(suite.name)", clientHopOnly ? "client hop only" : "both hops", sockets ? "sockets" : "virtual time"]
    let chosen = [client.map { "client \($0)" }, container.map { "audio in \($0)" }, isSealed ? "digests of the audio" : nil]
    let title = (played + chosen.compactMap(\.self)).joined(separator: ", ")
    Console.print(MatrixTable(rows: rows, title: title).rendered(format))
    if !rows.allSatisfy(\.agrees) { throw LeaveWith(code: .findings) }
  }

  private func chosenWorlds() throws -> [FaultSet] {
    guard !faults.isEmpty else { return pairs ? FaultPairs.independent : Matrix.worlds }
    guard !pairs else {
      throw CommandFailure(code: .usage, text: "--pairs: which faults go together is not to be chosen; leave the names out")
    }
    return try faults.map { name in
      do { return name == Matrix.healthy ? FaultSet() : try FaultCatalogue.parse(name) } catch {
        throw CommandFailure(code: .usage, text: "\(error)")
      }
    }
  }

  private func overSockets(_ worlds: [FaultSet], _ suite: Suite, _ profile: Profile) async throws -> [Matrix.Row] {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent(
      "sttcheck-matrix-\(ProcessInfo.processInfo.processIdentifier)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    return try await SocketMatrix.rows(
      worlds, suite: suite, profile: profile, clientHopOnly: clientHopOnly, toolVersion: toolVersion, folder: folder.path,
      startedAtUnixNanoseconds: WallClock.unixNanoseconds, group: MultiThreadedEventLoopGroup.singleton)
  }

  private func chosenSuite() throws -> Suite {
    guard let name = suite else {
      // Over sockets time is real, and pairs are many: what shows most in least of it.
      if sockets { return Suite(name: "telling", scenarios: ["baseline", "two-utterances", "wav-header"]) }
      return pairs ? .standard : Matrix.widest
    }
    return try Suite.chosen(name)
  }
}
