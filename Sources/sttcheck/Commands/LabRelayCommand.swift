internal import ArgumentParser
internal import Foundation
internal import Lab
internal import NIOPosix
internal import Network
internal import Running
internal import Timeline

struct LabRelayCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "relay", abstract: "Run the reference relay between your clients and a service.",
    discussion: """
      Takes linear16, 44100 Hz, one channel, and the text `stop` or {"type":"CloseStream"} as the end. \
      The API key comes from the environment variable DEEPGRAM_API_KEY (or another, by --key-env).
      """)

  @Option(help: ArgumentHelp("Where to listen; port 0 takes a free one.", valueName: "host:port")) var listen = "127.0.0.1:8080"
  @Option(help: "The service behind it: ws:// or wss://; the path is /v1/listen.") var service: String
  @Option(help: "The environment variable that has the API key.") var keyEnv = "DEEPGRAM_API_KEY"
  @Option(help: "Break it: faults of the relay (see `sttcheck lab faults`).") var fault: String?

  func run() async throws {
    let address = try HostAndPort(listen, option: "--listen")
    let faults = try LabFaults.read(fault, party: .relay)
    let endpoint = try ServiceURL.read(service, option: "--service")
    let key = ProcessInfo.processInfo.environment[keyEnv]
    if key == nil { Console.note("no API key in \(keyEnv): the service is called with the key 'none', which a real one refuses") }
    let lab = StandingLab(faults: faults, clips: [], startedAtUnixNanoseconds: WallClock.unixNanoseconds)
    try await LabServing.serve("relay", address) { clock throws(BindFailure) in
      try await lab.relay(
        host: address.host, port: address.port, service: endpoint, authorization: "Token \(key ?? "none")",
        group: MultiThreadedEventLoopGroup.singleton, clock: clock)
    }
  }
}
