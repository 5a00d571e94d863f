import Audio
import Lab
import Scenarios
import Speech
import Testing
import Timeline
import Wire

/// Player, reference relay and simulated service together, with real speech, in virtual time.
@Suite struct WholeLabTests {
  static func play(_ clip: String, _ faults: String? = nil, _ scenario: Scenario = .baseline) throws -> VirtualLab.Played {
    var lab = VirtualLab(scenario: scenario, clip: SpokenFixtures.clip(clip))
    if let faults { lab.faults = try FaultCatalogue.parse(faults) }
    let played = lab.play()
    #expect(played.outcome.error == nil)
    return played
  }

  /// What a client read out of it: finals with words in them, and whether Metadata came.
  static func read(_ played: VirtualLab.Played) -> (finals: [String], metadata: MetadataFacts?) {
    var reader = MessageReader(setting: .deepgram)
    let messages = played.texts(.client, from: .relay).map { reader.read(Array($0.utf8), isText: true) }
    let finals = messages.compactMap(\.result).filter { $0.isFinal == true && !$0.text.isEmpty }.map(\.text)
    return (finals, messages.compactMap(\.metadata).last)
  }

  @Test(arguments: SpokenFixtures.names) func whatIsSpokenComesBack(_ name: String) throws {
    let played = try Self.play(name)
    let (finals, metadata) = Self.read(played)
    let expected = SpokenFixtures.clip(name).words.map(\.word).joined(separator: " ")
    #expect(WordErrorRate.measure(expected: expected, received: finals.joined(separator: " ")).wer <= 0.1)
    #expect(abs((metadata?.duration ?? 0) - SpokenFixtures.clip(name).seconds) < 0.05)
    #expect(played.closes(.client, from: .relay) == ["1000"])
  }

  @Test func theSameRunTwiceIsTheSame() throws {
    #expect(try Self.play("two-sentences").events == Self.play("two-sentences").events)
  }

  @Test func earlyBreakLosesTheSecondSentence() throws {
    let whole = Self.read(try Self.play("two-sentences")).finals
    let broken = Self.read(try Self.play("two-sentences", "early-break"))
    #expect(whole.count >= 2)
    #expect(broken.finals == Array(whole.prefix(1)))
    #expect(broken.metadata == nil)
    let mute = Self.read(try Self.play("two-sentences", "early-break:mute"))
    #expect(mute.finals == Array(whole.prefix(1)))
  }

  @Test(arguments: ["container-declared-for-raw-audio", "sample-rate-mismatch", "raw-declared-for-container-audio"])
  func wronglyDeclaredAudioIsNotRecognised(_ fault: String) throws {
    #expect(Self.read(try Self.play("one-sentence", fault)).finals.isEmpty)
  }
}
