package import NIOCore
package import Network
internal import Processes
internal import Synchronization
internal import Timeline

/// A relay that the run starts by a command, waits for, and stops.
package final class StartedRelay: RelayStarter {
  /// Lines of its output that are noted in one session; a log has them all.
  private static let mostNotes = 60

  private let command: String
  private let endpoint: Endpoint
  private let environment: [String: String]
  private let hosts: ServiceHosts
  private let files: RelayEnvironment.Files
  private let patience: Duration
  private let group: any EventLoopGroup
  private let log: @Sendable (String) -> Void
  /// It has taken a connection.
  private let isUp = Mutex(false)
  private let child = Mutex<ChildCommand?>(nil)
  private let noted = Mutex((session: 0, lines: 0))

  /// - Parameters:
  ///   - endpoint: Where it will listen.
  ///   - environment: What it gets besides what leads it to the run's service.
  ///   - hosts: Names under which it knows the service.
  ///   - files: What its environment names.
  ///   - patience: How long it may take to listen.
  ///   - log: Gets each line that it prints.
  package init(
    _ command: String, endpoint: Endpoint, environment: [String: String], hosts: ServiceHosts, files: RelayEnvironment.Files,
    patience: Duration, group: any EventLoopGroup, log: @escaping @Sendable (String) -> Void
  ) {
    self.command = command
    self.endpoint = endpoint
    self.environment = environment
    self.hosts = hosts
    self.files = files
    self.patience = patience
    self.group = group
    self.log = log
  }

  package func start(_ places: ServicePlaces, _ run: SocketRun) async throws(RunFailure) {
    let place = endpoint.authority
    guard await !PortProbe.accepts(endpoint, group: group) else {
      throw .starting(StartFailure(.command, "somebody listens at \(place) already; stop it, or leave --start out to check just that"))
    }
    let started: ChildCommand
    do throws(ChildFailure) {
      started = try ChildCommand(
        command, environment: surroundings(places),
        output: { [self] line in
          log(line)
          note(line, run)
        },
        ended: { [self] ending in
          // Before it took connections, its end is told as the reason.
          guard let gone = child.withLock({ isUp.withLock { $0 } ? $0 : nil }) else { return }
          let how = "the relay's process ended in the midst of the run, with \(ending)"
          log("# \(how)")
          run.died(how, gone.lastLines)
        })
    } catch { throw .starting(StartFailure(.command, error.text)) }
    child.withLock { $0 = started }
    var accepts = false
    await Looking.until(within: patience) {
      accepts = await PortProbe.accepts(endpoint, group: group)
      return accepts || !started.isRunning
    }
    guard accepts else {
      let ending = started.isRunning ? nil : started.ending
      await stop()
      throw .starting(failure(ending, started.lastLines))
    }
    isUp.withLock { $0 = true }
  }

  package func stop() async {
    await child.withLock { child in
      defer { child = nil }
      return child
    }?.stop()
  }

  private func failure(_ ending: ChildEnding?, _ lines: [String]) -> StartFailure {
    let place = endpoint.authority
    guard let ending else {
      if Task.isCancelled { return StartFailure(.interrupted, "interrupted before the relay took connections at \(place)") }
      let how =
        "the relay takes no connections at \(place) after \(patience.components.seconds) s, and was stopped; does it listen there? "
        + "--start-timeout gives it longer"
      return StartFailure(.relay, Self.quoted(how, lines))
    }
    guard !ending.isNoCommand else { return StartFailure(.command, Self.quoted("'\(command)' can't be run (\(ending))", lines)) }
    return StartFailure(.relay, Self.quoted("the relay ended before it took connections at \(place), with \(ending)", lines))
  }

  /// With the last lines that the relay printed.
  static func quoted(_ text: String, _ lines: [String]) -> String {
    lines.isEmpty ? "\(text); it printed nothing" : "\(text); it printed last:\n" + lines.map { "  | \($0)" }.joined(separator: "\n")
  }

  private func surroundings(_ places: ServicePlaces) -> [String: String] {
    guard let service = places.service, let proxy = places.proxy else { return environment }
    return RelayEnvironment(
      proxy: proxy.boundAddress.reachable, service: service.boundAddress.reachable, hosts: hosts, files: files
    ).applied(to: environment)
  }

  private func note(_ line: String, _ run: SocketRun) {
    let session = run.current
    // What it says before the first session is in the log.
    guard session > 0 else { return }
    let count = noted.withLock { noted in
      noted = noted.session == session ? (session, noted.lines + 1) : (session, 1)
      return noted.lines
    }
    guard count <= Self.mostNotes else {
      if count == Self.mostNotes + 1 { run.told(.remark, "the relay goes on printing: the rest of this session is in its log") }
      return
    }
    run.told(.relayOutput, line)
  }
}

extension LabServer.Address {
  /// As a program on this machine reaches it.
  fileprivate var reachable: LabServer.Address {
    var address = self
    if host == "0.0.0.0" { address.host = "127.0.0.1" }
    if host == "::" { address.host = "::1" }
    return address
  }
}
