internal import ArgumentParser
internal import Audio
internal import Foundation
internal import Lab
internal import NIOPosix
internal import Network
internal import Running
internal import Scenarios
internal import Timeline
internal import Wire

struct LabRelayCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "relay", abstract: "Run the reference relay between your clients and a service.",
    discussion: """
      Declares linear16, 44100 Hz, one channel, or what --profile says, unless the client asks for other listen parameters in its own query: those go \
      on to the service. Takes the text `stop`, or the profile's, or {"type":"CloseStream"} as the end.

      The API key comes from the environment variable DEEPGRAM_API_KEY (or another, by --key-env), and is sent as `Authorization: Token KEY`; \
      --authorization sends any other value.

      SIGTERM and SIGINT end it in order: nobody new is taken, every session's stream is ended, its last results are passed on, and the exit code is 0.
      """)

  @Option(help: ArgumentHelp("Where to listen; port 0 takes a free one.", valueName: "host:port")) var listen = "127.0.0.1:8080"
  @Option(help: "The service behind it: ws:// or wss://; the path is /v1/listen.") var service: String
  @Option(help: "The environment variable that has the API key.") var keyEnv = "DEEPGRAM_API_KEY"
  @Option(
    help: ArgumentHelp(
      "The Authorization header towards the service, as 'Bearer JWT'; $NAME of your shell keeps it out of scripts.", valueName: "value"))
  var authorization: String?
  @Option(help: ArgumentHelp("Certificates trusted besides the system's, in PEM, for wss://.", valueName: "file")) var ca: String?
  @Flag(help: "Take the compression that clients offer (permessage-deflate), and offer it to the service.") var compress = false
  @Option(help: "Break it: faults of the relay (see `sttcheck lab faults`).") var fault: String?
  @Option(help: "The dialect that its clients speak (see `sttcheck profiles`); their audio is declared as is usual in it.") var client:
    String?
  @Option(help: "Its clients send Opus in a container, as a browser's recorder does: webm or ogg. Nothing is declared for it.")
  var container: String?
  @Option(help: "How its clients talk: a YAML file, or a ready-made profile; their audio is declared, and their stop is taken.")
  var profile: String?
  @OptionGroup(title: "Limits") var limits: RelayLimits

  func run() async throws {
    let address = try HostAndPort(listen, option: "--listen")
    let faults = try LabFaults.read(fault, party: .relay)
    let endpoint = try ServiceURL.read(service, option: "--service")
    // Read once, so that what can't be read is told before anybody is listened to.
    var limited = RelaySettings(declaring: AudioFormat())
    try limits.apply(to: &limited)
    let patience = try OptionText.duration(limits.drain, option: "--drain")
    var options = DialOptions()
    if let ca { options.tls.extraCertificateAuthorities = String(decoding: try Files.read(ca, "certificate file"), as: UTF8.self) }
    if compress { options.compression = .usual }
    let dial = DialPlan(endpoint: endpoint, options: options, observation: nil)
    var profile = try self.profile.map { try LoadedProfile($0).file.profile } ?? Profile()
    if let client { profile.speak(try RunSettings.dialect(client)) }
    if let container { profile.contain(in: try RunSettings.container(container, profile)) }
    let lab = StandingLab(faults: faults, clips: [], profile: profile, startedAtUnixNanoseconds: WallClock.unixNanoseconds)
    let credentials = credentials
    try await LabServing.serve("relay", address, patience: patience) { clock throws(BindFailure) in
      try await lab.relay(
        host: address.host, port: address.port, dial: dial, authorization: credentials, maxSessions: limits.maxSessions,
        compresses: compress,
        group: MultiThreadedEventLoopGroup.singleton, clock: clock
      ) { [limited] in $0.takeLimits(of: limited) }
    }
  }

  private var credentials: String {
    if let authorization { return authorization }
    let key = ProcessInfo.processInfo.environment[keyEnv]
    if key == nil { Console.note("no API key in \(keyEnv): the service is called with the key 'none', which a real one refuses") }
    return "Token \(key ?? "none")"
  }
}
