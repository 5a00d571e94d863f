internal import Audio
internal import Speech

extension Dialect {
  /// OpenAI's Realtime transcription: PCM of 24 kHz in base64, committed at the end.
  package static let openAIRealtime: Dialect = {
    var dialect = Dialect(name: "openai-realtime", about: "OpenAI Realtime transcription: JSON events, 24 kHz PCM in base64")
    let created: JSONValue = ["type": ["session.created", "transcription_session.created"]]
    dialect.opening = [
      .awaits(
        .all(created),
        example: #"{"type":"session.created","event_id":"event_1","session":{"id":"sess_lab","type":"transcription"}}"#),
      .says(
        MessageTemplate(
          verbatim: #"{"type":"session.update","session":{"type":"transcription","audio":{"input":{"format":"#
            + #"{"type":"audio/pcm","rate":24000},"transcription":{"model":"gpt-4o-transcribe"}}}}}"#)),
    ]
    dialect.audio = .inside(.known(#"{"type":"input_audio_buffer.append","audio":"{{audio}}"}"#))
    dialect.usual = Audio(encoding: .linear16, sampleRate: 24_000, chunkSamples: 2400)
    let commit = #"{"type":"input_audio_buffer.commit"}"#
    dialect.stop = [.text(MessageTemplate(verbatim: commit))]
    dialect.stopText = commit
    let transcription = "conversation.item.input_audio_transcription."
    dialect.results = [
      ResultForm(["type": .string(transcription + "delta")], text: "delta", .growing, item: "item_id"),
      ResultForm(["type": .string(transcription + "completed")], text: "transcript", .final, item: "item_id"),
      ResultForm(["type": .string(transcription + "failed")], text: "error", .error),
    ]
    let chatter: [JSONValue] = [
      "session.updated", "transcription_session.updated", "input_audio_buffer.committed", "input_audio_buffer.speech_started",
      "input_audio_buffer.speech_stopped", "conversation.item.created", "conversation.item.added", "conversation.item.done",
      "rate_limits.updated",
    ]
    dialect.chatter = [.all(["type": .array(chatter)])]
    dialect.givenAwayBy = .all(created, "$.session")
    return dialect
  }()
}
