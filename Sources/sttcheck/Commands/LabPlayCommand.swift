internal import ArgumentParser
internal import Lab
internal import Running
internal import Scenarios
internal import Store
internal import Timeline

struct LabPlayCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "play", abstract: "Play scenarios in virtual time, record them, and say what is wrong.",
    discussion: """
      Client, reference relay and simulated service on a simulated network: a minute of audio takes milliseconds, and nothing depends on the machine. \
      The same command and seed leave the same recording, byte for byte of its dump, and the same reports.

      Without scenarios and --suite it plays the suite 'standard'.
      """)

  @Argument(help: "Names of built-in scenarios, or paths of YAML files (see `sttcheck scenarios`).") var scenarios: [String] = []
  @Option(help: "A named list of scenarios (see `sttcheck scenarios`).") var suite: String?
  @Option(help: "What is broken: a fault's name, or several with commas (see `sttcheck lab faults`).") var fault: String?
  @Option(
    help: ArgumentHelp(
      "What the service does wrong on purpose in every scenario that does not say itself: \(ServiceFault.help).", valueName: "name"))
  var serviceFault: String?
  @Option(help: "How clients talk: a YAML file, or a ready-made profile (see `sttcheck profiles`). Default: the built-in relay's.")
  var profile: String?
  @Option(help: "A WAV file to play in place of the built-in speech. The .txt beside it, if there is one, is its transcript.")
  var audio: String?
  @Option(help: "The seed of ids, mask keys and jitter.") var seed: UInt64 = 0
  @Option(help: "The recording (SQLite); it must not hold a virtual run of this seed yet.") var record: String
  @Option(help: "The folder for reports. Default: none are written.") var report: String?
  @Option(help: ReportFormat.help) var format: String?
  @Option(help: "What makes the exit code 1: error, warning or never.") var failOn: String = "error"
  @OptionGroup(title: "Network") var network: NetworkOptions
  @Flag(help: "Print the headline only.") var quiet = false
  @Flag(help: "Print the ladder of the session that shows the root cause.") var ladder = false
  @Flag(help: "Print what each hop said, for healthy sessions too.") var verbose = false

  func run() throws {
    guard !record.isEmpty else { throw CommandFailure(code: .usage, text: "--record: a path is wanted, as run.sqlite") }
    let formats = try format.map { try FormatList.read($0, ReportFormat.self) } ?? ReportFormat.usual
    let failOn = try OptionText.word(
      failOn, of: [("error", RunOptions.FailOn.error), ("warning", .warning), ("never", .never)], option: "--fail-on")
    let loaded = try RunSettings.scenarios(scenarios, suite: scenarios.isEmpty ? suite ?? "standard" : suite)
    let faults: FaultSet
    do { faults = try fault.map(FaultCatalogue.parse) ?? FaultSet() } catch { throw CommandFailure(code: .usage, text: "\(error)") }
    let plan = RunPlan(
      profile: try profile.map { try LoadedProfile($0).file.profile } ?? Profile(), scenarios: loaded.scenarios, suite: loaded.suite,
      faults: faults, clips: try audio.map { [try RunSettings.clip($0)] } ?? [], seed: seed,
      misbehaviour: try serviceFault.map(ServiceFault.read),
      loadFile: { Files.contents(loaded.paths[$0] ?? $0) })
    let simulated = try network.simulated(seed: seed)
    if let report { try Files.makeReportFolder(report, option: "--report") }
    let recording: Recording
    do { recording = try VirtualRun.play(plan, toolVersion: toolVersion, network: simulated, command: command) } catch {
      throw CommandFailure(code: .usage, text: error.text)
    }
    do { try VirtualRecording.write(recording, to: record, redactor: Redactor(secrets: plan.profile.secrets)) } catch {
      throw CommandFailure(code: error.code == .duplicateRun ? .usage : .internalFault, text: error.text)
    }
    try RunReport(record: record, run: recording.run.id, folder: report ?? "", formats: report == nil ? [] : formats, failOn: failOn)
      .finish(quiet: quiet, verbose: verbose, ladder: ladder, stop: StopSwitch())
  }

  /// The command without what does not change the run: where it is kept, and how it is shown.
  private var command: String {
    var words = ["sttcheck lab play"] + scenarios
    let options: [(String, String?)] = [
      ("--suite", suite), ("--profile", profile), ("--fault", fault), ("--audio", audio), ("--seed", "\(seed)"),
    ]
    for (name, value) in options + network.given { if let value { words += [name, value] } }
    return words.joined(separator: " ")
  }
}
