internal import Timeline

/// Whether the times of a run can be trusted: the tool doubts itself.
enum MeasurementJudge {
  /// - Parameter recording: As it was read: what concerns no session, and what is missing, counts too.
  static func judge(_ run: RunFacts, _ recording: Recording) -> Measurement {
    // A scenario that hurries on purpose may outrun the network: that is no fault of this machine.
    let paced = run.sessions.filter { !$0.provokes("pacing-too-fast") && !$0.provokes("pacing-bursty") }
    let lateness = paced.flatMap { session in
      session.client.audio.compactMap { piece in piece.scheduled.map { max(0, piece.at - $0) } }
    }
    let error = Percentiles(lateness)
    var reasons: [String] = []
    if let error, error.p99 > MeasurementLimits.pacing {
      reasons.append(
        "audio left up to \(seconds(error.max)) late (p99 \(seconds(error.p99)) of \(error.count) sends): this machine was too busy to keep the pace"
      )
    }
    reasons += notes(recording.events)
    if let step = stepBack(recording.events) {
      reasons.append("the clock of this recording went back by \(seconds(step.by)) before event \(step.event)")
    }
    if recording.missingEvents > 0 {
      let events = count(recording.missingEvents, "event")
      reasons.append(
        "\(events) \(recording.missingEvents == 1 ? "is" : "are") missing from this recording: what stood between the others is not known")
    }
    return Measurement(trustworthy: reasons.isEmpty, reasons: reasons, pacingError: error)
  }

  /// What the tool wrote down about itself while it ran; of each kind the first, and how many more.
  private static func notes(_ events: Series<Event>) -> [String] {
    let doubts = events.compactMap { event -> Note? in
      guard case .note(let note) = event.kind, [.recorderLag, .starved, .clockStep].contains(note.code) else { return nil }
      return note
    }
    return [Note.Code.recorderLag, .starved, .clockStep].compactMap { code in
      let own = doubts.filter { $0.code == code }
      guard let first = own.first else { return nil }
      return first.text + (own.count > 1 ? " (and \(own.count - 1) more of the kind)" : "")
    }
  }

  /// Events are recorded in the order in which they happened; those of several connections may cross by milliseconds, not by more than this.
  private static let crossing = Nanoseconds.seconds(1)

  /// The largest step back in time, from the latest time before it.
  private static func stepBack(_ events: Series<Event>) -> (by: Nanoseconds, event: Int64)? {
    var latest = Nanoseconds.min
    var step: (by: Nanoseconds, event: Int64)?
    for event in events {
      if latest > event.at, latest.subtractingReportingOverflow(event.at).partialValue > max(crossing, step?.by ?? 0) {
        step = (latest - event.at, event.id)
      }
      latest = max(latest, event.at)
    }
    return step
  }
}
