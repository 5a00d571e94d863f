import Exchange
import Testing
import Timeline

/// One hop's audio, and one session's words.
@Suite struct PartsTests {
  private let recording = ExchangeSamples.recording()

  @Test(arguments: Hop.allCases) func theAudioOfAHopIsAWAV(_ hop: Hop) throws {
    let audio = try AudioExport(recording, session: 1, hop: hop)
    #expect(audio.remark == nil && audio.bytes.prefix(4).elementsEqual("RIFF".utf8) && audio.bytes.count == 44 + 256)
    #expect(Array(audio.bytes.dropFirst(44)) == Array(0...255))
    // 16000 Hz, as the client says, and as the service was told.
    #expect(Array(audio.bytes[24..<28]) == [0x80, 0x3E, 0, 0])
  }

  @Test func withoutAFormatTheBytesStandByThemselves() throws {
    var unknown = recording
    unknown.sessions[0].audio = nil
    let audio = try AudioExport(unknown, session: 1, hop: .client)
    #expect(audio.bytes == Array(0...255) && audio.remark != nil)
    #expect(throws: ExchangeFault.self) { try AudioExport(recording, session: 9, hop: .client) }
  }

  @Test func theTranscriptInThreeForms() throws {
    let words = try TranscriptExport(recording, session: 1, hop: .client)
    #expect(words.rendered(.text) == "guten <Tag> & mehr\n")
    #expect(words.rendered(.srt) == "1\n00:00:00,000 --> 00:00:01,500\nguten <Tag> & mehr\n")
    #expect(words.rendered(.vtt) == "WEBVTT\n\n00:00:00.000 --> 00:00:01.500\nguten &lt;Tag> &amp; mehr\n")
    #expect(try TranscriptExport(recording, session: 1, hop: .service).rendered(.text) == words.rendered(.text))
    #expect(throws: ExchangeFault.self) { try TranscriptExport(recording, session: 2, hop: .client) }
  }
}
