internal import Audio
internal import Dialects
internal import Scenarios
internal import Timeline

/// Clients send WAV files at 44.1 kHz, or in the container of the profile; the relay declares headerless linear16 at 16 kHz.
struct RawDeclaredForContainerAudio: Fault {
  let name = "raw-declared-for-container-audio"
  let rule = "raw-declared-for-container-audio"
  let party = Party.relay
  let effect: FaultEffect? = FaultEffect(spoils: [.declaration, .words, .finals, .results, .audio])
  let summary = "clients send WAV at 44.1 kHz, the relay declares raw linear16 at 16 kHz"

  func exists(with profile: Profile) -> Bool { profile.dialect?.usual?.isFixed != true }

  func adjust(_ scenario: inout Scenario) { scenario.format = .wav }

  func adjust(_ profile: inout Profile) {
    guard profile.container == nil else { return }
    profile.audio = AudioFormat(encoding: .linear16, sampleRate: 44_100, channels: profile.audio.channels)
  }

  func adjust(_ relay: inout RelaySettings) {
    relay.set("encoding", AudioFormat.Encoding.linear16.rawValue)
    relay.set("sample_rate", "16000")
  }
}
