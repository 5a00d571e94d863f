internal import Timeline

/// Whether the times of a run can be trusted: the tool doubts itself.
enum MeasurementJudge {
  static func judge(_ run: RunFacts) -> Measurement {
    // A scenario that hurries on purpose may outrun the network: that is no fault of this machine.
    let paced = run.sessions.filter { !$0.provokes("pacing-too-fast") && !$0.provokes("pacing-bursty") }
    let lateness = paced.flatMap { session in
      session.client.audio.compactMap { piece in piece.scheduled.map { max(0, piece.at - $0) } }
    }
    let error = Percentiles(lateness)
    var reasons: [String] = []
    if let error, error.p99 > .milliseconds(100) {
      reasons.append(
        "audio left up to \(seconds(error.max)) late (p99 \(seconds(error.p99)) of \(error.count) sends): this machine was too busy to keep the pace"
      )
    }
    for session in run.sessions {
      for note in session.notes where note.value.code == .recorderLag { reasons.append(note.value.text) }
    }
    return Measurement(trustworthy: reasons.isEmpty, reasons: reasons, pacingError: error)
  }
}
