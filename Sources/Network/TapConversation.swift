internal import Machines
internal import NIOCore
internal import Timeline
internal import Wire

/// One connection through a tap: bytes go on as they came, both ways, and what they say is recorded on the way.
///
/// The only bytes that are changed are a request's target and its Host. What is no WebSocket is passed on and recorded too, request by request.
/// Lives on its loop, until both sockets are gone.
final class TapConversation {
  /// What the caller is sending.
  private enum Asking {
    case head(HeadCollector)
    case body(BodyTrace)
    /// No longer HTTP, or none that can be read.
    case stream
  }

  /// What comes back.
  private enum Answering {
    case head(HeadCollector)
    case body(ResponseHead, BodyTrace)
    case stream
  }

  /// How much of the body of an answer is kept.
  private static let bodyLimit = 64 << 10

  private let near: any Channel
  private let loop: any EventLoop
  private let clock: RunClock
  private let first: RequestHead
  private var plan: TapPlan
  private var asking: Asking
  private var answering: Answering
  /// Requests that have no answer yet, and where each is recorded.
  private var open: CircularBuffer<(request: RequestHead, observation: Observation)> = []
  private var recorder: TapRecorder?
  /// Where a refused handshake was recorded, whose connection is still there.
  private var refused: Observation?
  private var far: (any Channel)?
  private var dialler: Dialler?
  private var hasAnswered = false
  private var onGone: (() -> Void)?

  /// - Parameters:
  ///   - near: The caller's socket, with nothing above its TLS.
  ///   - request: What it asked for.
  ///   - onGone: Called once, when both sockets are gone.
  init(_ near: any Channel, _ request: RequestHead, _ plan: TapPlan, clock: RunClock, onGone: @escaping () -> Void) {
    self.near = near
    loop = near.eventLoop
    self.clock = clock
    self.plan = plan
    self.onGone = onGone
    answering = .head(.response(limit: plan.observation.limits.headBytes))
    first = request
    asking = .body(BodyTrace(of: request, limit: 0))
  }

  var isBehind: Bool { plan.observation.sink.isBehind }

  /// - Parameter early: What the caller sent behind its request.
  func start(early: ByteBuffer) {
    note(first, plan)
    let plan = DialPlan(endpoint: plan.endpoint, options: plan.options, observation: nil)
    dialler = Dialler(plan: plan, request: nil, loop: loop, clock: clock) { [self] outcome in
      dialler = nil
      switch outcome {
      case .connected(let channel): join(channel, early)
      case .failed(let failure): failed(failure)
      case .opened, .refused: break
      }
    }
    let me = NIOLoopBound(self, eventLoop: loop)
    near.closeFuture.whenComplete { _ in me.value.nearClosed() }
    dialler?.start()
  }

  /// Ends both sides at once, in order.
  func stop() {
    dialler?.cancel()
    dialler = nil
    near.close(promise: nil)
    far?.close(promise: nil)
  }

  private func join(_ far: any Channel, _ early: ByteBuffer) {
    guard near.isActive else { return far.close(promise: nil) }
    self.far = far
    let me = NIOLoopBound(self, eventLoop: loop)
    far.closeFuture.whenComplete { _ in me.value.farClosed() }
    do {
      for channel in [near, far] { try channel.syncOptions?.setOption(.allowRemoteHalfClosure, value: true) }
      let (here, there) = TunnelEnd.pair(near: TapSide(.caller, of: self), far: TapSide(.called, of: self))
      far.write(ByteBuffer(bytes: plan.rewritten(first)), promise: nil)
      if early.readableBytes > 0, let bytes = asked(early) { far.write(bytes, promise: nil) }
      far.flush()
      try near.pipeline.syncOperations.addHandler(here)
      try far.pipeline.syncOperations.addHandler(there)
      try near.syncOptions?.setOption(.autoRead, value: true)
      try far.syncOptions?.setOption(.autoRead, value: true)
    } catch {
      stop()
    }
  }

