internal import ArgumentParser
internal import Lab
internal import NIOPosix
internal import Network
internal import Running
internal import Timeline

struct LabServiceCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "service", abstract: "Play the speech-to-text service: point a relay or a client at it.",
    discussion: """
      It answers /v1/listen as the real service does, takes any API key that isn't empty, and hears the built-in clips, and those given with --clip, \
      where the audio that arrives, decoded as declared, really is that speech.
      """)

  @Option(help: ArgumentHelp("Where to listen; port 0 takes a free one.", valueName: "host:port")) var listen = "127.0.0.1:9090"
  @Option(help: "A WAV file that can be recognised too; its transcript is the .txt beside it. May be given several times.") var clip:
    [String] = []
  @Option(help: "Break it: faults of the service (see `sttcheck lab faults`).") var fault: String?

  func run() async throws {
    let address = try HostAndPort(listen, option: "--listen")
    let faults = try LabFaults.read(fault, party: .service)
    let lab = StandingLab(faults: faults, clips: try clip.map(RunSettings.clip), startedAtUnixNanoseconds: WallClock.unixNanoseconds)
    try await LabServing.serve("service", address) { clock throws(BindFailure) in
      try await lab.service(host: address.host, port: address.port, group: MultiThreadedEventLoopGroup.singleton, clock: clock)
    }
  }
}
