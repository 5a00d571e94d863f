import Lab
import Timeline
import Wire

/// Two peers of one connection on a wire without a network.
struct PeerPair {
  let sink = MemorySink()
  var client: Peer
  var server: Peer

  init() {
    client = Peer(role: .client, observation: Observation(session: 3, hop: .client, connection: 5, observer: .client, sink: sink)) {
      0x0102_0304
    }
    server = Peer(role: .server, observation: nil) { 0 }
  }
}
