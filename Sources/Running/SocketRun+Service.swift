internal import Lab
internal import Machines
internal import Network
internal import Timeline

extension SocketRun {
  /// The ports behind the relay under test, for the whole run.
  func listen() async throws(RunFailure) -> ServicePlaces {
    guard case .relay(_, let side?) = target else { return ServicePlaces() }
    let troubled: @Sendable (TLSTrouble, String) -> Void = { trouble, place in
      switch trouble {
      case .notSpoken: note(.tlsArrived, "TLS arrived at \(place), which speaks plain HTTP", session: active.current)
      case .brokenOff(let why):
        note(.tlsRefused, "TLS was begun at \(place) and broken off: \(why)", session: active.current)
      }
    }
    let server: LabServer
    do throws(BindFailure) {
      server = try await LabServer.start(
        host: side.host, port: side.port, authority: side.authority, group: group, clock: clock, onTrouble: troubled
      ) { head in serve(head, side) }
    } catch { throw .listening(error) }
    guard let wanted = side.proxy else { return ServicePlaces(service: server) }
    do throws(BindFailure) {
      let proxy = try await ConnectProxy.start(
        host: wanted.host, port: wanted.port, group: group, into: server, upstream: wanted.upstream,
        catches: { wanted.hosts.contains($0.host) }, told: proxied)
      return ServicePlaces(service: server, proxy: proxy)
    } catch {
      await server.shutdown(patience: 0)
      throw .proxying(error)
    }
  }

  private func serve(_ head: RequestHead, _ side: ServiceSide) -> Reception {
    let session = active.current
    let misbehaviour = active.misbehaviour
    guard let forward = side.forward else {
      guard !head.isOneShot else { return .exchange(oneShot(head, session: session)) }
      guard head.asksForWebSocket else {
        let text = "the relay asked the service for \(head.method) \(head.target): only /v1/listen is played here"
        note(.remark, text, topic: .askedOverHTTP, session: session)
        // Answered as the service does, and no connection of the session's.
        return .session(ServedSession(machine: world.service(connection: numbers.next()), observation: nil))
      }
      return .session(active.open.served(serviceSession(session: session, misbehaviour)))
    }
    return .tap(active.open.tapped(passedOn(head, to: forward)))
  }

  private func passedOn(_ head: RequestHead, to forward: Endpoint) -> TapPlan {
    var endpoint = forward
    endpoint.target = head.target
    let tapped = Observation(
      session: active.current, hop: .service, connection: numbers.next(), observer: .service, sink: sink, limits: limits)
    return TapPlan(endpoint: endpoint, observation: tapped, next: { passedOn($0, to: forward) })
  }

  private func proxied(_ outcome: ConnectProxy.Outcome) {
    let text =
      switch outcome {
      case .caught(let request): "the relay asked the proxy for \(request): caught, it gets this run's service"
      case .passed(let request): "the relay asked the proxy for \(request): let through"
      case .refused(let why): "the proxy let nothing through: \(why)"
      }
    let isService = if case .caught = outcome { true } else { false }
    note(.remark, text, topic: isService ? nil : .askedForAnother, session: active.current)
  }

  /// The session that is going on, or went on last; 0: none did.
  var current: Int { active.current }

  /// Something about the relay's process, told in the session that is going on.
  func told(_ code: Note.Code, _ text: String) { note(code, text, session: active.current) }

  /// The relay that was started is gone, and nobody stopped it.
  /// - Parameters:
  ///   - how: In words, without what it printed.
  ///   - lines: What it printed last.
  func died(_ how: String, _ lines: [String]) {
    let last = lines.last { $0.contains { !$0.isWhitespace } }
    told(.relayDied, how + (last.map { "; it printed last: \($0)" } ?? ""))
    say(sink.current.text(StartedRelay.quoted(how, lines)))
  }
}
