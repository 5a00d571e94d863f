internal import Speech
package import Timeline

/// What one session of one sentence showed of the way in which it was held.
package struct ProfileSight: Sendable, Equatable {
  /// The relay let the client in.
  package var isOpen = false
  /// The dialect that the relay gave away, and the client does not speak.
  package var dialect: String?
  /// Words came back, whichever.
  package var hasWords = false
  /// They are those that were said: the audio is what the relay takes it for.
  package var isUnderstood = false
  /// All was said, and the relay ended the session by itself.
  package var hasEnded = false
  /// How the relay's messages were read.
  package var shape: String?
  /// What the diagnosis says of it.
  package var headline = ""

  package init() {}

  /// Words wrong above this share are other words.
  private static let misheard = 0.4

  /// - Parameter recording: One session of a client whose clip has its words written down, as far as they are known.
  package init(_ recording: Recording) {
    let diagnosed = Diagnosed(recording)
    let result = diagnosed.result
    guard let session = result.sessions.first, let facts = diagnosed.facts.sessions.first else { return }
    isOpen = session.verdict != .unreachable
    if case .foreignDialect(let name)? = result.noConversation { dialect = name }
    // Finals may wait for a stop that the relay knows.
    let texts = [session.transcript ?? ""] + facts.results.map(\.value.text).sorted { $0.count > $1.count }
    let said = texts.first { $0.contains(where: \.isLetter) }
    hasWords = said != nil
    let expected = session.info.audio?.transcript
    let wer = said.flatMap { said in expected.flatMap { WordErrorRate.measure(expected: $0, received: said).wer } }
    isUnderstood = hasWords && wer.map { $0 <= Self.misheard } ?? true
    hasEnded = session.close?.by == .relay && Self.isWhole(session)
    shape = session.shape
    headline = result.headline
  }

  private static func isWhole(_ session: SessionResult) -> Bool {
    guard let clip = session.info.audio?.seconds, let sent = session.sentSeconds else { return false }
    return sent >= clip * 0.99
  }

  /// The better of two ways has the greater worth.
  package var worth: Int { (isOpen ? 1 : 0) + (hasWords ? 2 : 0) + (isUnderstood ? 4 : 0) + (hasEnded ? 2 : 0) }
}
