internal import Scenarios
internal import Timeline

/// The audio parameters are left out, as they may be for containers; the audio is headerless.
struct FormatUndeclared: Fault {
  let name = "format-undeclared"
  let rule = "format-undeclared"
  let party = Party.relay
  let clientView = ClientView.shared("0 messages with raw audio: as with a container declared for it")
  let effect: FaultEffect? = .misdeclared
  let summary = "the relay declares neither encoding nor sample_rate for headerless PCM"

  /// What goes in a container is declared by none.
  func exists(with profile: Profile) -> Bool { profile.container == nil }

  func adjust(_ relay: inout RelaySettings) {
    for parameter in ["encoding", "sample_rate", "channels"] { relay.set(parameter, nil) }
  }
}
