internal import NIOPosix
internal import Network
internal import Running

/// The ports behind a relay under test, tried before anything is written: one that is taken is bad input, and bad input leaves nothing behind.
enum ServicePort {
  static func check(_ target: Target) async throws {
    guard case .relay(_, let side?) = target else { return }
    try await check(side.host, side.port, option: "--service-listen")
    if let proxy = side.proxy { try await check(proxy.host, proxy.port, option: "--service-proxy") }
  }

  static func check(_ host: String, _ port: Int, option: String) async throws(CommandFailure) {
    do {
      let group = MultiThreadedEventLoopGroup.singleton
      let trial = try await LabServer.start(host: host, port: port, group: group, clock: RunClock()) { _ in nil }
      await trial.shutdown(patience: 0)
    } catch {
      throw CommandFailure(code: .usage, text: "\(option): \(error.text)")
    }
  }
}
