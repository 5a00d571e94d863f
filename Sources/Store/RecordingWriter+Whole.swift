package import Timeline

extension RecordingWriter {
  /// Writes a run that is over, whole.
  package static func write(_ recording: Recording, to path: String) throws(StoreError) {
    let writer = try RecordingWriter(path: path, run: recording.run)
    for session in recording.sessions { writer.begin(session: session) }
    for event in recording.events {
      writer.record(event)
      if writer.isBehind { try writer.flush() }
    }
    try writer.finish(run: recording.run)
  }
}
