internal import Timeline

/// Whether the times of a run can be trusted: the tool doubts itself.
enum MeasurementJudge {
  static func judge(_ run: RunFacts) -> Measurement {
    let lateness = run.sessions.flatMap { session in
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
