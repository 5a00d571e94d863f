internal import Audio
internal import Timeline

extension SessionFacts {
  /// Below this nothing is said, in dBFS: the quietest speech that anybody records is well above it.
  static let inaudible = -50.0

  /// How loud the client's audio is, in dBFS, where its scenario streams somebody's clip, the clip went out whole, and nothing can be heard
  /// in it; nil where there is something to hear.
  var inaudibleLevel: Double? {
    // The built-in clips without speech are meant so, and have no utterance.
    guard streamedWhole, (sentSeconds ?? 0) >= 1, info.audio?.utterances != 0, let format = info.audio.flatMap({ AudioFormat($0) }) else {
      return nil
    }
    if client.isSealed {
      guard let loudest = client.sound?.levels.max(), Double(loudest) < Self.inaudible else { return nil }
      return Double(loudest)
    }
    var loudest = AudioLevel.floor
    for level in levels(format, perSecond: 2) {
      loudest = max(loudest, level)
      guard loudest < Self.inaudible else { return nil }
    }
    return loudest
  }

  /// True where nothing can be heard in all that the client sent: what of it is missing, nobody can tell.
  var isInaudible: Bool { tenths.map { !$0.isEmpty && $0.allSatisfy { $0 < Self.inaudible } } ?? false }

  /// How many seconds of the client's audio nothing can be heard in, a tenth of a second at a time; nil where its format is not known.
  var inaudibleSeconds: Double? {
    tenths.map { tenths in Double(tenths.count { $0 < Self.inaudible }) / 10 }
  }

  /// How many seconds of what the client sent after a moment can be heard, a tenth of a second at a time; nil where its format is not known.
  func audibleSeconds(after moment: Nanoseconds) -> Double? {
    let before = Int(((sentSeconds ?? 0) - audioSecondsSent(after: moment)) * 10)
    return tenths.map { tenths in Double(tenths.dropFirst(before).count { $0 >= Self.inaudible }) / 10 }
  }

  /// True where nothing can be heard in a range of the bytes of the client's audio.
  func isInaudible(_ range: Range<Int>) -> Bool {
    guard !client.isSealed, let format = info.audio.flatMap({ AudioFormat($0) }), format.frameWidth > 0 else { return false }
    let bytes = AudioStream(client).bytes
    let whole = range.lowerBound / format.frameWidth * format.frameWidth..<min(range.upperBound, bytes.count)
    return !whole.isEmpty && AudioLevel(measuring: SampleCodec.decode(bytes[whole], format.encoding)).rms < Self.inaudible
  }

  /// How loud each tenth of a second of the client's audio is, in dBFS; nil where its format, or all but its digest, is not known.
  var tenths: [Double]? {
    guard let format = info.audio.flatMap({ AudioFormat($0) }), format.bytesPerSecond > 0 else { return nil }
    return client.isSealed ? client.sound?.levels.map(Double.init) : Array(levels(format, perSecond: 10))
  }

  /// How loud each part of the client's audio is, in dBFS: measured when it is asked for.
  private func levels(_ format: AudioFormat, perSecond parts: Int) -> some Sequence<Double> {
    let bytes = AudioStream(client).bytes
    let step = max(1, format.bytesPerSecond / parts / max(1, format.frameWidth)) * format.frameWidth
    return stride(from: 0, to: bytes.count, by: step).lazy.map { start in
      AudioLevel(measuring: SampleCodec.decode(bytes[start..<min(bytes.count, start + step)], format.encoding)).rms
    }
  }

  /// True where the service counted less audio than was sent, and no less than without all the silence in it: a relay may leave that out.
  var lacksSilenceOnly: Bool {
    guard let ratio = durationRatio, ratio < 1, let sent = sentSeconds, let silence = inaudibleSeconds else { return false }
    return sent * (1 - ratio) <= silence
  }

  /// The same where not one of the clip's words is among what came: that is other audio, and no loss.
  var isOtherAudioWithoutSilence: Bool { lacksSilenceOnly && misheard.map { $0 >= 1 } ?? false }
}
