internal import NIOPosix
internal import Network
internal import Running

/// The port behind a relay under test, tried before anything is written: one that is taken is bad input, and bad input leaves nothing behind.
enum ServicePort {
  static func check(_ target: Target) async throws {
    guard case .relay(_, let side?) = target else { return }
    do {
      let group = MultiThreadedEventLoopGroup.singleton
      let trial = try await LabServer.start(host: side.host, port: side.port, group: group, clock: RunClock()) { _ in nil }
      await trial.shutdown(patience: 0)
    } catch {
      throw CommandFailure(code: .usage, text: "--service-listen: \(error.text)")
    }
  }
}
