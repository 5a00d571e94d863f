internal import ArgumentParser
internal import Lab
internal import Timeline

/// Whom the simulated service lets in: the statuses 401, 402, 403 and 429 come of it, as they would of the real one.
struct ServiceAccess: ParsableArguments {
  @Option(help: ArgumentHelp("Keys that are accepted, separated by commas; others get 401. Default: any.", valueName: "keys")) var keys:
    String?
  @Option(help: ArgumentHelp("Models that may be asked for; others get 403. Default: any.", valueName: "models")) var models: String?
  @Flag(help: "The project has no money left: 402.") var noCredit = false
  @Option(help: ArgumentHelp("Live sessions at once; one more gets 429. Default: no limit.", valueName: "n")) var maxSessions: Int?

  func apply(to settings: inout ServiceSettings) throws(CommandFailure) {
    if let keys { settings.keys = try OptionText.list(keys, option: "--keys") }
    if let models { settings.models = try OptionText.list(models, option: "--models") }
    settings.hasCredit = !noCredit
  }
}

/// The service's timeouts and speeds.
struct ServiceTimes: ParsableArguments {
  @Option(help: ArgumentHelp("Neither audio nor text for so long: 1011 net0001. Documented 10s, 12s seen.", valueName: "time"))
  var idleTimeout = "10s"
  @Option(help: ArgumentHelp("Audio, and nothing to answer: 1011 net0000. Inferred.", valueName: "time")) var responseTimeout = "15s"
  @Option(help: ArgumentHelp("Wait for the client's part of the close.", valueName: "time")) var closeTimeout = "2s"
  @Option(help: ArgumentHelp("From the audio to the message about it.", valueName: "time")) var latency = "150ms"
  @Option(help: ArgumentHelp("From CloseStream to Metadata.", valueName: "time")) var drainLatency = "250ms"
  @Option(
    help: ArgumentHelp("Audio is worked through at so many times real time; what comes faster is answered late.", valueName: "factor"))
  var speed = 1.25
  @Option(help: ArgumentHelp("Audio between two interim results.", valueName: "time")) var interimInterval = "1s"
  @Option(help: ArgumentHelp("The shortest silence that ends an utterance, whatever endpointing asks for. Inferred.", valueName: "time"))
  var shortestPause = "300ms"
  @Option(help: ArgumentHelp("Speech without a pause gets a final result about this often. Inferred.", valueName: "time"))
  var longestSegment = "5s"

  func apply(to settings: inout ServiceSettings) throws(CommandFailure) {
    settings.idleTimeout = try OptionText.duration(idleTimeout, option: "--idle-timeout")
    settings.responseTimeout = try OptionText.duration(responseTimeout, option: "--response-timeout")
    settings.closeTimeout = try OptionText.duration(closeTimeout, option: "--close-timeout")
    settings.latency = try OptionText.duration(latency, option: "--latency")
    settings.drainLatency = try OptionText.duration(drainLatency, option: "--drain-latency")
    settings.processingSpeed = try OptionText.positive(speed, upTo: 1000, option: "--speed")
    settings.interimInterval = try seconds(interimInterval, "--interim-interval")
    settings.shortestPause = try OptionText.duration(shortestPause, option: "--shortest-pause").seconds
    settings.longestSegment = try seconds(longestSegment, "--longest-segment")
  }

  private func seconds(_ text: String, _ option: String) throws(CommandFailure) -> Double {
    try OptionText.positive(OptionText.duration(text, option: option).seconds, upTo: 3600, option: option)
  }
}

/// What is only reported or inferred of the service: each a switch, its default what most reports say.
struct ServiceSwitches: ParsableArguments {
  @Option(help: ArgumentHelp("An unknown text message: close (Error, then 1008) or ignore. Inferred.", valueName: "what"))
  var unknownText = "close"
  @Option(help: ArgumentHelp("A binary message of 0 bytes: end (of the stream) or ignore. Documented once, reported.", valueName: "what"))
  var emptyBinary = "end"
  @Option(
    help: ArgumentHelp("A container parameter beside encoding: heed (headerless audio is silence; reported) or ignore.", valueName: "what"))
  var container = "heed"
  @Option(help: ArgumentHelp("The hash in Metadata: exact (of the audio received; seen) or incomplete.", valueName: "what"))
  var sha256 = "exact"
  @Option(
    help: ArgumentHelp(
      "Audio that can't be decoded: silent (reported) or close (1008 DATA-0000; documented, never reported).", valueName: "what"))
  var undecodable = "silent"
  @Option(help: ArgumentHelp("How a silent session whose audio can't be decoded ends: net0000 (reported) or net0001.", valueName: "what"))
  var undecodableTimeout = "net0000"
  @Option(help: ArgumentHelp("A RIFF header inside audio declared as raw: click (inferred) or skip.", valueName: "what")) var riffInRaw =
    "click"
  @Option(help: ArgumentHelp("A client's Close: drop (trailing results are lost; reported) or drain.", valueName: "what")) var clientClose =
    "drop"
  @Option(
    help: ArgumentHelp(
      "Finalize: pending (answered where words wait), always or never. Not guaranteed by the documentation.", valueName: "what"))
  var finalize = "pending"
  @Option(
    help: ArgumentHelp(
      "Of messages with so much audio or more only the first is heard; reported for 10s. Default: all are.", valueName: "time"))
  var longMessage: String?

  func apply(to settings: inout ServiceSettings) throws(CommandFailure) {
    settings.unknownTextCloses = try either(unknownText, "close", "ignore", "--unknown-text")
    settings.emptyBinaryEnds = try either(emptyBinary, "end", "ignore", "--empty-binary")
    settings.containerCounts = try either(container, "heed", "ignore", "--container")
    settings.hashIsExact = try either(sha256, "exact", "incomplete", "--sha256")
    settings.undecodableCloses = try either(undecodable, "close", "silent", "--undecodable")
    settings.undecodableIsUnanswered = try either(undecodableTimeout, "net0000", "net0001", "--undecodable-timeout")
    settings.riffHeaderIsAudio = try either(riffInRaw, "click", "skip", "--riff-in-raw")
    settings.closeDrains = try either(clientClose, "drain", "drop", "--client-close")
    settings.finalizeAnswers = try OptionText.word(
      finalize, of: ServiceSettings.FinalizeAnswers.allCases.map { ($0.rawValue, $0) }, option: "--finalize")
    if let longMessage { settings.longestMessage = try OptionText.duration(longMessage, option: "--long-message").seconds }
  }

  /// True for the first word, false for the second.
  private func either(_ text: String, _ yes: String, _ no: String, _ option: String) throws(CommandFailure) -> Bool {
    try OptionText.word(text, of: [(yes, true), (no, false)], option: option)
  }
}
