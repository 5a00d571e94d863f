package import Timeline

extension Step {
  /// What a note and the live display say of it, and what of the note is gone by.
  package func note(stop: StopSignal, streamSeconds: Double) -> (text: String, topic: Note.Topic?) {
    let kind = kind
    return (kind.words(StepSession(stop: stop, streamSeconds: streamSeconds)), kind.topic)
  }
}
