internal import Scenarios
internal import Timeline

/// The mission's first case: `container=wav` in the query, and headerless PCM behind it.
struct ContainerDeclaredForRawAudio: Fault {
  let name = "container-declared-for-raw-audio"
  let rule = "container-declared-for-raw-audio"
  let party = Party.relay
  let effect: FaultEffect? = .misdeclared
  let summary = "the relay declares container=wav, and no encoding, for headerless PCM"

  /// What goes in a container is declared by none.
  func exists(with profile: Profile) -> Bool { profile.container == nil }

  func adjust(_ relay: inout RelaySettings) {
    for parameter in ["encoding", "sample_rate", "channels"] { relay.set(parameter, nil) }
    relay.query.removeAll { $0.name == "container" }
    relay.query.insert(HeaderField("container", "wav"), at: 0)
  }
}
