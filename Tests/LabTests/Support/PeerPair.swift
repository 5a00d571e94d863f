import Lab
import Machines
import Timeline
import Wire

/// Two peers of one connection on a wire without a network.
struct PeerPair {
  let sink = MemorySink()
  var client: Peer
  var server: Peer

  /// - Parameters:
  ///   - compression: What the two agreed on; nil: nothing.
  ///   - limits: What the client takes.
  init(compression: DeflateAgreement? = nil, limits: Limits = Limits()) {
    let observation = Observation(session: 3, hop: .client, connection: 5, observer: .client, sink: sink, limits: limits)
    client = Peer(role: .client, observation: observation, compression: compression) { 0x0102_0304 }
    server = Peer(role: .server, observation: nil, compression: compression) { 0 }
  }
}