  /// The other side can't be had: the caller is told so, in HTTP.
  private func failed(_ failure: ConnectionFailure) {
    for (request, observation) in open { record(.failed(failure), request, observation) }
    open = []
    let answer = Answer.line(502, "Bad Gateway", "sttcheck tap: \(failure.text)")
    let near = near
    near.writeAndFlush(ByteBuffer(bytes: answer.raw + answer.body)).whenComplete { _ in near.close(promise: nil) }
  }

  // MARK: What the caller sends

  /// - Returns: What goes on in place of these bytes.
  func asked(_ bytes: ByteBuffer) -> ByteBuffer? {
    var rest = bytes
    var out = ByteBuffer()
    while rest.readableBytes > 0 {
      switch asking {
      case .stream:
        see(rest, from: plan.observation.hop.dialler)
        out.writeBuffer(&rest)
      case .body(var trace):
        let start = rest
        trace.take(&rest)
        var taken = start.getSlice(at: start.readerIndex, length: start.readableBytes - rest.readableBytes) ?? ByteBuffer()
        out.writeBuffer(&taken)
        asking = trace.isWhole ? afterRequest : .body(trace)
      case .head(var collector):
        let outcome = collector.take(&rest)
        asking = .head(collector)
        switch outcome {
        case .needMore: break
        case .head(let raw): out.writeBytes(next(raw))
        case .tooLong, .otherProtocol:
          out.writeBytes(collector.bytes)
          asking = .stream
        }
      }
    }
    return out.readableBytes > 0 ? out : nil
  }

  /// A request for a WebSocket is followed by frames, any other by the next request.
  private var afterRequest: Asking { open.last?.request.asksForWebSocket == true ? .stream : .head(.request()) }

  /// A further request on the same connection.
  private func next(_ raw: [UInt8]) -> [UInt8] {
    guard case .success(let request) = HTTPHead.request(raw), let plan = plan.next(request) else {
      asking = .stream
      return raw
    }
    let ended = self.plan.onEnd
    self.plan = plan
    self.plan.onEnd = {
      ended?()
      plan.onEnd?()
    }
    note(request, plan)
    asking = .body(BodyTrace(of: request, limit: 0))
    if case .body(let trace) = asking, trace.isWhole { asking = afterRequest }
    return plan.rewritten(request)
  }

  private func note(_ request: RequestHead, _ plan: TapPlan) {
    open.append((request, plan.observation))
    record(.request(request), request, plan.observation)
    if case .body(let trace) = asking, trace.isWhole { asking = afterRequest }
  }

  // MARK: What comes back

  func answered(_ bytes: ByteBuffer) -> ByteBuffer? {
    hasAnswered = true
    var rest = bytes
    while rest.readableBytes > 0 {
      switch answering {
      case .stream:
        see(rest, from: plan.observation.hop.acceptor)
        rest.moveReaderIndex(forwardBy: rest.readableBytes)
      case .head(var collector):
        let outcome = collector.take(&rest)
        answering = .head(collector)
        switch outcome {
        case .needMore: break
        case .head(let raw): answerCame(raw)
        case .tooLong:
          answering = .stream
          headIsTooLong(collector.bytes.count)
        case .otherProtocol: answering = .stream
        }
      case .body(let head, var trace):
        trace.take(&rest)
        answering = .body(head, trace)
        if trace.isWhole { bodyCame(head, trace) }
      }
    }
    return bytes
  }

  private func answerCame(_ raw: [UInt8]) {
    guard case .success(let head) = HTTPHead.response(raw), let (request, observation) = open.first else {
      answering = .stream
      return
    }
    if head.status == 101 {
      open.removeFirst()
      record(.response(head), request, observation)
      if request.asksForWebSocket { recorder = TapRecorder(observation, request: request, response: head) }
      answering = .stream
    } else if head.status < 200 {
      // 100 and 103 announce the answer proper (RFC 9110 §15.2).
      answering = .head(.response(limit: headLimit))
    } else {
      let trace = BodyTrace(of: head, to: request, limit: Self.bodyLimit)
      answering = .body(head, trace)
      if trace.isWhole { bodyCame(head, trace) }
    }
  }

