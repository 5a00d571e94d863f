internal import Machines
internal import NIOCore
internal import Timeline
internal import Wire

/// Server-sent events as they come over an HTTP answer: each is a text message, and recorded as one frame, which it never was.
final class EventFeed: SocketOwner {
  enum News {
    case message(Message)
    case ended(ConnectionEnd)
  }

  private let socket: Socket
  private let observation: Observation?
  private let clock: RunClock
  private let tell: (News) -> Void
  private var body: BodyReader
  private var events: ServerSentEvents
  /// Counts them against the limits, and records them.
  private var peer: Peer
  private var isOver = false

  init(_ socket: Socket, _ head: ResponseHead, observation: Observation?, clock: RunClock, tell: @escaping (News) -> Void) {
    self.socket = socket
    self.observation = observation
    self.clock = clock
    self.tell = tell
    let limits = observation?.limits ?? Limits()
    body = BodyReader(head: head, limit: .max)
    events = ServerSentEvents(limit: limits.messageBytes)
    peer = Peer(role: .client, observation: observation, maskKey: MaskKey.fresh)
    socket.owner = self
    socket.setReading(true)
  }

  func end() {
    guard !isOver else { return }
    socket.finish()
  }

  func socketRead(_ buffer: ByteBuffer) {
    guard !isOver else { return }
    var buffer = buffer
    body.take(&buffer)
    for event in events.take(body.takeBody()) {
      for message in peer.receive(event, asText: clock.now()) { tell(.message(message)) }
    }
    if body.isDone || events.isTooLong || peer.flood != nil { socket.finish() }
  }

  func socketWritability(_ isWritable: Bool) {}

  func socketSecured() {}

  func socketClosed(_ ending: SocketEnding) {
    guard !isOver else { return }
    isOver = true
    let end = ending.recorded(by: observation)
    peer.ended(end, at: clock.now())
    tell(.ended(end))
  }
}

extension Peer {
  /// What came in another way than as a frame, as a message and a frame.
  mutating func receive(_ text: [UInt8], asText now: Nanoseconds) -> [Message] {
    receive(Frame(sending: .text, payload: text, maskKey: nil).wireBytes, at: now)
  }
}
