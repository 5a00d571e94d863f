internal import Scenarios
internal import Timeline

/// A sample rate copied from an example, instead of the one its clients use.
struct SampleRateMismatch: Fault {
  let name = "sample-rate-mismatch"
  let rule = "sample-rate-mismatch"
  let party = Party.relay
  let effect: FaultEffect? = .misdeclared
  let summary = "the relay declares sample_rate=16000 whatever its clients send"

  /// What goes in a container is declared by none.
  func exists(with profile: Profile) -> Bool { profile.container == nil }

  func adjust(_ relay: inout RelaySettings) {
    // Where clients do send 16 kHz, another rate, so that the fault is one.
    let right = relay.query["sample_rate"] == "16000"
    relay.set("sample_rate", right ? "8000" : "16000")
  }
}
