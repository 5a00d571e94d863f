internal import Dialects
package import Machines
package import Scenarios
internal import Speech
package import Timeline
internal import Wire

/// The scripted client: plays the steps of a scenario against a relay, one after the other.
///
/// A step that waits ends when what it waits for comes, when its time is up, or when the connection is over; after that
/// nothing more is sent and the remaining waits end at once. The last thing it says is `finish`, exactly once.
package struct Player: Machine, Sendable {
  /// How far the connection is.
  enum Link: Sendable { case none, dialling, open, over }

  /// What the current step is doing; `idle` between steps.
  enum Activity: Sendable {
    case idle, connecting, readying, pausing, vanishing, reconnecting, closing, finished
    case streaming(ChunkSchedule)
    case awaiting(Awaited, within: Nanoseconds)
  }

  /// Wait for the relay's Close after ours, and again for the end of TCP.
  static let closeTimeout: Nanoseconds = .seconds(2)
  /// Wait for the relay to end TCP after both Close frames (RFC 6455 §7.1.1: the server goes first).
  static let lingerTimeout: Nanoseconds = .seconds(1)
  /// Wait for the message that the profile's `ready` describes.
  static let readyTimeout: Nanoseconds = .seconds(10)
  /// Chunks sent in one go, so that a client that is behind still notices a stalled connection.
  static let batch = 32

  /// One after the other, without `repeat`.
  let steps: [Step]
  let profile: Profile
  let target: String
  let audio: StreamedAudio
  let sessionLimit: Nanoseconds?
  /// For the live display.
  package internal(set) var progress = PlayerProgress()

  /// What a page in a browser is held to; nil for clients that are free.
  let browser: BrowserManners?

  var reader: MessageReader
  var link = Link.none
  var activity = Activity.idle
  var nextStep = 0
  var stalled = false
  /// The client does not read, on purpose.
  var pausedReading = false
  var headerSent = false
  var closeSent = false
  var closeReceived: (code: UInt16?, reason: [UInt8])?
  var metadataSeen = false
  var endingTCP = false
  var out: [Action] = []

  /// - Parameters:
  ///   - target: Path and query of the relay, as on the request line.
  ///   - audio: What the `stream` steps send, already in the format that goes over the wire.
  ///   - sessionLimit: The longest that the session may take, from `started`; nil is no limit of its own.
  package init(
    scenario: Scenario, profile: Profile, target: String, audio: StreamedAudio, sessionLimit: Nanoseconds? = nil
  ) {
    steps = scenario.flatSteps
    self.profile = profile
    self.target = target
    self.audio = audio
    self.sessionLimit = sessionLimit
    browser = scenario.isBrowser || profile.dialect?.isBrowser == true ? BrowserManners(profile) : nil
    reader = MessageReader(setting: profile.messages)
    for case .stream(let streaming) in steps {
      progress.audioTotal += schedule(streaming, start: 0).seconds
    }
  }

  package mutating func handle(_ occurrence: Occurrence, at now: Nanoseconds) -> [Action] {
    guard !isFinished else { return [] }
    switch occurrence {
    case .started:
      if let sessionLimit { out.append(.wake(Timer.sessionLimit.name, at: now + sessionLimit)) }
      playOn(at: now)
    case .opened(let head):
      link = .open
      if let why = browser?.fault(in: head) { return failed(why) }
      if case .connecting = activity { connected(at: now) }
    case .refused, .failed:
      link = .over
      finish()
    case .received(_, let message): take(message, at: now)
    case .ended:
      link = .over
      connectionIsOver(at: now)
    case .fired(let name): if let timer = Timer(name) { fired(timer, at: now) }
    case .stalled: stalled = true
    case .drained:
      stalled = false
      sendDueChunks(at: now)
    case .stopRequested: giveUp(Note(.interrupted, "asked to stop"), code: 1001, at: now)
    case .requested, .listening, .unheard: break
    }
    defer { out.removeAll() }
    return out
  }

  /// Ends the connection as a browser does that refuses a 101.
  private mutating func failed(_ why: String) -> [Action] {
    activity = .vanishing
    defer { out.removeAll() }
    return out + [.note(Note(.remark, why, topic: .browserFails)), .end(.dialled, .finished)]
  }

  var isFinished: Bool {
    if case .finished = activity { return true }
    return false
  }

  /// True once the relay has closed, or the connection is gone: nothing sent from now on would matter.
  var isOver: Bool { link == .over || closeReceived != nil }

  func schedule(_ streaming: Streaming, start: Nanoseconds) -> ChunkSchedule {
    ChunkSchedule(streaming, audio: audio, chunkSamples: profile.chunkSamples, start: start)
  }

  enum Timer: String, MachineTimer {
    case chunk, step, closing
    case sessionLimit = "session-limit"
  }

  private mutating func fired(_ timer: Timer, at now: Nanoseconds) {
    switch timer {
    case .chunk: sendDueChunks(at: now)
    case .step: stepTimeIsUp(at: now)
    case .closing: endTCP(at: now)
    case .sessionLimit:
      let limit = DurationText.tenths((sessionLimit ?? 0).seconds)
      giveUp(Note(.timedOut, "the session took longer than its limit of \(limit) s"), code: 1000, at: now)
    }
  }

  private mutating func take(_ message: Message, at now: Nanoseconds) {
    switch message {
    case .ping(let payload):
      if link == .open, !closeSent { out.append(.send(.dialled, .pong(payload))) }
    case .pong:
      if case .awaiting(.pong, _) = activity { stepIsAwaited("pong", at: now) }
    case .close(let code, let reason): takeClose(code: code, reason: reason, at: now)
    case .text(let bytes): takeData(bytes, isText: true, at: now)
    case .binary(let bytes): takeData(bytes, isText: false, at: now)
    }
  }

  private mutating func takeData(_ bytes: [UInt8], isText: Bool, at now: Nanoseconds) {
    guard !isOver else { return }
    progress.messages += 1
    var isFinal = false
    switch reader.read(bytes, isText: isText).kind {
    case .result(let result): isFinal = result.isFinal == true
    case .metadata: metadataSeen = true
    default: break
    }
    if isFinal { progress.finals += 1 }
    if case .readying = activity, let ready = profile.ready, let json = try? JSONValue(parsing: bytes), ready.holds(for: json) {
      return stepIsAwaited("ready", at: now)
    }
    guard case .awaiting(let awaited, _) = activity else { return }
    switch awaited {
    case .message: stepIsAwaited("message", at: now)
    case .final where isFinal: stepIsAwaited("final", at: now)
    case .metadata where metadataSeen: stepIsAwaited("metadata", at: now)
    case .matching(let condition):
      guard let json = try? JSONValue(parsing: bytes), condition.holds(for: json) else { return }
      stepIsAwaited(awaited.name, at: now)
    default: break
    }
  }

  /// RFC 6455 §5.5.1: answered with a Close of the same code; the relay then ends TCP, or we do.
  private mutating func takeClose(code: UInt16?, reason: [UInt8], at now: Nanoseconds) {
    guard closeReceived == nil else { return }
    closeReceived = (code, reason)
    if link == .open, !closeSent {
      closeSent = true
      out.append(.send(.dialled, .close(code: code, reason: [])))
    }
    out.append(.wake(Timer.closing.name, at: now + Self.lingerTimeout))
    connectionIsOver(at: now)
  }
}
