internal import Machines
internal import Scenarios
internal import Timeline
internal import Wire

extension Player {
  /// After the last step: the close handshake as far as it is still to do, then the end of TCP, then `finish`.
  mutating func conclude(code: UInt16, at now: Nanoseconds) {
    guard link == .open else { return finish() }
    activity = .closing
    progress.step = "closing"
    endConnection(code: code, at: now)
  }

  /// The close handshake as far as it is still to do; the end of TCP follows it.
  mutating func endConnection(code: UInt16, at now: Nanoseconds) {
    // A relay whose goodbye is not read can't end anything.
    if pausedReading { out.append(.resumeReading(.dialled)) }
    pausedReading = false
    guard closeReceived == nil else { return }  // Its timer runs since the relay's Close came.
    if !closeSent {
      closeSent = true
      out.append(.send(.dialled, .close(code: code, reason: [])))
    }
    out.append(.wake(Timer.closing.name, at: now + Self.closeTimeout))
  }

  /// Ends TCP after what was sent has gone out; if that takes too long, at once.
  mutating func endTCP(at now: Nanoseconds) {
    guard link == .open else { return }
    if endingTCP {
      out.append(.end(.dialled, .reset))
    } else {
      endingTCP = true
      out.append(.end(.dialled, .finished))
      out.append(.wake(Timer.closing.name, at: now + Self.closeTimeout))
    }
  }

  /// Drops the remaining steps.
  mutating func giveUp(_ note: Note, code: UInt16, at now: Nanoseconds) {
    if case .closing = activity { return }
    out.append(.note(note))
    out.append(.cancel(Timer.chunk.name))
    out.append(.cancel(Timer.step.name))
    nextStep = steps.count
    if link == .dialling {
      out.append(.end(.dialled, .reset))
      link = .over
    }
    activity = .idle
    conclude(code: code, at: now)
  }

  mutating func finish() {
    activity = .finished
    progress.step = ""
    progress.isFinished = true
    out += Timer.allCases.map { .cancel($0.name) }
    out.append(.finish)
  }
}
