internal import Speech
internal import Timeline

extension SessionFacts {
  /// No service makes words of less audio than this: what comes sooner is the relay's own greeting.
  private static let soonestAnswer = Nanoseconds.milliseconds(100)

  /// Messages that may come from the service: not what a relay says of itself, nor what came before there was audio to speak of.
  var answers: [Located<ReadMessage>] {
    guard let first = client.audio.first?.at else { return [] }
    return client.messages.filter { message in
      switch message.value.kind {
      case .ready: false
      case .result: message.at >= first + Self.soonestAnswer
      case .metadata, .speechEvent, .error, .unreadable: true
      }
    }
  }
}
