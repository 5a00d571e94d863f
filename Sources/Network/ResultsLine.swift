internal import Machines
internal import NIOCore
internal import Timeline
internal import Wire

/// The connection on which a client listens for results, on its host's loop: another WebSocket, server-sent events, or a place that is asked.
final class ResultsLine {
  private let source: ResultsSource
  private let options: DialOptions
  private let observation: Observation?
  private let host: MachineHost
  private let clock: RunClock
  private var dialler: Dialler?
  private(set) var link: Link?
  private var feed: EventFeed?
  private var polling: Polling?

  /// - Parameter observation: Where it is recorded; nil: nowhere.
  init(_ source: ResultsSource, options: DialOptions, observation: Observation?, host: MachineHost, clock: RunClock) {
    self.source = source
    self.options = options
    self.observation = observation
    self.host = host
    self.clock = clock
  }

  func start() {
    let endpoint: Endpoint
    do throws(EndpointError) { endpoint = try Endpoint(parsing: source.url) } catch {
      return fail(ConnectionFailure(stage: .resolve, address: source.url, code: "BAD_URL", text: error.text))
    }
    let shown = source.url.prefix { $0 != "?" }
    observation?.record(.note(Note(.remark, "results come over a connection of their own, \(shown)", topic: .resultsHere)), at: clock.now())
    let plan = DialPlan(endpoint: endpoint, options: options, observation: observation)
    switch source.way {
    case .webSocket: dial(plan)
    case .events: dial(plan, asking: Self.request(endpoint, source.headers, accepting: "text/event-stream"))
    case .poll(let every):
      let polling = Polling(
        plan: plan, request: Self.request(endpoint, source.headers, accepting: "application/json"), every: every, loop: host.loop,
        clock: clock)
      self.polling = polling
      polling.start { [self] news in
        switch news {
        case .opened: host.deliver(.listening)
        case .message(let message): host.deliver(.received(.results, message))
        case .failed(let failure): fail(failure)
        case .ended(let end): over(end)
        }
      }
    }
  }

  private static func request(_ endpoint: Endpoint, _ headers: [HeaderField], accepting type: String) -> RequestHead {
    HTTPRequest(endpoint: endpoint, headers: headers + [HeaderField("Accept", type)]).head
  }

  private func dial(_ plan: DialPlan) {
    switch OpeningRequest.make(
      to: plan.endpoint, target: plan.endpoint.target, headers: source.headers, subprotocols: [], compression: nil)
    {
    case .failure(let fault):
      fail(ConnectionFailure(stage: .handshake, address: plan.endpoint.authority, code: "BAD_REQUEST", text: fault.text))
    case .success(let request): dial(plan, asking: request)
    }
  }

  private func dial(_ plan: DialPlan, asking request: RequestHead) {
    let dialler = Dialler(plan: plan, request: request, streams: source.way == .events, loop: host.loop, clock: clock) { [self] outcome in
      self.dialler = nil
      switch outcome {
      case .opened(let socket, let head, let rest): opened(socket, head, rest)
      case .refused(let head): fail(Self.failure(head, plan.endpoint, source.way))
      case .failed(let failure):
        observation?.record(.failed(failure), at: clock.now())
        fail(failure)
      case .connected(let channel): channel.close(promise: nil)
      }
    }
    self.dialler = dialler
    dialler.start()
  }

  static func failure(_ head: ResponseHead, _ endpoint: Endpoint, _ way: ResultsSource.Way) -> ConnectionFailure {
    let wanted =
      switch way {
      case .webSocket: "101"
      case .events: "a stream of text/event-stream"
      case .poll: "200"
      }
    let type = head.headers["Content-Type"].map { " (\($0))" } ?? ""
    let text = "it answered \(head.status) \(head.reason)\(type) where \(wanted) was expected"
    return ConnectionFailure(stage: .handshake, address: endpoint.authority, code: "HTTP_\(head.status)", text: text)
  }

  private func opened(_ socket: Socket, _ head: ResponseHead, _ rest: ByteBuffer) {
    if source.way == .events {
      let feed = EventFeed(socket, head, observation: observation, clock: clock) { [self] news in
        switch news {
        case .message(let message): host.deliver(.received(.results, message))
        case .ended(let end): over(end)
        }
      }
      self.feed = feed
      host.deliver(.listening)
      feed.socketRead(rest)
      return
    }
    let link = Link(leg: .results, phase: .open, socket: socket, early: rest, observation: observation, host: host, clock: clock)
    self.link = link
    host.deliver(.listening)
    link.takeEarly()
  }

  private func fail(_ failure: ConnectionFailure) { host.resultsFailed(self, failure) }

  private func over(_ end: ConnectionEnd) {
    feed = nil
    polling = nil
    host.resultsEnded(self, end)
  }

  /// Ends it once what was sent has gone out.
  func end(_ manner: ConnectionEnd.Manner) {
    link?.end(manner)
    feed?.end()
    polling?.end()
    guard let dialler else { return }
    dialler.cancel()
    self.dialler = nil
    host.resultsEnded(self, ConnectionEnd(.finished, by: observation?.observer))
  }

  /// Ends it at once.
  func interrupt() {
    if let link { link.interrupt() } else { end(.reset) }
  }
}
