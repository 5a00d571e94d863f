internal import Machines
internal import NIOCore
internal import Speech
internal import Timeline
internal import Wire

/// Asks a place over HTTP again and again: what is new in an answer is a text message, and recorded as one frame, which it never was.
///
/// Of the requests only the first is recorded, with its answer's head: the others are the same.
final class Polling {
  enum News {
    case opened
    case message(Message)
    /// The first request was not answered as it should have been.
    case failed(ConnectionFailure)
    case ended(ConnectionEnd)
  }

  /// Without an observation: what is recorded is said here.
  private let plan: DialPlan
  private let observation: Observation?
  private let request: RequestHead
  private let every: Nanoseconds
  private let loop: any EventLoop
  private let clock: RunClock
  private var answers = PolledAnswers()
  private var peer: Peer
  private var dialler: Dialler?
  private var next: Scheduled<Void>?
  private var isOpen = false
  private var isOver = false
  private var tell: ((News) -> Void)?

  init(plan: DialPlan, request: RequestHead, every: Nanoseconds, loop: any EventLoop, clock: RunClock) {
    observation = plan.observation
    var plan = plan
    plan.observation = nil
    self.plan = plan
    self.request = request
    self.every = every
    self.loop = loop
    self.clock = clock
    peer = Peer(role: .client, observation: observation, maskKey: MaskKey.fresh)
  }

  func start(_ tell: @escaping (News) -> Void) {
    self.tell = tell
    ask()
  }

  private func ask() {
    guard !isOver else { return }
    if !isOpen { observation?.record(.request(request), at: clock.now()) }
    let dialler = Dialler(
      plan: plan, request: request, bodyLimit: observation?.limits.messageBytes ?? 1 << 20, loop: loop, clock: clock
    ) { [self] outcome in
      self.dialler = nil
      guard !isOver else { return }
      switch outcome {
      case .refused(let head): answered(head)
      case .failed(let failure): failed(failure)
      case .opened(let socket, _, _): socket.close()
      case .connected(let channel): channel.close(promise: nil)
      }
    }
    self.dialler = dialler
    dialler.start()
  }

  private func answered(_ head: ResponseHead) {
    guard (200...299).contains(head.status) else {
      return failed(ResultsLine.failure(head, plan.endpoint, .poll(every: every)))
    }
    if !isOpen {
      isOpen = true
      var bare = head
      bare.body = []
      observation?.record(.response(bare), at: clock.now())
      tell?(.opened)
    }
    for text in answers.take(head.body) {
      for message in peer.receive(text, asText: clock.now()) { tell?(.message(message)) }
    }
    if peer.flood != nil { return end() }
    next = loop.assumeIsolated().scheduleTask(in: .nanoseconds(every)) { [self] in ask() }
  }

  /// The first failure is the end before the beginning; later ones may pass.
  private func failed(_ failure: ConnectionFailure) {
    guard !isOpen else {
      next = loop.assumeIsolated().scheduleTask(in: .nanoseconds(every)) { [self] in ask() }
      return
    }
    isOver = true
    observation?.record(.failed(failure), at: clock.now())
    tell?(.failed(failure))
  }

  func end() {
    guard !isOver else { return }
    isOver = true
    next?.cancel()
    dialler?.cancel()
    dialler = nil
    let end = ConnectionEnd(.finished, by: observation?.observer)
    peer.ended(end, at: clock.now())
    tell?(.ended(end))
  }
}
