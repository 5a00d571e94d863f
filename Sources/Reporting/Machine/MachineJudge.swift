internal import Diagnosis
internal import Timeline

/// Says of a machine's figures what they mean for a run: by the limits that the diagnosis itself uses.
enum MachineJudge {
  /// One check of each topic, in the order of topics.
  static func checks(_ figures: MachineFigures) -> [MachineCheck] {
    [
      clock(figures), timer(figures.timer), loopback(figures.loopback), disk(figures.disk), files(figures.openFiles),
      memory(figures.memory), cores(figures.cores, figures.load), proxies(figures.proxies), authority(figures.authority),
      tls(figures.tlsLibrary),
    ]
  }

  private static func clock(_ figures: MachineFigures) -> MachineCheck {
    let resolution = figures.clockResolution.map { "steps of \(step($0))" } ?? "steps of unknown length"
    guard abs(figures.wallStep) < MeasurementLimits.clockStep else {
      let way = figures.wallStep > 0 ? "forward" : "back"
      return MachineCheck(
        .clock, .problem, "the clock on the wall went \(Wording.span(abs(figures.wallStep))) \(way) meanwhile",
        meaning: "It was set, or the machine slept: `run` says could-not-tell of times when that happens.",
        remedy: "Let a time service keep the clock (chrony, systemd-timesyncd), and keep the machine awake.")
    }
    if let resolution = figures.clockResolution, resolution > .milliseconds(1) {
      return MachineCheck(
        .clock, .note, "monotonic, steps of \(step(resolution))", meaning: "Shorter times than that can't be told apart.",
        remedy: "On a virtual machine, choose another clock source.")
    }
    return MachineCheck(
      .clock, .ok, "monotonic, \(resolution); the clock on the wall was not set meanwhile",
      meaning: "Events keep their order, and times of frames can be compared.")
  }

  /// `1 ns`, `4.00 ms`.
  private static func step(_ time: Nanoseconds) -> String { time < 10_000 ? "\(time) ns" : Wording.span(time) }

  private static func timer(_ late: Percentiles?) -> MachineCheck {
    let limit = Wording.span(MeasurementLimits.pacing)
    guard let late else {
      return MachineCheck(
        .timer, .problem, "no timer fired", meaning: "How well audio can be paced here is not known.", remedy: "Try again.")
    }
    let found = "20 ms timers fire \(Wording.span(late.p50)) late (p50), \(Wording.span(late.p99)) (p99), \(Wording.span(late.max)) (max)"
    let promise = "Audio can be paced to within \(Wording.span(late.p99)); `run` says could-not-tell above \(limit) (p99)"
    let remedy = "Close what else is busy here, give the machine more cores, or lower --jobs."
    if late.p99 > MeasurementLimits.pacing || late.max >= MeasurementLimits.stall {
      return MachineCheck(
        .timer, .problem, found,
        meaning: "\(promise), or where it gets no turn for \(Wording.span(MeasurementLimits.stall)). That is the case here.", remedy: remedy
      )
    }
    guard late.p99 * 2 <= MeasurementLimits.pacing else {
      return MachineCheck(.timer, .note, found, meaning: "\(promise): with many sessions at once it may come to that.", remedy: remedy)
    }
    return MachineCheck(.timer, .ok, found, meaning: "\(promise).")
  }

  private static func loopback(_ trip: Percentiles?) -> MachineCheck {
    guard let trip else {
      return MachineCheck(
        .loopback, .problem, "nothing came back from 127.0.0.1",
        meaning: "The built-in relay and service, and a service that is played here, can't be reached.",
        remedy: "Bring up the loopback interface (`ip link set lo up`), or take away what filters it.")
    }
    let found = "a chunk to 127.0.0.1 and back takes \(Wording.span(trip.p50)) (p50), \(Wording.span(trip.p99)) (p99)"
    guard trip.p99 * 2 <= MeasurementLimits.pacing else {
      return MachineCheck(
        .loopback, .note, found, meaning: "Times of sessions within this machine have that in them.",
        remedy: "Close what else is busy here.")
    }
    return MachineCheck(.loopback, .ok, found, meaning: "What a local relay adds can be seen down to that.")
  }

  private static func files(_ limit: Int?) -> MachineCheck {
    guard let limit else { return MachineCheck(.files, .ok, "no limit of open files", meaning: "Any number of sessions at once.") }
    let sessions = max(0, (limit - ownFiles) / filesOfASession)
    let found = "\(limit) open files at the most"
    let meaning = "Enough for about \(Wording.count(sessions, "session")) at once in the built-in lab"
    guard sessions < 64 else { return MachineCheck(.files, .ok, found, meaning: meaning + ".") }
    return MachineCheck(
      .files, sessions == 0 ? .problem : .note, found, meaning: meaning + "; beyond that connections fail.",
      remedy: "`ulimit -n 4096` in the shell that starts sttcheck.")
  }

  /// A socket at each end of both hops.
  private static let filesOfASession = 4
  /// The recording and its journal, event loops, standard streams.
  private static let ownFiles = 32

  private static func memory(_ memory: MachineFigures.Memory) -> MachineCheck {
    let wanted = bytes(memory.wanted)
    guard let available = memory.available else {
      return MachineCheck(
        .memory, .ok, "how much is free is not known here",
        meaning: "A run keeps \(wanted) at the most, unless --max-memory says otherwise.")
    }
    guard available < memory.wanted else {
      return MachineCheck(.memory, .ok, "\(bytes(available)) available", meaning: "A run keeps \(wanted) at the most.")
    }
    return MachineCheck(
      .memory, .note, "\(bytes(available)) available", meaning: "A run may keep \(wanted) where a relay floods it: more than there is.",
      remedy: "--max-memory \(available / 2)")
  }

  private static func cores(_ cores: Int, _ load: Double?) -> MachineCheck {
    let found = Wording.count(cores, "core") + (load.map { ", load \(Wording.decimal($0, 1))" } ?? "")
    guard let load, load > Double(cores) else {
      return MachineCheck(.cores, .ok, found, meaning: "There is room for sessions at once.")
    }
    return MachineCheck(
      .cores, .note, found, meaning: "More programs want a core than there are: sends may leave late.",
      remedy: "Close what else is busy here, or lower --jobs.")
  }

  private static func tls(_ library: String) -> MachineCheck {
    MachineCheck(
      .tls, .ok, "\(library) speaks TLS 1.2 and 1.3, and judges certificates",
      meaning: "Older versions of TLS are a finding, not spoken.")
  }
}
