internal import Machines
internal import Speech
internal import Timeline
internal import Wire

/// A model that does not know the speaker's words.
struct TranscriptWrong: Fault {
  let name = "transcript-wrong:service"
  let rule = "transcript-wrong"
  let party = Party.service
  let clientView = ClientView.shared("other words: as with results that the relay altered")
  let summary = "the service hears other words than were spoken"

  func stage() -> (any FaultStage)? {
    ActionMap { action in
      guard var results = action.results(on: .accepted) else { return [action] }
      for index in results.channel.alternatives.indices { Self.mishear(&results.channel.alternatives[index]) }
      return [.send(.accepted, results)]
    }
  }

  /// Every other word becomes another; times stay.
  private static func mishear(_ alternative: inout RecognizedChannel.Alternative) {
    for index in alternative.words.indices where index.isMultiple(of: 2) {
      alternative.words[index].word = "banana"
      if alternative.words[index].punctuatedWord != nil { alternative.words[index].punctuatedWord = "banana" }
    }
    alternative.transcript = alternative.words.map { $0.punctuatedWord ?? $0.word }.joined(separator: " ")
  }
}
