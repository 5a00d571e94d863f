internal import Timeline
internal import Yams

/// Reads the run options of a profile.
enum RunOptionsReader {
  static let keys = [
    "scenarios", "suite", "audio_file", "record", "record_audio", "record_once", "report", "format", "fail_on", "fault", "jobs", "timeout",
    "deadline",
    "limits", "repeat",
    "investigate",
    "service_listen", "service_forward", "service_proxy", "service_hosts", "service_near", "service_fault", "start", "start_timeout",
  ]

  static func read(
    _ mapping: YAMLMapping, faults: [String], substitution: inout Substitution
  ) throws(ConfigurationError) -> RunOptions {
    var options = RunOptions()
    options.scenarios = try mapping["scenarios"].map(scenarios)
    options.suite = try mapping["suite"].map(suite)
    options.audioFiles = try paths(mapping["audio_file"], &substitution)
    options.record = try path(mapping["record"], &substitution)
    options.recordAudio = try mapping["record_audio"]?.oneOf(RunOptions.RecordAudio.allCases.map(\.rawValue)).asRecordAudio
    options.recordOnce = try mapping["record_once"]?.bool()
    options.report = try path(mapping["report"], &substitution)
    options.formats = try mapping["format"].map(formats)
    options.failOn = try mapping["fail_on"]?.oneOf(RunOptions.FailOn.allCases.map(\.rawValue)).asFailOn
    options.fault = try mapping["fault"].map { value throws(ConfigurationError) in try Self.faults(value, known: faults) }
    options.jobs = try mapping["jobs"]?.integer(in: 1...10_000)
    options.investigate = try mapping["investigate"]?.bool()
    options.timeout = try mapping["timeout"].map(timeout)
    options.deadline = try mapping["deadline"].map(deadline)
    options.limits = try mapping["limits"].map(LimitsReader.read)
    options.repetitions = try mapping["repeat"]?.integer(in: 1...100_000)
    options.serviceListen = try mapping["service_listen"].map(hostAndPort)
    if let value = mapping["service_forward"] {
      options.serviceForward = try ProfileReader.url(value, &substitution)
    }
    options.serviceProxy = try mapping["service_proxy"].map(hostAndPort)
    options.serviceNear = try mapping["service_near"]?.bool()
    options.serviceFault = try mapping["service_fault"]?.oneOf(MisbehaviourKind.names)
    options.serviceHosts = try mapping["service_hosts"].map(serviceHosts)
    options.start = try mapping["start"].map(command)
    options.startTimeout = try mapping["start_timeout"].map(timeout)
    return options
  }

  private static func scenarios(_ value: YAMLValue) throws(ConfigurationError) -> [String] {
    let entries = try value.list()
    guard !entries.isEmpty else { throw value.fault("'scenarios' is empty", allowed: BuiltIns.scenarioNames + ["paths of YAML files"]) }
    var names: [String] = []
    for entry in entries {
      let name = try entry.text()
      let isPath = name.contains("/") || name.hasSuffix(".yaml") || name.hasSuffix(".yml")
      guard isPath || BuiltIns.scenarioNames.contains(name) else {
        throw entry.fault(
          "unknown scenario '\(Quoting.short(name))'", allowed: BuiltIns.scenarioNames + ["paths of YAML files"],
          nearest: NearestName.find(name, among: BuiltIns.scenarioNames))
      }
      names.append(name)
    }
    return names
  }

  /// A list as on the command line: the names are checked here, what stands behind them where the faults are made.
  private static func faults(_ value: YAMLValue, known: [String]) throws(ConfigurationError) -> String {
    let list = try value.text()
    for piece in list.split(separator: ",", omittingEmptySubsequences: false) where !known.isEmpty {
      let parts = piece.trimmingSpaces.split(separator: ":", omittingEmptySubsequences: false)
      let name = parts.prefix { !$0.contains("=") }.joined(separator: ":")
      guard known.contains(name) else {
        throw value.fault("'\(value.name)' is '\(Quoting.short(name))'", allowed: known, nearest: NearestName.find(name, among: known))
      }
    }
    return list
  }

  private static func suite(_ value: YAMLValue) throws(ConfigurationError) -> String {
    let name = try value.text()
    switch Suite.named(name) {
    case .found: return name
    case .unknown(let problem, let allowed, let nearest): throw value.fault(problem, allowed: allowed, nearest: nearest)
    }
  }

