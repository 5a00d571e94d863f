internal import ArgumentParser
internal import Timeline

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
  @Option(
    help: ArgumentHelp(
      "The most that the run keeps in all; as it fills, what a session may send shrinks. Default: 805306368.", valueName: "bytes"))
  var maxMemory: Int?

  /// The limits, with what was given in place of the profile's or the defaults.
  func limits(of profile: Limits?) throws(CommandFailure) -> Limits {
    var limits = profile ?? Limits()
    let given = [maxHead, maxFrame, maxMessage, maxFragments, maxControlRate, maxMessageRate, maxFrames, maxBytes, maxMemory]
    for (setting, value) in zip(Limits.settings, given) {
      guard let value else { continue }
      let option = "--max-" + setting.name.map { $0 == "_" ? "-" : String($0) }.joined()
      limits[keyPath: setting.place] = Int(try OptionText.positive(Double(value), upTo: Double(Limits.most), option: option))
    }
    return limits
  }
}
