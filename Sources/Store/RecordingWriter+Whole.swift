package import Timeline

extension RecordingWriter {
  /// Writes a run that is over, whole.
  package static func write(
    _ recording: Recording, to path: String, options: WriterOptions = WriterOptions()
  ) throws(StoreError) {
    let writer = try RecordingWriter(path: path, run: recording.run, options: options)
    for session in recording.sessions { writer.begin(session: session) }
    for event in recording.events {
      writer.record(event)
      if writer.isBehind { try writer.flush() }
    }
    try writer.finish(run: recording.run)
  }
}
