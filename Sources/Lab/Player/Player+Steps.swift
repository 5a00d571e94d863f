internal import Machines
internal import Scenarios
internal import Speech
internal import Timeline
internal import Wire

extension Player {
  /// Begins steps until one takes time; after the last one, closes.
  mutating func playOn(at now: Nanoseconds) {
    while case .idle = activity {
      guard nextStep < steps.count else {
        conclude(code: 1000, at: now)
        return
      }
      let step = steps[nextStep]
      nextStep += 1
      begin(step, at: now)
    }
  }

  private mutating func begin(_ step: Step, at now: Nanoseconds) {
    if isOver, step != .reconnect, !isPauseBeforeReconnect(step) {
      // Nothing can be sent any more; only the waits still have something to say.
      if case .await(let awaited, _) = step { endWaitOfClosedConnection(awaited) }
      return
    }
    announce(step)
    if browser != nil, let why = BrowserManners.fault(of: step) { return skip(step, why) }
    switch step {
    case .connect:
      guard link == .none else { return skip(step, "already connected") }
      dial()
    case .reconnect: reconnect(at: now)
    case .stream(let streaming):
      guard maySend(step) else { return }
      activity = .streaming(schedule(streaming, start: now))
      sendDueChunks(at: now)
    case .stop:
      if maySend(step) { send(profile.stop) }
    case .alternativeStop(let signal):
      if maySend(step) { send(signal) }
    case .send(let sending):
      if maySend(step) { out.append(action(sending)) }
    case .ping(let payload):
      if maySend(step) { out.append(.send(.dialled, .ping(payload))) }
    case .read(let reading):
      guard link == .open else { return skip(step, "not connected") }
      pausedReading = !reading
      out.append(reading ? .resumeReading(.dialled) : .pauseReading(.dialled))
    case .repeat, .parallel: skip(step, "a player is given single steps")
    case .oneShot: skip(step, "a recording goes whole over HTTP, and not through a player")
    case .keepAlive:
      if maySend(step) { out.append(.send(.dialled, .text(ClientMessage.keepAlive.encoded))) }
    case .finalize:
      if maySend(step) { out.append(.send(.dialled, .text(ClientMessage.finalize.encoded))) }
    case .close(let code, let reason):
      guard maySend(step) else { return }
      closeSent = true
      out.append(.send(.dialled, .close(code, reason)))
    case .vanish:
      guard link == .open else { return skip(step, "not connected") }
      activity = .vanishing
      out.append(.end(.dialled, .reset))
    case .pause(let length):
      activity = .pausing
      out.append(.wake(Timer.step.name, at: now + length))
    case .await(let awaited, let within):
      if awaited == .metadata, metadataSeen {
        out.append(.note(Note(.awaited, "metadata: had come before")))
        return
      }
      activity = .awaiting(awaited, within: within)
      out.append(.wake(Timer.step.name, at: now + within))
    }
  }

  /// A client that stays away for a while before it comes back.
  private func isPauseBeforeReconnect(_ step: Step) -> Bool {
    guard case .pause = step, link == .over else { return false }
    return steps[nextStep...].contains(.reconnect)
  }

  private mutating func announce(_ step: Step) {
    var seconds = 0.0
    if case .stream(let streaming) = step { seconds = schedule(streaming, start: 0).seconds }
    let note = step.note(stop: profile.stop, streamSeconds: seconds)
    progress.step = note.text
    out.append(.note(Note(.step, note.text, topic: note.topic)))
  }

  private mutating func skip(_ step: Step, _ why: String) {
    out.append(.note(Note(.remark, "skipped \(progress.step): \(why)")))
  }

  private mutating func maySend(_ step: Step) -> Bool {
    guard link == .open else {
      skip(step, "not connected")
      return false
    }
    guard !closeSent else {
      // RFC 6455 §5.5.1: nothing follows a Close frame.
      skip(step, "a Close frame has been sent")
      return false
    }
    return true
  }

  private mutating func dial() {
    link = .dialling
    activity = .connecting
    if browser != nil { out.append(.note(Note(.remark, "the client keeps a browser's rules", topic: .browser))) }
    out.append(.dial(target: target, headers: browser?.headers ?? profile.headers, subprotocols: profile.subprotocols))
  }

  /// Another connection, once the one before is over; it begins as the first did.
  private mutating func reconnect(at now: Nanoseconds) {
    guard link == .over else {
      activity = .reconnecting
      return endConnection(code: 1000, at: now)
    }
    out.append(.cancel(Timer.closing.name))
    closeSent = false
    closeReceived = nil
    metadataSeen = false
    endingTCP = false
    stalled = false
    pausedReading = false
    headerSent = false
    dial()
  }

