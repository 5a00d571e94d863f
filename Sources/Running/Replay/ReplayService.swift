package import Lab
internal import Machines
package import NIOCore
package import Network
package import Store
package import Timeline

/// Plays the service's side of recorded connections to whoever calls, one after the other, and records it.
package struct ReplayService: Sendable {
  private let scripts: [ReplayScript]
  private let pace: ReplayPace
  private let writer: RecordingWriter
  private let clock: RunClock
  private let group: any EventLoopGroup
  private let book: TapBook
  private let sink: TapSink

  /// - Parameter recording: With the service hop, or of a client that speaks to the service itself.
  package init(
    _ recording: Recording, pace: ReplayPace, writer: RecordingWriter, redactor: Redactor, clock: RunClock,
    group: any EventLoopGroup
  ) {
    let hop: Hop = recording.run.serviceHop == .direct ? .client : .service
    let events = recording.events.filter { $0.hop == hop }
    let connections = events.reduce(into: [Int]()) { if !$0.contains($1.connection) { $0.append($1.connection) } }
    scripts = connections.map { connection in ReplayScript(events.filter { $0.connection == connection }, of: hop.acceptor) }
      .filter { $0.response != nil }
    self.pace = pace
    self.writer = writer
    self.clock = clock
    self.group = group
    let redacting = RedactingSink(redactor, to: writer)
    book = TapBook(writer, redacting, clock: clock, seesClients: false, observer: nil)
    sink = TapSink(before: redacting)
  }

  /// How many connections there are to play.
  package var count: Int { scripts.count }

  /// Listens until each connection was played once; a cancelled task ends it.
  /// - Returns: False where it was ended from outside.
  package func run(
    host: String, port: Int, authority: CertificateAuthority?, listening: @Sendable (LabServer.Address) -> Void
  ) async throws(RunFailure) -> Bool {
    let server: LabServer
    do throws(BindFailure) {
      server = try await LabServer.start(host: host, port: port, authority: authority, group: group, clock: clock) { head in
        guard head.asksForWebSocket else { return nil }
        let (session, connection, _) = book.opened(.service, head)
        let script = scripts[min(session, scripts.count) - 1]
        let observation = Observation(session: session, hop: .service, connection: connection, observer: .service, sink: sink)
        return .session(
          ServedSession(machine: Replayer(service: script, pace: pace), observation: observation, onEnd: { _ in book.closed(session) }))
      }
    } catch { throw .listening(error) }
    listening(server.boundAddress)
    await Looking.until { book.ended >= scripts.count || writer.failure != nil }
    await server.shutdown(patience: .milliseconds(500))
    book.interruptAll()
    if let failure = writer.failure { throw .recording(failure) }
    return book.ended >= scripts.count
  }
}
