internal import Scenarios
internal import Timeline

/// A query that is written down in the relay, whatever its clients ask for.
struct ParametersNotForwarded: Fault {
  let name = "parameters-not-forwarded"
  let rule = "parameters-not-forwarded"
  let party = Party.relay
  let clientView = ClientView.shared("no interims: as where they are dropped, or never asked for")
  let effect: FaultEffect? = .unasked
  let summary = "clients ask for interims, a model and a language in their query, and the relay dials with its own"

  func adjust(_ profile: inout Profile) {
    profile.query += [HeaderField("interim_results", "true"), HeaderField("model", "nova-2"), HeaderField("language", "en-GB")]
  }

  func adjust(_ relay: inout RelaySettings) {
    relay.forwarded = []
    relay.set("interim_results", nil)
  }
}