  private func bodyCame(_ head: ResponseHead, _ trace: BodyTrace) {
    answering = .head(.response(limit: headLimit))
    guard let (request, observation) = open.popFirst() else { return }
    var head = head
    head.body = trace.body
    record(.response(head), request, observation)
    // The caller may ask again where it was refused.
    refused = request.asksForWebSocket ? observation : nil
    if request.asksForWebSocket, case .stream = asking { asking = .head(.request()) }
  }

  // MARK: Recording

  private func see(_ bytes: ByteBuffer, from sender: Party) {
    let wasFlooded = recorder?.flood != nil
    bytes.withUnsafeReadableBytes { recorder?.take($0, from: sender, at: clock.now()) }
    if recorder?.flood != nil, !wasFlooded { endAtLimit() }
  }

  /// A flood is not passed on: whoever it is meant for would have to take it.
  private func endAtLimit() {
    recorder?.ended(ConnectionEnd(.reset, by: nil, text: "ended at a limit"), at: clock.now())
    let me = NIOLoopBound(self, eventLoop: loop)
    loop.execute { me.value.stop() }
  }

  /// The head of an answer that has no end.
  private func headIsTooLong(_ length: Int) {
    if let (request, observation) = open.first, request.asksForWebSocket {
      observation.record(
        .note(Note(LimitReached(.head, by: observation.hop.acceptor, limit: headLimit, received: length))), at: clock.now())
    }
    let me = NIOLoopBound(self, eventLoop: loop)
    loop.execute { me.value.stop() }
  }

  private var headLimit: Int { plan.observation.limits.headBytes }

  /// What is no WebSocket is of no hop.
  private func record(_ kind: Event.Kind, _ request: RequestHead, _ observation: Observation) {
    guard request.asksForWebSocket else {
      let event = Event(session: observation.session, hop: nil, connection: observation.connection, at: clock.now(), kind)
      return observation.sink.record(event)
    }
    observation.record(kind, at: clock.now())
  }

  // MARK: Ends

  func ended(_ manner: ConnectionEnd.Manner, by place: TapSide.Place, _ text: String?) {
    if place == .called, case .body(let head, let trace) = answering { bodyCame(head, trace) }
    let hop = plan.observation.hop
    let end = ConnectionEnd(manner, by: place == .caller ? hop.dialler : hop.acceptor, text: text)
    if recorder != nil {
      recorder?.ended(end, at: clock.now())
    } else if let observation = refused {
      refused = nil
      observation.record(.ended(end), at: clock.now())
    } else if let (request, observation) = open.popFirst(), request.asksForWebSocket {
      unanswered(end, request, observation)
    }
  }

  /// The connection ended before its request was answered.
  private func unanswered(_ end: ConnectionEnd, _ request: RequestHead, _ observation: Observation) {
    guard end.by == observation.hop.acceptor || !hasAnswered else { return }
    let who = end.by?.rawValue ?? "peer"
    let how = end.manner == .reset ? "reset the connection" : "closed the connection"
    let code = end.by == observation.hop.acceptor ? "CLOSED" : "TIMEOUT"
    let text =
      code == "CLOSED"
      ? "the server \(how) before it answered" : "the server did not answer the opening request, and the \(who) \(how)"
    let failure = ConnectionFailure(stage: .handshake, address: plan.endpoint.authority, code: code, text: text)
    record(.failed(failure), request, observation)
    guard code == "TIMEOUT" else { return }
    // Nobody is there for an answer any more, and who has never answered may never end the connection either.
    let me = NIOLoopBound(self, eventLoop: loop)
    loop.scheduleTask(in: .seconds(1)) { me.value.stop() }
  }

  private func nearClosed() {
    dialler?.cancel()
    dialler = nil
    if far == nil { gone() }
  }

  private func farClosed() {
    far = nil
    guard !near.isActive else {
      // Its tunnel sees to it: what is under way still goes out.
      let me = NIOLoopBound(self, eventLoop: loop)
      return near.closeFuture.whenComplete { _ in me.value.gone() }
    }
    gone()
  }

  private func gone() {
    guard let onGone else { return }
    self.onGone = nil
    recorder?.finish(at: clock.now())
    plan.onEnd?()
    onGone()
  }
}
