package import Audio
package import Lab
package import NIOCore
package import Network
internal import Scenarios
internal import Timeline

/// A relay or a service of the lab that stands on a port for anybody to talk to, unrecorded.
package struct StandingLab: Sendable {
  private let world: LabWorld

  /// - Parameters:
  ///   - clips: Speech that the service recognises besides the built-in clips.
  ///   - startedAtUnixNanoseconds: Wall time of the clock's zero, for `created` in Metadata.
  package init(faults: FaultSet, clips: [SpokenClip], startedAtUnixNanoseconds: Int64) {
    world = LabWorld(faults: faults, clips: clips, startedAtUnixNanoseconds: startedAtUnixNanoseconds)
  }

  package func service(host: String, port: Int, group: any EventLoopGroup, clock: RunClock) async throws(BindFailure) -> LabServer {
    let numbers = ConnectionNumbers()
    return try await LabServer.start(host: host, port: port, group: group, clock: clock) { [world] _ in
      .session(ServedSession(machine: world.service(connection: numbers.next()), observation: nil))
    }
  }

  package func relay(
    host: String, port: Int, service: Endpoint, authorization: String, group: any EventLoopGroup, clock: RunClock
  ) async throws(BindFailure) -> LabServer {
    let dial = DialPlan(endpoint: service, observation: nil)
    return try await LabServer.start(host: host, port: port, group: group, clock: clock) { [world] _ in
      .session(ServedSession(machine: world.relay(authorization: authorization), observation: nil, dial: dial))
    }
  }
}
