/// Turns audio of one format into another.
package enum Conversion {
  /// The bytes themselves where the formats are equal; else decoded, mixed, resampled and encoded, without dither.
  ///
  /// A last, incomplete sample is dropped. Mono is copied to every channel; to mono is the mean; other changes of channels go by way of mono.
  package static func convert(_ bytes: [UInt8], from: AudioFormat, to: AudioFormat) -> [UInt8] {
    guard from != to else { return bytes }
    guard from.channels > 0, to.channels > 0 else { return [] }
    let whole = bytes.prefix(bytes.count - bytes.count % from.frameWidth)
    let samples = SampleCodec.decode(whole, from.encoding)
    guard from.sampleRate != to.sampleRate else {
      return SampleCodec.encode(remix(samples, from: from.channels, to: to.channels), to.encoding)
    }
    let resampler = Resampler(from: from.sampleRate, to: to.sampleRate)
    if from.channels != to.channels {
      let mono = resampler.resample(remix(samples, from: from.channels, to: 1))
      return SampleCodec.encode(remix(mono, from: 1, to: to.channels), to.encoding)
    }
    let channels = (0..<from.channels).map { resampler.resample(channel($0, of: samples, channels: from.channels)) }
    return SampleCodec.encode(interleave(channels), to.encoding)
  }

  /// One channel of interleaved samples, counted from 0.
  package static func channel(_ index: Int, of samples: [Float], channels: Int) -> [Float] {
    guard channels > 1 else { return samples }
    return stride(from: index, to: samples.count - samples.count % channels, by: channels).map { samples[$0] }
  }

  /// Interleaved samples with another number of channels.
  package static func remix(_ samples: [Float], from: Int, to: Int) -> [Float] {
    guard from != to else { return samples }
    if from > 1 {
      let mono = stride(from: 0, to: samples.count - samples.count % from, by: from).map { frame in
        samples[frame..<frame + from].reduce(0, +) / Float(from)
      }
      return remix(mono, from: 1, to: to)
    }
    return samples.flatMap { repeatElement($0, count: to) }
  }

  private static func interleave(_ channels: [[Float]]) -> [Float] {
    guard channels.count > 1, let count = channels.first?.count else { return channels.first ?? [] }
    return (0..<count).flatMap { index in channels.map { $0[index] } }
  }
}
