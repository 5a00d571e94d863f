internal import Audio
internal import Lab
internal import Scenarios
internal import Timeline

/// The scenarios that relays by chance are played with, and the speech in them.
enum Material {
  /// Listening to the clips takes a moment: once is enough.
  static let speech = KnownSpeech(BuiltIns.clips)

  /// A client that asks for what is pending in the midst of its audio.
  static let finalize = Scenario(
    name: "finalize", about: "A Finalize in the midst of the audio; what is pending then must come as a final result.",
    audio: .speech(clip: "two-sentences"),
    steps: [
      .connect, .stream(Streaming(to: .seconds(1.2))), .finalize, .stream(Streaming(from: .seconds(1.2))), .stop,
      .await(.closed, within: .seconds(12)),
    ],
    expectations: [])

  private static let builtIns: [String: Scenario] = Dictionary(
    uniqueKeysWithValues: BuiltIns.scenarioNames.compactMap { name in BuiltIns.scenario(name).map { (name, $0) } })

  static func scenario(_ name: String) -> Scenario? { name == finalize.name ? finalize : builtIns[name] }
}
