internal import Timeline

/// What is true of at least one session of a run, found out once.
struct SomeSession: Sendable {
  /// A client was let in.
  let isOpen: Bool
  /// A result came back.
  let hasResults: Bool
  /// Words came back.
  let hasWords: Bool
  /// The relay opened a connection to the service.
  let hasService: Bool
  /// Audio of its client is on the service hop.
  let isHeard: Bool
  /// A clip of two utterances went out whole.
  let streamedTwoUtterances: Bool
  /// A clip went out whole behind a RIFF header, and brought no words.
  let sentHeaderInVain: Bool

  init(_ sessions: Series<SessionFacts>) {
    isOpen = sessions.contains(where: \.client.isOpen)
    hasResults = sessions.contains { !$0.results.isEmpty }
    hasWords = sessions.contains(where: \.hasWords)
    hasService = sessions.contains { !$0.services.isEmpty }
    isHeard = sessions.contains { session in session.services.contains { !$0.audioBytes.isEmpty } }
    streamedTwoUtterances = sessions.contains { $0.streamedWhole && ($0.info.audio?.utterances ?? 1) > 1 }
    sentHeaderInVain = sessions.contains { $0.sentWAV && $0.streamedWhole && !$0.hasWords }
  }
}
