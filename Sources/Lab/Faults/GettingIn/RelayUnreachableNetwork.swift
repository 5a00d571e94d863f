internal import Timeline

/// A firewall, or a route into nowhere, between client and relay.
struct RelayUnreachableNetwork: Fault {
  let name = "relay-unreachable:network"
  let rule = "relay-unreachable"
  let party = Party.network
  let summary = "packets to the relay are lost on the way: connecting times out"

  func adjust(_ reach: inout Reach) { reach = .unanswered }
}
