package import Audio
package import Timeline

/// What one session's client sent, beside what reached the service for it.
package struct Carriage: Sendable {
  /// What the client says that it sends; of what is compressed, as if its bytes were spread evenly over its time.
  package let sentFormat: AudioFormat
  /// The bytes are no samples: nothing can be said of how they sound.
  let isCompressed: Bool
  /// What the relay tells the service, where that is a raw format, or what the header says that it sends first.
  package let declaredFormat: AudioFormat?
  /// What the arriving bytes are: the client's own format where they are its bytes, else the one in which they sound like its audio.
  package let arrivingFormat: AudioFormat?
  package let client: AudioStream
  /// What reached the service; where the relay converted it, in the client's format again.
  package let service: AudioStream
  package let comparison: AudioComparison
  /// True where digests stand in place of the audio.
  private let isSealed: Bool

  /// Seconds of a number of the client's bytes.
  package func seconds(_ bytes: Int) -> Double { Double(bytes) / Double(max(1, sentFormat.bytesPerSecond)) }

  /// Nil where the client streams nothing in a format that is known, or nothing of the two can be laid side by side.
  init?(_ info: AudioInfo?, client hop: HopFacts, services: Series<HopFacts>) {
    guard let info, let format = AudioFormat(info) ?? Self.even(info) else { return nil }
    let reached = services.filter { $0.isOpen && !$0.audioBytes.isEmpty }
    guard let most = reached.max(by: { $0.audioBytes.count < $1.audioBytes.count }) else { return nil }
    let sent = AudioStream(hop)
    guard !sent.bytes.isEmpty else { return nil }
    let streams = reached.map { AudioStream($0) }
    var service = AudioStream(most)
    var compared = AudioComparison(sent: sent.bytes, arrived: service.bytes, width: format.encoding.width, seam: hop.seam)
    if streams.count > 1, !compared.missing.isEmpty {
      // A relay that dialled again may have gone on where it was.
      let joined = AudioStream(joining: streams)
      let again = AudioComparison(sent: sent.bytes, arrived: joined.bytes, width: format.encoding.width, seam: hop.seam)
      if again.repeated.isEmpty, Self.sum(again.missing) < Self.sum(compared.missing) { (service, compared) = (joined, again) }
    }
    // Other digests are other bytes, and maybe the same sound: who converts it can't be told from who spoils it.
    if hop.isSealed, compared.unrelated { return nil }
    isSealed = hop.isSealed
    isCompressed = info.isCompressed
    if isCompressed {
      // What a relay makes of it, nobody can tell by its bytes.
      guard !compared.unrelated else { return nil }
      (sentFormat, declaredFormat, arrivingFormat) = (format, nil, nil)
      (client, self.service, comparison) = (sent, service, compared)
      return
    }
    let declared = service.headerFormat ?? AudioFormat(DeclaredAudio(most))
    var arriving: AudioFormat? = compared.unrelated ? nil : format
    // What sounds in the place of silence alone is not the client's.
    let isSilence = [sent, service].contains { $0.bytes.count - AudioComparison.blankStart($0.bytes) < Self.sounding }
    if !hop.isSealed, compared.unrelated || isSilence, let declared, declared != format {
      if let retelling = Retelling(sent, format, service, declared) { (service, compared) = (retelling.service, retelling.comparison) }
      // Silence is silence in any format.
      if isSilence || !compared.unrelated { arriving = declared }
    }
    if compared.unrelated, arriving == nil {
      let outline = SoundComparison.outline(sent.bytes, format)
      let heard = declared.map { SoundComparison.outline(service.bytes, $0) }
      let told = heard.flatMap { SoundComparison(sent: outline, arrived: $0) }
      compared.sound = told
      compared.isOneEven = told == nil && (heard.map { SoundComparison.isOneEven(outline, $0) } ?? false)
      if let told, told.isAlike {
        arriving = declared
      } else if let found = Self.recognise(service.bytes, outline, like: format, declared),
        found.sound.likeness > (told?.likeness ?? 0) + Self.better
      {
        arriving = found.format
        compared.sound = found.sound
      }
    }
    sentFormat = format
    declaredFormat = declared
    arrivingFormat = arriving
    client = sent
    self.service = service
    comparison = compared
  }

  /// What is compressed, as if its bytes were spread evenly over its time; nil for what is not.
  private static func even(_ info: AudioInfo) -> AudioFormat? {
    info.isCompressed && info.bytesPerSecond > 0 ? AudioFormat(encoding: .mulaw, sampleRate: info.bytesPerSecond, channels: 1) : nil
  }

  /// So much more like the client's sound than as it is declared has another format to be.
  private static let better = 0.1

  /// Fewer bytes of sound are no sound: what they are can't be told.
  private static let sounding = 1024

  private static func sum(_ ranges: [Range<Int>]) -> Int { ranges.reduce(0) { $0 + $1.count } }

  /// The raw format in which bytes sound like the client's audio; nil where there is none.
  private static func recognise(
    _ bytes: [UInt8], _ outline: [Float], like format: AudioFormat, _ declared: AudioFormat?
  ) -> (format: AudioFormat, sound: SoundComparison)? {
    var tried: [AudioFormat] = [format]
    for rate in [8000, 16_000, 22_050, 24_000, 32_000, 44_100, 48_000] {
      for encoding in [format.encoding, declared?.encoding ?? format.encoding] {
        for channels in [format.channels, declared?.channels ?? format.channels] {
          tried.append(AudioFormat(encoding: encoding, sampleRate: rate, channels: channels))
        }
      }
    }
    for encoding in AudioFormat.Encoding.allCases {
      tried.append(AudioFormat(encoding: encoding, sampleRate: format.sampleRate, channels: format.channels))
      if let declared { tried.append(AudioFormat(encoding: encoding, sampleRate: declared.sampleRate, channels: declared.channels)) }
    }
    for channels in [1, 2] { tried.append(AudioFormat(encoding: format.encoding, sampleRate: format.sampleRate, channels: channels)) }
    var best: (format: AudioFormat, sound: SoundComparison)?
    var seen: Set<AudioFormat> = []
    func length(_ format: AudioFormat) -> Double {
      Double(bytes.count) / Double(format.bytesPerSecond) * Double(EnvelopeFrame.rate) / Double(max(1, outline.count))
    }
    // What lasts as long as was sent is as it is declared, whatever it sounds like.
    let isAsLong = declared.map { abs(length($0) - 1) < 0.03 } ?? false
    for candidate in tried where candidate != declared && seen.insert(candidate).inserted && !Self.isHalved(declared, candidate) {
      let most = 12 * candidate.bytesPerSecond
      guard let sound = SoundComparison(sent: outline, arrived: SoundComparison.outline(Array(bytes.prefix(most)), candidate)) else {
        continue
      }
      // Sounds alike, and lasts as long: half a stream at half the rate does not.
      let lasts = length(candidate)
      guard sound.isAlike, isAsLong ? abs(lasts - 1) < 0.25 : lasts > 0.5 && lasts < 1.5 else { continue }
      if sound.likeness > best?.sound.likeness ?? 0 { best = (candidate, sound) }
    }
    return best
  }

  /// True where the samples of one are halves of the other's: they sound alike by that alone, whatever the bytes are.
  private static func isHalved(_ one: AudioFormat?, _ other: AudioFormat) -> Bool {
    guard let one else { return false }
    return one.bytesPerSecond == other.bytesPerSecond && one.encoding.width != other.encoding.width
  }
}

