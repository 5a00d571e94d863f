internal import ArgumentParser
internal import Audio
internal import Lab
internal import NIOPosix
internal import Network
internal import Running
internal import Timeline

struct LabServiceCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "service", abstract: "Play the speech-to-text service: point a relay or a client at it.",
    discussion: """
      It answers /v1/listen as the real service does, and takes any API key that isn't empty. It hears the built-in clips and those given with --clip, \
      if the audio that arrives, decoded as declared, really is that speech. A recording sent whole, by POST to /v1/listen, is answered on the same port.

      It decodes \(AudioFormat.Encoding.sentence), raw or in a WAV, and Opus, raw (a packet a message) or in a WebM or Ogg. FLAC, AMR, Speex, G.729, MP3 and AAC are taken and stay silent.

      What is documented of the real service is fixed. What was only seen, reported or inferred is a switch below, which says so.
      """)

  @Option(help: ArgumentHelp("Where to listen; port 0 takes a free one.", valueName: "host:port")) var listen = "127.0.0.1:9090"
  @Option(help: "A WAV file that can be recognised too; its transcript is the .txt beside it. May be given several times.") var clip:
    [String] = []
  @Flag(help: "Take the compression that is offered (permessage-deflate).") var compress = false
  @Option(help: "Break it: faults of the service (see `sttcheck lab faults`).") var fault: String?
  @Flag(help: "Answer the handshake at once, and not after 200 ms as the real one does from far away.") var serviceNear = false
  @Option(help: ArgumentHelp("What it does wrong on purpose, as in `sttcheck run`: \(ServiceFault.help).", valueName: "name"))
  var serviceFault: String?
  @OptionGroup(title: "Who gets in") var access: ServiceAccess
  @OptionGroup(title: "Times") var times: ServiceTimes
  @OptionGroup(title: "Switches") var switches: ServiceSwitches

  func run() async throws {
    let address = try HostAndPort(listen, option: "--listen")
    let faults = try LabFaults.read(fault, party: .service)
    // Read once, so that what can't be read is told before anybody is listened to.
    var wanted = ServiceSettings(known: KnownSpeech([]))
    try apply(to: &wanted)
    if let maxSessions = access.maxSessions, maxSessions < 0 {
      throw CommandFailure(code: .usage, text: "--max-sessions: \(maxSessions) is no number of sessions; allowed is 0 and more")
    }
    let lab = StandingLab(faults: faults, clips: try clip.map(RunSettings.clip), startedAtUnixNanoseconds: WallClock.unixNanoseconds)
    let misbehaviour = try serviceFault.map(ServiceFault.read)
    try await LabServing.serve("service", address) { clock throws(BindFailure) in
      try await lab.service(
        host: address.host, port: address.port, maxSessions: access.maxSessions, compresses: compress,
        group: MultiThreadedEventLoopGroup.singleton, clock: clock,
        misbehaviour: misbehaviour, remark: { Console.note("service: \($0)") }
      ) { [wanted] in $0.takeSwitches(of: wanted) }
    }
  }

  private func apply(to settings: inout ServiceSettings) throws(CommandFailure) {
    settings.handshakeDelay = serviceNear ? 0 : ServiceSettings.farHandshake
    try access.apply(to: &settings)
    try times.apply(to: &settings)
    try switches.apply(to: &settings)
  }
}
