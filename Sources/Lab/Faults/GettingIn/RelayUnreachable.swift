internal import Timeline

/// Nobody listens on the relay's port.
struct RelayUnreachable: Fault {
  let name = "relay-unreachable"
  let rule = "relay-unreachable"
  let party = Party.relay
  let summary = "nobody listens on the relay's port: connection refused"

  func adjust(_ reach: inout Reach) { reach = .refused }
}
