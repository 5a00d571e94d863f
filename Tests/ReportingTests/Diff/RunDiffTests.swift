import Diagnosis
import Reporting
import Testing
import Timeline

/// What changed between two runs, and what is only noise.
struct RunDiffTests {
  static func diff(_ before: String, _ after: String, _ change: (inout Recording) -> Void = { _ in }) throws -> RunDiff {
    RunDiff(
      before: RunBehaviour(try Samples.report(before), source: "a.sqlite"),
      after: RunBehaviour(try Samples.report(after, change), source: "b.sqlite"))
  }

  /// The changes of one name.
  private func named(_ name: String, _ diff: RunDiff) -> [Change] { diff.all.filter { $0.name == name } }

  @Test(arguments: Samples.stories.map(\.name)) func aRunIsAsItself(_ name: String) throws {
    let timeline = try #require(Samples.stories.first { $0.name == name }?.timeline)
    let diff = try Self.diff(timeline, timeline)
    #expect(diff.all.isEmpty && !diff.isRegression)
    #expect(diff.headline.hasPrefix("Nothing changed"))
  }

  @Test func aFaultIsARegressionAndItsMendingIsNone() throws {
    let broken = try Self.diff(Samples.healthy, Samples.noCloseStream)
    #expect(broken.isRegression)
    #expect(named("verdict", broken).contains { $0.before == "healthy" && $0.after == "faulty" && $0.effect == .regression })
    let gained = try #require(named("close-stream-missing", broken).first)
    #expect(gained.before == nil && gained.after?.contains("relay, proven") == true && gained.effect == .regression)
    let mended = try Self.diff(Samples.noCloseStream, Samples.healthy)
    #expect(!mended.isRegression)
    #expect(named("close-stream-missing", mended).first?.effect == .improvement)
    #expect(mended.count(.improvement) > 1)
  }

  @Test func parametersAreComparedOneByOne() throws {
    let after = Samples.healthy.replacing("sample_rate=16000", with: "sample_rate=16000&punctuate=true").replacing(
      "encoding=linear16&", with: "encoding=opus&")
    let diff = try Self.diff(Samples.healthy, after)
    let parameters = diff.all.filter { $0.subject == "parameters" }
    #expect(parameters.map(\.name) == ["encoding", "punctuate"])
    #expect(parameters.first?.before == "linear16" && parameters.first?.after == "opus" && parameters.first?.hop == .service)
    #expect(parameters.last?.before == nil && parameters.last?.after == "true")
  }

  @Test func orderAndCountOfMessagesAreCompared() throws {
    let late = Samples.healthy.replacing(
      "  5.33      client  ← metadata duration=5.0 channels=1\n", with: "")
    let dropped = try Self.diff(Samples.healthy, late)
    let order = try #require(named("relay sends", dropped).first { $0.hop == .client })
    #expect(order.before == "results, Metadata" && order.after == "results")
    #expect(named("Metadata", dropped).first?.effect == .regression)
    let early = Samples.healthy.replacing("5.33      client  ← metadata", with: "2.00      client  ← metadata")
    let swapped = try Self.diff(Samples.healthy, early)
    #expect(named("relay sends", swapped).first?.after == "results, Metadata, results")
  }

  @Test func closesAreCompared() throws {
    let diff = try Self.diff(
      Samples.healthy, Samples.healthy.replacing("5.35      client  ← close 1000", with: "5.35      client  ← close 1011"))
    let end = try #require(diff.all.first { $0.subject == "close" && $0.hop == .client })
    #expect(end.before == "Close 1000 by the relay" && end.after == "Close 1011 by the relay" && end.effect == .regression)
  }

  @Test func latencyCountsBeyondItsNoiseOnly() throws {
    let first = "2.51      client  ← results \"tell me more\" final"
    let little = try Self.diff(
      Samples.healthy, Samples.healthy.replacing(first, with: "2.60      client  ← results \"tell me more\" final"))
    #expect(little.all.filter { $0.subject == "latency" }.isEmpty)
    let much = try Self.diff(Samples.healthy, Samples.healthy.replacing(first, with: "4.51      client  ← results \"tell me more\" final"))
    let latency = try #require(named("first final", much).first)
    #expect(latency.effect == .regression && latency.before == "2.41 s" && latency.after?.hasPrefix("4.41 s") == true)
  }

  /// Repetitions that differ among themselves make their own noise.
  @Test func whatVariesWithinARunIsNoise() throws {
    let other = Samples.healthy.replacing("run service-hop=simulated\n", with: "").replacing("2.51      client", with: "4.51      client")
    let both = Samples.healthy + "\n" + other
    let diff = try Self.diff(both, both)
    #expect(diff.all.isEmpty)
    let again = try Self.diff(Samples.healthy, both)
    #expect(named("first final", again).isEmpty)
    #expect(again.scenarios.first?.sessions.after == 2)
  }

  @Test func latenciesThatCannotBeTrustedAreNotCompared() throws {
    let slow = Samples.healthy.replacing("2.51      client", with: "4.51      client")
    let diff = try Self.diff(Samples.healthy, slow) { recording in
      let id = (recording.events.last?.id ?? 0) + 1
      recording.events.append(
        Event(id: id, session: 1, hop: nil, connection: 0, at: .seconds(6), .note(Note(.recorderLag, "the recorder was 3 s behind"))))
    }
    #expect(diff.all.filter { $0.subject == "latency" }.isEmpty)
    #expect(diff.remarks.contains("The times of the second run can't be trusted, so latencies are not compared."))
  }

  @Test func whatSeveralScenariosShareIsSaidOnce() throws {
    func two(_ timeline: String) -> String {
      timeline + "\n" + timeline.replacing("run service-hop=simulated\n", with: "").replacing("session baseline", with: "session other")
    }
    let diff = try Self.diff(
      two(Samples.healthy), two(Samples.healthy.replacing("sample_rate=16000", with: "sample_rate=16000&smart_format=true")))
    #expect(diff.shared.map(\.change.name) == ["smart_format"] && diff.shared.first?.scenarios == ["baseline", "other"])
    #expect(diff.single.isEmpty && diff.all.count == 1)
    let text = TerminalDiff().render(diff)
    #expect(text.contains("in all 2"))
  }

  @Test func scenariosOfOneRunOnlyAreNamed() throws {
    let diff = try Self.diff(Samples.healthy, Samples.healthy.replacing("session baseline", with: "session other"))
    #expect(diff.changes.map(\.name) == ["baseline", "other"] && !diff.isRegression)
    #expect(diff.remarks == ["The runs have no scenario in common."])
  }
}
