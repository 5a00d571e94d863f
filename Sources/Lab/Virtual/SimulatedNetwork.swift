package import Timeline

/// The lab in virtual time: any number of sessions, each a client, a relay and a service with simulated links between them.
///
/// A discrete-event simulation: nothing waits, time jumps to what happens next, and minutes of audio take milliseconds.
/// Bytes go through the real codec at every end. The same sessions and the same seed give the same events. The client
/// hop is recorded at the client's end and the service hop at the service's; what the relay sees is not recorded.
package struct SimulatedNetwork: Sendable {
  /// Of mask keys, handshake keys and jitter.
  package var seed: UInt64
  package var clientLink: SimulatedLink
  package var serviceLink: SimulatedLink
  /// How long a dialler waits for the answer to its handshake.
  package var dialTimeout: Nanoseconds
  /// How long TCP sends again and again over a connection that is cut, before it gives the connection up.
  package var retransmissionTimeout: Nanoseconds
  /// Virtual time, from the start of the last session, after which the simulation is given up.
  package var timeLimit: Nanoseconds
  /// Occurrences after which it is given up.
  package var stepLimit: Int

  package init(
    seed: UInt64 = 1, clientLink: SimulatedLink = SimulatedLink(),
    serviceLink: SimulatedLink = SimulatedLink(latency: .milliseconds(20)), dialTimeout: Nanoseconds = .seconds(10),
    retransmissionTimeout: Nanoseconds = .seconds(20), timeLimit: Nanoseconds = .seconds(600), stepLimit: Int = 5_000_000
  ) {
    self.seed = seed
    self.clientLink = clientLink
    self.serviceLink = serviceLink
    self.dialTimeout = dialTimeout
    self.retransmissionTimeout = retransmissionTimeout
    self.timeLimit = timeLimit
    self.stepLimit = stepLimit
  }

  /// Plays the sessions to their end.
  /// - Parameter sink: Gets the events in order of time; they are numbered there.
  package func run(_ sessions: [SimulatedSession], sink: any EventSink) -> SimulationOutcome {
    var simulation = Simulation(self, sessions: sessions, sink: sink)
    return simulation.run()
  }
}
