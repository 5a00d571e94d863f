internal import ArgumentParser
internal import Diagnosis
internal import NIOPosix
internal import Network
internal import Reporting
internal import Running
internal import Scenarios
internal import Store
internal import Timeline

struct ProbeCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "probe", abstract: "Say whether it is the service, the key, the network or the relay: one URL, tried station by station.",
    discussion: """
      Tries the name, each address, TLS, the upgrade, a live session of one sentence, and the same sent whole over HTTP; times each, and ends with who \
      is to blame.

        sttcheck probe wss://api.deepgram.com/v1/listen
        sttcheck probe wss://relay.example.com/speech

      The service's own hosts, and /v1/listen anywhere, are tried as the service, with the key in DEEPGRAM_API_KEY; without one as far as it gets. The \
      key goes to the service's hosts over TLS and to this machine, nowhere else. All else is tried as a relay, as `run` does it with the same profile.

      Exit codes: 0 good as far as it goes · 1 the service or the session fails · 2 usage · 3 not reached, or refused by something else than the service
      """)

  @Argument(help: "ws:// or wss://. Default: the profile's `relay`.") var url: String?
  @Option(help: "How to talk to it: a YAML file, or the name of a ready-made one (see `sttcheck profiles`).") var profile: String?
  @Option(help: ArgumentHelp("A header for each request, as 'Authorization: Bearer …'; several times.", valueName: "name: value"))
  var header: [String] = []
  @Option(
    help:
      "A WAV, WebM or Ogg (Opus) file to play in place of the built-in sentence. The .txt beside it, if there is one, is its transcript.")
  var audio: String?
  @Option(help: ArgumentHelp("Certificates trusted besides the system's, in PEM.", valueName: "file")) var ca: String?
  @Option(help: ArgumentHelp("The longest that each station before the session may take. Default: 10.", valueName: "seconds"))
  var timeout: Double?
  @Option(help: "text or json.") var format = "text"
  @Option(help: "Keep what was said in a recording (SQLite), to read with `sttcheck frames`.") var record: String?
  @Flag(help: "Print the last sentence only.") var quiet = false

  func run() async throws {
    let formats = try FormatList.read(format, ProbeFormat.self)
    guard formats.count == 1, let format = formats.first else {
      throw CommandFailure(code: .usage, text: "--format: one of text and json is wanted")
    }
    var settings = try ProbeSettings(self)
    if let login = settings.plan.profile.login {
      let place = Target.relay(settings.plan.endpoint, service: nil)
      let result = try await LoggingIn.result(of: login, secrets: settings.plan.profile.secrets) { [options = settings.plan.options] in
        RunSettings.dialOptions(options, of: place, for: $0)
      }
      settings = try ProbeSettings(self, login: result)
    }
    if !quiet { for note in settings.notes { Console.note(note) } }
    let (sight, redactor, interrupted) = try await look(settings)
    let probe = ProbeJudge.judge(sight)
    Console.print(
      quiet
        ? probe.blame.sentence
        : format.render(probe, toolVersion: toolVersion, width: Console.width, colour: Console.colour))
    if let record {
      do { try VirtualRecording.write(sight.recording, to: record, redactor: redactor) } catch {
        throw CommandFailure(code: .internalFault, text: error.text)
      }
      if !quiet { Console.note("recording: \(record)") }
    }
    if interrupted { throw LeaveWith(code: .interrupted) }
    switch probe.blame.verdict {
    case .healthy, .inconclusive: break
    case .faulty: throw LeaveWith(code: .findings)
    case .unreachable: throw LeaveWith(code: .unreachable)
    }
  }

  private func look(_ settings: ProbeSettings) async throws -> (ProbeSight, Redactor, interrupted: Bool) {
    let redactor = Redactor(secrets: settings.plan.profile.secrets)
    var info = RunSettings.runInfo(relay: settings.place)
    info.serviceHop = settings.party == .service ? .direct : .unseen
    let run = ProbeRun(
      settings.plan, run: info, redactor: redactor, clock: RunClock(), group: MultiThreadedEventLoopGroup.singleton)
    let hasKey = settings.hasKey
    let (seen, interrupted) = try await Interruption.guarding {
      try await run.play { ProbeJudge.wantsOneShot($0, hasKey: hasKey) }
    }
    let sight = ProbeSight(
      place: settings.place, party: settings.party, isKnownHost: settings.isKnownHost, isFlux: settings.plan.isFlux,
      isSecure: settings.plan.endpoint.scheme.isSecure, hasKey: hasKey,
      hasOneShot: settings.plan.oneShot != nil, environmentProxy: settings.environmentProxy, way: seen.way, recording: seen.recording)
    return (sight, redactor, interrupted)
  }
}
