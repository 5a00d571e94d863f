internal import Lab
internal import Machines
package import NIOCore
package import Network
package import Store
package import Timeline

/// Taps connections of others: passes on what comes in at its ports, and records both sides, on one clock.
package struct TapRun: Sendable {
  /// What becomes of connections when the recording can't go on.
  package enum OnFailure: String, Sendable, CaseIterable {
    /// They are ended: nothing goes by that is not recorded.
    case stop
    /// They go on, unrecorded.
    case pass
  }

  private let routes: [TapRoute]
  private let ending: TapEnding
  private let onFailure: OnFailure
  private let authority: CertificateAuthority?
  private let limits: Limits
  private let writer: RecordingWriter
  private let clock: RunClock
  private let group: any EventLoopGroup
  private let book: TapBook
  private let sink: TapSink
  private let wallClock: (@Sendable () -> Int64)?
  private let say: @Sendable (String) -> Void

  /// - Parameters:
  ///   - authority: With it each port speaks TLS with whoever begins it.
  ///   - isSealed: Digests go into the recording in place of the audio.
  ///   - wallClock: Nanoseconds since 1970, to be compared with the run's own clock; nil: it is not.
  ///   - say: Gets what people should know at once.
  package init(
    _ routes: [TapRoute], until ending: TapEnding, onFailure: OnFailure = .stop, authority: CertificateAuthority? = nil,
    limits: Limits = Limits(), isSealed: Bool = false, writer: RecordingWriter, redactor: Redactor, clock: RunClock,
    group: any EventLoopGroup,
    observer: (any TapObserver)? = nil, wallClock: (@Sendable () -> Int64)? = nil, say: @escaping @Sendable (String) -> Void = { _ in }
  ) {
    self.routes = routes
    self.ending = ending
    self.onFailure = onFailure
    self.authority = authority
    self.limits = limits
    self.writer = writer
    self.clock = clock
    self.group = group
    self.wallClock = wallClock
    self.say = say
    let redacting = RedactingSink(redactor, to: isSealed ? SealingSink(nil, to: writer) : writer)
    let seesClients = routes.contains { $0.hop == .client }
    book = TapBook(writer, redacting, clock: clock, seesClients: seesClients, observer: observer)
    sink = TapSink(before: redacting)
  }

  /// Listens, and passes on until it is done; a cancelled task ends it.
  /// - Parameter listening: Called once all ports are open, with their addresses in the order of the routes.
  /// - Returns: False where it was ended from outside.
  package func run(listening: @Sendable ([LabServer.Address]) -> Void) async throws(RunFailure) -> Bool {
    var servers: [LabServer] = []
    for route in routes {
      do throws(BindFailure) { servers.append(try await listen(route)) } catch {
        for server in servers { await server.shutdown(patience: 0) }
        throw .listening(error)
      }
    }
    listening(servers.map(\.boundAddress))
    let watch = ClockWatch.start(on: group, clock: clock, wall: wallClock) { [book, sink] doubt in
      // What a machine does while nobody is connected, such as a night's sleep, changes no session's times.
      guard book.isBusy else { return }
      sink.record(Event(session: 0, hop: nil, connection: 0, at: clock.now(), .note(doubt)))
    }
    let hasEnded = await wait()
    watch.cancel()
    // What a session leaves behind on the other hop ends a little later.
    if hasEnded { await Looking.until(within: .milliseconds(1500)) { book.idleSince != nil } }
    for server in servers { await server.shutdown(patience: .milliseconds(500)) }
    book.interruptAll()
    if let failure = writer.failure { throw .recording(failure) }
    return hasEnded
  }

  private func listen(_ route: TapRoute) async throws(BindFailure) -> LabServer {
    try await LabServer.start(
      host: route.host, port: route.port, authority: authority, group: group, clock: clock,
      onTrouble: { trouble, place in
        switch trouble {
        case .notSpoken: remark(.tlsArrived, "TLS arrived at \(place), which speaks plain HTTP: make an authority with `sttcheck ca`")
        case .brokenOff(let why): remark(.tlsRefused, "TLS was begun at \(place) and broken off: \(why)")
        }
      }
    ) { head in
      if hasFailed {
        return .respond(ResponseHead(status: 503, reason: "Service Unavailable", headers: [], body: Array("not recorded\n".utf8)))
      }
      return .tap(plan(head, route))
    }
  }

  private func plan(_ head: RequestHead, _ route: TapRoute) -> TapPlan {
    let hop = route.hop(of: head.target)
    let (session, connection, begins) = book.opened(hop, head)
    let observation = Observation(
      session: session, hop: hop, connection: connection, observer: hop.acceptor, sink: WatchedSink(sink, book: book), limits: limits)
    return TapPlan(
      endpoint: route.endpoint(for: head.target), options: route.options, observation: observation,
      onEnd: { [book] in book.closed(begins ? session : nil) }, next: { plan($0, route) })
  }

  private func remark(_ code: Note.Code, _ text: String) {
    say(text)
    sink.record(Event(session: 0, hop: nil, connection: 0, at: clock.now(), .note(Note(code, text))))
  }

  /// - Returns: False where the task was cancelled first, or the recording failed.
  private func wait() async -> Bool {
    var hasSaid = false
    await Looking.until {
      // Told once: at the end, where this is the end.
      if let failure = writer.failure, !hasSaid, onFailure == .pass {
        hasSaid = true
        say("\(failure.text); connections are passed on, and no longer recorded (--on-record-failure pass)")
      }
      return hasFailed || isDone
    }
    return !hasFailed && isDone
  }

  private var hasFailed: Bool { writer.failure != nil && onFailure == .stop }

  /// As many sessions as were asked for have ended, or nothing has happened for as long as was asked for.
  private var isDone: Bool {
    if let sessions = ending.sessions, book.ended >= sessions { return true }
    guard let idle = ending.idle, let since = book.idleSince else { return false }
    return clock.now() - since >= idle
  }
}

/// Lets the book count what is recorded.
private struct WatchedSink: EventSink {
  private let sink: TapSink
  private let book: TapBook

  init(_ sink: TapSink, book: TapBook) {
    self.sink = sink
    self.book = book
  }

  var isBehind: Bool { sink.isBehind }
  var keptBytes: Int { sink.keptBytes }

  func record(_ event: Event) {
    sink.record(event)
    book.passed(event)
  }
}
