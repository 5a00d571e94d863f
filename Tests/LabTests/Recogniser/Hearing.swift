import Audio
import Lab

/// Plays samples or bytes to a recogniser, in pieces.
enum Hearing {
  static func words(
    _ samples: [Float], rate: Int, known: KnownSpeech = SpokenFixtures.known, piece: () -> Int = { 4096 }
  ) -> [HeardWord] {
    var recogniser = Recogniser(known: known, sampleRate: rate)
    var words: [HeardWord] = []
    var position = 0
    while position < samples.count {
      let end = min(samples.count, position + max(1, piece()))
      words += recogniser.feed(Array(samples[position..<end])).flatMap(\.words)
      position = end
    }
    return words + recogniser.settle()
  }

  /// Hears bytes as somebody declares them, right or wrong.
  static func words(_ bytes: [UInt8], as format: AudioFormat, known: KnownSpeech = SpokenFixtures.known) -> [String] {
    let whole = bytes.prefix(bytes.count - bytes.count % format.frameWidth)
    let mono = Conversion.remix(SampleCodec.decode(whole, format.encoding), from: format.channels, to: 1)
    return words(mono, rate: format.sampleRate, known: known).map(\.word)
  }
}
