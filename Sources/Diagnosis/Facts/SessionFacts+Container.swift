internal import Audio
internal import Timeline

extension SessionFacts {
  /// The client's container is one, and about as many bytes reach the service that are neither a container nor samples: they were changed on the
  /// way. Where only the beginning is gone, the rest is still the client's.
  var isBrokenContainer: Bool {
    guard info.audio?.isCompressed == true, clientSound.seconds != nil, let service, !service.isSealed, !service.hasWords,
      service.audioBytes.count >= 64, !service.firstBytes.isContainer, service.audioBytes.count * 2 > client.audioBytes.count,
      carriage?.hasLostHeader != true
    else { return false }
    return !arrivesAsSamples
  }

  /// What reaches the service looks like samples of a raw encoding.
  var arrivesAsSamples: Bool { service.map { Self.samples.contains(AudioSniffer.guess($0.audioBytes)) } ?? false }

  /// What a relay may have decoded it to.
  private static let samples: Set<AudioGuess> = [.linear16, .linear16BigEndian, .linear16OffByOne, .mulaw, .alaw, .linear32]
}
