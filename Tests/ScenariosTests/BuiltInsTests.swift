import Audio
import Testing
import Timeline

import Diagnosis
import Scenarios

struct BuiltInsTests {
  @Test func theyAreTheFilesOfTheFolders() throws {
    let scenarios = try FixtureFolder.names(in: "scenarios/ok", ending: "").map { "scenarios/ok/\($0)" }
    let clips = try FixtureFolder.names(in: "audio", ending: ".wav").flatMap { name in
      [".txt", ".wav", ".words.json"].map { "audio/\(name.dropLast(4))\($0)" }
    }
    let profiles = try FixtureFolder.names(in: "profiles", ending: ".yaml").map { "profiles/\($0)" }
    let hooks = try FixtureFolder.names(in: "hooks", ending: "").map { "hooks/\($0)" }
    #expect(BuiltIns.paths.sorted() == (scenarios + clips + profiles + hooks + ["signs/signs.txt"]).sorted())
    #expect(BuiltIns.paths.count == 69)
    for path in BuiltIns.paths { #expect(BuiltIns.bytes(path) == (try FixtureFolder.bytes(path)), "\(path)") }
    #expect(BuiltIns.bytes("audio/none.wav") == nil)
  }

  @Test func names() {
    #expect(BuiltIns.hookNames == ["sitecustomize.py", "sttcheck.cjs"])
    #expect(BuiltIns.scenarioNames.starts(with: Suite.standard.scenarios))
    #expect(BuiltIns.clipNames == ["one-sentence", "two-sentences", "two-questions", "ten-seconds"])
    #expect(BuiltIns.yaml(of: "baseline")?.hasPrefix("name: baseline\n") == true)
    #expect(BuiltIns.yaml(of: "none") == nil)
    #expect(BuiltIns.scenario("none") == nil)
    #expect(BuiltIns.clip("none") == nil)
  }

  @Test(arguments: BuiltIns.scenarioNames)
  func eachScenarioReads(_ name: String) throws {
    let scenario = try #require(BuiltIns.scenario(name))
    #expect(scenario.name == name)
    #expect(scenario.about.hasSuffix("."))
    // The profile's chunks, but where chunks are what the scenario is about.
    let chunks = scenario.flatSteps.contains {
      if case .stream(let streaming) = $0 { streaming.chunkSamples != nil || streaming.chunkLength != nil } else { false }
    }
    #expect(chunks == ["tiny-chunks", "huge-chunks", "split-sample"].contains(name))
    // Healthy relays differ in Metadata, close codes and shapes, and a real service may mishear a synthetic voice.
    #expect(scenario.expectations.allSatisfy { $0.subject == .finals && $0.atMost == nil })
  }

  /// A session waits at most twelve seconds after its last event, and a little longer where the relay's own patience is what is tried.
  @Test(arguments: BuiltIns.scenarioNames)
  func noneWaitsLong(_ name: String) throws {
    for case .await(_, let within) in try #require(BuiltIns.scenario(name)).flatSteps {
      #expect(within <= .seconds(name.hasPrefix("service-") ? 15 : 12))
    }
  }

