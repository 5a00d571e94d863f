internal import ArgumentParser
internal import Lab
internal import Timeline

/// What one session of the reference relay may take, and how many there may be.
struct RelayLimits: ParsableArguments {
  @Option(help: ArgumentHelp("The longest that a session may take; its stream is ended then, and closed with 1008.", valueName: "time"))
  var maxDuration: String?
  @Option(help: ArgumentHelp("The most audio that a session may send, in bytes; ends like --max-duration.", valueName: "bytes"))
  var maxBytes: Int?
  @Option(help: ArgumentHelp("Sessions at once; one more is closed with 1013.", valueName: "n")) var maxSessions: Int?
  @Option(help: ArgumentHelp("A client that sends nothing for so long is taken for gone.", valueName: "time")) var maxSilence = "5min"
  @Option(
    help: ArgumentHelp("Audio held while the service hop is being opened, in bytes; beyond it the client is not read.", valueName: "bytes"))
  var buffer = 4 << 20
  @Option(help: ArgumentHelp("A silent client is covered with a KeepAlive this often.", valueName: "time")) var keepAlive = "4s"
  @Option(help: ArgumentHelp("On SIGTERM: how long sessions may take to end by themselves.", valueName: "time")) var drain = "30s"

  func apply(to settings: inout RelaySettings) throws(CommandFailure) {
    if let maxDuration { settings.sessionLimit = try OptionText.duration(maxDuration, option: "--max-duration") }
    if let maxBytes { settings.byteLimit = Int(try OptionText.positive(Double(maxBytes), upTo: 1e15, option: "--max-bytes")) }
    settings.bufferLimit = Int(try OptionText.positive(Double(buffer), upTo: 1e12, option: "--buffer"))
    settings.clientSilenceLimit = try OptionText.duration(maxSilence, option: "--max-silence")
    settings.keepAliveInterval = try OptionText.duration(keepAlive, option: "--keep-alive")
    guard settings.keepAliveInterval > 0 else {
      throw CommandFailure(code: .usage, text: "--keep-alive: 0 is no interval; the service wants one every 3 to 5 s")
    }
    if let maxSessions, maxSessions < 1 {
      throw CommandFailure(code: .usage, text: "--max-sessions: \(maxSessions) is no number of sessions; allowed is 1 and more")
    }
  }
}