  private func action(_ sending: Sending) -> Action {
    switch sending {
    case .text(let text): .send(.dialled, .text(text))
    case .binary(let bytes): .send(.dialled, .binary(bytes))
    case .zeros(let count): .send(.dialled, .binary([UInt8](repeating: 0, count: count)))
    case .raw(let bytes): .sendRaw(.dialled, bytes)
    }
  }

  private mutating func send(_ stop: StopSignal) {
    switch stop {
    case .text(let text): out.append(.send(.dialled, .text(text)))
    case .emptyBinary: out.append(.send(.dialled, .binary([])))
    case .close:
      closeSent = true
      out.append(.send(.dialled, .close(1000)))
    }
  }

  /// Sends what is due, unless the connection is stalled: then chunks are held, and go out late and visibly so.
  mutating func sendDueChunks(at now: Nanoseconds) {
    guard case .streaming(var schedule) = activity, !stalled else { return }
    var sent = 0
    while sent < Self.batch, let chunk = schedule.take(at: now) {
      var bytes = Array(audio.bytes[chunk.range])
      if !headerSent { bytes = Array(audio.bytes[..<audio.headerBytes]) + bytes }
      headerSent = true
      out.append(
        schedule.frames > 1
          ? .sendFragmented(.dialled, .binary(bytes), frames: schedule.frames, scheduled: chunk.scheduled)
          : .send(.dialled, .binary(bytes), scheduled: chunk.scheduled))
      progress.audioSent += audio.seconds(of: chunk.range)
      sent += 1
    }
    if let due = schedule.nextDue {
      activity = .streaming(schedule)
      out.append(.wake(Timer.chunk.name, at: max(now, due)))
    } else {
      activity = .idle
      playOn(at: now)
    }
  }

  mutating func stepIsAwaited(_ text: String, at now: Nanoseconds) {
    out.append(.note(Note(.awaited, text)))
    out.append(.cancel(Timer.step.name))
    activity = .idle
    playOn(at: now)
  }

  /// The connection is open: the relay may want to say first that it is ready.
  mutating func connected(at now: Nanoseconds) {
    activity = profile.ready == nil ? .idle : .readying
    if profile.ready != nil { out.append(.wake(Timer.step.name, at: now + Self.readyTimeout)) }
    playOn(at: now)
  }

  mutating func stepTimeIsUp(at now: Nanoseconds) {
    switch activity {
    case .readying:
      let limit = DurationText.tenths(Self.readyTimeout.seconds)
      out.append(
        .note(Note(.waitExpired, "the profile's ready message did not come within \(limit) s; going on without it", topic: .ready)))
    case .pausing: break
    case .awaiting(.silence, _): out.append(.note(Note(.awaited, "silence")))
    case .awaiting(let awaited, let within):
      let text = "\(awaited.name) did not come within \(DurationText.tenths(within.seconds)) s"
      out.append(.note(Note(.waitExpired, text)))
    default: return
    }
    activity = .idle
    playOn(at: now)
  }

  /// The relay closed, or the connection is gone: whatever the step was doing ends, and so do the rest.
  mutating func connectionIsOver(at now: Nanoseconds) {
    switch activity {
    case .closing:
      if link == .over { finish() }
      return
    case .reconnecting:
      guard link == .over else { return }
      activity = .idle
      reconnect(at: now)
      return
    case .streaming: out.append(.cancel(Timer.chunk.name))
    case .pausing, .readying: out.append(.cancel(Timer.step.name))
    case .awaiting(let awaited, _):
      out.append(.cancel(Timer.step.name))
      endWaitOfClosedConnection(awaited)
    case .idle, .connecting, .vanishing, .finished: break
    }
    activity = .idle
    playOn(at: now)
  }

  private mutating func endWaitOfClosedConnection(_ awaited: Awaited) {
    let manner =
      switch closeReceived {
      case .some((.some(let code), _)): "Close \(code)"
      case .some((nil, _)): "Close without a code"
      case nil: "the connection ended without a Close frame"
      }
    switch awaited {
    case .closed: out.append(.note(Note(.awaited, "closed: \(manner)")))
    case .metadata where metadataSeen: out.append(.note(Note(.awaited, "metadata: had come before")))
    case .silence: out.append(.note(Note(.awaited, "silence, cut short: \(manner)")))
    case .final, .metadata, .message, .matching, .pong:
      out.append(.note(Note(.waitExpired, "\(awaited.name) did not come: \(manner)")))
    }
  }
}