  @Test func whatTheyProvoke() {
    let provoked: [String: [String]] = [
      "wav-header": ["raw-declared-for-container-audio"], "stall": ["idle-timeout"], "long-idle-start": ["idle-timeout"],
      "long-silence": ["idle-timeout"],
      "no-stop": ["close-stream-missing"],
      "too-fast": ["pacing-too-fast"],
      "burst": ["pacing-bursty"], "hang-up": ["close-stream-missing"], "tiny-chunks": ["chunk-size-unsuitable"],
      "huge-chunks": ["chunk-size-unsuitable", "pacing-bursty"], "split-sample": ["split-sample"], "empty-frame": ["empty-audio-frame"],
      "immediate-audio": ["pacing-bursty", "pacing-too-fast"], "reconnect": ["close-stream-missing"], "vanish": ["close-stream-missing"],
      "alternative-stop": ["stop-not-understood"],
    ]
    for name in BuiltIns.scenarioNames { #expect(BuiltIns.scenario(name)?.provokes == provoked[name, default: []], "\(name)") }
  }

  /// The suite is played in front of people: streaming and pauses together, without the relay's answers.
  @Test(arguments: [("smoke", 3.0...7.0), ("standard", 20.0...35.0), ("full", 100.0...150.0), ("resilience", 40.0...60.0)])
  func theSuiteIsShort(_ name: String, _ range: ClosedRange<Double>) throws {
    guard case .found(let suite) = Suite.named(name) else { throw ConfigurationError(file: name, problem: "no such suite") }
    let total = try suite.scenarios.reduce(0.0) { $0 + (try Self.length(of: $1)) }
    #expect(range.contains(total), "\(total) s")
  }

  /// Its scenarios go side by side: the longest of them with its last wait stays below three minutes.
  @Test func enduranceIsShortToo() throws {
    #expect(Suite.endurance.isSideBySide && Suite.all.count(where: \.isSideBySide) == 1)
    let lengths = try Suite.endurance.scenarios.map(Self.length)
    #expect(lengths.max().map { (119.0...168.0).contains($0) } == true, "\(lengths)")
  }

  private static func length(of name: String) throws -> Double {
    let scenario = try #require(BuiltIns.scenario(name)?.clients.last)
    let material = try AudioMaterial.prepare(scenario, profile: Profile(), load: { _ in nil })
    return material.scenario.steps.reduce(into: 0.0) { total, step in
      switch step {
      case .stream(let streaming):
        let end = min(streaming.to?.seconds ?? .infinity, material.info?.seconds ?? 0)
        let pace = if case .pace(let pace) = streaming.rhythm { pace } else { 1.0 }
        total += (end - (streaming.from?.seconds ?? 0)) / pace
      case .pause(let length): total += length.seconds
      default: break
      }
    }
  }

  @Test(arguments: BuiltIns.clipNames)
  func eachClipHasItsWords(_ name: String) throws {
    let clip = try #require(BuiltIns.clip(name))
    #expect(clip.format == AudioFormat())
    #expect(clip.transcript == clip.words.map(\.word).joined(separator: " "))
    #expect(clip.words.count > 5)
    #expect(zip(clip.words, clip.words.dropFirst()).allSatisfy { $0.end <= $1.start })
    #expect((clip.words.last?.end ?? .infinity) <= clip.seconds)
    #expect(clip.utterances == (name.hasPrefix("two-") ? 2 : 1))
  }

  @Test func suites() {
    #expect(Suite.smoke.scenarios == ["concurrent"])
    let played = Suite.full.scenarios + Suite.resilience.scenarios + Suite.endurance.scenarios
    #expect(Set(played).sorted() == BuiltIns.scenarioNames.sorted())
    #expect(Suite.endurance.scenarios == ["long-talk", "long-quiet", "long-silence", "long-idle-start"])
    // A healthy session first, which tells whether the relay works at all; one last, so that a client follows each failure.
    #expect(Suite.resilience.scenarios.first == "baseline" && Suite.resilience.scenarios.last == "two-utterances")
    #expect(Suite.resilience.scenarios.dropFirst().dropLast().allSatisfy { BuiltIns.scenario($0)?.service != nil })
    #expect(Suite.full.scenarios.allSatisfy { BuiltIns.scenario($0)?.service == nil })
    // What the others are played by comes first.
    #expect(Suite.full.scenarios.starts(with: ["baseline", "concurrent"]))
    #expect(Suite.standard.scenarios == ["baseline", "wav-header", "no-stop", "two-utterances", "too-fast", "burst", "hang-up"])
    #expect(Suite.named("smoke") == .found(.smoke))
    #expect(Suite.named("full") == .found(.full))
    #expect(
      Suite.named("smok")
        == .unknown(problem: "unknown suite 'smok'", allowed: ["smoke", "standard", "full", "resilience", "endurance"], nearest: "smoke"))
  }

  @Test func whatTheyProvokeIsInTheCatalogue() throws {
    for name in BuiltIns.scenarioNames {
      let yaml = try #require(BuiltIns.yaml(of: name))
      #expect(throws: Never.self, "\(name)") { try ScenarioReader.read(Array(yaml.utf8), file: name, rules: Catalogue.ids) }
    }
  }

  @Test func anyRuleMayBeProvokedWhereNobodyKnowsTheCatalogue() throws {
    let yaml = Array("name: x\nprovokes: [rule-of-another-version]\nsteps: [connect]\n".utf8)
    #expect(try ScenarioReader.read(yaml, file: "x").provokes == ["rule-of-another-version"])
    #expect(throws: ConfigurationError.self) { try ScenarioReader.read(yaml, file: "x", rules: Catalogue.ids) }
  }
}
