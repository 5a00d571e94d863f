internal import ArgumentParser
internal import Audio
internal import Diagnosis
internal import Exchange
internal import Lab
internal import Store
internal import Timeline

struct ExportCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "export", abstract: "Write a recording, or a part of it, for other programs.",
    discussion: """
      --seal makes a recording to give away: digests stand in place of its audio, and other words of the same length \
      in place of those that were said; the same causes are found in it, or the diagnosis says what it can't tell any more. It says what it took out.
      --har opens in Chrome, Playwright and mitmproxy; --ndjson has every event, one a line. Both hold the whole run, and `sttcheck import` reads them.
      --wav, --text, --srt and --vtt are of one session: its number or scenario by --session, where there are several.
      Without --output it goes to standard output; audio wants a file.
      """)

  @Argument(help: "The recording.") var recording: String
  @Option(name: .customLong("run"), help: "The id of the run. Default: the last one.") var runID: String?
  @Flag(
    help:
      "The same recording with digests in place of the audio, as `run --record-audio digest` makes it, and other words in place of the spoken ones."
  ) var seal = false
  @Flag(help: "HAR 1.2, with WebSocket messages as Chrome writes them.") var har = false
  @Flag(help: "Every event as a line of JSON.") var ndjson = false
  @Option(help: ArgumentHelp("The audio of one hop, client or service, as WAV: what the service really heard.", valueName: "hop")) var wav:
    String?
  @Flag(help: "The transcript as plain text.") var text = false
  @Flag(help: "The transcript as SubRip subtitles.") var srt = false
  @Flag(help: "The transcript as WebVTT subtitles.") var vtt = false
  @Option(help: "Of this session: its number or its scenario.") var session: String?
  @Option(help: "The transcript as it crossed this hop: client or service. Default: client, where it was recorded.") var hop: String?
  @Option(help: "The file to write.") var output: String?

  func run() throws {
    let forms: [(String, Bool)] = [
      ("--seal", seal), ("--har", har), ("--ndjson", ndjson), ("--wav", wav != nil), ("--text", text), ("--srt", srt), ("--vtt", vtt),
    ]
    guard forms.filter(\.1).count == 1 else {
      throw CommandFailure(code: .usage, text: "one of \(forms.map(\.0).joined(separator: ", ")) is wanted")
    }
    let recorded = try RunReport.read(recording, run: runID)
    if seal { return try putSealed(recorded) }
    if har { return try put(HARWriter.write(recorded)) }
    if ndjson {
      var lines = ""
      NDJSONWriter.write(recorded) { lines += $0 }
      return try put(lines)
    }
    guard wav == nil || !recorded.run.unrecorded.contains(.sound) else {
      throw CommandFailure(code: .usage, text: "\(recording): digests stand in place of its audio, so there is no sound to export")
    }
    let matched = SessionMatcher.match(recorded)
    let number = try number(in: matched)
    do throws(ExchangeFault) {
      if let wav {
        let audio = try AudioExport(matched, session: number, hop: try Self.hop(wav, "--wav"))
        try putAudio(audio)
      } else {
        let seen: Hop = matched.events.contains { $0.session == number && $0.hop == .client } ? .client : .service
        let transcript = try TranscriptExport(
          matched, session: number, hop: try hop.map { word throws(ExchangeFault) in try Self.hop(word, "--hop") } ?? seen)
        try putText(transcript.rendered(text ? .text : srt ? .srt : .vtt))
      }
    } catch { throw CommandFailure(code: .usage, text: "\(recording): \(error.text)") }
  }

  private func put(_ text: String) throws(CommandFailure) {
    guard let output else { return Console.print(text) }
    try Files.write(text, to: output, option: "--output")
    Console.note("written: \(output)")
  }

  private func putSealed(_ recorded: Recording) throws(CommandFailure) {
    guard let output else { throw CommandFailure(code: .usage, text: "--seal: a recording wants a file: --output FILE.sqlite") }
    let (sealed, words) = WordSeal.recording(Seal.recording(recorded, format: Self.format(of: recorded)))
    do { try RecordingWriter.write(sealed, to: output, options: WriterOptions(keepsOnce: true)) } catch {
      throw CommandFailure(code: .internalFault, text: error.text)
    }
    Console.note("written: \(output) (\(words.text))")
  }

  /// What the clients' audio is, where all of a run is the same.
  private static func format(of recording: Recording) -> AudioFormat? {
    let formats = Set(recording.sessions.compactMap(\.audio).map { AudioFormat($0) })
    return formats.count == 1 ? formats.first.flatMap { $0 } : nil
  }

  private func putText(_ text: String) throws(ExchangeFault) {
    do { try put(text) } catch { throw ExchangeFault(error.text) }
  }

  private func putAudio(_ audio: AudioExport) throws(ExchangeFault) {
    guard let output else { throw ExchangeFault("audio wants a file: --output FILE.wav") }
    do { try Files.write(audio.bytes, to: output, option: "--output") } catch { throw ExchangeFault(error.text) }
    Console.note("written: \(output)\(audio.remark.map { " (\($0))" } ?? "")")
  }

  private func number(in recording: Recording) throws(CommandFailure) -> Int {
    let known = recording.sessions.map { "\($0.number) (\($0.scenario))" }.joined(separator: ", ")
    guard let session else {
      guard recording.sessions.count == 1, let only = recording.sessions.first else {
        throw CommandFailure(code: .usage, text: "there are \(recording.sessions.count) sessions; name one with --session: \(known)")
      }
      return only.number
    }
    guard let found = recording.sessions.first(where: { "\($0.number)" == session || $0.scenario == session }) else {
      throw CommandFailure(code: .usage, text: "--session: there is no session '\(session)'; allowed: \(known)")
    }
    return found.number
  }

  private static func hop(_ word: String, _ option: String) throws(ExchangeFault) -> Hop {
    guard let hop = Hop(rawValue: word) else { throw ExchangeFault("\(option): '\(word)' is not known; allowed: client, service") }
    return hop
  }
}
