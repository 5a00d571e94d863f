internal import Scenarios
internal import Timeline

/// A channel count copied from an example, instead of the one its clients send.
struct ChannelCountMismatch: Fault {
  let name = "channel-count-mismatch"
  let rule = "channel-count-mismatch"
  let party = Party.relay
  let effect: FaultEffect? = .misdeclared
  let summary = "the relay declares channels=2 for mono, and channels=1 for anything else"

  /// What goes in a container is declared by none.
  func exists(with profile: Profile) -> Bool { profile.container == nil }

  func adjust(_ relay: inout RelaySettings) {
    relay.set("channels", relay.query["channels"] == "1" ? "2" : "1")
  }
}
