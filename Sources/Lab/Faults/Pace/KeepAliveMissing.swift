internal import Timeline

/// A relay that sends only what its client sends.
struct KeepAliveMissing: Fault {
  let name = "keepalive-missing"
  let rule = "keepalive-missing"
  let party = Party.relay
  let summary = "the relay sends no KeepAlive while its client is silent"
  let shownBy = ["stall"]

  func adjust(_ relay: inout RelaySettings) { relay.keepAliveInterval = .seconds(86_400) }
}
