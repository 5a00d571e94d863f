internal import ArgumentParser
internal import Lab

/// What a peer may send over one connection before the session is ended with the finding `flooded`.
struct LimitOptions: ParsableArguments {
  @Option(help: ArgumentHelp("The longest head of a handshake. Default: 65536.", valueName: "bytes")) var maxHead: Int?
  @Option(help: ArgumentHelp("The longest frame. Default: 16777216.", valueName: "bytes")) var maxFrame: Int?
  @Option(help: ArgumentHelp("The longest message, in however many frames. Default: 16777216.", valueName: "bytes")) var maxMessage: Int?
  @Option(help: ArgumentHelp("The most frames of one message. Default: 10000.", valueName: "frames")) var maxFragments: Int?
  @Option(help: ArgumentHelp("Control frames a second; ten seconds' worth may come at once. Default: 100.", valueName: "frames"))
  var maxControlRate: Int?
  @Option(help: ArgumentHelp("Data frames a second; ten seconds' worth may come at once. Default: 2000.", valueName: "frames"))
  var maxMessageRate: Int?
  @Option(help: ArgumentHelp("The most frames of a session. Default: 1000000.", valueName: "frames")) var maxFrames: Int?
  @Option(help: ArgumentHelp("The most bytes of a session. Default: 268435456.", valueName: "bytes")) var maxBytes: Int?

  /// The limits, with what was given in place of the defaults.
  func limits() throws(CommandFailure) -> Limits {
    var limits = Limits()
    func take(_ value: Int?, _ option: String, _ place: WritableKeyPath<Limits, Int>) throws(CommandFailure) {
      guard let value else { return }
      limits[keyPath: place] = Int(try OptionText.positive(Double(value), upTo: 1e12, option: option))
    }
    try take(maxHead, "--max-head", \.headBytes)
    try take(maxFrame, "--max-frame", \.frameBytes)
    try take(maxMessage, "--max-message", \.messageBytes)
    try take(maxFragments, "--max-fragments", \.fragments)
    try take(maxControlRate, "--max-control-rate", \.controlRate)
    try take(maxMessageRate, "--max-message-rate", \.messageRate)
    try take(maxFrames, "--max-frames", \.frames)
    try take(maxBytes, "--max-bytes", \.bytes)
    return limits
  }
}
