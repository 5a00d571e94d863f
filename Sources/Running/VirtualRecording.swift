package import Store
package import Timeline

/// A run in virtual time as a recording on disk: row for row what a run over sockets leaves, and the same bytes of dump every time.
package enum VirtualRecording {
  /// Events that may wait for the disk before the next one is taken: nothing paces a run in virtual time but this.
  private static let batch = 256

  /// Adds the run to the file, or makes the file.
  /// - Parameter redactor: What it hides never reaches the file.
  package static func write(_ recording: Recording, to path: String, redactor: Redactor) throws(StoreError) {
    var begun = recording.run
    begun.finished = false
    let writer = try RecordingWriter(path: path, run: redactor.run(begun), options: WriterOptions(queueLimit: 1 << 30))
    for session in recording.sessions {
      var info = session
      info.endedAt = nil
      info.outcome = nil
      writer.begin(session: redactor.session(info))
    }
    for (index, event) in recording.events.enumerated() {
      writer.record(redactor.event(event))
      if index % batch == batch - 1 { try writer.flush() }
    }
    for session in recording.sessions { writer.end(session: redactor.session(session)) }
    try writer.finish(run: redactor.run(recording.run))
  }
}