  private static func path(_ value: YAMLValue?, _ substitution: inout Substitution) throws(ConfigurationError) -> String? {
    guard let value else { return nil }
    let path = try substitution.expand(value)
    guard !path.isEmpty else { throw value.fault("'\(value.name)' is empty", allowed: ["a path"]) }
    return path
  }

  /// One, or a list of them.
  private static func paths(_ value: YAMLValue?, _ substitution: inout Substitution) throws(ConfigurationError) -> [String]? {
    guard let value else { return nil }
    var paths: [String] = []
    for entry in value.node.sequence == nil ? [value] : try value.list() {
      if let path = try path(entry, &substitution) { paths.append(path) }
    }
    guard !paths.isEmpty else { throw value.fault("'\(value.name)' is empty", allowed: ["a path", "a list of paths"]) }
    return paths
  }

  /// A list, or one text with commas as on the command line.
  private static func formats(_ value: YAMLValue) throws(ConfigurationError) -> [ReportFormat] {
    var entries = [(YAMLValue, String)]()
    if value.node.sequence != nil {
      for entry in try value.list() { entries.append((entry, try entry.text())) }
    } else {
      for word in try value.text().split(separator: ",") { entries.append((value, String(word.trimmingSpaces))) }
    }
    let allowed = ReportFormat.names
    guard !entries.isEmpty else { throw value.fault("'format' is empty", allowed: allowed) }
    var formats: [ReportFormat] = []
    for (place, word) in entries {
      guard let format = ReportFormat(rawValue: word) else {
        throw place.fault("unknown format '\(Quoting.short(word))'", allowed: allowed, nearest: NearestName.find(word, among: allowed))
      }
      formats.append(format)
    }
    return formats
  }

  /// A number is seconds, as on the command line.
  private static func timeout(_ value: YAMLValue) throws(ConfigurationError) -> Nanoseconds {
    guard value.node.plainNumber != nil else { return try value.duration() }
    return .seconds(try value.number(in: 0.001...86_400))
  }

  /// The same, and longer: it is for the run as a whole.
  private static func deadline(_ value: YAMLValue) throws(ConfigurationError) -> Nanoseconds {
    guard value.node.plainNumber != nil else { return try value.duration() }
    return .seconds(try value.number(in: 0.001...RunOptions.longestDeadline))
  }

  private static func serviceHosts(_ value: YAMLValue) throws(ConfigurationError) -> [String] {
    var hosts: [String] = []
    for entry in try value.list() {
      let host = try entry.text()
      let isLegal = host.split(separator: ".", omittingEmptySubsequences: false).allSatisfy { label in
        label == "*" || !label.isEmpty && label.utf8.allSatisfy { $0.isLetterOrDigit || "-_".utf8.contains($0) }
      }
      guard isLegal, host.utf8.contains(where: \.isLetterOrDigit) else {
        throw entry.fault(
          "'\(value.name)' has '\(Quoting.short(host))'",
          allowed: ["host names without scheme and port, as stt.example.com or *.stt.example.com"])
      }
      hosts.append(host)
    }
    return hosts
  }

  /// Expanded by the shell that runs it, and by nobody before.
  private static func command(_ value: YAMLValue) throws(ConfigurationError) -> String {
    let text = try value.text()
    guard text.contains(where: { !$0.isWhitespace }) else {
      throw value.fault("'\(value.name)' is empty", allowed: ["a command for a shell, such as uvicorn app:app --port 8080"])
    }
    return text
  }

  private static func hostAndPort(_ value: YAMLValue) throws(ConfigurationError) -> String {
    let text = try value.text()
    guard let colon = text.lastIndex(of: ":"), colon > text.startIndex, let port = Int(text[text.index(after: colon)...]),
      (0...65_535).contains(port)
    else { throw value.fault("'\(value.name)' is '\(Quoting.short(text))'", allowed: ["HOST:PORT, such as 127.0.0.1:8081"]) }
    return text
  }
}

extension String {
  fileprivate var asRecordAudio: RunOptions.RecordAudio? { RunOptions.RecordAudio(rawValue: self) }
  fileprivate var asFailOn: RunOptions.FailOn? { RunOptions.FailOn(rawValue: self) }
}

extension Substring {
  fileprivate var trimmingSpaces: Substring {
    var text = drop { $0 == " " }
    while text.last == " " { text.removeLast() }
    return text
  }
}
