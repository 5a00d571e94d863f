package import Machines
package import Scenarios
internal import Speech
package import Timeline
internal import Wire

/// A client whose results come on a connection of their own: the machine inside takes them for the relay's words on the one that it dialled.
///
/// It listens once the relay has let its client in, and before any audio goes out; where its connection ends before the stop it listens again, as pages do:
/// a relay may not know the session yet. What comes behind the stop has its time: a relay that closes the
/// connection of the audio at the stop may go on to bring results here, so the machine inside hears of that Close when the results are quiet.
package struct ListeningClient: Machine {
  /// Wait for the relay's name of the session.
  static let patience: Nanoseconds = .seconds(10)
  /// After the stop, so long without a result is the end of them.
  static let quiet: Nanoseconds = .seconds(2)
  /// … and so long is the end whatever comes: others may talk on a connection that all share.
  static let longestEnd: Nanoseconds = .seconds(10)

  /// A connection that ends sooner was turned away, whatever was said on it.
  static let settled: Nanoseconds = .seconds(1)
  /// The first time to listen again, doubled up to a second; so often at most.
  static let again: Nanoseconds = .milliseconds(250)
  static let mostTries = 20

  private enum Timer: String, MachineTimer {
    case id = "results id"
    case quiet = "results quiet"
    case again = "results again"
  }

  private enum State { case waiting, naming, asking, listening, ended, returning, over }

  private var inner: any Machine
  private let place: ResultsPlace
  private let headers: [HeaderField]
  private let stream: String
  private let stop: Message
  private var state = State.waiting
  private var head: ResponseHead?
  /// What the relay said before its client could listen.
  private var early: [Message] = []
  private var stopped: Nanoseconds?
  /// Of the connection of the audio, kept back until the results are quiet.
  private var held: [Occurrence] = []
  private var closeSent = false
  /// When the client began to listen, this time.
  private var since: Nanoseconds = 0
  private var tries = 0
  /// Something came on a connection that was not turned away.
  private var hasHeard = false
  /// … and on this one, whatever will become of it.
  private var hasHeardHere = false
  private var isFinishing = false
  /// What the relay calls the session.
  private var id = ""

  /// - Parameters:
  ///   - headers: Of the opening request, as the client sends them to the relay.
  ///   - stop: What ends the audio.
  ///   - stream: What `{{stream}}` stands for.
  package init(_ inner: any Machine, results place: ResultsPlace, headers: [HeaderField], stop: StopSignal, stream: String) {
    self.inner = inner
    self.place = place
    self.headers = headers
    self.stream = stream
    self.stop =
      switch stop {
      case .text(let text): .text(text)
      case .emptyBinary: .binary([])
      case .close: .close(1000)
      }
  }

  package mutating func handle(_ occurrence: Occurrence, at now: Nanoseconds) -> [Action] {
    switch occurrence {
    case .opened(let head):
      self.head = head
      if state == .listening, place.id == nil { return begin(at: now) }
      return name(at: now)
    case .fired(Timer.id.name) where state == .naming:
      let limit = DurationText.tenths(Self.patience.seconds)
      return giveUp("what the relay said within \(limit) s has nothing at \(place.id?.text ?? "$")")
    case .listening:
      state = .listening
      (since, hasHeardHere) = (now, false)
      return first + begin(at: now)
    case .unheard(let failure): return state == .returning ? listenAgain(at: now, unless: failure.text) : giveUp(failure.text)
    case .fired(Timer.again.name):
      guard state == .ended else { return [] }
      state = .returning
      return [.listen(source)]
    case .received(.results, let message): return hear(message, at: now)
    case .ended(.results, _): return resultsEnded(at: now)
    case .fired(Timer.quiet.name): return isQuiet(at: now)
    case .received(.dialled, let message) where isOpening: return wait(message, at: now)
    case .received(.dialled, .close(let code, _)) where keepsTheEnd:
      held.append(occurrence)
      let echo: [Action] = closeSent ? [] : [.send(.dialled, .close(code: code, reason: []))]
      return echo + [.wake(Timer.quiet.name, at: quietTime(from: now))]
    case .received(.dialled, _) where !held.isEmpty: return []
    case .ended(.dialled, _) where keepsTheEnd || !held.isEmpty:
      held.append(occurrence)
      return [.wake(Timer.quiet.name, at: quietTime(from: now))]
    case .ended(.dialled, _):
      let begun = isOpening ? begin(at: now) : []
      return begun + said(inner.handle(occurrence, at: now), at: now)
    default: return said(inner.handle(occurrence, at: now), at: now)
    }
  }

  private var isOpening: Bool { state == .naming || state == .asking }

  /// The relay may end the connection of the audio behind the stop, and still have results to bring.
  private var keepsTheEnd: Bool { state == .listening && stopped != nil && held.isEmpty && !isFinishing }

  private func quietTime(from now: Nanoseconds) -> Nanoseconds { min(now + Self.quiet, (stopped ?? now) + Self.longestEnd) }

  private var first: [Action] {
    guard case .webSocket(let says) = named.way else { return [] }
    return says.map { .send(.results, .text($0)) }
  }

  private var named: ResultsPlace { place.filled(stream: stream, id: id) }

  /// Waits for the session's name where it needs one.
  private mutating func name(at now: Nanoseconds) -> [Action] {
    guard place.id == nil else {
      state = .naming
      return [.wake(Timer.id.name, at: now + Self.patience)]
    }
    return ask()
  }

  private mutating func ask() -> [Action] {
    state = .asking
    return [.cancel(Timer.id.name), .listen(source)]
  }

  private var source: ResultsSource {
    let way: ResultsSource.Way =
      switch named.way {
      case .webSocket: .webSocket
      case .events: .events
      case .poll(let every): .poll(every: every)
      }
    return ResultsSource(way, url: named.url, headers: headers)
  }

  /// The relay speaks before its client can listen.
  private mutating func wait(_ message: Message, at now: Nanoseconds) -> [Action] {
    if case .ping(let payload) = message { return [.send(.dialled, .pong(payload))] }
    early.append(message)
    if case .close = message { return [.cancel(Timer.id.name)] + begin(at: now) }
    guard state == .naming, case .text(let bytes) = message, let selector = place.id, let value = try? JSONValue(parsing: bytes) else {
      return []
    }
    switch selector.first(in: value) {
    case .string(let text): id = text
    case .number(let number)?: id = JSONValue.number(number).serialized()
    default: return []
    }
    return ask()
  }

  /// The client listens, or there is nothing left to listen to: the machine inside may begin.
  private mutating func begin(at now: Nanoseconds) -> [Action] {
    if isOpening { state = .over }
    guard let head else { return [] }
    self.head = nil
    var out = said(inner.handle(.opened(head), at: now), at: now)
    for message in early { out += said(inner.handle(.received(.dialled, message), at: now), at: now) }
    early = []
    return out
  }

  private mutating func hear(_ message: Message, at now: Nanoseconds) -> [Action] {
    switch message {
    case .ping(let payload): return [.send(.results, .pong(payload))]
    case .pong: return []
    case .close(let code, _): return [.send(.results, .close(code: code, reason: [])), .end(.results, .finished)]
    case .text, .binary:
      hasHeardHere = true
      let wait: [Action] = held.isEmpty && !isFinishing ? [] : [.wake(Timer.quiet.name, at: quietTime(from: now))]
      if isFinishing { return wait }
      return wait + said(inner.handle(.received(.dialled, message), at: now), at: now)
    }
  }

  private mutating func resultsEnded(at now: Nanoseconds) -> [Action] {
    guard state == .listening else { return [] }
    if hasHeardHere, stopped != nil || now - since >= Self.settled { hasHeard = true }
    guard stopped == nil else {
      state = .over
      return isQuiet(at: now)
    }
    return listenAgain(at: now, unless: "it ended before the stop, again and again, and brought nothing")
  }

  /// - Parameter why: What is said where nothing was ever heard, and it has been tried often enough.
  private mutating func listenAgain(at now: Nanoseconds, unless why: String) -> [Action] {
    guard tries < Self.mostTries else { return hasHeard ? stopListening() : giveUp(why) }
    state = .ended
    let wait = min(.seconds(1), Self.again << Nanoseconds(min(tries, 4)))
    tries += 1
    return [.wake(Timer.again.name, at: now + wait)]
  }

  private mutating func stopListening() -> [Action] {
    state = .over
    return [.cancel(Timer.again.name), .note(Note(.remark, "the connection of the results ended before the stop"))]
  }

  /// No more results: what was kept back comes to pass.
  private mutating func isQuiet(at now: Nanoseconds) -> [Action] {
    var out: [Action] = [.cancel(Timer.quiet.name)]
    let kept = held
    held = []
    for occurrence in kept { out += said(inner.handle(occurrence, at: now), at: now) }
    if isFinishing { out += leave() }
    return out
  }

  private mutating func giveUp(_ why: String) -> [Action] {
    state = .over
    isFinishing = true
    let text = "the results can't be listened to at \(named.shown): \(why)"
    return [
      .note(Note(.remark, text, topic: .resultsUnheard)), .send(.dialled, .close(1000)), .end(.dialled, .finished), .cancel(Timer.id.name),
      .cancel(Timer.again.name), .cancel(Player.Timer.sessionLimit.name), .finish,
    ]
  }

  private mutating func leave() -> [Action] {
    let goodbye: [Action] = state == .listening ? [.send(.results, .close(1000)), .end(.results, .finished)] : []
    state = .over
    return goodbye + [.cancel(Timer.quiet.name), .cancel(Timer.id.name), .cancel(Timer.again.name), .finish]
  }

  private mutating func said(_ actions: [Action], at now: Nanoseconds) -> [Action] {
    var out: [Action] = []
    for action in actions {
      switch action {
      // What was said behind a Close that the machine inside has not heard of yet.
      case .send(.dialled, _, _) where !held.isEmpty, .sendFragmented(.dialled, _, _, _) where !held.isEmpty: break
      case .send(.dialled, let message, _):
        if message == stop { stopped = stopped ?? now }
        if case .close = message { closeSent = true }
        out.append(action)
        guard stopped != nil, state == .ended || state == .returning else { continue }
        if !hasHeard { return out + giveUp("it ended before the stop, and brought nothing") }
        out += stopListening()
      case .dial:
        closeSent = false
        stopped = nil
        out.append(action)
      case .finish:
        isFinishing = true
        out += state == .listening && stopped != nil ? [.wake(Timer.quiet.name, at: quietTime(from: now))] : leave()
      default: out.append(action)
      }
    }
    return out
  }

}
