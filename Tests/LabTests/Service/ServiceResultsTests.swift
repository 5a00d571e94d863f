import Audio
import Lab
import Speech
import TestSupport
import Testing
import Timeline
import Wire

/// PROTOCOL, "Messages": what is said about audio that can be understood.
struct ServiceResultsTests {
  @Test func oneSentenceWithInterims() {
    let clip = SpokenFixtures.clip("one-sentence")
    var session = ServiceSession.open(ServiceSession.raw + "&interim_results=true")
    session.stream(clip.data)
    session.say(.closeStream)
    session.wait(3)

    let interims = session.results.filter { !$0.isFinal }
    #expect(interims.count == 2)
    #expect(interims.map(\.duration) == [1, 2])
    #expect(interims.map(\.transcript) == ["tell the", "tell the master our ferry"])
    #expect(session.finals.count == 1)
    #expect(session.transcript == clip.transcript)
    #expect(session.finals.first?.speechFinal == true)
    let words = session.finals.first?.channel.alternatives.first?.words ?? []
    #expect(words.count == clip.words.count)
    for (word, spoken) in zip(words, clip.words) { #expect(abs(word.start - spoken.start) < 0.011) }
    #expect(Set(session.results.map { $0.metadata?.requestID }) == [session.metadata.first?.requestID])

    #expect(session.metadata.count == 1)
    #expect(session.metadata.first?.sha256 == session.sha256)
    #expect(session.metadata.first?.duration == (clip.seconds * 1e6).rounded() / 1e6)
    #expect(session.metadata.first?.channels == 1)
    #expect(session.close?.code == 1000)
    #expect(session.close?.reason == "")
    if case .metadata = session.messages.last?.message {} else { Issue.record("Metadata is not the last message") }
  }

  @Test func firstResultsAboutOneSecondAfterTheAudio() {
    var session = ServiceSession.open(ServiceSession.raw + "&interim_results=true")
    session.stream(SpokenFixtures.clip("one-sentence").data)
    let first = session.messages.first?.at.seconds ?? 0
    #expect((1.1...1.3).contains(first))
  }

  @Test func withoutInterimsOnlyFinals() {
    var session = ServiceSession.open()
    session.stream(SpokenFixtures.clip("two-sentences").data)
    session.say(.closeStream)
    session.wait(1)
    #expect(session.results == session.finals)
    #expect(session.finals.map(\.transcript) == ["the train leaves at seven", "please bring a warm coat and gloves"])
    #expect(session.finals.map(\.speechFinal) == [true, true])
    // The first comes in the pause, not at the end.
    #expect((session.messages.first?.at.seconds ?? 0) < 3)
    #expect(session.finals.first?.start == 0)
    for (one, next) in zip(session.finals, session.finals.dropFirst()) { #expect(next.start >= one.start + one.duration - 0.001) }
  }

  @Test func longSpeechIsCutAtWordsAndOnlyTheLastPartIsSpeechFinal() {
    var session = ServiceSession.open(ServiceSession.raw + "&endpointing=false")
    session.stream(SpokenFixtures.clip("ten-seconds").data)
    session.say(.closeStream)
    session.wait(1)
    #expect(session.transcript == SpokenFixtures.words("ten-seconds").joined(separator: " "))
    #expect(session.finals.count == 3)
    for cut in session.finals.dropLast() {
      #expect(!cut.speechFinal)
      #expect(cut.duration > 3.9)
    }
    #expect(session.finals.last?.speechFinal == true)
  }

  @Test func aLongerEndpointJoinsSentences() {
    var session = ServiceSession.open(ServiceSession.raw + "&endpointing=2000")
    session.stream(SpokenFixtures.clip("two-sentences").data)
    session.say(.closeStream)
    session.wait(1)
    #expect(session.finals.filter(\.speechFinal).count == 1)
    #expect(session.transcript == SpokenFixtures.words("two-sentences").joined(separator: " "))
  }

  @Test func punctuation() {
    var session = ServiceSession.open(ServiceSession.raw + "&smart_format=true")
    session.stream(SpokenFixtures.clip("two-sentences").data)
    session.say(.closeStream)
    session.wait(1)
    #expect(session.finals.map(\.transcript) == ["The train leaves at seven.", "Please bring a warm coat and gloves."])
    let first = session.finals.first?.channel.alternatives.first?.words.first
    #expect(first?.word == "the")
    #expect(first?.punctuatedWord == "The")
  }

  @Test func utteranceEndAndSpeechStarted() {
    var session = ServiceSession.open(ServiceSession.raw + "&interim_results=true&utterance_end_ms=1000&vad_events=true")
    session.stream(SpokenFixtures.clip("two-sentences").data)
    session.say(.closeStream)
    session.wait(1)
    let ends = session.messages.compactMap { if case .utteranceEnd(let end) = $0.message { end.lastWordEnd } else { nil } }
    let starts = session.messages.compactMap { if case .speechStarted(let start) = $0.message { start.timestamp } else { nil } }
    #expect(ends.count == 1)
    #expect(abs((ends.first ?? 0) - 1.83) < 0.011)
    #expect(starts.count == 2)
    for (start, spoken) in zip(starts, [0.15, 3.33]) { #expect(abs(start - spoken) < 0.1) }
  }

  @Test func finalizeFlushesOnce() {
    let clip = SpokenFixtures.clip("one-sentence")
    var session = ServiceSession.open()
    session.stream(Array(clip.data.prefix(88_200 * 3 / 2)))
    session.say(.finalize)
    session.say(.finalize)
    session.wait(0.5)
    #expect(session.results.count == 1)
    #expect(session.finals.first?.fromFinalize == true)
    #expect(session.transcript == "tell the master our")
    session.stream(Array(clip.data.dropFirst(88_200 * 3 / 2)))
    session.say(.closeStream)
    session.wait(1)
    #expect(session.transcript == clip.transcript)
    #expect(session.finals.map(\.fromFinalize) == [true, false])
  }

  @Test func silenceGivesEmptyInterimsAndOneEmptyFinal() {
    var session = ServiceSession.open(ServiceSession.raw + "&interim_results=true")
    session.stream([UInt8](repeating: 0, count: 88_200 * 4))
    session.say(.closeStream)
    session.wait(1)
    #expect(session.results.count == 4)
    let texts = session.results.map(\.transcript) + session.results.flatMap { $0.channel.alternatives.first?.words.map(\.word) ?? ["?"] }
    #expect(Set(texts) == [""])
    #expect(session.finals.count == 1)
    for (one, next) in zip(session.results, session.results.dropFirst()) { #expect(next.start + next.duration >= one.start + one.duration) }
  }

  @Test func anyChunkingGivesTheSameResults() {
    let bytes = Array(SpokenFixtures.clip("two-sentences").data.prefix(88_200 * 4))
    func play(_ chunk: () -> Int) -> (results: [Results], sha256: String?, duration: Double?) {
      var session = ServiceSession.open(ServiceSession.raw + "&interim_results=true")
      var position = 0
      while position < bytes.count {
        let end = min(bytes.count, position + chunk())
        session.send(.binary(Array(bytes[position..<end])))
        session.wait(Double(end - position) / 88_200)
        position = end
      }
      session.say(.closeStream)
      session.wait(9)
      return (session.results, session.metadata.first?.sha256, session.metadata.first?.duration)
    }
    let expected = play { 2048 }
    #expect(expected.results.filter(\.isFinal).count == 2)
    #expect(expected.results.last?.transcript == "please")
    var generator = SeededRandom(seed: 5)
    for play in [play { 88_200 }, play { .max / 2 }, play { 441 }, play { Int.random(in: 1...9000, using: &generator) }] {
      #expect(play.results == expected.results)
      #expect(play.sha256 == expected.sha256)
      #expect(play.duration == expected.duration)
    }
  }

  @Test func tooFastIsAnsweredLateAndDrainedQuickly() {
    let clip = SpokenFixtures.clip("two-sentences")
    var session = ServiceSession.open(ServiceSession.raw + "&interim_results=true")
    session.stream(clip.data, pace: 4)
    let sentFor = session.now.seconds
    let heard = session.results.map { $0.start + $0.duration }.max() ?? 0
    // In the time of the sending only 1.25 times as much audio can be worked through.
    #expect(heard < sentFor * 1.25 + 0.4)
    session.say(.closeStream)
    session.wait(1)
    #expect((session.close?.at.seconds ?? 9) - sentFor < 0.3)
    #expect(session.transcript == SpokenFixtures.words("two-sentences").joined(separator: " "))
    let ends = session.results.map { $0.start + $0.duration }
    #expect(ends == ends.sorted())
  }
}
