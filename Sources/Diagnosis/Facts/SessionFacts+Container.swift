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

  /// A further connection to the service on which the client's container goes on without its header, and nothing is heard.
  var connectionWithoutHeader: HopFacts? {
    guard info.audio?.isCompressed == true, clients.count == 1, AudioContainer(beginning: Array(client.audioBytes.prefix(64))) != nil,
      services.count > 1
    else { return nil }
    // A page of an Ogg begins as the first one does: what counts is whether there is a header behind it.
    return services.dropFirst().first { service in
      service.isOpen && !service.isSealed && service.audioBytes.count >= 512 && !service.hasWords
        && (!service.firstBytes.isContainer || [.ogg, .ebml].contains(service.firstBytes))
        && SoundPieces(service, info.audio).seconds == nil && !Self.samples.contains(service.firstBytes)
    }
  }

  /// What reaches the service looks like samples of a raw encoding.
  var arrivesAsSamples: Bool { service.map { Self.samples.contains($0.firstBytes) } ?? false }

  /// What a relay may have decoded it to.
  private static let samples: Set<AudioGuess> = [.linear16, .linear16BigEndian, .linear16OffByOne, .mulaw, .alaw, .linear32]
}
