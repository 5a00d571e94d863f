internal import ArgumentParser
internal import Lab
internal import Timeline

/// The simulated network between client, relay and service.
struct NetworkOptions: ParsableArguments {
  @Option(help: ArgumentHelp("One way between client and relay. Default: 5ms.", valueName: "time")) var latency: String?
  @Option(help: ArgumentHelp("One way between relay and service. Default: 20ms.", valueName: "time")) var serviceLatency: String?
  @Option(help: ArgumentHelp("Up to so much more on both hops, at random.", valueName: "time")) var jitter: String?
  @Option(help: ArgumentHelp("Bytes a second, each way, on both hops. Default: no limit.", valueName: "bytes")) var bandwidth: Int?
  @Option(
    help: ArgumentHelp(
      "Cut each client's connection so long after it was dialled: nothing arrives any more, nobody is told.", valueName: "time"))
  var cutClient: String?
  @Option(help: ArgumentHelp("The same for the connections of the service hop.", valueName: "time")) var cutService: String?

  /// What was given, for the command of the recording.
  var given: [(String, String?)] {
    [
      ("--latency", latency), ("--service-latency", serviceLatency), ("--jitter", jitter), ("--bandwidth", bandwidth.map(String.init)),
      ("--cut-client", cutClient), ("--cut-service", cutService),
    ]
  }

  func simulated(seed: UInt64) throws(CommandFailure) -> SimulatedNetwork {
    var network = SimulatedNetwork(seed: seed)
    if let latency { network.clientLink.latency = try OptionText.duration(latency, option: "--latency") }
    if let serviceLatency { network.serviceLink.latency = try OptionText.duration(serviceLatency, option: "--service-latency") }
    if let jitter {
      network.clientLink.jitter = try OptionText.duration(jitter, option: "--jitter")
      network.serviceLink.jitter = network.clientLink.jitter
    }
    if let bandwidth {
      network.clientLink.bandwidth = Int(try OptionText.positive(Double(bandwidth), upTo: 1e12, option: "--bandwidth"))
      network.serviceLink.bandwidth = network.clientLink.bandwidth
    }
    if let cutClient { network.clientLink.cutAfter = try OptionText.duration(cutClient, option: "--cut-client") }
    if let cutService { network.serviceLink.cutAfter = try OptionText.duration(cutService, option: "--cut-service") }
    return network
  }
}