extension AudioFormat {
  /// What a scenario says of its audio; nil for what is no raw encoding.
  package init?(_ info: AudioInfo) {
    guard let encoding = Encoding(rawValue: info.encoding), info.sampleRate > 0, info.channels > 0 else { return nil }
    self.init(encoding: encoding, sampleRate: info.sampleRate, channels: info.channels)
  }

  /// What a relay declares; nil where that is no raw format.
  init?(_ declared: DeclaredAudio) {
    guard let encoding = declared.encoding.flatMap(Encoding.init(rawValue:)), let rate = declared.sampleRate, rate > 0 else { return nil }
    self.init(encoding: encoding, sampleRate: rate, channels: max(1, declared.channels ?? 1))
  }
}

extension Carriage {
  /// Below this a stretch is a pause and not speech, in dBFS.
  private static let quiet = -50.0

  /// How often each sample stands in what arrives, where none is repeated so in what was sent: 2 or more; nil where that is not so.
  var heldSamples: Int? {
    guard !isCompressed, (arrivingFormat ?? declaredFormat) == sentFormat else { return nil }
    let width = sentFormat.frameWidth
    func changes(_ bytes: [UInt8]) -> (of: Int, each: [Int]) {
      let count = min(bytes.count / width, 40_000)
      var places: [Int] = []
      for sample in 1..<max(1, count) where bytes[(sample - 1) * width..<sample * width] != bytes[sample * width..<(sample + 1) * width] {
        places.append(sample)
      }
      return (count, places)
    }
    let arrived = changes(service.bytes)
    let sent = changes(client.bytes)
    guard arrived.each.count >= 64, sent.each.count >= arrived.each.count * 3 / 2 else { return nil }
    let steps = zip(arrived.each, arrived.each.dropFirst()).map { $1 - $0 }
    // Who does it chunk by chunk begins anew with each, wherever that is.
    return [6, 4, 3, 2].first { times in steps.count { $0 % times == 0 } * 10 >= steps.count * 9 }
  }

  /// True where the client's audio began with a container's header, and what arrives begins behind it in the middle of the samples.
  var hasLostHeader: Bool { client.headerLength > 0 && service.headerLength == 0 && comparison.missingAtStart > 0 }

  /// True where a stretch of the client's audio is silence.
  func isQuiet(_ range: Range<Int>) -> Bool {
    if isCompressed { return false }
    return isSealed ? AudioComparison.isBlank(client.bytes, range) : Self.isQuiet(client.bytes, range, sentFormat)
  }

  /// True where a stretch of what arrives is silence.
  func isQuiet(arrived range: Range<Int>) -> Bool {
    if isCompressed { return false }
    if isSealed { return AudioComparison.isBlank(service.bytes, range) }
    return Self.isQuiet(service.bytes, range, serviceFormat)
  }

  /// The same of a stretch in seconds.
  func isQuiet(arrivedFrom from: Double, to end: Double) -> Bool {
    let rate = Double(serviceFormat.bytesPerSecond)
    let upper = min(service.bytes.count, Int(end * rate))
    return isQuiet(arrived: min(upper, Int(from * rate))..<upper)
  }

  /// That of the service's bytes as they are kept here: what was converted stands in the client's own.
  private var serviceFormat: AudioFormat { comparison.isConverted ? sentFormat : arrivingFormat ?? sentFormat }

  private static func isQuiet(_ bytes: [UInt8], _ range: Range<Int>, _ format: AudioFormat) -> Bool {
    let width = max(1, format.frameWidth)
    let from = (range.lowerBound + width - 1) / width * width
    guard from < range.upperBound, range.upperBound <= bytes.count else { return true }
    return AudioLevel(measuring: SampleCodec.decode(bytes[from..<range.upperBound], format.encoding)).rms < quiet
  }
}
