internal import Foundation
internal import NIOPosix
internal import Network
internal import Running
internal import Scenarios
internal import Timeline

/// The relay that `--start` names, ready to be started by the run.
enum RelayUnderStart {
  /// A key for relays that want one and are given none: the simulated service takes any. Libraries look at its form, 40 hexadecimal digits; these
  /// spell the program's name.
  private static let placeholder = "737474636865636b737474636865636b73747463"

  /// - Returns: Nil where the relay runs already.
  static func prepare(
    _ settings: RunSettings, run: RunInfo, began: ContinuousClock.Instant, redactor: Redactor
  ) throws(CommandFailure) -> (StartedRelay, RelayLog)? {
    guard let (command, patience) = settings.start, case .relay(let endpoint, let side?) = settings.target else { return nil }
    let log = try RelayLog(
      beside: settings.record, run: run, began: began, command: command, redactor: redactor, holds: settings.plan.profile.login != nil)
    var environment = ProcessInfo.processInfo.environment
    if side.forward == nil, environment["DEEPGRAM_API_KEY", default: ""].isEmpty { environment["DEEPGRAM_API_KEY"] = placeholder }
    // Where the profile has the relay's name lead elsewhere, it listens there.
    let relay = StartedRelay(
      command, endpoint: settings.dialOptions.destination(of: endpoint), environment: environment,
      hosts: side.proxy?.hosts ?? ServiceHosts(), files: AuthorityFolder().files, patience: patience,
      group: MultiThreadedEventLoopGroup.singleton, log: { log.add($0) })
    return (relay, log)
  }
}
