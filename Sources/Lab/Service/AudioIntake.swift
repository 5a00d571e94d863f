internal import Audio
internal import Speech

/// Reads binary messages as the query declares them: what is decoded here is all that a recogniser ever hears.
struct AudioIntake {
  /// What the bytes are taken for.
  private enum Reading {
    /// The beginning is kept until it tells the container.
    case unknown([UInt8])
    case samples(AudioFormat, WAVStorage)
    case undecodable
  }

  private var reading: Reading
  /// Bytes of a sample that is not complete yet: messages need not end between samples.
  private var rest: [UInt8] = []
  /// Samples of each channel decoded so far.
  private(set) var decoded = 0

  /// - Parameter containerCounts: See `ServiceSettings`.
  init(_ parameters: ListenParameters, containerCounts: Bool) {
    let container = parameters.container ?? "none"
    if containerCounts && container != "none" && container != "" {
      reading = .unknown([])
    } else if let name = parameters.encoding {
      if let encoding = AudioFormat.Encoding(rawValue: name), let rate = parameters.sampleRate {
        reading = .samples(
          AudioFormat(encoding: encoding, sampleRate: rate, channels: parameters.channels), .encoding(encoding))
      } else {
        reading = .undecodable
      }
    } else {
      reading = .unknown([])
    }
  }

  /// The format, once it is known; nil for good where nothing can be decoded.
  var format: AudioFormat? {
    if case .samples(let format, _) = reading { format } else { nil }
  }

  /// Seconds decoded so far, by the declared rate.
  var seconds: Double { format.map { Double(decoded) / Double($0.sampleRate) } ?? 0 }

  /// Takes a message; gives mono samples, nothing where it cannot be decoded or the format is not known yet.
  mutating func take(_ bytes: [UInt8]) -> [Float] {
    switch reading {
    case .undecodable: return []
    case .samples(let format, let storage): return decode(bytes, format, storage)
    case .unknown(let before):
      let prefix = before + bytes
      switch WAVHeader.scan(prefix) {
      case .needMore:
        reading = .unknown(prefix)
        return []
      case .notWAV:
        reading = .undecodable
        return []
      case .found(let header):
        guard let format = header.rawFormat, let storage = header.storage, format.sampleRate > 0, format.channels > 0 else {
          reading = .undecodable
          return []
        }
        reading = .samples(format, storage)
        return decode(Array(prefix.dropFirst(header.headerLength)), format, storage)
      }
    }
  }

  private mutating func decode(_ bytes: [UInt8], _ format: AudioFormat, _ storage: WAVStorage) -> [Float] {
    let whole = rest.isEmpty ? bytes : rest + bytes
    let width = storage.width * format.channels
    let used = whole.count / width * width
    rest = Array(whole[used...])
    decoded += used / width
    let samples = SampleCodec.decode(storage.raw(used == whole.count ? whole : Array(whole[..<used])), format.encoding)
    return Conversion.remix(samples, from: format.channels, to: 1)
  }
}
