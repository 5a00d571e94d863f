package import Audio
internal import Codecs

extension Profile {
  /// How long a recorder in a browser collects, in parts of a second: every 250 ms.
  private static let slicesPerSecond = 4

  /// Sends Opus in a container from now on, as a browser's recorder does: at a rate that Opus has, in its time slices.
  package mutating func contain(in container: AudioContainer) {
    self.container = container
    audio.encoding = .linear16
    if !OpusEncoder.sampleRates.contains(audio.sampleRate) { audio.sampleRate = OpusPacket.rate }
    audio.channels = min(2, audio.channels)
    chunkSamples = audio.sampleRate / Self.slicesPerSecond
  }
}
