import Audio
import Diagnosis
import Dialects
import Running
import Scenarios
import Testing
import Timeline

/// What `init` tries next, by what it has seen.
@Suite struct ProfileSearchTests {
  /// A relay as it shows itself to each guess.
  private func found(_ look: (ProfileGuess) -> ProfileSight) -> ProfileSearch {
    var search = ProfileSearch()
    while let guess = search.next, search.attempts.count < 50 { search.take(guess, look(guess)) }
    return search
  }

  private func sight(open: Bool = true, dialect: String? = nil, understood: Bool = false, ended: Bool = false) -> ProfileSight {
    var sight = ProfileSight()
    sight.isOpen = open
    sight.dialect = dialect
    sight.hasWords = understood
    sight.isUnderstood = understood
    sight.hasEnded = ended
    return sight
  }

  @Test func theUsualWayIsTriedOnce() {
    let search = found { _ in sight(understood: true, ended: true) }
    #expect(search.attempts.map(\.guess) == [ProfileGuess()])
    #expect(search.best?.guess == ProfileGuess())
  }

  @Test func whoIsNotLetInTriesNothingElse() {
    #expect(found { _ in sight(open: false) }.attempts.count == 1)
  }

  @Test func aDialectThatIsGivenAwayIsSpoken() {
    let search = found { $0.dialect == nil ? sight(dialect: "socket.io") : sight(understood: true, ended: true) }
    #expect(search.attempts.map(\.guess.dialect) == [nil, "socket.io"])
    #expect(search.best?.guess.dialect == "socket.io")
    let profile = search.best?.guess.profile(of: Profile())
    #expect(profile?.dialect?.name == "socket.io")
  }

  @Test func firstTheAudioThenTheStop() throws {
    let search = found { sight(understood: $0.sound == .samples(16_000), ended: $0.stop == .emptyBinary) }
    let best = try #require(search.best)
    #expect(best.guess.sound == .samples(16_000) && best.guess.stop == .emptyBinary)
    #expect(search.attempts.count == 4)
    let profile = best.guess.profile(of: Profile())
    #expect(profile.audio.sampleRate == 16_000 && profile.stop == .emptyBinary)
    // Chunks of 23 ms stay so.
    #expect(profile.chunkSamples == 1024 * 16_000 / 44_100)
    let text = ProfileText(search, relay: "wss://relay.example.com/speech", headers: [("Authorization", "RELAY_AUTHORIZATION")]).text
    let read = try ProfileReader.read(Array(text.utf8), file: "sttcheck.yaml", environment: ["RELAY_AUTHORIZATION": "Bearer t"]).profile
    #expect(read.audio.sampleRate == 16_000 && read.stop == .emptyBinary && read.relay == "wss://relay.example.com/speech")
    #expect(read.headers["Authorization"] == "Bearer t")
    #expect(text.contains("not with linear16 at 44100 Hz"))
  }

  @Test func whereNothingEndsItTheFileSaysWhatWasTried() throws {
    let search = found { _ in sight(understood: true) }
    let text = ProfileText(search, relay: "ws://relay", headers: []).text
    #expect(search.attempts.count == 6 && text.contains("stop: stop\n") && text.contains("after none of these: stop, "), "\(text)")
    #expect(throws: Never.self) { try ProfileReader.read(Array(text.utf8), file: "sttcheck.yaml", environment: [:]) }
  }

  @Test func whereNoWordComesBackTheFileSaysWhatWasTried() {
    let search = found { _ in sight() }
    let text = ProfileText(search, relay: "ws://relay", headers: []).text
    #expect(search.attempts.count == 6 && text.contains("nor with any other that was tried: linear16 at 44100 Hz, "), "\(text)")
  }
}
