import Audio
import Testing
import Timeline

import Scenarios

struct BuiltInsTests {
  @Test func theyAreTheFilesOfTheFolders() throws {
    let scenarios = try FixtureFolder.names(in: "scenarios/ok", ending: "").map { "scenarios/ok/\($0)" }
    let clips = try FixtureFolder.names(in: "audio", ending: ".wav").flatMap { name in
      [".txt", ".wav", ".words.json"].map { "audio/\(name.dropLast(4))\($0)" }
    }
    let profiles = try FixtureFolder.names(in: "profiles", ending: ".yaml").map { "profiles/\($0)" }
    #expect(BuiltIns.paths.sorted() == (scenarios + clips + profiles).sorted())
    #expect(BuiltIns.paths.count == 21)
    for path in BuiltIns.paths { #expect(BuiltIns.bytes(path) == (try FixtureFolder.bytes(path)), "\(path)") }
    #expect(BuiltIns.bytes("audio/none.wav") == nil)
  }

  @Test func names() {
    #expect(BuiltIns.scenarioNames == ["baseline", "wav-header", "no-stop", "two-utterances", "too-fast", "burst", "hang-up"])
    #expect(BuiltIns.clipNames == ["one-sentence", "two-sentences", "ten-seconds"])
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
    #expect(
      scenario.steps.allSatisfy {
        if case .stream(let streaming) = $0 { streaming.chunkSamples == nil && streaming.chunkLength == nil } else { true }
      })
    // Healthy relays differ in Metadata, close codes and shapes, and a real service may mishear a synthetic voice.
    #expect(scenario.expectations.allSatisfy { $0.subject == .finals && $0.atMost == nil })
  }

  @Test func whatTheyProvoke() {
    let provokes = BuiltIns.scenarioNames.map { BuiltIns.scenario($0)?.provokes ?? ["unread"] }
    #expect(
      provokes == [
        [], ["raw-declared-for-container-audio"], ["close-stream-missing"], [], ["pacing-too-fast"], ["pacing-bursty"],
        ["close-stream-missing"],
      ])
  }

  /// The suite is played in front of people: streaming and pauses together, without the relay's answers.
  @Test func theSuiteIsShort() throws {
    var total = 0.0
    for name in Suite.standard.scenarios {
      let scenario = try #require(BuiltIns.scenario(name))
      let material = try AudioMaterial.prepare(scenario, profile: Profile(), load: { _ in nil })
      for step in scenario.steps {
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
    #expect(total > 20 && total < 35, "\(total) s")
  }

  @Test(arguments: BuiltIns.clipNames)
  func eachClipHasItsWords(_ name: String) throws {
    let clip = try #require(BuiltIns.clip(name))
    #expect(clip.format == AudioFormat())
    #expect(clip.transcript == clip.words.map(\.word).joined(separator: " "))
    #expect(clip.words.count > 5)
    #expect(zip(clip.words, clip.words.dropFirst()).allSatisfy { $0.end <= $1.start })
    #expect((clip.words.last?.end ?? .infinity) <= clip.seconds)
    #expect(clip.utterances == (name == "two-sentences" ? 2 : 1))
  }

  @Test func suites() {
    #expect(Suite.smoke.scenarios == ["baseline"])
    #expect(Suite.standard.scenarios == BuiltIns.scenarioNames)
    #expect(Suite.named("smoke") == .found(.smoke))
    #expect(
      Suite.named("full")
        == .unknown(problem: "suite 'full' is not supported by this version", allowed: ["smoke", "standard"], nearest: nil))
    #expect(Suite.named("smok") == .unknown(problem: "unknown suite 'smok'", allowed: ["smoke", "standard"], nearest: "smoke"))
  }

  @Test func ruleIDsAreThoseOfTheCatalogueOnce() {
    #expect(Set(RuleIDs.all).count == RuleIDs.all.count)
    #expect(RuleIDs.all.count == 64)
  }
}
