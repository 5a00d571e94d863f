internal import Speech
internal import Timeline
internal import Yams

/// The keys of a scenario, in the order in which messages name them and a file has them.
enum ScenarioKeys {
  /// - Parameter rules: Ids that `provokes` may name, for editors.
  static func all(rules: [String] = []) -> [ScenarioKey] {
    [
      ScenarioKey(
        FileKey("name", "A name for reports, files and command lines.", isRequired: true, .scenarioName) { $0.scenario.name = $1 }
      ) {
        ["name: \(YAMLQuoting.text($0.name))"]
      },
      ScenarioKey(FileKey("about", "What it shows, in a sentence.", .text) { $0.scenario.about = $1 }) {
        $0.about.isEmpty ? [] : ["about: \(YAMLQuoting.text($0.about))"]
      },
      ScenarioKey(audio) { ["audio: \(ScenarioWriter.audio($0.audio, $0.format))"] },
      ScenarioKey(provokes(rules)) { $0.provokes.isEmpty ? [] : ["provokes: [\($0.provokes.joined(separator: ", "))]"] },
      ScenarioKey(
        FileKey("wants", "What must be there for it to be played: a relay, and not the service itself.", .word(["relay"])) {
          $0.scenario.wantsRelay = $1 == "relay"
        }
      ) { $0.wantsRelay ? ["wants: relay"] : [] },
      ScenarioKey(client) { $0.isBrowser ? ["client: { browser: true }"] : [] },
      ScenarioKey(service) { scenario in scenario.service.map { ["service: \(MisbehaviourReader.written($0))"] } ?? [] },
      ScenarioKey(steps) { ["steps:"] + $0.steps.flatMap { StepWriter.lines($0, indent: 2) } },
      ScenarioKey(expect) { $0.expectations.isEmpty ? [] : ["expect:"] + ScenarioWriter.expectations($0.expectations) },
    ]
  }

  private static var audio: FileKey<ScenarioDraft> {
    FileKey("audio", "What is streamed: one source, and what goes over the wire.", schema: SchemaParts.audio) {
      value, draft throws(ConfigurationError) in
      (draft.scenario.audio, draft.scenario.format) = try AudioSourceReader.read(value)
    }
  }

  private static func provokes(_ rules: [String]) -> FileKey<ScenarioDraft> {
    FileKey(
      "provokes", "Rules broken on purpose (see `sttcheck rules`).", schema: SchemaParts.list(of: SchemaParts.word(rules), unique: true)
    ) { value, draft throws(ConfigurationError) in
      var ids: [String] = []
      for entry in try value.list() {
        let id = try entry.text()
        if let rules = draft.rules, !rules.contains(id) {
          throw entry.fault(
            "unknown rule '\(Quoting.short(id))' in 'provokes'", allowed: ["the ids that `sttcheck rules` lists"],
            nearest: NearestName.find(id, among: rules))
        }
        guard !ids.contains(id) else { throw entry.fault("rule '\(id)' stands in 'provokes' twice") }
        ids.append(id)
      }
      draft.scenario.provokes = ids
    }
  }

  private static var client: FileKey<ScenarioDraft> {
    let help =
      "What its client is held to: browser: true sends no headers of a page's own, wants its subprotocol echoed, closes as a page may."
    let keys = ["browser"]
    return FileKey("client", help, schema: SchemaParts.mapping(keys, ["browser": SchemaParts.bool])) {
      value, draft throws(ConfigurationError) in
      let mapping = try value.mapping()
      try mapping.check(allowed: keys)
      draft.scenario.isBrowser = try mapping["browser"]?.bool() ?? false
    }
  }

  private static var service: FileKey<ScenarioDraft> {
    FileKey(
      "service",
      "What the simulated service does wrong on purpose; \"sttcheck run --help\" lists it. Skipped where the service is another.",
      schema: MisbehaviourReader.schema
    ) { value, draft throws(ConfigurationError) in
      draft.service = value
    }
  }

  private static var steps: FileKey<ScenarioDraft> {
    FileKey("steps", "What the client does, one step after the other.", isRequired: true, schema: SchemaParts.steps) {
      value, draft throws(ConfigurationError) in
      draft.scenario.steps = try StepReader.readAll(value)
    }
  }

  private static var expect: FileKey<ScenarioDraft> {
    FileKey("expect", "What the report checks by name.", schema: ExpectationReader.schema) { value, draft throws(ConfigurationError) in
      draft.scenario.expectations = try ExpectationReader.read(value)
    }
  }
}

extension FileForm where Value == String {
  /// Names stand in reports, in files and on command lines.
  static var scenarioName: Self {
    Self(["type": ["string", "number", "boolean"], "pattern": "^[A-Za-z0-9._-]{1,64}$"]) { value throws(ConfigurationError) in
      let name = try value.text()
      let legal = name.utf8.allSatisfy { $0.isLetterOrDigit || "-._".utf8.contains($0) }
      guard legal, (1...64).contains(name.utf8.count) else {
        throw value.fault("'name' is '\(Quoting.short(name))'", allowed: ["1 to 64 of the characters a-z A-Z 0-9 - . _"])
      }
      return name
    }
  }
}
